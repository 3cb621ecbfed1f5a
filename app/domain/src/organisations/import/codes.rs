//! Codes of practices in raw text, whatever the rows make of it.

use std::collections::BTreeSet;

use crate::organisations::OdsCode;

/// A letter and five digits.
type Letters = [u8; 6];

/// How many digits stand at the end of a code.
const DIGITS: usize = 5;

/// The codes of practices in a text, and those of them that rows account for.
pub(super) struct Codes {
    all: Vec<Letters>,
    read: Vec<Letters>,
}

impl Codes {
    /// All that stand in the text, in one pass: runs of letters and digits that have the form of a practice's code.
    pub(super) fn of(text: &[u8]) -> Self {
        let (mut all, mut at) = (Vec::new(), DIGITS);
        // Of five digits in a row, one is at every fifth byte.
        while let Some(byte) = text.get(at) {
            at += DIGITS;
            if byte.is_ascii_digit() {
                let sampled = at - DIGITS;
                let start = text[..sampled].iter().rposition(|byte| !byte.is_ascii_alphanumeric()).map_or(0, |before| before + 1);
                let end = text[sampled..].iter().position(|byte| !byte.is_ascii_alphanumeric()).map_or(text.len(), |after| sampled + after);
                all.extend(letters(&text[start..end]));
                at = end + 1 + DIGITS;
            }
        }
        Self { all, read: Vec::new() }
    }

    /// A row about the organisation with this code was understood. Says whether the code has the form of a practice's.
    pub(super) fn read(&mut self, code: &str) -> bool {
        let letters = letters(code.as_bytes());
        self.read.extend(letters);
        letters.is_some()
    }

    /// The codes that no row was about, and the last by order that one was about.
    pub(super) fn unread(mut self) -> (BTreeSet<OdsCode>, Option<OdsCode>) {
        self.read.sort_unstable();
        self.all.retain(|letters| self.read.binary_search(letters).is_err());
        (self.all.iter().filter_map(code).collect(), self.read.last().and_then(code))
    }
}

/// Upper case, as codes are.
fn letters(run: &[u8]) -> Option<Letters> {
    let letters: Letters = run.try_into().ok()?;
    let is_code = letters[0].is_ascii_alphabetic() && letters[1..].iter().all(u8::is_ascii_digit);
    is_code.then(|| letters.map(|byte| byte.to_ascii_uppercase()))
}

fn code(letters: &Letters) -> Option<OdsCode> {
    std::str::from_utf8(letters).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn codes_are_found_in_any_text_and_those_of_rows_are_accounted_for() {
        let mut codes = Codes::of(b"\"X10001\",x10002;A8100?X10003 XX10004 X100051 \xC9X10006\nX10007");
        assert_eq!(["X10002", "X10001", "QHM"].map(|code| codes.read(code)), [true, true, false]);
        let (unread, last) = codes.unread();
        assert_eq!(last.unwrap().as_str(), "X10002");
        assert_eq!(unread.into_iter().map(String::from).collect::<Vec<_>>(), ["X10003", "X10006", "X10007"]);
    }

    proptest! {
        #[test]
        fn no_code_is_passed_by(text in "[AX1?, ]{0,40}(A1111[12])?[A1, ]{0,8}") {
            let runs = text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
            let expected: BTreeSet<_> = runs.filter_map(letters).filter_map(|letters| code(&letters)).collect();
            prop_assert_eq!(Codes::of(text.as_bytes()).unread().0, expected);
        }
    }
}
