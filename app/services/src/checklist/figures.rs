//! How many patients have the enhanced-review code on a day: recorded, corrected and removed.

use domain::accounts::{Viewer, changed_meanwhile};
use domain::audit::checklist::Corrected;
use domain::audit::{ChecklistEvent, Why};
use domain::checklist::{Counted, check_against_list, read_count};
use domain::exceptions::required;
use domain::field::{DateInput, FieldError};
use domain::organisations::OdsCode;
use store::Tx;
use store::audit::{self, NewEvent};
use store::checklist::numbers::{self, Figure};

use super::numbers::day;
use crate::edit_conflict::{Changed, is_own};
use crate::{Error, Result, Services, practice_access, tokens};

/// A figure of a practice that somebody works on, as their form names it.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    pub id: &'a str,
    /// The fingerprint of the figure that the form was filled with: [`figure_seen`].
    pub seen: &'a str,
    /// Why it is corrected or removed.
    pub reason: &'a str,
}

/// Tells one figure from what became of it. A form carries it.
#[must_use]
pub fn figure_seen(counted: Counted) -> String {
    format!("{} {}", counted.on, counted.patients)
}

/// Records how many patients have the enhanced-review code on a day. Of two figures of one day the one added last counts.
///
/// # Errors
/// [`Error::Invalid`] on `patients` or `counted`; otherwise as [`practice_access::for_work`].
pub async fn add_figure(services: &Services, viewer: &Viewer, practice: &OdsCode, patients: &str, counted: &DateInput) -> Result<()> {
    let tx = services.store.begin().await?;
    practice_access::for_work(&tx, viewer, practice).await?;
    let counted = read(services, &tx, practice, patients, counted).await?.map_err(Error::Invalid)?;
    let actor = services.actor(viewer);
    let figure = Figure { id: tokens::new_id(), counted, recorded_at: actor.at, recorded_by: viewer.name.clone() };
    let event = ChecklistEvent::Count { subject: (&figure.id).into(), after: counted };
    numbers::add(&tx, &services.programme.code, practice, figure).await?;
    finish(tx, actor.did_to(practice, event)).await
}

/// Corrects a figure that was recorded, with a reason; the audit trail keeps what stood before.
///
/// # Errors
/// [`Error::Invalid`] on `patients`, `counted` or `reason`; [`Error::Conflict`] where the figure was changed or removed meanwhile;
/// otherwise as [`practice_access::for_work`].
pub async fn correct_figure(
    services: &Services,
    viewer: &Viewer,
    practice: &OdsCode,
    named: Named<'_>,
    (patients, counted): (&str, &DateInput),
) -> Result<()> {
    let tx = services.store.begin().await?;
    let before = found(&tx, services, viewer, practice, named).await?;
    let counted = read(services, &tx, practice, patients, counted).await?;
    let (counted, reason) = match (counted, why(named.reason)) {
        (Ok(counted), Ok(reason)) => (counted, reason),
        (counted, reason) => return Err(Error::Invalid(counted.err().into_iter().flatten().chain(reason.err()).collect())),
    };
    if counted == before.counted {
        return Err(Error::invalid("patients", "Change the number or the day, or remove the figure"));
    }
    let actor = services.actor(viewer);
    let after = Corrected { on: counted.on, patients: counted.patients, reason: reason.into() };
    let event = ChecklistEvent::CountCorrect { subject: (&before.id).into(), before: before.counted, after };
    numbers::correct(&tx, Figure { id: before.id, counted, recorded_at: actor.at, recorded_by: viewer.name.clone() }).await?;
    finish(tx, actor.did_to(practice, event)).await
}

/// Removes a figure that should never have been recorded, with a reason; the audit trail keeps it.
///
/// # Errors
/// [`Error::Invalid`] on `reason`; [`Error::Conflict`] where the figure was changed or removed meanwhile; otherwise as
/// [`practice_access::for_work`].
pub async fn remove_figure(services: &Services, viewer: &Viewer, practice: &OdsCode, named: Named<'_>) -> Result<()> {
    let tx = services.store.begin().await?;
    let before = found(&tx, services, viewer, practice, named).await?;
    let reason = why(named.reason).map_err(|mistake| Error::Invalid(vec![mistake]))?;
    numbers::remove(&tx, &before.id).await?;
    let event = ChecklistEvent::CountRemove { subject: before.id.into(), before: before.counted, after: Why { reason: reason.into() } };
    finish(tx, services.actor(viewer).did_to(practice, event)).await
}

/// What was typed, as it is kept, or every mistake in it.
async fn read(
    services: &Services,
    tx: &Tx,
    practice: &OdsCode,
    patients: &str,
    counted: &DateInput,
) -> Result<std::result::Result<Counted, Vec<FieldError>>> {
    let (programme, today) = (services.programme.code.as_str(), services.clock.today());
    let list = store::practices::find(tx, programme, practice, today).await?.and_then(|practice| practice.list_size);
    let on = day(services, counted, "counted", "The day of the count");
    let held_against = *on.as_ref().unwrap_or(&today);
    let patients =
        read_count(patients).and_then(|patients| check_against_list("patients", patients.into(), held_against, list).map(|()| patients));
    Ok(match (patients, on) {
        (Ok(patients), Ok(on)) => Ok(Counted { on, patients }),
        (patients, on) => Err(patients.err().into_iter().chain(on.err()).collect()),
    })
}

fn why(typed: &str) -> std::result::Result<String, FieldError> {
    required(typed, "reason", "Say why you correct or remove it", "The reason")
}

/// The figure, if it still stands as the person saw it; nobody else changes it until `tx` ends.
async fn found(tx: &Tx, services: &Services, viewer: &Viewer, practice: &OdsCode, named: Named<'_>) -> Result<Figure> {
    practice_access::for_work(tx, viewer, practice).await?;
    let found = numbers::figure(tx, &services.programme.code, practice, named.id).await?;
    let found = found.ok_or_else(|| Error::Conflict("This figure is not there any more: somebody has removed it.".to_owned()))?;
    if figure_seen(found.counted) == named.seen {
        return Ok(found);
    }
    let oneself = is_own(tx, viewer, practice, Changed::Figure(named.id)).await?;
    let first = changed_meanwhile(oneself, &found.recorded_by, "the figure", found.recorded_at, services.clock.today());
    Err(Error::Conflict(format!("{first}. Check the latest version, then save again")))
}

async fn finish(tx: Tx, event: NewEvent) -> Result<()> {
    audit::append(&tx, event).await?;
    Ok(tx.commit().await?)
}
