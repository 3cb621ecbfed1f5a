//! What is shown of a practice to those who only read figures: what happened and when, but neither what people wrote nor who they are.

use domain::accounts::{Action, PracticePlace, Viewer};
use domain::checklist::{Answer, Signed};
use serde_json::{Map, Value};
use store::checklist::numbers::{Chosen, Figure};
use store::entity::checklist_sign_off;
use store::exceptions::Exception;
use store::practice_requests::Request;
use store::practices::{Happening, Source};
use store::slots::{Booking, ManualStep};
use store::switch_plans::Plan;
use store::{confirmation, self_switch};

use crate::authorise;

/// What of the state before and after an action is no person's word. Whatever is not named here is left out.
const FACTS: [&str; 14] = [
    "answer",
    "confirmed_on",
    "date",
    "day",
    "default_on",
    "existing_count",
    "existing_updated",
    "model",
    "on",
    "patients",
    "planned_on",
    "review_on",
    "successor",
    "supplier",
];

/// Something that people wrote words into.
pub(crate) trait Worded {
    /// The same without the words and without the names of people.
    fn without_words(self) -> Self;
}

/// `found` as this person may read it.
pub(crate) fn readable<T: Worded>(viewer: &Viewer, place: &PracticePlace, found: T) -> T {
    if authorise(viewer, Action::ReadWords, Some(place)).is_ok() { found } else { found.without_words() }
}

impl<T: Worded> Worded for Vec<T> {
    fn without_words(self) -> Self {
        self.into_iter().map(T::without_words).collect()
    }
}

impl<T: Worded> Worded for Option<T> {
    fn without_words(self) -> Self {
        self.map(T::without_words)
    }
}

impl Worded for Request {
    fn without_words(self) -> Self {
        let nothing = String::new;
        Self { reason: nothing(), evidence: nothing(), asked_by: nothing(), decided_by: None, note: nothing(), ..self }
    }
}

impl Worded for Exception {
    fn without_words(mut self) -> Self {
        self.agreed.reason.clear();
        self.agreed_by.clear();
        self
    }
}

impl Worded for Answer {
    fn without_words(self) -> Self {
        let nothing = String::new;
        Self { note: nothing(), evidence_url: nothing(), reason: nothing(), assigned_to: nothing(), updated_by: nothing(), ..self }
    }
}

impl Worded for Figure {
    fn without_words(self) -> Self {
        Self { recorded_by: String::new(), ..self }
    }
}

impl Worded for Chosen {
    fn without_words(self) -> Self {
        Self { recorded_by: String::new(), ..self }
    }
}

impl Worded for self_switch::Record {
    fn without_words(self) -> Self {
        Self { default_by: None, existing_by: None, updated_by: String::new(), ..self }
    }
}

impl Worded for Plan {
    fn without_words(self) -> Self {
        Self { contact: String::new(), made_by: String::new(), ..self }
    }
}

impl Worded for confirmation::Record {
    fn without_words(self) -> Self {
        let agreed = self.agreed.map(|(_, day)| (String::new(), day));
        Self { evidence: String::new(), recorded_by: String::new(), agreed, ..self }
    }
}

impl Worded for Booking {
    fn without_words(self) -> Self {
        Self { booked_by: String::new(), reason: String::new(), ..self }
    }
}

impl Worded for ManualStep {
    fn without_words(self) -> Self {
        Self { recorded_by: String::new(), ..self }
    }
}

impl Worded for Signed {
    fn without_words(self) -> Self {
        Self { name: String::new(), deputy: String::new(), ..self }
    }
}

impl Worded for checklist_sign_off::Model {
    fn without_words(self) -> Self {
        Self { name: String::new(), deputy: String::new(), signed_by: String::new(), ended_by: None, reason: String::new(), ..self }
    }
}

impl Worded for Happening {
    fn without_words(self) -> Self {
        match self.source {
            // Nobody's words: which supplier, which ICB, which stage. An ICB's confirmation of a supplier stays the ICB's.
            Source::Import => Self { who: self.who.map(|_| "its ICB".to_owned()), ..self },
            Source::Stage | Source::Lapse => Self { who: None, ..self },
            Source::Audit => {
                Self { who: None, before: self.before.as_deref().and_then(facts), after: self.after.as_deref().and_then(facts), ..self }
            }
        }
    }
}

/// A state with nothing but facts in it; of an answer its progress.
fn facts(state: &str) -> Option<String> {
    let mut state: Map<String, Value> = serde_json::from_str(state).ok()?;
    state.retain(|name, _| FACTS.contains(&name.as_str()));
    if let Some(answer) = state.get_mut("answer") {
        *answer = serde_json::json!({ "state": answer["state"] });
    }
    Some(Value::Object(state).to_string())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::facts;

    #[rstest]
    #[case(r#"{"date":"2023-10-18","reason":"Moira is ill"}"#, r#"{"date":"2023-10-18"}"#)]
    #[case(r#"{"answer":{"note":"Ask Moira","state":"done"},"revision":2}"#, r#"{"answer":{"state":"done"}}"#)]
    #[case(r#"{"name":"Moira Hall"}"#, "{}")]
    fn words_are_left_out(#[case] state: &str, #[case] expected: &str) {
        assert_eq!(facts(state).as_deref(), Some(expected));
    }

    #[test]
    fn what_cannot_be_read_is_not_shown() {
        assert_eq!(facts("Moira is ill"), None);
    }
}
