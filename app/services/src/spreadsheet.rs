//! Text in files that people open as spreadsheets.

use std::borrow::Cow;

/// A text that no spreadsheet takes for a formula: where one might, an apostrophe comes first (OWASP, "CSV Injection"). The wide signs are
/// those of East Asian keyboards, which count as the plain ones.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    let opens_formula = |text: &str| text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if opens_formula(text.trim_start()) || text.starts_with(['\t', '\r', '\n']) { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::plain;

    #[rstest]
    #[case("Alder Surgery", "Alder Surgery")]
    #[case("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")")]
    #[case("+44", "'+44")]
    #[case("-1", "'-1")]
    #[case("@SUM(A1)", "'@SUM(A1)")]
    #[case("\t=1", "'\t=1")]
    #[case("\r=1", "'\r=1")]
    #[case("\nx", "'\nx")]
    #[case(" =1", "' =1")]
    #[case("＝1", "'＝1")]
    #[case("", "")]
    fn no_text_is_a_formula(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(plain(text), expected);
    }
}
