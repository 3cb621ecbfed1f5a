//! How far a practice is with its checklist.

use super::{Answer, AnswerState, Checklist, Item, Section};
use crate::organisations::Route;

/// How much of the required checklist is settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Required items that are done or do not apply.
    pub settled: usize,
    /// Required items on this route.
    pub required: usize,
    /// Whether any item was touched.
    pub started: bool,
    /// Whether the supplier's settings item is done.
    pub settings_confirmed: bool,
}

impl Progress {
    /// Every required item is settled and the supplier's settings are confirmed.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.settled == self.required && self.settings_confirmed
    }
}

/// Where a section stands, for the task list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionState {
    /// No item was touched.
    NotStarted,
    /// Some items are touched, not all settled.
    InProgress,
    /// Every item is settled.
    Completed,
}

fn state_of(answers: &[Answer], item: &Item) -> AnswerState {
    let state = answers.iter().find(|answer| answer.item == item.code).map_or(AnswerState::NotStarted, |answer| answer.state);
    // Settings cannot be waved away: a third of practices had them wrong.
    if item.settings && state == AnswerState::NotApplicable { AnswerState::InProgress } else { state }
}

/// How far a practice on `route` is with `checklist`.
#[must_use]
pub fn progress(checklist: &Checklist, route: Route, answers: &[Answer]) -> Progress {
    let mut progress = Progress::default();
    for item in checklist.items_for(route) {
        let state = state_of(answers, item);
        progress.started |= state != AnswerState::NotStarted;
        if item.required {
            progress.required += 1;
            progress.settled += usize::from(state.is_settled());
        }
        progress.settings_confirmed |= item.settings && state == AnswerState::Done;
    }
    progress
}

/// The required items that still ask for something, in order.
#[must_use]
pub fn outstanding<'a>(checklist: &'a Checklist, route: Route, answers: &[Answer]) -> Vec<&'a Item> {
    checklist.items_for(route).filter(|item| item.required && !state_of(answers, item).is_settled()).collect()
}

/// Where `section` stands for a practice on `route`.
#[must_use]
pub fn section_state(section: &Section, route: Route, answers: &[Answer]) -> SectionState {
    let states: Vec<_> = section.items_for(route).map(|item| state_of(answers, item)).collect();
    if states.iter().all(|state| state.is_settled()) {
        SectionState::Completed
    } else if states.iter().all(|state| *state == AnswerState::NotStarted) {
        SectionState::NotStarted
    } else {
        SectionState::InProgress
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn answer(item: &str, state: AnswerState) -> Answer {
        Answer {
            item: item.to_owned(),
            state,
            note: String::new(),
            evidence_url: String::new(),
            reason: String::new(),
            revision: 1,
            checklist_version: 1,
            updated_at: DateTime::UNIX_EPOCH,
            updated_by: "Sam".to_owned(),
        }
    }

    fn all(route: Route, state: AnswerState) -> Vec<Answer> {
        Checklist::current().items_for(route).map(|item| answer(&item.code, state)).collect()
    }

    #[test]
    fn nothing_answered() {
        let got = progress(Checklist::current(), Route::Emis, &[]);
        assert!(!got.started && got.settled == 0 && got.required > 0 && !got.is_ready());
    }

    #[test]
    fn everything_done_is_ready_on_every_route() {
        for route in [Route::Emis, Route::Tpp, Route::Other] {
            assert!(progress(Checklist::current(), route, &all(route, AnswerState::Done)).is_ready(), "{route:?}");
            assert!(outstanding(Checklist::current(), route, &all(route, AnswerState::Done)).is_empty());
        }
    }

    #[test]
    fn settings_cannot_be_not_applicable() {
        let answers = all(Route::Emis, AnswerState::NotApplicable);
        let got = progress(Checklist::current(), Route::Emis, &answers);
        assert!(!got.is_ready() && !got.settings_confirmed);
        assert_eq!(outstanding(Checklist::current(), Route::Emis, &answers).len(), 1);
    }

    #[test]
    fn an_item_of_another_route_counts_for_nothing() {
        let tpp_only = Checklist::current()
            .items_for(Route::Tpp)
            .find(|item| !item.routes.contains(&Route::Emis))
            .map(|item| answer(&item.code, AnswerState::Done));
        assert!(!progress(Checklist::current(), Route::Emis, tpp_only.as_slice()).started);
    }

    #[test]
    fn sections_go_from_not_started_to_completed() {
        let section = &Checklist::current().sections[0];
        let items: Vec<_> = section.items_for(Route::Emis).collect();
        assert_eq!(section_state(section, Route::Emis, &[]), SectionState::NotStarted);
        let one = [answer(&items[0].code, AnswerState::Done)];
        assert_eq!(section_state(section, Route::Emis, &one), SectionState::InProgress);
        assert_eq!(section_state(section, Route::Emis, &all(Route::Emis, AnswerState::Done)), SectionState::Completed);
    }
}
