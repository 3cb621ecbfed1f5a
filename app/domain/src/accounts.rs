//! Who may see and do what: roles, scopes and the one policy.

mod agreement;
pub mod card;
mod edit_conflict;
mod email;
mod policy;
mod scope;
mod session;

use serde::{Deserialize, Serialize};

pub use agreement::Agreement;
pub use edit_conflict::changed_meanwhile;
pub use email::{DOMAINS, email, listed_domains};
pub use policy::{Action, Denied, PracticeHierarchy, may};
pub use scope::Scope;
pub use session::{Lifetime, Method, Source, device, worth_noting};

/// What a person does here. One account has one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Practice manager or deputy: works through the journey of its practices.
    PracticeManager,
    /// Works for an ICB sub-group: watches over and helps the practices of its sub-ICB locations.
    Icb,
    /// Reads rollout and deadline reports.
    Commissioner,
    /// Runs the programme.
    Admin,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] = [Self::PracticeManager, Self::Icb, Self::Commissioner, Self::Admin];

    /// The word on the command line and in the database: `practice-manager`, `icb`, `commissioner`, `admin`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::PracticeManager => "practice-manager",
            Self::Icb => "icb",
            Self::Commissioner => "commissioner",
            Self::Admin => "admin",
        }
    }

    /// The role with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == word)
    }

    /// "Practice manager".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PracticeManager => "Practice manager",
            Self::Icb => "ICB sub-group",
            Self::Commissioner => "Commissioner",
            Self::Admin => "Programme admin",
        }
    }
}

/// The person on whose behalf a use case runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The account's id, as in the database and in logs.
    pub account_id: String,
    /// The person's name, for pages and for "who" of an answer.
    pub name: String,
    /// The email address; never logged.
    pub email: String,
    /// What they do.
    pub role: Role,
    /// What they may see.
    pub scope: Scope,
    /// Names the session they ask in, without its secret; none for a command, a loop or a link.
    pub session: Option<String>,
}
