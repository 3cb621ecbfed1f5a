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
            return Err(FieldError::new(field, format!("{what} is missing: enter a day, month and year")));
        }
        for (part, name) in [(&self.day, "day"), (&self.month, "month"), (&self.year, "year")] {
            if part.trim().is_empty() {
                return Err(FieldError::new(field, format!("{what} must include a {name}")));
            }
        }
        let number = |part: &str| part.trim().parse::<u32>().ok();
        let year = number(&self.year).filter(|year| (1900..=2999).contains(year)).and_then(|year| i32::try_from(year).ok());
        match (year, number(&self.month), number(&self.day)) {
            (None, _, _) => Err(FieldError::new(field, format!("{what} must have a year with 4 numbers, like 2023"))),
            (Some(year), Some(month), Some(day)) => chrono::NaiveDate::from_ymd_opt(year, month, day)
                .ok_or_else(|| FieldError::new(field, format!("{what} must be a real date, like 31 10 2023"))),
            _ => Err(FieldError::new(field, format!("{what} must be written in numbers, like 31 10 2023"))),
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
    #[case(input("31", " 10", "2023"), Ok("2023-10-31"))]
    #[case(input("", "", ""), Err("The day is missing: enter a day, month and year"))]
    #[case(input("31", "", "2023"), Err("The day must include a month"))]
    #[case(input("31", "11", "2023"), Err("The day must be a real date, like 31 10 2023"))]
    #[case(input("31", "10", "23"), Err("The day must have a year with 4 numbers, like 2023"))]
    #[case(input("31", "Oct", "2023"), Err("The day must be written in numbers, like 31 10 2023"))]
    fn dates(#[case] input: DateInput, #[case] expected: Result<&str, &str>) {
        let got = input.parse("day", "The day").map(|day| day.to_string());
        assert_eq!(got, expected.map(str::to_owned).map_err(|message| FieldError::new("day", message)));
    }
}
