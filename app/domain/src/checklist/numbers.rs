//! Numbers beside the ticks: how many patients have the code that makes access wait, and the model that a practice chose.
//!
//! Practices that kept more than half of their patients from access owed an action plan, then a monthly figure (Pulse, 1 February 2023).

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::field::{FieldError, format_count};
use crate::time::format_day;

/// How many patients had the enhanced-review code (104) on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The day of the count.
    pub on: NaiveDate,
    /// How many patients.
    pub patients: i32,
}

/// What a practice owes on account of its newest figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owed {
    /// Nothing: no figure, no list size, or half of the patients or fewer.
    Nothing,
    /// An action plan, and the next figure on this day, a month after the newest.
    PlanAndFigures {
        /// The day of the next figure.
        next: NaiveDate,
        /// Whether that day has passed.
        overdue: bool,
    },
}

/// Whether `patients` are more than half of `list_size`. Half itself is not more.
#[must_use]
pub fn is_over_half(patients: i32, list_size: i32) -> bool {
    i64::from(patients) * 2 > i64::from(list_size)
}

/// What is owed on `today`, by the `newest` figure.
#[must_use]
pub fn owed(newest: Option<Counted>, list_size: Option<i32>, today: NaiveDate) -> Owed {
    match (newest, list_size) {
        (Some(newest), Some(list_size)) if list_size > 0 && is_over_half(newest.patients, list_size) => {
            let next = newest.on.checked_add_months(Months::new(1)).unwrap_or(newest.on);
            Owed::PlanAndFigures { next, overdue: next < today }
        }
        _ => Owed::Nothing,
    }
}

/// The number of patients that somebody typed; a comma between thousands is taken.
///
/// # Errors
/// A mistake on `patients` where it is missing, no whole number, or more than any practice has.
pub fn read_count(typed: &str) -> Result<i32, FieldError> {
    let digits: String = typed.trim().chars().filter(|letter| *letter != ',').collect();
    if digits.is_empty() {
        return Err(FieldError::new("patients", "Enter how many patients have the code, 0 if none has"));
    }
    let number = digits.parse::<i32>().ok().filter(|number| (0..=1_000_000).contains(number) && digits.bytes().all(|b| b.is_ascii_digit()));
    number.ok_or_else(|| FieldError::new("patients", "The number of patients must be a whole number, like 120"))
}

/// Refuses a `number` of patients of the day `on`, typed in `field`, where it is more than are registered. `list` is the newest known size
/// of the list with its day. Without one anything is taken, and so is what was counted before that day: nothing says how long the list
/// was then.
///
/// # Errors
/// A mistake on `field`.
pub fn check_against_list(field: &str, number: i64, on: NaiveDate, list: Option<(i32, Option<NaiveDate>)>) -> Result<(), FieldError> {
    let more = |(size, day): &(i32, Option<NaiveDate>)| *size > 0 && number > i64::from(*size) && day.is_none_or(|day| day <= on);
    let Some((size, day)) = list.filter(more) else { return Ok(()) };
    let size = format_count(size.unsigned_abs());
    let day = day.map_or_else(String::new, |day| format!(" on {}", format_day(day)));
    let words = format!(
        "Your practice had {size} registered patients{day}, so the number must not be higher. If your list has grown since, record the figure \
         once a newer list is known here"
    );
    Err(FieldError::new(field, words))
}

/// How patients of a practice get access, as it decided after its data protection impact assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// Everybody gets it who does not say no.
    OptOut,
    /// Whoever asks gets it.
    OptIn,
}

impl Model {
    /// Both, the usual one first.
    pub const ALL: [Self; 2] = [Self::OptOut, Self::OptIn];

    /// The word kept in forms and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::OptOut => "opt_out",
            Self::OptIn => "opt_in",
        }
    }

    /// The model with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.key() == word)
    }

    /// "Opt-out".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OptOut => "Opt-out",
            Self::OptIn => "Opt-in",
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[rstest]
    #[case(4000, 8000, false)]
    #[case(4001, 8000, true)]
    #[case(0, 0, false)]
    #[case(i32::MAX, i32::MAX, true)]
    fn half_is_not_more_than_half(#[case] patients: i32, #[case] list: i32, #[case] expected: bool) {
        assert_eq!(is_over_half(patients, list), expected);
    }

    #[rstest]
    #[case::no_figure(None, Some(8000), None)]
    #[case::half(Some(("2023-09-01", 4000)), Some(8000), None)]
    #[case::no_list_size(Some(("2023-09-01", 4001)), None, None)]
    #[case::empty_list(Some(("2023-09-01", 1)), Some(0), None)]
    #[case::not_yet_due(Some(("2023-09-01", 4001)), Some(8000), Some(("2023-10-01", false)))]
    #[case::due_today(Some(("2023-08-18", 4001)), Some(8000), Some(("2023-09-18", false)))]
    #[case::overdue(Some(("2023-08-17", 4001)), Some(8000), Some(("2023-09-17", true)))]
    #[case::end_of_month(Some(("2023-08-31", 4001)), Some(8000), Some(("2023-09-30", false)))]
    fn a_plan_and_monthly_figures(#[case] newest: Option<(&str, i32)>, #[case] list: Option<i32>, #[case] expected: Option<(&str, bool)>) {
        let newest = newest.map(|(on, patients)| Counted { on: day(on), patients });
        let expected = expected.map_or(Owed::Nothing, |(next, overdue)| Owed::PlanAndFigures { next: day(next), overdue });
        assert_eq!(owed(newest, list, day("2023-09-18")), expected);
    }

    #[rstest]
    #[case("120", Some(120))]
    #[case(" 1,204 ", Some(1204))]
    #[case("0", Some(0))]
    #[case("", None)]
    #[case("-1", None)]
    #[case("+1", None)]
    #[case("12.5", None)]
    #[case("99999999999", None)]
    fn counts(#[case] typed: &str, #[case] expected: Option<i32>) {
        assert_eq!(read_count(typed).ok(), expected);
    }

    #[rstest]
    #[case::all_of_them(8000, Some((8000, None)), None)]
    #[case::no_list(8001, None, None)]
    #[case::empty_list(1, Some((0, None)), None)]
    #[case::more(8001, Some((8000, None)), Some("had 8,000 registered patients, so the number must not be higher. If"))]
    #[case::more_than_on_a_day(8001, Some((8000, Some("2023-09-01"))), Some("had 8,000 registered patients on 1 September 2023, so the number must not be higher. If"))]
    #[case::more_before_that_day(8001, Some((8000, Some("2023-09-02"))), None)]
    fn no_more_than_are_registered(#[case] patients: i64, #[case] list: Option<(i32, Option<&str>)>, #[case] expected: Option<&str>) {
        let list = list.map(|(size, dated)| (size, dated.map(day)));
        let refused = check_against_list("patients", patients, day("2023-09-01"), list).err().map(|mistake| mistake.message);
        assert_eq!(refused.is_some(), expected.is_some(), "{refused:?}");
        assert!(refused.unwrap_or_default().contains(expected.unwrap_or_default()));
    }

    #[test]
    fn words_read_back() {
        for model in Model::ALL {
            assert_eq!(Model::from_key(model.key()), Some(model));
        }
    }
}
