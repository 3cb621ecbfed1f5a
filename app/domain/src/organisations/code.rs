//! Organisation codes as the Organisation Data Service gives them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The code of an organisation, e.g. a practice `A81001`, a sub-ICB location `16C` or `W2U3Z`, an ICB `QHM`, a region `Y63`.
///
/// Two to eight letters and digits, upper case. Typed in any case and with spaces around or inside, it is the same code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OdsCode(String);

/// Why a text is no organisation code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing but white space.
    #[error("enter an organisation code, like A81001")]
    Empty,
    /// Something other than letters and digits, or too short or too long.
    #[error("an organisation code has 2 to 8 letters and numbers, like A81001")]
    NotACode,
}

impl OdsCode {
    /// The code as written, upper case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this has the form of a practice's code: a letter and five digits.
    #[must_use]
    pub fn looks_like_practice(&self) -> bool {
        let bytes = self.0.as_bytes();
        bytes.len() == 6 && bytes[0].is_ascii_uppercase() && bytes[1..].iter().all(u8::is_ascii_digit)
    }
}

impl FromStr for OdsCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let code: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        if code.is_empty() {
            return Err(CodeError::Empty);
        }
        let well_formed = (2..=8).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if well_formed { Ok(Self(code)) } else { Err(CodeError::NotACode) }
    }
}

impl TryFrom<String> for OdsCode {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl From<OdsCode> for String {
    fn from(code: OdsCode) -> Self {
        code.0
    }
}

impl fmt::Display for OdsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("A81001", Ok("A81001"))]
    #[case(" a81 001 ", Ok("A81001"))]
    #[case("16c", Ok("16C"))]
    #[case("", Err(CodeError::Empty))]
    #[case(" \t", Err(CodeError::Empty))]
    #[case("A", Err(CodeError::NotACode))]
    #[case("A81001001", Err(CodeError::NotACode))]
    #[case("A81-01", Err(CodeError::NotACode))]
    #[case("Ä8100", Err(CodeError::NotACode))]
    fn parses(#[case] text: &str, #[case] expected: Result<&str, CodeError>) {
        assert_eq!(text.parse::<OdsCode>().map(String::from), expected.map(str::to_owned));
    }

    proptest! {
        #[test]
        fn any_text_is_refused_or_becomes_a_code_that_reads_back(text in "\\PC{0,12}") {
            if let Ok(code) = text.parse::<OdsCode>() {
                prop_assert_eq!(code.as_str().parse::<OdsCode>(), Ok(code.clone()));
            }
        }
    }
}
