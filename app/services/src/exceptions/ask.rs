//! Asking for an exception.

use domain::accounts::Viewer;
use domain::audit::{ExceptionEvent, exceptions as event};
use domain::exceptions::Asked;
use domain::organisations::OdsCode;
use mail::Asks;
use store::audit;
use store::practice_requests::{Kind, Request, insert, waiting};

use crate::outbox::Recipients;
use crate::practice_requests::{fresh, tell_deciders};
use crate::{Error, Result, Services, practice_access, stages};

/// Asks the ICB for an exception; it waits in the ICB's queue, and its sub-group is told. Returns who that is.
///
/// # Errors
/// [`Error::Invalid`] on `category`, `reason` or `evidence`; [`Error::Conflict`] where a request waits already, an exception holds or
/// the practice is switched on; otherwise as [`practice_access::for_work`].
pub async fn ask(services: &Services, viewer: &Viewer, practice: &OdsCode, typed: [&str; 3]) -> Result<Recipients> {
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    let record = practice_access::for_work(&tx, viewer, practice).await?;
    let [category, reason, evidence] = typed;
    let asked = Asked::parse(category, reason, evidence).map_err(Error::Invalid)?;
    if waiting(&tx, programme, practice, Kind::Exception).await?.is_some() {
        return Err(Error::Conflict("Your practice has already asked for an exception. Wait for your ICB to decide.".to_owned()));
    }
    if store::exceptions::current(&tx, programme, practice, services.clock.today()).await?.is_some() {
        return Err(Error::Conflict("This practice already has an exception. Ask your ICB if it should last longer.".to_owned()));
    }
    if stages::is_switched_on(&tx, services, &record).await? {
        return Err(Error::Conflict("Your practice is already switched on, so it does not need an exception.".to_owned()));
    }
    let actor = services.actor(viewer);
    let request = Request {
        what: asked.category.key().to_owned(),
        reason: asked.reason,
        evidence: asked.evidence,
        ..fresh(services, viewer, practice, Kind::Exception, actor.at)
    };
    let after = event::Asked {
        category: asked.category.key().into(),
        reason: request.reason.as_str().into(),
        evidence: request.evidence.as_str().into(),
    };
    let event = ExceptionEvent::Ask { subject: (&request.id).into(), after };
    let asks = Asks::Exception { category: asked.category.name().into() };
    let told = tell_deciders(&tx, services, viewer, &record, asks, &request.id).await?;
    insert(&tx, request).await?;
    audit::append(&tx, actor.did_to(practice, event)).await?;
    tx.commit().await?;
    Ok(told)
}
