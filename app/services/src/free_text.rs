//! What is shown of a practice to those who only read figures: what happened and when, but neither what people wrote nor who they are.

use domain::accounts::{Action, PracticeHierarchy, Viewer};
use domain::checklist::{Answer, Signed};
use store::checklist::numbers::{Chosen, Figure};
use store::entity::checklist_sign_off;
use store::exceptions::Exception;
use store::practice_requests::Request;
use store::practices::{TimelineEntry, What};
use store::slots::{Booking, ManualStep};
use store::switch_plans::Plan;
use store::{confirmation, self_switch};

use crate::authorise;

/// Something that people wrote words into.
pub(crate) trait HasFreeText {
    /// The same without the words and without the names of people.
    fn without_free_text(self) -> Self;
}

/// `found` as this person may read it.
pub(crate) fn readable<T: HasFreeText>(viewer: &Viewer, place: &PracticeHierarchy, found: T) -> T {
    if authorise(viewer, Action::ReadFreeText, Some(place)).is_ok() { found } else { found.without_free_text() }
}

impl<T: HasFreeText> HasFreeText for Vec<T> {
    fn without_free_text(self) -> Self {
        self.into_iter().map(T::without_free_text).collect()
    }
}

impl<T: HasFreeText> HasFreeText for Option<T> {
    fn without_free_text(self) -> Self {
        self.map(T::without_free_text)
    }
}

impl HasFreeText for Request {
    fn without_free_text(self) -> Self {
        let nothing = String::new;
        Self { reason: nothing(), evidence: nothing(), asked_by: nothing(), decided_by: None, note: nothing(), ..self }
    }
}

impl HasFreeText for Exception {
    fn without_free_text(mut self) -> Self {
        self.agreed.reason.clear();
        self.agreed_by.clear();
        self
    }
}

impl HasFreeText for Answer {
    fn without_free_text(self) -> Self {
        let nothing = String::new;
        Self { note: nothing(), evidence_url: nothing(), reason: nothing(), assigned_to: nothing(), updated_by: nothing(), ..self }
    }
}

impl HasFreeText for Figure {
    fn without_free_text(self) -> Self {
        Self { recorded_by: String::new(), ..self }
    }
}

impl HasFreeText for Chosen {
    fn without_free_text(self) -> Self {
        Self { recorded_by: String::new(), ..self }
    }
}

impl HasFreeText for self_switch::Record {
    fn without_free_text(self) -> Self {
        Self { default_by: None, existing_by: None, updated_by: String::new(), ..self }
    }
}

impl HasFreeText for Plan {
    fn without_free_text(self) -> Self {
        Self { contact: String::new(), made_by: String::new(), ..self }
    }
}

impl HasFreeText for confirmation::Record {
    fn without_free_text(self) -> Self {
        let agreed = self.agreed.map(|(_, day)| (String::new(), day));
        Self { evidence: String::new(), recorded_by: String::new(), agreed, ..self }
    }
}

impl HasFreeText for Booking {
    fn without_free_text(self) -> Self {
        Self { booked_by: String::new(), reason: String::new(), ..self }
    }
}

impl HasFreeText for ManualStep {
    fn without_free_text(self) -> Self {
        Self { recorded_by: String::new(), ..self }
    }
}

impl HasFreeText for Signed {
    fn without_free_text(self) -> Self {
        Self { name: String::new(), deputy: String::new(), ..self }
    }
}

impl HasFreeText for checklist_sign_off::Model {
    fn without_free_text(self) -> Self {
        Self { name: String::new(), deputy: String::new(), signed_by: String::new(), ended_by: None, reason: String::new(), ..self }
    }
}

impl HasFreeText for TimelineEntry {
    fn without_free_text(self) -> Self {
        match self.what {
            // Nobody's words: which supplier, which ICB, which stage. An ICB's confirmation of a supplier stays the ICB's.
            What::Import { .. } => Self { who: self.who.map(|_| "its ICB".to_owned()), ..self },
            What::Stage { .. } | What::Lapse(_) => Self { who: None, ..self },
            What::Event(event) => Self { who: None, what: What::Event(event.without_free_text()), ..self },
        }
    }
}
