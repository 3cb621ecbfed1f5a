//! Smartcards.

use super::{Code, FreeText, Told};
use crate::checklist::Checklist;
use crate::smartcards::Need;

events! {
    /// What is done with the list of a practice's people and their smartcards.
    SmartcardEvent "smartcards." "Smartcards"
    {}

    Add { subject: Code, after: Holder } "smartcards.add" "Added a person to the list of smartcards" Trail Apart;
    Change { subject: Code, before: Holder, after: Holder } "smartcards.change" "Changed what a person's smartcard misses" Trail Apart;
    Remove { subject: Code, before: Holder } "smartcards.remove" "Removed a person from the list of smartcards" Trail Apart;
}

facts! {
    /// A person in the list.
    Holder {
        /// Their name.
        #[serde(default)]
        name: FreeText,
        /// What they miss.
        missing: Vec<Need>,
        /// How often this was changed.
        revision: i32,
    }
}

impl Told for SmartcardEvent {
    fn sentence(&self, _: &Checklist) -> Option<String> {
        None
    }
}
