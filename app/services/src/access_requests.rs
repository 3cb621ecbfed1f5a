//! Asking for access, and deciding on it.

mod ask;
mod confirm;
mod decide;
mod queue;
mod remind;

use domain::access_requests::RoundPlan;
use domain::accounts::DOMAINS;
use store::ConnectionTrait;
use store::access_requests::Record;

use crate::Result;

pub use ask::{Asked, NAME_MAX, WHY_MAX, ask, offers};
pub use confirm::{CONFIRM_HOURS, RequestLink, confirm, look_at_link, purge};
pub use decide::{Decided, REASON_MAX, Verdict, decide};
pub use queue::{Queue, SHOWN, Waiting, count, queue};
pub use remind::{Reminded, remind};
pub use store::access_requests::Organisation;

/// Who may ask for access, and when requests are worked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRules {
    /// The domains under which an e-mail address may be let in.
    pub invite_domains: Vec<String>,
    /// The days and the hour of the rounds.
    pub round: RoundPlan,
}

impl RequestRules {
    /// Where no setting says otherwise; a demonstration lets in its invented addresses.
    #[must_use]
    pub fn usual(demo: bool) -> Self {
        let mut invite_domains: Vec<_> = DOMAINS.map(str::to_owned).to_vec();
        if demo {
            invite_domains.push("example".to_owned());
        }
        Self { invite_domains, round: RoundPlan::default() }
    }
}

/// "Sample Lane Surgery (X10001)".
fn named(organisation: &Organisation) -> String {
    format!("{} ({})", organisation.name, organisation.code)
}

/// A request as the rules see it.
async fn open(db: &impl ConnectionTrait, record: &Record) -> Result<domain::access_requests::Open> {
    let place = match record.organisation.level {
        domain::organisations::Level::Practice => store::places::find(db, &record.organisation.code).await?.map(|found| found.place),
        _ => None,
    };
    Ok(domain::access_requests::Open { email: record.email.clone(), role: record.role, place })
}
