//! A practice looks whether its patients have access, and says so: after its EMIS date, or with another supplier than EMIS and TPP.

mod agree;

use chrono::NaiveDate;
use domain::accounts::Viewer;
use domain::audit::confirmation::Seen;
use domain::audit::{ConfirmationEvent, Why};
use domain::field::{FieldError, check_length, clean_text};
use domain::organisations::{OdsCode, Route};
use domain::self_switch::check_day;
use domain::stage::Cause;
use domain::time::format_day;
use mail::Asks;
use store::Tx;
use store::audit;

use crate::outbox::Recipients;
use crate::practice_requests::tell_deciders;
use crate::slots::stop_waiting;
use crate::{Error, Result, Services, practice_access, stages};

pub use agree::{SwitchOnDecision, decide};
pub use store::confirmation::Record;

/// The most characters of what was seen, and of a reason. Our own choice.
pub(crate) const TEXT_MAX: usize = 2000;

/// What a practice has confirmed.
#[derive(Clone, Debug)]
pub struct Confirmed {
    pub record: Record,
    /// Who of the ICB sub-group is asked to agree; none where it counts at once.
    pub asked: Option<Recipients>,
}

/// Records the day since when, as the practice says having looked, patients have access, and what it saw. The practice is switched on
/// from that day; with another supplier than EMIS once its ICB has agreed. It no longer waits for another date, and a place that was kept
/// for it goes to the next.
///
/// For an EMIS practice that is its date or a later day. A confirmation from before the date, left over from an earlier supplier, gives way.
///
/// # Errors
/// [`Error::Invalid`] on `day` or `evidence`; [`Error::Conflict`] for a TPP practice, an EMIS practice whose date has not come, or where
/// it was confirmed already; otherwise as [`practice_access::for_work`].
pub async fn confirm(services: &Services, viewer: &Viewer, practice: &OdsCode, day: NaiveDate, evidence: &str) -> Result<Confirmed> {
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    let place = practice_access::for_work(&tx, viewer, practice).await?;
    let route = place.supplier.route();
    let not_before = earliest(&tx, services, practice, route).await?;
    let evidence = clean_text(evidence);
    check(services, day, not_before, &evidence)?;
    let before = store::confirmation::find(&tx, programme, practice).await?;
    if let Some(before) = &before {
        if not_before.is_none_or(|date| before.confirmed_on >= date) {
            let (who, when) = (&before.recorded_by, format_day(before.confirmed_on));
            return Err(Error::Conflict(format!("{who} has confirmed this already: patients have access since {when}.")));
        }
        store::confirmation::remove(&tx, programme, practice, before.recorded_at).await?;
    }
    // It needs no other date any more.
    stop_waiting(&tx, services, viewer, practice, "Your practice is switched on.").await?;
    let actor = services.actor(viewer);
    let record = Record { confirmed_on: day, evidence, recorded_at: actor.at, recorded_by: viewer.name.clone(), agreed: None };
    if !store::confirmation::insert(&tx, programme, practice, record.clone()).await? {
        return Err(Error::Fault(format!("the confirmation of {practice} was changed under a lock")));
    }
    let event = ConfirmationEvent::Confirm { before: before.as_ref().map(seen), after: seen(&record) };
    audit::append(&tx, actor.did_to(practice, event)).await?;
    stages::refresh(&tx, services, &viewer.name, practice, Cause::Confirmed).await?;
    let asked = if stages::counts(route, false) {
        None
    } else {
        let key = format!("{practice}:{}", record.recorded_at.timestamp_millis());
        Some(tell_deciders(&tx, services, viewer, &place, Asks::SwitchOn { day }, &key).await?)
    };
    tx.commit().await?;
    Ok(Confirmed { record, asked })
}

/// Takes a mistaken confirmation back, with a reason: the practice was not switched on by it. To correct a day, withdraw and confirm again.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::Conflict`] where there is nothing to take back; otherwise as [`practice_access::for_work`].
pub async fn withdraw(services: &Services, viewer: &Viewer, practice: &OdsCode, reason: &str) -> Result<()> {
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    practice_access::for_work(&tx, viewer, practice).await?;
    let reason = clean_text(reason);
    if reason.is_empty() {
        return Err(Error::invalid("reason", "Say why the confirmation was mistaken"));
    }
    check_length(&reason, TEXT_MAX, "reason", "The reason").map_err(|mistake| Error::Invalid(vec![mistake]))?;
    let nothing = || Error::Conflict("There is no confirmation to take back.".to_owned());
    let before = store::confirmation::find(&tx, programme, practice).await?.ok_or_else(nothing)?;
    if !store::confirmation::remove(&tx, programme, practice, before.recorded_at).await? {
        return Err(nothing());
    }
    let event = ConfirmationEvent::Withdraw { before: seen(&before), after: Why { reason: reason.into() } };
    audit::append(&tx, services.actor(viewer).did_to(practice, event)).await?;
    stages::refresh(&tx, services, &viewer.name, practice, Cause::ConfirmationWithdrawn).await?;
    Ok(tx.commit().await?)
}

/// Ends a confirmation, because the practice has left the supplier with whom it looked: with the next it looks and confirms anew. The audit
/// trail keeps what it saw, and the stages keep since when it was on.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn end(tx: &Tx, services: &Services, by: &Viewer, practice: &OdsCode) -> Result<()> {
    let programme = services.programme.code.as_str();
    let Some(before) = store::confirmation::find(tx, programme, practice).await? else { return Ok(()) };
    store::confirmation::remove(tx, programme, practice, before.recorded_at).await?;
    let event = ConfirmationEvent::End { before: seen(&before) };
    Ok(audit::append(tx, services.actor(by).did_to(practice, event)).await?)
}

fn seen(record: &Record) -> Seen {
    Seen { confirmed_on: record.confirmed_on, evidence: record.evidence.as_str().into() }
}

/// The first day since when patients can have access; none where nothing says one.
async fn earliest(tx: &Tx, services: &Services, practice: &OdsCode, route: Route) -> Result<Option<NaiveDate>> {
    match route {
        Route::Tpp => Err(Error::Conflict("Practices that use TPP SystmOne record their self-switch instead.".to_owned())),
        Route::Other => Ok(None),
        Route::Emis => match stages::facts(tx, services, practice, route).await?.booked_on {
            None => Err(Error::Conflict("Book a date first: there is nothing to confirm yet.".to_owned())),
            Some(date) if date > services.clock.today() => {
                Err(Error::Conflict(format!("You can confirm from {}, the date you booked.", format_day(date))))
            }
            date => Ok(date),
        },
    }
}

/// Whether what somebody typed about what they saw can be kept.
///
/// # Errors
/// A mistake on `evidence` where it is empty or too long.
pub fn check_evidence(typed: &str) -> std::result::Result<(), FieldError> {
    let evidence = clean_text(typed);
    if evidence.is_empty() {
        return Err(FieldError::new("evidence", "Say what you saw when you looked"));
    }
    check_length(&evidence, TEXT_MAX, "evidence", "What you saw")
}

fn check(services: &Services, day: NaiveDate, not_before: Option<NaiveDate>, evidence: &str) -> Result<()> {
    let mut mistakes = Vec::new();
    if let Err(refusal) = check_day(day, services.clock.today()) {
        mistakes.push(FieldError::new("day", refusal.to_string().replacen("the day", "The day patients got access", 1)));
    } else if let Some(date) = not_before.filter(|date| day < *date) {
        mistakes.push(FieldError::new(
            "day",
            format!("The day patients got access must be {} or later, the date you booked", format_day(date)),
        ));
    }
    mistakes.extend(check_evidence(evidence).err());
    if mistakes.is_empty() { Ok(()) } else { Err(Error::Invalid(mistakes)) }
}
