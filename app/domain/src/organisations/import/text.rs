//! Bytes to text: what is no CSV text is refused by name, Windows-1252 is decoded.

use std::borrow::Cow;

use super::refusal::{Refusal, check_size};

/// How the bytes of a file were read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Windows1252,
}

const UNPACK: &str = "Open it and save the sheet as CSV UTF-8.";
const CSV_UTF8: &str = "Save it as CSV UTF-8.";

/// First bytes of files that people take for CSV.
const SIGNATURES: [(&[u8], &str, &str); 6] = [
    (b"PK\x03\x04", "a zip archive or an Excel workbook", UNPACK),
    (b"\xD0\xCF\x11\xE0", "an old Excel workbook", UNPACK),
    (b"\x1F\x8B", "compressed (gzip)", "Unpack it first."),
    (b"%PDF", "a PDF document", "Fetch the CSV file."),
    (b"\xFF\xFE", "in UTF-16", CSV_UTF8),
    (b"\xFE\xFF", "in UTF-16", CSV_UTF8),
];

/// What Windows-1252 has in place of the control characters 0x80 to 0x9F; five have no meaning.
const WINDOWS_1252: &str = "\u{20AC}\u{FFFD}\u{201A}\u{192}\u{201E}\u{2026}\u{2020}\u{2021}\u{2C6}\u{2030}\u{160}\u{2039}\u{152}\u{FFFD}\u{17D}\u{FFFD}\
    \u{FFFD}\u{2018}\u{2019}\u{201C}\u{201D}\u{2022}\u{2013}\u{2014}\u{2DC}\u{2122}\u{161}\u{203A}\u{153}\u{FFFD}\u{17E}\u{178}";

/// The text of a file, without a byte order mark.
///
/// UTF-8 is taken as it is. Anything else is taken for Windows-1252, which spreadsheets still write, unless that too is impossible or the
/// file also holds well-formed UTF-8 beyond ASCII: then it is damaged, and guessing would garble names.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), Refusal> {
    check_size(bytes.len() as u64)?;
    if let Some((_, what, remedy)) = SIGNATURES.into_iter().find(|(start, _, _)| bytes.starts_with(start)) {
        return Err(Refusal::NotText { what, remedy });
    }
    if bytes.contains(&0) {
        return Err(Refusal::NotText { what: "binary or in UTF-16", remedy: CSV_UTF8 });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let (text, encoding) = match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), Encoding::Utf8),
        Err(_) => (Cow::Owned(from_windows_1252(bytes)?), Encoding::Windows1252),
    };
    refuse_markup(&text)?;
    Ok((text, encoding))
}

fn refuse_markup(text: &str) -> Result<(), Refusal> {
    let start = text.trim_start();
    match start.bytes().next() {
        None => Err(Refusal::Empty),
        Some(b'<') if start.get(..5).is_some_and(|tag| tag.eq_ignore_ascii_case("<?xml")) => {
            Err(Refusal::NotCsv { what: "an XML document" })
        }
        Some(b'<') => Err(Refusal::NotCsv { what: "a web page" }),
        Some(b'{' | b'[') => Err(Refusal::NotCsv { what: "JSON" }),
        Some(_) => Ok(()),
    }
}

fn from_windows_1252(bytes: &[u8]) -> Result<String, Refusal> {
    let broken = |at: usize| Refusal::Encoding { line: 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count() };
    if let Some(at) = first_utf8_beyond_ascii(bytes) {
        return Err(broken(at));
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 64);
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            0x80..=0x9F => text.push(high_control(byte).ok_or_else(|| broken(at))?),
            _ => text.push(char::from(byte)),
        }
    }
    Ok(text)
}

fn high_control(byte: u8) -> Option<char> {
    WINDOWS_1252.chars().nth(usize::from(byte - 0x80)).filter(|letter| *letter != char::REPLACEMENT_CHARACTER)
}

/// Where a well-formed UTF-8 sequence of three or more bytes starts: chance seldom makes one out of Windows-1252, unlike one of two.
fn first_utf8_beyond_ascii(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        if let Some((offset, _)) = chunk.valid().char_indices().find(|(_, letter)| letter.len_utf8() >= 3) {
            return Some(at + offset);
        }
        at += chunk.valid().len() + chunk.invalid().len();
    }
    None
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(b"", "The file is empty.")]
    #[case(b"\xEF\xBB\xBF \r\n", "The file is empty.")]
    #[case(b"PK\x03\x04rest", "The file is a zip archive or an Excel workbook, not CSV text. Open it and save the sheet as CSV UTF-8.")]
    #[case(b"\xFF\xFEa\0,\0", "The file is in UTF-16, not CSV text. Save it as CSV UTF-8.")]
    #[case(b"a\0,\0b\0", "The file is binary or in UTF-16, not CSV text. Save it as CSV UTF-8.")]
    #[case(b"\n <!doctype html><title>Error", "The file is a web page, not CSV text. The download may have failed: fetch the file again.")]
    #[case(b"<?XML version", "The file is an XML document, not CSV text. The download may have failed: fetch the file again.")]
    #[case(b"{\"error\":1}", "The file is JSON, not CSV text. The download may have failed: fetch the file again.")]
    #[case(b"a,b\nc\x81,d", "The file is damaged or in an unknown encoding (line 2). Save it as CSV UTF-8.")]
    #[case("a,\u{2019}\nb,\u{2013}".as_bytes().split_last().unwrap().1, "The file is damaged or in an unknown encoding (line 1). Save it as CSV UTF-8.")]
    fn refused(#[case] bytes: &[u8], #[case] sentence: &str) {
        assert_eq!(decode(bytes).unwrap_err().to_string(), sentence);
    }

    #[rstest]
    #[case(b"\xEF\xBB\xBFname", "name", Encoding::Utf8)]
    #[case("SAINT ÉLAN".as_bytes(), "SAINT ÉLAN", Encoding::Utf8)]
    #[case(b"ST MARY\x92S \x96 CAF\xC9", "ST MARY\u{2019}S \u{2013} CAFÉ", Encoding::Windows1252)]
    fn read(#[case] bytes: &[u8], #[case] text: &str, #[case] encoding: Encoding) {
        assert_eq!(decode(bytes), Ok((Cow::Borrowed(text), encoding)));
    }
}
