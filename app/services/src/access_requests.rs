//! Asking for access, and deciding on it.

mod ask;
mod confirm;
mod decide;
mod queue;
mod remind;

use store::ConnectionTrait;
use store::access_requests::Record;

use crate::Result;

pub use ask::{Asked, NAME_MAX, OFFERED, WHY_MAX, ask, matching};
pub use confirm::{CONFIRM_HOURS, RequestLink, confirm, look_at_link, purge};
pub use decide::{AccessDecision, Decided, REASON_MAX, decide};
pub(crate) use queue::part;
pub use queue::{Decisions, PendingRequest, Queue, SHOWN, decided, queue};
pub use remind::{Reminded, remind};
pub use store::access_requests::{Decision, Organisation};

/// "Sample Lane Surgery (X10001)".
fn named(organisation: &Organisation) -> String {
    format!("{} ({})", organisation.name, organisation.code)
}

/// A request as the rules see it.
async fn open(db: &impl ConnectionTrait, record: &Record) -> Result<domain::access_requests::Open> {
    let place = match record.organisation.level {
        domain::organisations::Level::Practice => {
            store::practice_records::find(db, &record.organisation.code).await?.map(|found| found.hierarchy)
        }
        _ => None,
    };
    Ok(domain::access_requests::Open { email: record.email.clone(), role: record.role, hierarchy: place })
}
