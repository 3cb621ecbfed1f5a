//! Facts of the messages about asking for access.

use chrono::{DateTime, Utc};
use domain::accounts::Role;
use serde::{Deserialize, Serialize};

use crate::Line;

/// To whom asked: confirm the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessConfirm {
    /// The secret of the link.
    pub token: String,
    /// The organisation that access is asked for, by name and code.
    pub organisation: Line,
    /// When the link stops working.
    pub expires_at: DateTime<Utc>,
}

/// To whom was let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessGranted {
    /// The person's name.
    pub name: Line,
    /// The organisation, by name and code.
    pub organisation: Line,
    /// What they do.
    pub role: Role,
}

/// To whom was not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessRefused {
    /// The person's name.
    pub name: Line,
    /// The organisation, by name and code.
    pub organisation: Line,
    /// Why, in the words of who decided.
    pub reason: Line,
}

/// To who decides, on the morning of a round's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessReminder {
    /// How many requests wait for them.
    pub waiting: u64,
    /// When the round is.
    pub round: DateTime<Utc>,
}
