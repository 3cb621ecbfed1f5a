//! A report in words: each is said here alone, so that the page and every file agree.

use super::{By, DeadlineReport, PracticeLine};
use crate::field::format_count;
use crate::stage::{Rag, Timeliness};
use crate::time::{format_day, format_days_left};

/// How a practice reads against the deadline: "On course", "Needs attention", "At risk", "Done" or "Exception agreed".
#[must_use]
pub fn status(line: &PracticeLine) -> &'static str {
    if line.exception && line.reading.rag != Rag::Done { "Exception agreed" } else { line.reading.rag.name() }
}

/// "In time" or "Late".
pub(super) fn timeliness_word(timeliness: Timeliness) -> &'static str {
    match timeliness {
        Timeliness::OnTime => "In time",
        Timeliness::Late => "Late",
    }
}

/// What the report comes to, a sentence each: how much is switched on, the deadline, and what is counted apart.
#[must_use]
pub fn summary(report: &DeadlineReport) -> Vec<String> {
    let total = &report.total;
    let day = format_day(report.as_at);
    if total.practices == 0 {
        return vec![format!("No practice here was open on {day}.")];
    }
    let share = |share: Option<super::Share>| share.map_or_else(String::new, |share| format!(" ({share})"));
    let mut sentences = vec![format!(
        "As at {day}, {} of {} {} switched on{}, covering {} of {} registered patients{}.",
        format_count(total.switched_on()),
        format_count(total.practices),
        if total.practices == 1 { "practice was" } else { "practices were" },
        share(total.practices_share()),
        format_count(total.patients_switched_on),
        format_count(total.patients),
        share(total.patients_share()),
    )];
    sentences.push(against_deadline(report));
    match total.exceptions {
        0 => {}
        1 => sentences.push("1 practice that is not switched on has an exception agreed by the ICB: it is counted separately.".to_owned()),
        many => sentences.push(format!(
            "{} practices that are not switched on have an exception agreed by the ICB: they are counted separately.",
            format_count(many)
        )),
    }
    match total.without_list_size {
        0 => {}
        1 => sentences.push("The list size of 1 practice is not known, so its patients are not counted.".to_owned()),
        many => {
            sentences.push(format!("The list size of {} practices is not known, so their patients are not counted.", format_count(many)));
        }
    }
    let now = [(By::Supplier, "system supplier"), (By::Pcn, "PCN")].into_iter().find(|(by, _)| *by == report.by);
    sentences.extend(now.map(|(_, what)| format!("Practices stand under the {what} that they have now, whatever the day of the report.")));
    sentences
}

fn against_deadline(report: &DeadlineReport) -> String {
    let deadline = format_day(report.deadline);
    match report.days_left {
        0 => format!("The deadline, {deadline}, is that day."),
        days if days > 0 => format!("{} to the deadline, {deadline}.", format_days_left(days)),
        _ => format!(
            "The deadline was {deadline}: {} switched on by then, {} later, and {} overdue.",
            format_count(report.total.on_time),
            format_count(report.total.late),
            format_count(report.total.overdue),
        ),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};
    use rstest::rstest;

    use super::*;
    use crate::reports::Figures;

    fn report(as_at: &str, total: Figures) -> DeadlineReport {
        let (as_at, deadline): (NaiveDate, NaiveDate) = (as_at.parse().unwrap(), "2023-10-31".parse().unwrap());
        DeadlineReport {
            by: By::Region,
            as_at,
            made_at: DateTime::UNIX_EPOCH,
            deadline,
            days_left: crate::time::days_until(as_at, deadline),
            within: Vec::new(),
            all_of_england: true,
            rows: Vec::new(),
            total,
        }
    }

    fn total() -> Figures {
        Figures {
            practices: 1_500,
            stages: [1_000, 0, 0, 0, 0, 500],
            patients: 12_000_000,
            patients_switched_on: 3_000_000,
            on_time: 480,
            late: 20,
            overdue: 996,
            exceptions: 4,
            without_list_size: 1,
            ..Figures::default()
        }
    }

    #[test]
    fn before_the_deadline() {
        let expected = [
            "As at 18 September 2023, 500 of 1,500 practices were switched on (33.3%), covering 3,000,000 of 12,000,000 registered patients (25.0%).",
            "43 days left to the deadline, 31 October 2023.",
            "4 practices that are not switched on have an exception agreed by the ICB: they are counted separately.",
            "The list size of 1 practice is not known, so its patients are not counted.",
        ];
        assert_eq!(summary(&report("2023-09-18", total())), expected);
    }

    #[rstest]
    #[case("2023-10-31", "The deadline, 31 October 2023, is that day.")]
    #[case("2023-11-30", "The deadline was 31 October 2023: 480 switched on by then, 20 later, and 996 overdue.")]
    fn on_and_after_the_deadline(#[case] as_at: &str, #[case] expected: &str) {
        assert_eq!(summary(&report(as_at, total()))[1], expected);
    }

    #[test]
    fn says_where_the_past_is_not_kept() {
        let by_pcn = DeadlineReport { by: By::Pcn, ..report("2023-09-18", total()) };
        assert!(summary(&by_pcn).last().unwrap().contains("the PCN that they have now"));
    }

    #[test]
    fn of_nothing() {
        assert_eq!(summary(&report("2023-09-18", Figures::default())), ["No practice here was open on 18 September 2023."]);
    }
}
