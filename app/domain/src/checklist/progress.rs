//! How far a practice is with its checklist.

use super::{Answer, AnswerState, Checklist, Item, ItemCode, Section};
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
    /// Some items are touched, and a required one is open, or the practice said that it comes back.
    InProgress,
    /// Every required item is settled, or every item where none is required, and the practice did not say that it comes back.
    Completed,
}

/// Where a practice with these answers stands with `item`. What was settled before the item's meaning changed is in progress again.
#[must_use]
pub fn current_state(answers: &[Answer], item: &Item) -> AnswerState {
    let Some(answer) = answers.iter().find(|answer| answer.item == item.code) else { return AnswerState::NotStarted };
    // Settings cannot be waved away: a third of practices had them wrong.
    let waved_away = item.settings && answer.state == AnswerState::NotApplicable;
    let asked_again = answer.state.is_settled() && item.asks_again(answer);
    if waved_away || asked_again { AnswerState::InProgress } else { answer.state }
}

/// The items that `item` waits for and that a practice on `route` has not settled yet, in the order of the item's list.
#[must_use]
pub fn in_the_way<'a>(checklist: &'a Checklist, route: Route, answers: &[Answer], item: &Item) -> Vec<&'a Item> {
    let waited_for = item.waits_for.iter().filter_map(|code| checklist.item(code)).map(|(_, other)| other);
    waited_for.filter(|other| other.routes.contains(&route) && !current_state(answers, other).is_settled()).collect()
}

/// The code under which the answer to "Have you completed this section?" is kept; no item has a colon in its own.
#[must_use]
pub fn section_question(section: &str) -> ItemCode {
    format!("section:{section}")
}

/// What a practice said to "Have you completed this section?"; none where it said nothing.
#[must_use]
pub fn said_complete(section: &Section, answers: &[Answer]) -> Option<bool> {
    let code = section_question(&section.code);
    answers.iter().find(|answer| answer.item == code).map(|answer| answer.state == AnswerState::Done)
}

/// How far a practice on `route` is with `checklist`.
#[must_use]
pub fn progress(checklist: &Checklist, route: Route, answers: &[Answer]) -> Progress {
    let mut progress = Progress::default();
    for item in checklist.items_for(route) {
        let state = current_state(answers, item);
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
    checklist.items_for(route).filter(|item| item.required && !current_state(answers, item).is_settled()).collect()
}

/// Where `section` stands for a practice on `route`.
#[must_use]
pub fn section_state(section: &Section, route: Route, answers: &[Answer]) -> SectionState {
    let items: Vec<_> = section.items_for(route).map(|item| (item.required, current_state(answers, item))).collect();
    let any_required = items.iter().any(|(required, _)| *required);
    let settled = items.iter().all(|(required, state)| state.is_settled() || (any_required && !required));
    if items.iter().all(|(_, state)| *state == AnswerState::NotStarted) && !items.is_empty() {
        SectionState::NotStarted
    } else if settled && said_complete(section, answers) != Some(false) {
        SectionState::Completed
    } else {
        SectionState::InProgress
    }
}

/// How many items of `section` are open that need not be answered.
#[must_use]
pub fn optional_open(section: &Section, route: Route, answers: &[Answer]) -> usize {
    section.items_for(route).filter(|item| !item.required && !current_state(answers, item).is_settled()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(item: &str, state: AnswerState) -> Answer {
        Answer { item: item.to_owned(), state, revision: 1, checklist_version: 1, ..Answer::default() }
    }

    fn all(route: Route, state: AnswerState) -> Vec<Answer> {
        Checklist::bundled().items_for(route).map(|item| answer(&item.code, state)).collect()
    }

    #[test]
    fn nothing_answered() {
        let got = progress(Checklist::bundled(), Route::Emis, &[]);
        assert!(!got.started && got.settled == 0 && got.required > 0 && !got.is_ready());
    }

    #[test]
    fn everything_done_is_ready_on_every_route() {
        for route in [Route::Emis, Route::Tpp, Route::Other] {
            assert!(progress(Checklist::bundled(), route, &all(route, AnswerState::Done)).is_ready(), "{route:?}");
            assert!(outstanding(Checklist::bundled(), route, &all(route, AnswerState::Done)).is_empty());
        }
    }

    #[test]
    fn settings_cannot_be_not_applicable() {
        let answers = all(Route::Emis, AnswerState::NotApplicable);
        let got = progress(Checklist::bundled(), Route::Emis, &answers);
        assert!(!got.is_ready() && !got.settings_confirmed);
        assert_eq!(outstanding(Checklist::bundled(), Route::Emis, &answers).len(), 1);
    }

    #[test]
    fn an_item_of_another_route_counts_for_nothing() {
        let tpp_only = Checklist::bundled()
            .items_for(Route::Tpp)
            .find(|item| !item.routes.contains(&Route::Emis))
            .map(|item| answer(&item.code, AnswerState::Done));
        assert!(!progress(Checklist::bundled(), Route::Emis, tpp_only.as_slice()).started);
    }

    #[test]
    fn sections_go_from_not_started_to_completed() {
        let section = &Checklist::bundled().sections[0];
        let items: Vec<_> = section.items_for(Route::Emis).collect();
        assert_eq!(section_state(section, Route::Emis, &[]), SectionState::NotStarted);
        let one = [answer(&items[0].code, AnswerState::Done)];
        assert_eq!(section_state(section, Route::Emis, &one), SectionState::InProgress);
        assert_eq!(section_state(section, Route::Emis, &all(Route::Emis, AnswerState::Done)), SectionState::Completed);
    }

    #[test]
    fn what_is_optional_keeps_no_section_open() {
        for route in [Route::Emis, Route::Tpp, Route::Other] {
            let required = Checklist::bundled().items_for(route).filter(|item| item.required);
            let answers: Vec<_> = required.map(|item| answer(&item.code, AnswerState::Done)).collect();
            let mut open = 0;
            for section in Checklist::bundled().sections_for(route).filter(|section| section.items_for(route).any(|item| item.required)) {
                assert_eq!(section_state(section, route, &answers), SectionState::Completed, "{}", section.code);
                open += optional_open(section, route, &answers);
            }
            assert!(open > 0, "{route:?} has nothing optional");
        }
    }

    #[test]
    fn who_comes_back_later_has_not_completed_a_section() {
        let section = &Checklist::bundled().sections[0];
        let mut answers = all(Route::Emis, AnswerState::Done);
        assert_eq!(said_complete(section, &answers), None);
        answers.push(answer("section:policies", AnswerState::InProgress));
        assert_eq!(section_state(section, Route::Emis, &answers), SectionState::InProgress);
        assert!(progress(Checklist::bundled(), Route::Emis, &answers).is_ready(), "only items decide that");
    }

    #[test]
    fn an_item_whose_meaning_changed_is_asked_again_and_only_that_one() {
        let text =
            Checklist::BUNDLED.replacen("version = 1", "version = 2", 1).replacen("required = true", "required = true\nchanged_in = 2", 1);
        let second = Checklist::read(&text).unwrap();
        let answers = all(Route::Tpp, AnswerState::Done);
        let open: Vec<_> = outstanding(&second, Route::Tpp, &answers).into_iter().map(|item| item.code.as_str()).collect();
        assert_eq!(open, ["policies-reviewed"]);
        assert!(!progress(&second, Route::Tpp, &answers).is_ready());
        let mut again = answers;
        again[0].checklist_version = 2;
        assert!(progress(&second, Route::Tpp, &again).is_ready());
    }

    #[test]
    fn what_is_in_the_way_is_named_until_it_is_settled() {
        let (_, told) = Checklist::bundled().item("patients-told").unwrap();
        let titles = |answers: &[Answer]| in_the_way(Checklist::bundled(), Route::Emis, answers, told).len();
        assert_eq!(titles(&[]), 1);
        assert_eq!(titles(&[answer("dpia", AnswerState::InProgress)]), 1);
        assert_eq!(titles(&[answer("dpia", AnswerState::Done)]), 0);
    }
}
