//! The requests that wait and those decided on, as who decides on them sees them.

use chrono::{DateTime, Utc};
use domain::access_requests::is_covered;
use domain::accounts::{Action, Role, Viewer};
use store::access_requests as rows;
use store::access_requests::{Decision, Record};

use super::open;
use crate::paging::{Paged, paged};
use crate::{Result, Services, authorise};

/// How many requests the page shows at a time.
pub const SHOWN: u64 = 100;

/// A request that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingRequest {
    /// The request.
    pub record: Record,
    /// Whether an ICB sub-group decides on it; otherwise it is an admin's. Always true for a sub-group.
    pub covered: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// The longest waiting first, [`SHOWN`] at most.
    pub waiting: Vec<PendingRequest>,
    /// How many there are in all.
    pub total: u64,
    /// When the next answers go out.
    pub next_round: DateTime<Utc>,
    /// When a decision made now is told.
    pub answered_at: DateTime<Utc>,
}

/// The requests on which `viewer` may decide, but for its own.
pub(crate) fn part(viewer: &Viewer) -> rows::Queue<'_> {
    match viewer.role {
        Role::Admin => rows::Queue::Everything,
        _ => rows::Queue::PracticesIn(&viewer.scope),
    }
}

/// The requests on which `viewer` may decide.
///
/// # Errors
/// [`crate::Error::Forbidden`] for who decides on nothing.
pub async fn queue(services: &Services, viewer: &Viewer) -> Result<Queue> {
    authorise(viewer, Action::DecideAccess, None)?;
    let (db, now) = (services.store.read(), services.clock.now());
    let records = rows::waiting(db, part(viewer), &viewer.email, SHOWN).await?;
    let total = rows::count_waiting(db, part(viewer), &viewer.email).await?;
    let sub_groups = if viewer.role == Role::Admin { rows::deciders(db, Role::Icb).await? } else { Vec::new() };
    let mut waiting = Vec::with_capacity(records.len());
    for record in records {
        let covered = viewer.role != Role::Admin || is_covered(&sub_groups, &open(db, &record).await?);
        waiting.push(PendingRequest { record, covered });
    }
    let round = &services.access.round;
    Ok(Queue { waiting, total, next_round: round.next_after(now), answered_at: round.answered_at(now) })
}

/// A page of the decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decisions {
    /// The newest first.
    pub lines: Vec<Decision>,
    /// How many there are on all pages.
    pub total: u64,
    /// The page, from 1.
    pub page: u64,
    /// How many pages there are, at least 1.
    pub pages: u64,
}

/// What was decided on the requests that are `viewer`'s to decide on, by whomever. A page after the last is the last.
///
/// # Errors
/// [`crate::Error::Forbidden`] for who decides on nothing.
pub async fn decided(services: &Services, viewer: &Viewer, page: u64) -> Result<Decisions> {
    authorise(viewer, Action::DecideAccess, None)?;
    let db = services.store.read();
    let Paged { lines, total, page, pages } = paged(page, rows::PAGE, |page| rows::decided(db, part(viewer), page)).await?;
    Ok(Decisions { lines, total, page, pages })
}
