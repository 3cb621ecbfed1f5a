//! Confirming the address of a request.

use chrono::{DateTime, TimeDelta, Utc};
use domain::access_requests::State;
use domain::accounts::Scope;
use domain::audit::AccessRequestEvent;
use domain::audit::access_requests::Asked;
use domain::organisations::Level;
use store::access_requests as rows;
use store::access_requests::Record;
use store::audit;

use crate::{Error, Result, Services, system_viewer, tokens};

/// How long the link can be used, in hours. Requests that are not confirmed by then are removed.
pub const CONFIRM_HOURS: i64 = 24;

/// Who confirms, in the audit trail: somebody who has no account.
const STRANGER: &str = "somebody who asks for access";

/// What a link can still do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestLink {
    /// It confirms this request with the button.
    Usable(Box<Record>),
    /// The request is confirmed, and expected to be answered at about this time, unless it was already.
    Confirmed(DateTime<Utc>),
    /// Unknown, or too old.
    Spent,
}

/// What a link can still do; looking changes nothing, since mail scanners look.
///
/// # Errors
/// When the database cannot be read.
pub async fn look_at_link(services: &Services, token: &str) -> Result<RequestLink> {
    let (found, now) = (rows::by_token(services.store.read(), &tokens::hash(token)).await?, services.clock.now());
    Ok(match found {
        Some(record) if record.state == State::Unconfirmed && in_time(&record, now) => {
            if rows::is_waiting(services.store.read(), &record.email, &record.organisation.code).await? {
                RequestLink::Confirmed(services.access.round.next_after(now))
            } else {
                RequestLink::Usable(Box::new(record))
            }
        }
        Some(record) if record.state != State::Unconfirmed => RequestLink::Confirmed(services.access.round.next_after(now)),
        _ => RequestLink::Spent,
    })
}

/// Confirms the address of a request, which then waits for a decision. Again changes nothing. Where the same person waits for the same
/// organisation already, the older request stays and the newer one is removed in time.
///
/// # Errors
/// [`Error::Conflict`] where the link is unknown or too old.
pub async fn confirm(services: &Services, token: &str) -> Result<()> {
    let (tx, now) = (services.store.begin().await?, services.clock.now());
    let spent = || Error::Conflict("This link no longer works. Ask for access again.".to_owned());
    let record = rows::by_token(&tx, &tokens::hash(token)).await?.ok_or_else(spent)?;
    if record.state != State::Unconfirmed {
        return Ok(());
    }
    if !in_time(&record, now) {
        return Err(spent());
    }
    if rows::is_waiting(&tx, &record.email, &record.organisation.code).await? || !rows::confirm(&tx, &record.id, now).await? {
        return Ok(());
    }
    // Never under the name that was typed: it could be anybody's.
    let mut nobody = system_viewer(STRANGER);
    nobody.scope = Scope::default();
    let org = record.organisation.code;
    let practice = (record.organisation.level == Level::Practice).then(|| org.clone());
    let event = AccessRequestEvent::Confirm { subject: record.id.into(), after: Asked { role: record.role, org } };
    audit::append(&tx, services.actor(&nobody).did_perhaps_to(practice.as_ref(), event)).await?;
    Ok(tx.commit().await?)
}

fn in_time(record: &Record, now: DateTime<Utc>) -> bool {
    record.created_at + TimeDelta::hours(CONFIRM_HOURS) > now
}

/// Removes requests whose address was not confirmed in time.
///
/// # Errors
/// When the database refuses.
pub async fn purge(services: &Services) -> Result<()> {
    let tx = services.store.begin().await?;
    let gone = rows::purge(&tx, services.clock.now() - TimeDelta::hours(CONFIRM_HOURS)).await?;
    tx.commit().await?;
    tracing::debug!(gone, "unconfirmed requests for access removed");
    Ok(())
}
