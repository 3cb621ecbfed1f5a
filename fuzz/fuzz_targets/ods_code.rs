//! Any text is refused or becomes a code, and the code is the same however it is written.

#![no_main]

use domain::organisations::{CodeError, OdsCode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    fuzz::in_time(text.len(), || match text.parse::<OdsCode>() {
        Ok(code) => holds(text, &code),
        Err(error) => assert_eq!(error == CodeError::Empty, text.chars().all(char::is_whitespace), "{text:?}"),
    });
});

fn holds(text: &str, code: &OdsCode) {
    let written = code.as_str();
    assert!((2..=8).contains(&written.len()), "{written}");
    assert!(written.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()), "{written}");
    let others = [written.to_owned(), text.to_ascii_lowercase(), format!("\t{text}\u{a0}"), code.to_string()];
    for other in others {
        assert_eq!(other.parse().as_ref(), Ok(code), "{other:?}");
    }
    let json = serde_json::to_string(code).unwrap();
    assert_eq!(serde_json::from_str::<OdsCode>(&json).unwrap(), *code);
    assert!(!code.looks_like_practice() || written.len() == 6);
}
