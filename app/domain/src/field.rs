//! What a person typed, and what is wrong with it.

use serde::{Deserialize, Serialize};

/// One mistake in one field of a form: a value, never an error of the system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The name of the field in the form, e.g. `email` or `day[month]`.
    pub field: String,
    /// What is wrong and what to do, in plain English, one sentence without a full stop at the end.
    pub message: String,
}

impl FieldError {
    /// A mistake in `field`.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// The same text with a capital letter at its beginning.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The same text with a small letter at its beginning.
fn small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Text of several lines as it is kept: line ends as `\n`, no control characters (PostgreSQL refuses some), no white space around.
#[must_use]
pub fn clean_text(typed: &str) -> String {
    let unix = typed.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = unix.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    kept.trim().to_owned()
}

/// Text of one line as it is kept: as [`clean_text`], with a space for every line end.
#[must_use]
pub fn clean_line(typed: &str) -> String {
    clean_text(typed).replace(['\n', '\t'], " ")
}

/// A whole number, not negative, with its thousands set apart: "2,000".
#[must_use]
pub fn format_count(count: impl std::fmt::Display) -> String {
    let digits = count.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

/// A mistake in `field` where `text` has more than `max` characters. `what` names the text in the message, e.g. "The note".
///
/// # Errors
/// That mistake, with how many characters are too many.
pub fn check_length(text: &str, max: usize, field: &str, what: &str) -> Result<(), FieldError> {
    let over = text.chars().count().saturating_sub(max);
    if over == 0 {
        return Ok(());
    }
    let characters = if over == 1 { "character" } else { "characters" };
    let message = format!("{what} must be {} characters or fewer: take out {} {characters}", format_count(max), format_count(over));
    Err(FieldError::new(field, message))
}

/// A text of `max` characters at most that must be there, as it is kept. `missing` is what is said where it is empty, `what` names it where
/// it is too long.
///
/// # Errors
/// A mistake on `field`.
pub fn required(typed: &str, max: usize, field: &str, missing: &str, what: &str) -> Result<String, FieldError> {
    let text = clean_text(typed);
    if text.is_empty() {
        return Err(FieldError::new(field, missing));
    }
    check_length(&text, max, field, what).map(|()| text)
}

/// A day typed in three boxes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DateInput {
    /// Day of the month as typed.
    pub day: String,
    /// Month as a number, as typed.
    pub month: String,
    /// Year with four digits, as typed.
    pub year: String,
}

impl DateInput {
    /// The boxes for a known day.
    #[must_use]
    pub fn of(day: chrono::NaiveDate) -> Self {
        use chrono::Datelike;
        Self { day: day.day().to_string(), month: day.month().to_string(), year: day.year().to_string() }
    }

    /// Nothing typed in any box.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.day, &self.month, &self.year].iter().all(|part| part.trim().is_empty())
    }

    /// The day meant.
    ///
    /// # Errors
    /// A [`FieldError`] on `field` that says which part is missing or that there is no such day. `what` names the day in the message,
    /// e.g. "The day you switched on".
    pub fn parse(&self, field: &str, what: &str) -> Result<chrono::NaiveDate, FieldError> {
        if self.is_empty() {
            return Err(FieldError::new(field, format!("Enter {}, for example 31 10 2023", small(what))));
        }
        for (part, name) in [(&self.day, "day"), (&self.month, "month"), (&self.year, "year")] {
            if part.trim().is_empty() {
                return Err(FieldError::new(field, format!("{what} must include a {name}")));
            }
        }
        let number = |part: &str| part.trim().parse::<u32>().ok();
        let wrong = |why: &str| Err(FieldError::new(field, format!("{what} {why}")));
        let (Some(year), Some(month), Some(day)) = (number(&self.year), number(&self.month), number(&self.day)) else {
            return wrong("must be written in numbers, like 31 10 2023");
        };
        match i32::try_from(year) {
            Ok(year @ 1900..=2999) => {
                chrono::NaiveDate::from_ymd_opt(year, month, day).map_or_else(|| wrong("must be a real date, like 31 10 2023"), Ok)
            }
            Ok(1000..=1899) => wrong("must be after 1899"),
            _ => wrong("must have a year with 4 numbers, like 2023"),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn input(day: &str, month: &str, year: &str) -> DateInput {
        DateInput { day: day.into(), month: month.into(), year: year.into() }
    }

    #[rstest]
    #[case(" one\r\ntwo\rthree\u{0}\t4 ", "one\ntwo\nthree\t4")]
    #[case("\u{7f}", "")]
    fn texts(#[case] typed: &str, #[case] expected: &str) {
        assert_eq!(clean_text(typed), expected);
    }

    #[rstest]
    #[case(0, "0")]
    #[case(999, "999")]
    #[case(1_000, "1,000")]
    #[case(61_270_000, "61,270,000")]
    fn long_numbers_read_in_threes(#[case] number: u64, #[case] expected: &str) {
        assert_eq!(format_count(number), expected);
    }

    #[test]
    fn lengths() {
        assert_eq!(clean_line("one\r\ntwo"), "one two");
        assert_eq!(check_length("äöü", 3, "note", "The note"), Ok(()));
        let too_long = check_length(&"x".repeat(3234), 2000, "note", "The note").map_err(|error| error.message);
        assert_eq!(too_long, Err("The note must be 2,000 characters or fewer: take out 1,234 characters".to_owned()));
    }

    #[rstest]
    #[case(input("31", " 10", "2023"), Ok("2023-10-31"))]
    #[case(input("", "", ""), Err("Enter the day, for example 31 10 2023"))]
    #[case(input("31", "", "2023"), Err("The day must include a month"))]
    #[case(input("31", "11", "2023"), Err("The day must be a real date, like 31 10 2023"))]
    #[case(input("31", "10", "23"), Err("The day must have a year with 4 numbers, like 2023"))]
    #[case(input("31", "10", "1850"), Err("The day must be after 1899"))]
    #[case(input("a", "b", "c"), Err("The day must be written in numbers, like 31 10 2023"))]
    #[case(input("31", "Oct", "2023"), Err("The day must be written in numbers, like 31 10 2023"))]
    fn dates(#[case] input: DateInput, #[case] expected: Result<&str, &str>) {
        let got = input.parse("day", "The day").map(|day| day.to_string());
        assert_eq!(got, expected.map(str::to_owned).map_err(|message| FieldError::new("day", message)));
    }
}
