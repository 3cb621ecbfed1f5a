//! What a person asks of the report.

use chrono::NaiveDate;

use super::{By, parse_day};
use crate::accounts::Scope;
use crate::field::FieldError;
use crate::organisations::{Level, OdsCode};
use crate::time::format_day;

/// What the report is to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What the rows are; none for what is usual: what the report is limited to split once, or else the person's own organisations.
    pub by: Option<By>,
    /// Only practices under this organisation, whatever its level.
    pub within: Option<OdsCode>,
    /// The day it is of.
    pub as_at: NaiveDate,
}

/// The question as it came in an address or was typed: empty means what is usual.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// A key of [`By::key`].
    pub by: String,
    /// A code.
    pub within: String,
    /// A day in any form that [`parse_day`] reads.
    pub as_at: String,
}

/// What a report has rows for where nobody said: the level below what it is limited to, or else below the widest organisation of the
/// person's.
#[must_use]
pub fn default_by(within: Option<Level>, scope: &Scope) -> By {
    if let Some(level) = within {
        By::below(level).unwrap_or(By::Practice)
    } else if scope.everything {
        By::Region
    } else if !scope.regions.is_empty() {
        By::Icb
    } else if !scope.icbs.is_empty() {
        By::SubIcb
    } else if !scope.sub_icbs.is_empty() {
        By::Pcn
    } else {
        By::Practice
    }
}

impl Typed {
    /// The question meant, `today`.
    ///
    /// # Errors
    /// A mistake for each of `by`, `within` and `as-at` that does not read, and for a day that has not come yet.
    pub fn parse(&self, today: NaiveDate) -> Result<Question, Vec<FieldError>> {
        let mut mistakes = Vec::new();
        let mut note = |field: &str, message: String| mistakes.push(FieldError::new(field, message));
        let by = match self.by.trim() {
            "" => None,
            word => {
                let by = By::from_key(word);
                if by.is_none() {
                    note("by", "Choose what to show a row for from the list".to_owned());
                }
                by
            }
        };
        let within = match self.within.trim() {
            "" => None,
            code => {
                let code = code.parse().ok();
                if code.is_none() {
                    note("within", "An organisation code has 2 to 8 letters and numbers: enter one, or leave this empty".to_owned());
                }
                code
            }
        };
        let as_at = match self.as_at.trim() {
            "" => today,
            text => match parse_day(text) {
                Ok(day) if day <= today => day,
                Ok(_) => {
                    note("as-at", format!("The day must be {} or earlier: later days have not happened yet", format_day(today)));
                    today
                }
                Err(_) => {
                    note("as-at", "Enter a real date, like 31 October 2023".to_owned());
                    today
                }
            },
        };
        if mistakes.is_empty() { Ok(Question { by, within, as_at }) } else { Err(mistakes) }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn typed(by: &str, within: &str, as_at: &str) -> Typed {
        Typed { by: by.into(), within: within.into(), as_at: as_at.into() }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2023, 9, 18).unwrap()
    }

    #[test]
    fn empty_is_the_usual() {
        let usual = Question { by: None, within: None, as_at: today() };
        assert_eq!(typed("", " ", "").parse(today()), Ok(usual));
    }

    #[test]
    fn all_three() {
        let question =
            Question { by: Some(By::SubIcb), within: Some("XC1".parse().unwrap()), as_at: NaiveDate::from_ymd_opt(2023, 5, 31).unwrap() };
        assert_eq!(typed("sub-icb", "xc1", "31/5/2023").parse(today()), Ok(question));
    }

    #[rstest]
    #[case(typed("country", "", ""), "by")]
    #[case(typed("", "X!", ""), "within")]
    #[case(typed("", "", "31/9/2023"), "as-at")]
    #[case(typed("", "", "19/9/2023"), "as-at")]
    fn mistakes_name_their_field(#[case] typed: Typed, #[case] field: &str) {
        let mistakes = typed.parse(today()).unwrap_err();
        assert_eq!(mistakes.iter().map(|mistake| mistake.field.as_str()).collect::<Vec<_>>(), [field]);
    }

    #[test]
    fn the_first_view_is_one_level_below() {
        let code = || "XR1".parse().ok();
        assert_eq!(default_by(None, &Scope { regions: code().into_iter().collect(), ..Scope::default() }), By::Icb);
        assert_eq!(default_by(None, &Scope { icbs: code().into_iter().collect(), ..Scope::default() }), By::SubIcb);
        assert_eq!(default_by(None, &Scope::sub_icbs(code())), By::Pcn);
        assert_eq!(default_by(None, &Scope::practices(code())), By::Practice);
        assert_eq!(default_by(None, &Scope::england()), By::Region);
        assert_eq!(default_by(Some(Level::Icb), &Scope::england()), By::SubIcb);
        assert_eq!(default_by(Some(Level::Practice), &Scope::england()), By::Practice);
    }
}
