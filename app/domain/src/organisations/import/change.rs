//! One change of one practice, and the words for it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::organisations::OdsCode;

/// What changed about a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// It was not known and is open. After: its name.
    Opened,
    /// It was not known and has closed by now: an older register shows it open. After: its name.
    AddedClosed,
    /// It was open and is not. Before: its name. After: the day it closed, which is that of the file where the file gives none.
    Closed,
    /// It was closed and is open again.
    Reopened,
    /// Another closing day is known for it. Before and after: the days.
    ClosingDay,
    /// It was open at other times than was known. Before and after: the times, in words.
    Spells,
    /// Before and after: the names.
    Renamed,
    /// Another sub-ICB location of its own. Before and after: their codes.
    Moved,
    /// Before and after: the postcodes.
    Postcode,
    /// Before and after: the codes of the PCNs, or nothing where it was or is in none.
    Pcn,
    /// Before and after: the words of the suppliers.
    Supplier,
    /// Before and after: registered patients.
    ListSize,
}

impl What {
    /// All of them, in the order of a plan.
    pub const ALL: [Self; 12] = [
        Self::Opened,
        Self::AddedClosed,
        Self::Closed,
        Self::Reopened,
        Self::ClosingDay,
        Self::Spells,
        Self::Renamed,
        Self::Moved,
        Self::Postcode,
        Self::Pcn,
        Self::Supplier,
        Self::ListSize,
    ];

    /// The word in the database and in JSON, e.g. `list-size`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::AddedClosed => "added-closed",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
            Self::ClosingDay => "closing-day",
            Self::Spells => "spells",
            Self::Renamed => "renamed",
            Self::Moved => "moved",
            Self::Postcode => "postcode",
            Self::Pcn => "pcn",
            Self::Supplier => "supplier",
            Self::ListSize => "list-size",
        }
    }

    /// The value with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.key() == word)
    }

    /// As the heading of a list: "Practices that moved to another ICB sub-group".
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Opened => "Practices added as open",
            Self::AddedClosed => "Practices added as closed by now",
            Self::Closed => "Practices that closed",
            Self::Reopened => "Practices that opened again",
            Self::ClosingDay => "Practices with another closing day",
            Self::Spells => "Practices that were open at other times than was known",
            Self::Renamed => "Practices with another name",
            Self::Moved => "Practices that moved to another ICB sub-group",
            Self::Postcode => "Practices with another postcode",
            Self::Pcn => "Practices that changed PCN",
            Self::Supplier => "Practices that changed supplier",
            Self::ListSize => "Practices with another list size",
        }
    }
}

/// One change of one practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The practice's code.
    pub practice: OdsCode,
    /// What changed.
    pub what: What,
    /// What it was.
    pub before: Option<String>,
    /// What it is now.
    pub after: Option<String>,
    /// The day (London date) from which it holds: of opening or closing, else of the file that says so. `None` where no file has a day.
    pub dated: Option<NaiveDate>,
}

/// Facts that were not known before: no change of anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learned {
    /// Practices whose sub-ICB location is now known.
    pub sub_icb: usize,
    /// Practices of which it is now known in which PCN they are, or that they are in none.
    pub pcn: usize,
    /// Practices whose supplier is now known.
    pub supplier: usize,
    /// Practices whose list size is now known.
    pub list_size: usize,
}

impl Learned {
    /// One more practice of which the fact behind `what` is now known.
    pub(super) fn add(&mut self, what: What) {
        match what {
            What::Moved => self.sub_icb += 1,
            What::Pcn => self.pcn += 1,
            What::Supplier => self.supplier += 1,
            What::ListSize => self.list_size += 1,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_and_fit_their_column() {
        for what in What::ALL {
            assert_eq!(What::from_key(what.key()), Some(what));
            assert!(what.key().len() <= 20);
        }
    }
}
