//! Messages.

use serde::{Deserialize, Serialize};

use super::{Code, Fact, Told};
use crate::checklist::Checklist;

events! {
    /// What is done with messages that wait or were given up.
    MessageEvent "messages." "Messages"
    {}

    Retry { after: Released } "messages.retry" "Had messages sent again" Trail Apart;
}

facts! {
    /// What was made due.
    Released {
        /// Which messages.
        which: Which,
        /// How many.
        due: u64,
    }
}

/// Which messages were meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Which {
    /// All of a kind: `failed` or `waiting`.
    All(Code),
    /// Some by name.
    Named {
        /// Their ids.
        messages: Vec<Code>,
    },
}

impl Fact for Which {}

impl Told for MessageEvent {
    fn sentence(&self, _: &Checklist) -> Option<String> {
        None
    }
}
