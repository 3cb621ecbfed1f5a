//! Why a practice reads as it does against the deadline.

use super::{Arranged, ArrangedDay, Rag, Stage, Yardstick, rag};
use crate::field::format_count;
use crate::time::format_day;

/// How a practice at `stage` reads, for whose switch-on these days are `arranged`, and why in one sentence where it is at risk or needs
/// attention.
#[must_use]
pub fn reading(stage: Stage, arranged: Arranged, against: &Yardstick) -> (Rag, Option<String>) {
    let reads = rag(stage, arranged, against);
    (reads, matches!(reads, Rag::Red | Rag::Amber).then(|| why(stage, arranged, against)))
}

fn why(stage: Stage, arranged: Arranged, against: &Yardstick) -> String {
    let day = arranged.at(stage).map(|day| (day, against.stands(day)));
    match day.filter(|(_, stands)| *stands != ArrangedDay::InTime) {
        Some((_, ArrangedDay::AfterDeadline)) if stage == Stage::DateBooked => {
            "The EMIS date that is booked is after the deadline.".to_owned()
        }
        Some((_, ArrangedDay::AfterDeadline)) => "The day that is planned is after the deadline.".to_owned(),
        Some((day, _)) if stage == Stage::DateBooked => {
            format!("The EMIS date, {}, has passed and the switch-on is not confirmed.", format_day(day))
        }
        Some((day, _)) => format!("The planned day, {}, has passed and switching on is not finished.", format_day(day)),
        None => by_days_left(stage, against),
    }
}

fn by_days_left(stage: Stage, against: &Yardstick) -> String {
    let missing = match stage {
        Stage::NotStarted => "The checklist is not started",
        Stage::ChecklistInProgress => "The checklist is not finished",
        Stage::Ready => "The practice is not switched on yet",
        Stage::DateBooked => "The switch-on is not confirmed",
        Stage::SwitchingOn | Stage::SwitchedOn => "Switching on is not finished",
    };
    match against.days_left() {
        left if left < 0 => format!("{missing}, and the deadline has passed."),
        0 => format!("{missing}, and the deadline is today."),
        1 => format!("{missing}, and 1 day is left."),
        left => format!("{missing}, and {} days are left.", format_count(left)),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::stage::tests::{arranged, day, with_days_left};

    #[rstest]
    #[case(Stage::NotStarted, 43, None, Some("The checklist is not started, and 43 days are left."))]
    #[case(Stage::ChecklistInProgress, 21, None, Some("The checklist is not finished, and 21 days are left."))]
    #[case(Stage::ChecklistInProgress, 1, None, Some("The checklist is not finished, and 1 day is left."))]
    #[case(Stage::Ready, 0, None, Some("The practice is not switched on yet, and the deadline is today."))]
    #[case(Stage::DateBooked, 43, Some("2023-11-01"), Some("The EMIS date that is booked is after the deadline."))]
    #[case(
        Stage::DateBooked,
        12,
        Some("2023-10-18"),
        Some("The EMIS date, 18 October 2023, has passed and the switch-on is not confirmed.")
    )]
    #[case(Stage::DateBooked, -20, Some("2023-11-08"), Some("The EMIS date, 8 November 2023, has passed and the switch-on is not confirmed."))]
    #[case(Stage::SwitchingOn, 43, Some("2023-11-01"), Some("The day that is planned is after the deadline."))]
    #[case(
        Stage::SwitchingOn,
        12,
        Some("2023-10-18"),
        Some("The planned day, 18 October 2023, has passed and switching on is not finished.")
    )]
    #[case(Stage::SwitchingOn, 3, Some("2023-10-30"), Some("Switching on is not finished, and 3 days are left."))]
    #[case(Stage::SwitchingOn, 3, None, Some("Switching on is not finished, and 3 days are left."))]
    #[case(Stage::DateBooked, 13, Some("2023-10-18"), None)]
    #[case(Stage::SwitchingOn, 13, Some("2023-10-18"), None)]
    #[case(Stage::SwitchedOn, -30, Some("2023-11-15"), None)]
    fn reasons(#[case] stage: Stage, #[case] days_left: i64, #[case] on: Option<&str>, #[case] expected: Option<&str>) {
        let (_, why) = reading(stage, arranged(stage, on.map(day)), &with_days_left(days_left));
        assert_eq!(why.as_deref(), expected);
    }
}
