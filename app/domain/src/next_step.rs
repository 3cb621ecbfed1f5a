//! The one thing that a practice does next.

use chrono::NaiveDate;

use crate::checklist::{Answer, Checklist, Section, outstanding};
use crate::organisations::Route;
use crate::self_switch::SelfSwitch;
use crate::stage::{Stage, StageFacts, stage};

/// What a practice does next; exactly one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep<'a> {
    /// Answer this section of the checklist: the first with a required item that is open.
    Checklist(&'a Section),
    /// EMIS: book a date.
    BookDate,
    /// EMIS: nothing until this day.
    AwaitDate(NaiveDate),
    /// EMIS: the date has come; look whether patients have access, and say so.
    ConfirmDate(NaiveDate),
    /// TPP: switch on in SystmOne and record it.
    SelfSwitch,
    /// Another supplier: arrange it, look, and say so.
    Confirm,
    /// The practice is switched on.
    Nothing,
}

/// What a practice with these facts and answers does next on `today`.
#[must_use]
pub fn next_step<'a>(checklist: &'a Checklist, answers: &[Answer], facts: &StageFacts, today: NaiveDate) -> NextStep<'a> {
    match (stage(facts, today).stage, facts.booked_on) {
        (Stage::SwitchedOn, _) => return NextStep::Nothing,
        (Stage::DateBooked, Some(date)) if date > today => return NextStep::AwaitDate(date),
        (Stage::DateBooked, Some(date)) => return NextStep::ConfirmDate(date),
        // With only a day planned, what is open in the checklist comes first.
        (Stage::SwitchingOn, _) if facts.self_switch != SelfSwitch::default() => return NextStep::SelfSwitch,
        _ => {}
    }
    let open = outstanding(checklist, facts.route, answers);
    let section = open.first().and_then(|item| checklist.item(&item.code)).map(|(section, _)| section);
    match (section, facts.route) {
        (Some(section), _) => NextStep::Checklist(section),
        (None, Route::Emis) => NextStep::BookDate,
        (None, Route::Tpp) => NextStep::SelfSwitch,
        (None, Route::Other) => NextStep::Confirm,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::checklist::{AnswerState, progress};

    const TODAY: &str = "2023-09-18";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn answers(route: Route, all_but: &str) -> Vec<Answer> {
        let items = Checklist::current().items_for(route).filter(|item| item.code != all_but);
        let answer = |item: &crate::checklist::Item| Answer {
            item: item.code.clone(),
            state: AnswerState::Done,
            note: String::new(),
            evidence_url: String::new(),
            reason: String::new(),
            revision: 1,
            checklist_version: 1,
            updated_at: chrono::DateTime::UNIX_EPOCH,
            updated_by: "Sam".to_owned(),
        };
        items.map(answer).collect()
    }

    fn next(route: Route, all_but: &str, change: impl FnOnce(&mut StageFacts)) -> NextStep<'static> {
        let (checklist, answers) = (Checklist::current(), answers(route, all_but));
        let mut facts = StageFacts {
            route,
            progress: progress(checklist, route, &answers),
            booked_on: None,
            self_switch: SelfSwitch::default(),
            confirmed_on: None,
            planned_since: None,
        };
        change(&mut facts);
        next_step(checklist, &answers, &facts, day(TODAY))
    }

    #[test]
    fn the_first_open_section_comes_first() {
        let NextStep::Checklist(section) = next(Route::Tpp, "staff-trained", |_| {}) else { panic!("not the checklist") };
        assert_eq!(section.code, "staff");
    }

    #[test]
    fn an_item_that_is_not_required_holds_nobody_up() {
        assert_eq!(next(Route::Emis, "weekly-review", |_| {}), NextStep::BookDate);
    }

    #[rstest]
    #[case(Route::Emis, NextStep::BookDate)]
    #[case(Route::Tpp, NextStep::SelfSwitch)]
    #[case(Route::Other, NextStep::Confirm)]
    fn when_ready_the_route_decides(#[case] route: Route, #[case] expected: NextStep<'static>) {
        assert_eq!(next(route, "", |_| {}), expected);
    }

    #[rstest]
    #[case("2023-09-19", NextStep::AwaitDate(day("2023-09-19")))]
    #[case(TODAY, NextStep::ConfirmDate(day(TODAY)))]
    #[case("2023-09-17", NextStep::ConfirmDate(day("2023-09-17")))]
    fn a_booked_date_is_waited_for_then_confirmed(#[case] booked: &str, #[case] expected: NextStep<'static>) {
        assert_eq!(next(Route::Emis, "", |facts| facts.booked_on = Some(day(booked))), expected);
    }

    #[test]
    fn half_switched_on_goes_on_and_switched_on_is_done() {
        let half = |facts: &mut StageFacts| facts.self_switch.default_on = Some(day("2023-09-01"));
        assert_eq!(next(Route::Tpp, "staff-trained", half), NextStep::SelfSwitch);
        assert_eq!(next(Route::Other, "staff-trained", |facts| facts.confirmed_on = Some(day(TODAY))), NextStep::Nothing);
    }

    #[test]
    fn a_plan_does_not_hide_what_is_open() {
        let planned = |facts: &mut StageFacts| facts.planned_since = Some(day("2023-09-10"));
        assert!(matches!(next(Route::Tpp, "staff-trained", planned), NextStep::Checklist(_)));
        assert_eq!(next(Route::Tpp, "", planned), NextStep::SelfSwitch);
        assert_eq!(next(Route::Other, "", planned), NextStep::Confirm);
    }
}
