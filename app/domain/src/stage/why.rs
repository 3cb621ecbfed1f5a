//! Why a practice reads as it does against the deadline.

use super::{Rag, Stage, rag};
use crate::field::format_count;

/// Why a practice at `stage` reads as at risk or in need of attention, in one sentence; none where it is on course or done. `late` says
/// that the date booked is after the deadline. The same facts as [`rag`] goes by.
#[must_use]
pub fn why(stage: Stage, days_left: i64, late: bool) -> Option<String> {
    if !matches!(rag(stage, days_left, late), Rag::Red | Rag::Amber) {
        return None;
    }
    if late && stage == Stage::DateBooked {
        return Some("The EMIS date that is booked is after the deadline.".to_owned());
    }
    let missing = match stage {
        Stage::NotStarted => "The checklist is not started",
        Stage::ChecklistInProgress => "The checklist is not finished",
        Stage::Ready => "No date is booked and nothing is switched on",
        Stage::DateBooked => "The switch-on is not confirmed",
        Stage::SwitchingOn | Stage::SwitchedOn => "Switching on is not finished",
    };
    Some(match days_left {
        left if left < 0 => format!("{missing}, and the deadline has passed."),
        0 => format!("{missing}, and the deadline is today."),
        1 => format!("{missing}, and 1 day is left."),
        left => format!("{missing}, and {} days are left.", format_count(left)),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Stage::NotStarted, 43, false, Some("The checklist is not started, and 43 days are left."))]
    #[case(Stage::ChecklistInProgress, 21, false, Some("The checklist is not finished, and 21 days are left."))]
    #[case(Stage::ChecklistInProgress, 1, false, Some("The checklist is not finished, and 1 day is left."))]
    #[case(Stage::Ready, 0, false, Some("No date is booked and nothing is switched on, and the deadline is today."))]
    #[case(Stage::DateBooked, 43, true, Some("The EMIS date that is booked is after the deadline."))]
    #[case(Stage::DateBooked, -1, false, Some("The switch-on is not confirmed, and the deadline has passed."))]
    #[case(Stage::SwitchingOn, 3, false, Some("Switching on is not finished, and 3 days are left."))]
    #[case(Stage::DateBooked, 5, false, None)]
    #[case(Stage::SwitchedOn, -30, true, None)]
    fn reasons(#[case] stage: Stage, #[case] days_left: i64, #[case] late: bool, #[case] expected: Option<&str>) {
        assert_eq!(why(stage, days_left, late).as_deref(), expected);
    }

    #[test]
    fn whoever_is_at_risk_has_a_reason_and_nobody_else() {
        for stage in Stage::ALL {
            for days_left in -3..100 {
                for late in [false, true] {
                    let reads = rag(stage, days_left, late);
                    assert_eq!(
                        why(stage, days_left, late).is_some(),
                        matches!(reads, Rag::Red | Rag::Amber),
                        "{stage:?} {days_left} {late}"
                    );
                }
            }
        }
    }
}
