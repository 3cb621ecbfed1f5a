//! The deadline report: how far practices were on a day, against the deadline.
//!
//! Facts come in as a [`Register`], the whole of what reports are made from; a [`DeadlineReport`] goes out. Every practice that was open
//! on the day counts in exactly one row, under its own sub-ICB location of that day.

pub mod columns;
mod day;
mod figures;
mod known;
mod known_on;
mod practice;
mod question;
mod readings;
mod register;
mod summary;
mod table;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use day::{DayError, parse_day};
pub use figures::{Figures, Share};
pub use known::{BookingRow, ChecklistRow, OfferRow, ProgressRow, SlotRow};
pub use practice::{Named, PracticeLine};
pub use question::{Question, Typed, default_by};
pub use register::{Area, ArrangedRow, ExceptionRow, MoveRow, NextRow, Practice, PracticeState, Register, Renewed, StageRow};
pub use summary::{status, summary};
pub use table::{Crumb, DeadlineReport, Row, deadline};

use crate::organisations::Level;

/// What a report has rows for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// Commissioning regions.
    Region,
    /// ICBs.
    Icb,
    /// Sub-ICB locations.
    SubIcb,
    /// Primary care networks.
    Pcn,
    /// Practices.
    Practice,
    /// System suppliers, as they are now: files keep no history of them.
    Supplier,
}

impl By {
    /// All, in the order of the form.
    pub const ALL: [Self; 6] = [Self::Region, Self::Icb, Self::SubIcb, Self::Pcn, Self::Practice, Self::Supplier];

    /// The word on the command line and in addresses: `region`, `icb`, `sub-icb`, `pcn`, `practice`, `supplier`.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.level().map_or("supplier", Level::key)
    }

    /// The value with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.key() == word)
    }

    /// The heading of the column that names the rows: "Region", "ICB", "ICB sub-group", "PCN", "Practice", "System supplier".
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Region => "Region",
            Self::Icb => "ICB",
            Self::SubIcb => "ICB sub-group",
            Self::Pcn => "PCN",
            Self::Practice => "Practice",
            Self::Supplier => "System supplier",
        }
    }

    /// The same in the middle of a sentence: "region", "ICB", "ICB sub-group", "PCN", "practice", "system supplier".
    #[must_use]
    pub fn in_sentence(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Practice => "practice",
            Self::Supplier => "system supplier",
            Self::Icb | Self::SubIcb | Self::Pcn => self.heading(),
        }
    }

    /// What a practice, PCN and so on is split into next; none below practices and suppliers.
    #[must_use]
    pub fn below(level: Level) -> Option<Self> {
        match level {
            Level::Region => Some(Self::Icb),
            Level::Icb => Some(Self::SubIcb),
            Level::SubIcb => Some(Self::Pcn),
            Level::Pcn => Some(Self::Practice),
            Level::Practice => None,
        }
    }

    /// The level of the rows, where they are organisations.
    #[must_use]
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Region => Some(Level::Region),
            Self::Icb => Some(Level::Icb),
            Self::SubIcb => Some(Level::SubIcb),
            Self::Pcn => Some(Level::Pcn),
            Self::Practice => Some(Level::Practice),
            Self::Supplier => None,
        }
    }
}
