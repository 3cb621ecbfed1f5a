//! The words of a reading.

use serde::{Deserialize, Serialize};

/// Red, amber, green, or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rag {
    /// Will miss the deadline, has missed it, or let its own day pass.
    Red,
    /// Needs attention now.
    Amber,
    /// On course.
    Green,
    /// Switched on.
    Done,
}

impl Rag {
    /// All of them, the worst first.
    pub const ALL: [Self; 4] = [Self::Red, Self::Amber, Self::Green, Self::Done];

    /// The word in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Amber => "amber",
            Self::Green => "green",
            Self::Done => "done",
        }
    }

    /// The value with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rag| rag.key() == word)
    }

    /// "At risk".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Red => "At risk",
            Self::Amber => "Needs attention",
            Self::Green => "On course",
            Self::Done => "Done",
        }
    }
}
