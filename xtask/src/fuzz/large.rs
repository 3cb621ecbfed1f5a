//! Inputs as long as the service takes them, of many small things each: what is compared pairwise shows only there, and libFuzzer, which
//! likes short input, would not come to them in a minute.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

/// As much as a form may send.
const BYTES: usize = 512 * 1024;

/// Writes a target's into `folder`.
pub fn write(target: &str, folder: &Path) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(folder)?;
    let mut files = Vec::new();
    for (number, input) in of(target).into_iter().enumerate() {
        let file = folder.join(format!("{target}-{number}"));
        fs::write(&file, input)?;
        files.push(file);
    }
    Ok(files)
}

fn of(target: &str) -> Vec<String> {
    match target {
        "form" => vec![
            many("", |text, number| write!(text, "{number:x}&"), ""),
            many("q=a", |text, number| write!(text, "&items[dpia][{number}]="), ""),
            many("", |text, _| write!(text, "&"), ""),
            many("items[dpia][note]=", |text, _| write!(text, "%0D%0A+"), ""),
            many("q", |text, _| write!(text, "[a]"), ""),
        ],
        "multipart" => vec![
            many("", |text, number| write!(text, "--b\r\ncontent-disposition: form-data; name=\"{number}\"\r\n\r\n\r\n"), "--b--\r\n"),
            many("--b\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n", |text, _| write!(text, "\r\n--"), "\r\n--b--\r\n"),
            many("--b\r\ncontent-disposition: form-data; name=\"", |text, _| write!(text, "\\\""), "\"\r\n\r\n\r\n--b--\r\n"),
            many("--b\r\n", |text, _| write!(text, "x:y\r\n"), "\r\n"),
            many("", |text, _| write!(text, "-"), ""),
        ],
        "import_file" => vec![
            many("", |text, number| write!(text, "{}", register_row(number)), ""),
            many("", |text, _| write!(text, "{}", register_row(1)), ""),
            many("PRACTICE_CODE,X\n", |text, number| writeln!(text, "?{number},\"\""), ""),
            many("", |text, _| write!(text, "\","), ""),
        ],
        "claims" => vec![many(
            r#"{"sub":"1","nhsid_nrbac_roles":[{"org_code":"X10001"}"#,
            |text, number| write!(text, r#",{{"org_code":"X{:05}","activity_codes":["B0360"]}}"#, number % 100_000),
            "]}",
        )],
        "logout_token" => vec![many(
            r#"{"iss":"https://issuer.example","sub":"1","iat":1700000000,"aud":["us""#,
            |text, number| write!(text, r#","{number}""#),
            r#"],"events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
        )],
        _ => vec![many("", |text, _| write!(text, "X"), ""), many("", |text, _| write!(text, " "), "")],
    }
}

/// `start`, as many things as find room, and `end`.
fn many(start: &str, each: impl Fn(&mut String, usize) -> std::fmt::Result, end: &str) -> String {
    let mut text = start.to_owned();
    for number in 0.. {
        let before = text.len();
        if each(&mut text, number).is_err() || text.len() + end.len() > BYTES {
            text.truncate(before);
            break;
        }
    }
    text + end
}

/// A practice of its own in each row, as the samples have them.
fn register_row(number: usize) -> String {
    let row = r#""OAK","X01","XA1","1 EXAMPLE STREET","","EXAMPLETOWN","","","XX1 1AA","19740401","","A","B","X1A","20200401","","01632 960001","","","","0","","X1A","","4","""#;
    format!("\"X{:05}\",{row}\n", number % 100_000)
}

#[cfg(test)]
mod tests {
    use super::{BYTES, of};

    #[test]
    fn they_are_as_long_as_may_be() {
        for target in ["form", "multipart", "import_file", "claims", "logout_token", "ods_code"] {
            assert!(of(target).iter().all(|input| (BYTES - 300..=BYTES).contains(&input.len())), "{target}");
        }
        assert!(of("form")[0].matches('&').count() > 90_000, "different names");
    }
}
