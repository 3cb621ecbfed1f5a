//! Where somebody goes on who has just saved a section.

use super::{Answer, Checklist, Section, outstanding, said_complete};
use crate::organisations::Route;

/// What comes after a section that was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoOn<'a> {
    /// The section still asks for something, or there is nothing more to do here: the whole list.
    List,
    /// The next section with a required item that is open, and how many such sections there are.
    Section(&'a Section, usize),
    /// Every required item is settled, and nobody has declared it.
    SignOff,
}

/// Where a practice on `route` goes on after it has saved the section `saved`: from a section that asks for nothing more to the next in the
/// order of the list, from the last on to the first. Who said to come back later goes back to the list.
#[must_use]
pub fn go_on<'a>(checklist: &'a Checklist, route: Route, answers: &[Answer], saved: &Section, signed: bool) -> GoOn<'a> {
    let items = outstanding(checklist, route, answers);
    let is_open = |section: &Section| section.items_for(route).any(|item| items.iter().any(|open| open.code == item.code));
    if is_open(saved) || said_complete(saved, answers) == Some(false) {
        return GoOn::List;
    }
    let open: Vec<_> = checklist.sections.iter().enumerate().filter(|(_, section)| is_open(section)).collect();
    let here = checklist.sections.iter().position(|section| section.code == saved.code).unwrap_or_default();
    match open.iter().find(|(at, _)| *at > here).or(open.first()) {
        Some((_, next)) => GoOn::Section(next, open.len()),
        None if signed => GoOn::List,
        None => GoOn::SignOff,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::checklist::{AnswerState, section_question};

    fn answered(sections: &[&str], state: AnswerState) -> Vec<Answer> {
        let sections = sections.iter().filter_map(|code| Checklist::bundled().section(code));
        let items = sections.flat_map(|section| section.items_for(Route::Emis)).filter(|item| item.required);
        items.map(|item| Answer { item: item.code.clone(), state, checklist_version: 1, ..Answer::default() }).collect()
    }

    /// The code of the next section with how many are left, "list" or "sign off".
    fn after(saved: &str, answers: &[Answer], signed: bool) -> String {
        let checklist = Checklist::bundled();
        match go_on(checklist, Route::Emis, answers, checklist.section(saved).unwrap(), signed) {
            GoOn::List => "list".to_owned(),
            GoOn::Section(section, left) => format!("{} {left}", section.code),
            GoOn::SignOff => "sign off".to_owned(),
        }
    }

    #[rstest]
    #[case::the_next("policies", &["policies"], "staff 4")]
    #[case::past_what_is_settled("policies", &["policies", "staff"], "safeguarding 3")]
    #[case::round_to_the_first("patients", &["settings", "patients"], "policies 3")]
    #[case::still_open("staff", &["policies"], "list")]
    #[case::the_last("staff", &["policies", "staff", "safeguarding", "settings", "patients"], "sign off")]
    fn from_section_to_section(#[case] saved: &str, #[case] settled: &[&str], #[case] expected: &str) {
        assert_eq!(after(saved, &answered(settled, AnswerState::Done), false), expected);
    }

    #[test]
    fn work_that_has_begun_settles_nothing_and_a_signed_checklist_is_not_signed_again() {
        assert_eq!(after("staff", &answered(&["staff"], AnswerState::InProgress), false), "list");
        let all = answered(&["policies", "staff", "safeguarding", "settings", "patients"], AnswerState::Done);
        assert_eq!(after("staff", &all, true), "list");
    }

    #[test]
    fn who_comes_back_later_goes_to_the_list() {
        let mut answers = answered(&["policies"], AnswerState::Done);
        answers.push(Answer { item: section_question("policies"), state: AnswerState::InProgress, ..Answer::default() });
        assert_eq!(after("policies", &answers, false), "list");
    }
}
