//! Organisations: practices, PCNs, sub-ICB locations, ICBs and regions.

mod code;
pub mod import;
mod spells;
mod supplier;

use serde::{Deserialize, Serialize};

pub use code::{CodeError, OdsCode};
pub use spells::{Spell, Spells, Standing};
pub use supplier::{Route, Supplier};

/// The levels that a practice rolls up to, from the widest down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A commissioning region.
    Region,
    /// An integrated care board.
    Icb,
    /// A sub-ICB location; the people who work for it are the ICB sub-group.
    SubIcb,
    /// A primary care network.
    Pcn,
    /// A GP practice.
    Practice,
}

impl Level {
    /// The word used on the command line and in addresses: `region`, `icb`, `sub-icb`, `pcn`, `practice`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Icb => "icb",
            Self::SubIcb => "sub-icb",
            Self::Pcn => "pcn",
            Self::Practice => "practice",
        }
    }

    /// The level that a word names.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        [Self::Region, Self::Icb, Self::SubIcb, Self::Pcn, Self::Practice].into_iter().find(|level| level.key() == word)
    }
}
