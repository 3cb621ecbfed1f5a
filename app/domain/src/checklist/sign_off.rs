//! A named person declares the checklist complete.

use chrono::{DateTime, Utc};

use super::input::{NAME_MAX, REASON_MAX};
use crate::field::{FieldError, check_length, clean_line, clean_text};

/// A sign-off that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Who declared it, by name.
    pub name: String,
    /// Who answers for it when that person is away; may be empty.
    pub deputy: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The version of the checklist that was declared complete.
    pub version: i32,
}

/// The form of a sign-off as a browser sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedSignOff {
    /// The full name of who declares.
    pub name: String,
    /// The full name of the deputy, or nothing.
    pub deputy: String,
    /// Whether the declaration was ticked.
    pub declared: bool,
}

impl TypedSignOff {
    /// The names as they are kept: who declares, and the deputy.
    ///
    /// # Errors
    /// What is wrong, on `name`, `deputy` and `declared`.
    pub fn names(&self) -> Result<(String, String), Vec<FieldError>> {
        let (name, deputy) = (clean_line(&self.name), clean_line(&self.deputy));
        let mut mistakes = Vec::new();
        if name.is_empty() {
            mistakes.push(FieldError::new("name", "Enter the full name of the person who declares the checklist complete"));
        }
        mistakes.extend(check_length(&name, NAME_MAX, "name", "The name").err());
        mistakes.extend(check_length(&deputy, NAME_MAX, "deputy", "The deputy’s name").err());
        if !deputy.is_empty() && deputy.to_lowercase() == name.to_lowercase() {
            mistakes.push(FieldError::new("deputy", "The deputy must be somebody else"));
        }
        if !self.declared {
            mistakes.push(FieldError::new("declared", "Tick the box to declare the checklist complete"));
        }
        if mistakes.is_empty() { Ok((name, deputy)) } else { Err(mistakes) }
    }
}

/// The reason for reopening, as it is kept.
///
/// # Errors
/// A mistake on `reason` where it is missing or too long.
pub fn check_reopening(typed: &str) -> Result<String, FieldError> {
    let reason = clean_text(typed);
    if reason.is_empty() {
        return Err(FieldError::new("reason", "Say why the checklist is reopened"));
    }
    check_length(&reason, REASON_MAX, "reason", "The reason").map(|()| reason)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Moira Hall", "", true, &[])]
    #[case("Moira Hall", "Sam Lee", true, &[])]
    #[case(" ", "Sam Lee", true, &["name"])]
    #[case("Moira Hall", "moira hall", true, &["deputy"])]
    #[case("", "", false, &["name", "declared"])]
    fn sign_offs(#[case] name: &str, #[case] deputy: &str, #[case] declared: bool, #[case] expected: &[&str]) {
        let typed = TypedSignOff { name: name.into(), deputy: deputy.into(), declared };
        let fields: Vec<_> = typed.names().err().unwrap_or_default().into_iter().map(|mistake| mistake.field).collect();
        assert_eq!(fields, expected);
    }

    #[test]
    fn reopening_needs_a_reason() {
        assert!(check_reopening(" \n").is_err() && check_reopening(&"x".repeat(REASON_MAX + 1)).is_err());
        assert_eq!(check_reopening(" The locum left ").unwrap(), "The locum left");
    }
}
