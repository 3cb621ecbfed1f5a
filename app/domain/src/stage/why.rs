//! Why a practice reads as it does against the deadline.

use chrono::NaiveDate;

use super::{BookedDate, Rag, Stage, Yardstick, rag};
use crate::field::format_count;
use crate::time::format_day;

/// Why a practice at `stage` that has booked the date `booked_on` reads as at risk or in need of attention, in one sentence; none where it
/// is on course or done. The same facts as [`rag`] goes by.
#[must_use]
pub fn why(stage: Stage, booked_on: Option<NaiveDate>, against: &Yardstick) -> Option<String> {
    if !matches!(rag(stage, booked_on, against), Rag::Red | Rag::Amber) {
        return None;
    }
    if let Some(date) = booked_on.filter(|_| stage == Stage::DateBooked) {
        match against.booked(date) {
            BookedDate::AfterDeadline => return Some("The EMIS date that is booked is after the deadline.".to_owned()),
            BookedDate::Passed | BookedDate::Unconfirmed => {
                return Some(format!("The EMIS date, {}, has passed and the switch-on is not confirmed.", format_day(date)));
            }
            BookedDate::InTime => {}
        }
    }
    let missing = match stage {
        Stage::NotStarted => "The checklist is not started",
        Stage::ChecklistInProgress => "The checklist is not finished",
        Stage::Ready => "No date is booked and nothing is switched on",
        Stage::DateBooked => "The switch-on is not confirmed",
        Stage::SwitchingOn | Stage::SwitchedOn => "Switching on is not finished",
    };
    Some(match against.days_left() {
        left if left < 0 => format!("{missing}, and the deadline has passed."),
        0 => format!("{missing}, and the deadline is today."),
        1 => format!("{missing}, and 1 day is left."),
        left => format!("{missing}, and {} days are left.", format_count(left)),
    })
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn with_days_left(days_left: i64) -> Yardstick {
        Yardstick::new(day("2023-10-31") - TimeDelta::days(days_left), day("2023-10-31"), 5)
    }

    #[rstest]
    #[case(Stage::NotStarted, 43, None, Some("The checklist is not started, and 43 days are left."))]
    #[case(Stage::ChecklistInProgress, 21, None, Some("The checklist is not finished, and 21 days are left."))]
    #[case(Stage::ChecklistInProgress, 1, None, Some("The checklist is not finished, and 1 day is left."))]
    #[case(Stage::Ready, 0, None, Some("No date is booked and nothing is switched on, and the deadline is today."))]
    #[case(Stage::DateBooked, 43, Some("2023-11-01"), Some("The EMIS date that is booked is after the deadline."))]
    #[case(
        Stage::DateBooked,
        12,
        Some("2023-10-18"),
        Some("The EMIS date, 18 October 2023, has passed and the switch-on is not confirmed.")
    )]
    #[case(Stage::DateBooked, -20, Some("2023-11-08"), Some("The EMIS date, 8 November 2023, has passed and the switch-on is not confirmed."))]
    #[case(Stage::SwitchingOn, 3, None, Some("Switching on is not finished, and 3 days are left."))]
    #[case(Stage::DateBooked, 13, Some("2023-10-18"), None)]
    #[case(Stage::SwitchedOn, -30, Some("2023-11-15"), None)]
    fn reasons(#[case] stage: Stage, #[case] days_left: i64, #[case] booked_on: Option<&str>, #[case] expected: Option<&str>) {
        assert_eq!(why(stage, booked_on.map(day), &with_days_left(days_left)).as_deref(), expected);
    }

    #[test]
    fn whoever_is_at_risk_has_a_reason_and_nobody_else() {
        for stage in Stage::ALL {
            for days_left in -3..100 {
                let against = with_days_left(days_left);
                for booked_on in [None, Some(day("2023-10-18")), Some(against.day), Some(day("2023-11-15"))] {
                    let reads = rag(stage, booked_on, &against);
                    let is_told = why(stage, booked_on, &against).is_some();
                    assert_eq!(is_told, matches!(reads, Rag::Red | Rag::Amber), "{stage:?} {days_left} {booked_on:?}");
                }
            }
        }
    }
}
