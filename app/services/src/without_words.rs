//! What is shown of a practice to those who only read figures: what happened and when, but neither what people wrote nor who they are.

use domain::accounts::{Action, PracticePlace, Viewer};
use domain::checklist::{Answer, Signed};
use store::checklist::numbers::{Chosen, Figure};
use store::entity::checklist_sign_off;
use store::exceptions::Exception;
use store::practice_requests::Request;
use store::practices::{Happening, What};
use store::slots::{Booking, ManualStep};
use store::switch_plans::Plan;
use store::{confirmation, self_switch};

use crate::authorise;

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
        match self.what {
            // Nobody's words: which supplier, which ICB, which stage. An ICB's confirmation of a supplier stays the ICB's.
            What::Import { .. } => Self { who: self.who.map(|_| "its ICB".to_owned()), ..self },
            What::Stage { .. } | What::Lapse(_) => Self { who: None, ..self },
            What::Event(event) => Self { who: None, what: What::Event(event.without_words()), ..self },
        }
    }
}
