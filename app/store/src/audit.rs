//! The audit trail.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, NotSet};

use crate::Result;
use crate::entity::audit_event;

/// Something that was done, to be added to the trail in the same commit.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// The account that did it; none for the command line and the background loops.
    pub account_id: Option<String>,
    /// The name of the person, or `command line`, or the name of a loop.
    pub actor: String,
    /// What, e.g. `slots.book`.
    pub action: &'static str,
    /// The practice it concerns.
    pub practice: Option<String>,
    /// What else it concerns, e.g. the code of a checklist item.
    pub subject: Option<String>,
    /// State before, as JSON.
    pub before: Option<String>,
    /// State after, as JSON.
    pub after: Option<String>,
}

/// Adds an event to the trail.
///
/// # Errors
/// When the database refuses.
pub async fn append(db: &impl ConnectionTrait, event: Event) -> Result<()> {
    audit_event::ActiveModel {
        id: NotSet,
        at: Set(event.at),
        account_id: Set(event.account_id),
        actor: Set(event.actor),
        action: Set(event.action.to_owned()),
        practice_code: Set(event.practice),
        subject: Set(event.subject),
        before: Set(event.before),
        after: Set(event.after),
    }
    .insert(db)
    .await?;
    Ok(())
}
