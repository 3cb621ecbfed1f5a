//! What a practice's own pages say of the EMIS dates behind it and ahead of it, beside the one that it has.

use domain::next_step::NextStep;
use domain::organisations::OdsCode;
use domain::slots::{JoinedList, PracticeDates};
use domain::time::{format_day, format_instant};
use leptos::prelude::*;

use super::steps::address_of;
use crate::web::address::practice;

/// What comes next, with the date that it is about.
pub(super) fn words(step: NextStep, practice_dates: &PracticeDates) -> String {
    match (step, practice_dates.kept(), waits_for(practice_dates)) {
        (NextStep::TakePlace, Some((listed, until)), _) => {
            format!("A place on {} is kept for you until {}. Take it or turn it down.", format_day(listed.date), format_instant(until))
        }
        (NextStep::WaitForPlace, _, Some(dates)) => {
            format!("Wait for a place: every EMIS date is full, and you are on the waiting list for {dates}. We will email you.")
        }
        (NextStep::BookDate, ..) if practice_dates.did_not_work.is_some() => "Book another.".to_owned(),
        _ => step.sentence(),
    }
}

/// The same after what happened, where a date did not work.
pub(super) fn after(practice_dates: &PracticeDates, words: String) -> String {
    match practice_dates.did_not_work {
        Some(date) => format!("Your EMIS date, {}, did not work. {words}", format_day(date)),
        None => words,
    }
}

/// Where a step is done for which the dates have a page of their own; none for the others.
pub(super) fn address(step: NextStep, practice_dates: &PracticeDates, ods: &OdsCode) -> Option<String> {
    let (listed, _) = practice_dates.kept().filter(|_| step == NextStep::TakePlace)?;
    Some(waiting_page(ods, listed))
}

fn waiting_page(ods: &OdsCode, listed: &JoinedList) -> String {
    practice(ods).slot(&listed.slot_id).wait()
}

/// What the practice waits for beside its next step, each with a link where the reader `may_work`.
pub(super) fn notes(step: Option<NextStep>, practice_dates: &PracticeDates, ods: &OdsCode, may_work: bool) -> Vec<AnyView> {
    let kept = practice_dates.kept().filter(|_| step != Some(NextStep::TakePlace)).map(|(listed, until)| {
        let words = format!("A place on {} is kept for you until {}.", format_day(listed.date), format_instant(until));
        note(words, waiting_page(ods, listed), "Take it or turn it down", may_work)
    });
    let waits = waits_for(practice_dates).filter(|_| step != Some(NextStep::WaitForPlace)).map(|dates| {
        let words = format!("You are on the waiting list for {dates}.");
        note(words, address_of(NextStep::WaitForPlace, ods, None), "See your place on the list", may_work)
    });
    kept.into_iter().chain(waits).collect()
}

fn note(words: String, href: String, link: &'static str, may_work: bool) -> AnyView {
    let link = may_work.then(|| view! { " "<a href=href>{link}</a> });
    view! { {words}{link} }.into_any()
}

/// What stands beside the task of booking a date.
pub(super) fn hint(practice_dates: &PracticeDates) -> Option<String> {
    let kept = practice_dates.kept().map(|(listed, _)| format!("A place on {} is kept for you", format_day(listed.date)));
    let waits = || waits_for(practice_dates).map(|dates| format!("On the waiting list for {dates}"));
    kept.or_else(waits).or_else(|| practice_dates.did_not_work.map(|date| format!("{} did not work", format_day(date))))
}

/// "11 October 2023 and 18 October 2023"; none where there is none.
fn waits_for(practice_dates: &PracticeDates) -> Option<String> {
    let dates: Vec<_> = practice_dates.waits_for().map(|listed| format_day(listed.date)).collect();
    (!dates.is_empty()).then(|| dates.join(" and "))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn listed(date: &str, kept: bool) -> JoinedList {
        let kept_until = kept.then(|| "2023-09-20T08:05:00Z".parse().unwrap());
        JoinedList { slot_id: "s".to_owned(), date: date.parse().unwrap(), kept_until }
    }

    fn practice_dates(did_not_work: bool, lists: &[(&str, bool)]) -> PracticeDates {
        let did_not_work = did_not_work.then(|| "2023-10-11".parse().unwrap());
        PracticeDates { did_not_work, lists: lists.iter().map(|(date, kept)| listed(date, *kept)).collect() }
    }

    #[rstest]
    #[case::nothing_behind_it(NextStep::BookDate, practice_dates(false, &[]), "Book a date on which EMIS switches your practice on.")]
    #[case::another(NextStep::BookDate, practice_dates(true, &[]), "Your EMIS date, 11 October 2023, did not work. Book another.")]
    #[case::by_hand(
        NextStep::GiveAccessByHand,
        practice_dates(true, &[]),
        "Your EMIS date, 11 October 2023, did not work. No EMIS date is left. Until there is another, give patients access by hand."
    )]
    #[case::kept(
        NextStep::TakePlace,
        practice_dates(false, &[("2023-10-18", true)]),
        "A place on 18 October 2023 is kept for you until 20 September 2023 at 9:05am BST. Take it or turn it down."
    )]
    #[case::waits(
        NextStep::WaitForPlace,
        practice_dates(false, &[("2023-10-18", false), ("2023-10-25", false)]),
        "Wait for a place: every EMIS date is full, and you are on the waiting list for 18 October 2023 and 25 October 2023. We will email you."
    )]
    fn next(#[case] step: NextStep, #[case] practice_dates: PracticeDates, #[case] expected: &str) {
        assert_eq!(after(&practice_dates, words(step, &practice_dates)), expected);
    }

    #[test]
    fn what_the_next_step_says_is_not_said_twice() {
        let (ods, both) = ("X10001".parse().unwrap(), practice_dates(false, &[("2023-10-18", true), ("2023-10-25", false)]));
        let html = |step, may_work| notes(step, &both, &ods, may_work).into_iter().map(RenderHtml::to_html).collect::<String>();
        assert!(
            !html(Some(NextStep::TakePlace), true).contains("18 October")
                && !html(Some(NextStep::WaitForPlace), true).contains("25 October")
        );
        let all = html(Some(NextStep::BookDate), true);
        assert!(all.contains("/slots/s/wait") && all.contains("You are on the waiting list for 25 October 2023."), "{all}");
        assert!(!html(None, false).contains("href"));
        assert_eq!(hint(&both).as_deref(), Some("A place on 18 October 2023 is kept for you"));
    }
}
