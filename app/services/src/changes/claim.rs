//! "This is not our system": a practice says so, its ICB confirms or refuses.

use std::collections::BTreeMap;

use domain::accounts::{Action, Viewer};
use domain::audit::ChangeEvent;
use domain::audit::changes::{Claim, Claimed, Decided, System};
use domain::exceptions::{RequestState, TEXT_MAX, required};
use domain::field::{FieldError, check_length, clean_text};
use domain::organisations::import::{Change, What};
use domain::organisations::{OdsCode, Supplier};
use mail::{About, Asks, Decision};
use store::Tx;
use store::audit;
use store::practice_records::PracticeRecord;
use store::practice_requests::{self, Kind, Request, waiting};

use super::{Departure, follow};
use crate::outbox::{Recipients, enqueue_decision};
use crate::practice_requests::{fresh, no_longer_waits, take_back, tell_deciders};
use crate::{Error, Result, Services, practice_access};

/// What the ICB decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimDecision {
    /// The practice uses the supplier it named.
    Agree,
    /// It does not; the note says why.
    Refuse,
}

/// A practice says which clinical system it uses, where what is recorded is wrong. Nothing changes before its ICB has confirmed it,
/// whose sub-group is told; returns who that is.
///
/// # Errors
/// [`Error::Invalid`] on `supplier`, `reason` or `evidence`; [`Error::Conflict`] where something waits already; otherwise as
/// [`practice_access::for_work`].
pub async fn claim(services: &Services, viewer: &Viewer, practice: &OdsCode, typed: [&str; 3]) -> Result<Recipients> {
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    let record = practice_access::for_work(&tx, viewer, practice).await?;
    let [supplier, reason, evidence] = typed;
    let (supplier, reason, evidence) = parse(supplier, reason, evidence, record.supplier)?;
    if waiting(&tx, programme, practice, Kind::Supplier).await?.is_some() {
        return Err(Error::Conflict("Your practice has already reported its system. Wait for your ICB to decide.".to_owned()));
    }
    let actor = services.actor(viewer);
    let request =
        Request { what: supplier.key().to_owned(), reason, evidence, ..fresh(services, viewer, practice, Kind::Supplier, actor.at) };
    let event = ChangeEvent::ClaimSupplier {
        subject: (&request.id).into(),
        before: System { supplier: record.supplier },
        after: Claimed { supplier, reason: request.reason.as_str().into() },
    };
    let told = tell_deciders(&tx, services, viewer, &record, Asks::Supplier { supplier }, &request.id).await?;
    practice_requests::insert(&tx, request).await?;
    audit::append(&tx, actor.did_to(practice, event)).await?;
    tx.commit().await?;
    Ok(told)
}

/// The practice takes back what it said of its supplier, before anybody has decided; the ICB's queue loses it.
///
/// # Errors
/// [`Error::Conflict`] where `id` does not wait any more; otherwise as [`practice_access::for_work`].
pub async fn withdraw(services: &Services, viewer: &Viewer, practice: &OdsCode, id: &str) -> Result<()> {
    let event = |request: &Request| {
        let before = Claim { what: (&request.what).into(), reason: request.reason.as_str().into() };
        ChangeEvent::WithdrawClaim { subject: (&request.id).into(), before }
    };
    take_back(services, viewer, practice, Kind::Supplier, id, event).await
}

/// Confirms or refuses what a practice says of its supplier, and tells it. A confirmed supplier holds from today, and no file replaces it.
///
/// # Errors
/// [`Error::Invalid`] on `note` for a refusal without one; [`Error::Conflict`] where `id` does not wait any more; otherwise as
/// [`practice_access::for_action`].
pub async fn decide(
    services: &Services,
    viewer: &Viewer,
    practice: &OdsCode,
    id: &str,
    verdict: ClaimDecision,
    note: &str,
) -> Result<Recipients> {
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    // Before the practice, as an import does: it must not write over this what it read before.
    store::organisations::lock(&tx).await?;
    store::practice_records::lock(&tx, practice).await?;
    let record = practice_access::for_action(&tx, viewer, Action::DecideForPractice, practice).await?;
    let note = checked(verdict, note)?;
    let request =
        waiting(&tx, programme, practice, Kind::Supplier).await?.filter(|request| request.id == id).ok_or_else(no_longer_waits)?;
    let supplier =
        Supplier::from_key(&request.what).ok_or_else(|| store::StoreError::unreadable("practice_request.what", &request.what))?;
    let actor = services.actor(viewer);
    let (subject, before) = (id.into(), System { supplier: record.supplier });
    let after = Decided { supplier, note: note.as_str().into() };
    let (state, event) = match verdict {
        ClaimDecision::Agree => (RequestState::Agreed, ChangeEvent::ConfirmSupplier { subject, before, after }),
        ClaimDecision::Refuse => (RequestState::Refused, ChangeEvent::RefuseSupplier { subject, before, after }),
    };
    if !practice_requests::decide(&tx, id, state, &viewer.name, &note, actor.at).await? {
        return Err(no_longer_waits());
    }
    if verdict == ClaimDecision::Agree {
        note_supplier(&tx, services, &request, &record, supplier).await?;
    }
    let name = record.name.as_str().into();
    let decision = Decision {
        practice: mail::Practice { code: practice.clone(), name },
        about: About::Supplier { supplier },
        agreed: verdict == ClaimDecision::Agree,
        note: note.as_str().into(),
    };
    let told = enqueue_decision(services, &tx, &decision, id).await?;
    if verdict == ClaimDecision::Agree {
        let left = Departure::Rerouted { from: record.supplier.route(), to: supplier };
        follow(&tx, services, viewer, BTreeMap::from([(practice.clone(), left)])).await?;
    }
    audit::append(&tx, actor.did_to(practice, event)).await?;
    tx.commit().await?;
    Ok(told)
}

/// Writes the supplier and its change; the id of the request says where it comes from.
async fn note_supplier(tx: &Tx, services: &Services, request: &Request, record: &PracticeRecord, supplier: Supplier) -> Result<()> {
    let (now, today, practice) = (services.clock.now(), services.clock.today(), &record.hierarchy.practice);
    store::organisations::confirm_supplier(tx, practice, supplier, today).await?;
    let change = Change {
        practice: practice.clone(),
        what: What::Supplier,
        before: Some(record.supplier.key().to_owned()),
        after: Some(supplier.key().to_owned()),
        dated: Some(today),
    };
    Ok(store::organisations::add_changes(tx, &request.id, (now, today), &[&change]).await?)
}

fn parse(supplier: &str, reason: &str, evidence: &str, recorded: Supplier) -> Result<(Supplier, String, String)> {
    let mut mistakes = Vec::new();
    let supplier = match Supplier::from_key(supplier).filter(|supplier| *supplier != Supplier::Unknown) {
        None => Err(FieldError::new("supplier", "Choose the system your practice uses")),
        Some(supplier) if supplier == recorded => {
            Err(FieldError::new("supplier", format!("Your practice is recorded with {} already", recorded.name())))
        }
        Some(supplier) => Ok(supplier),
    };
    let reason = required(reason, "reason", "Say since when, and how you know", "What you say");
    let evidence = clean_text(evidence);
    mistakes.extend(supplier.as_ref().err().cloned());
    mistakes.extend(reason.as_ref().err().cloned());
    mistakes.extend(check_length(&evidence, TEXT_MAX, "evidence", "The evidence").err());
    match (supplier, reason) {
        (Ok(supplier), Ok(reason)) if mistakes.is_empty() => Ok((supplier, reason, evidence)),
        _ => Err(Error::Invalid(mistakes)),
    }
}

fn checked(verdict: ClaimDecision, note: &str) -> Result<String> {
    let checked = match verdict {
        ClaimDecision::Refuse => required(note, "note", "Say why: the practice is told", "What you tell the practice"),
        ClaimDecision::Agree => {
            let note = clean_text(note);
            check_length(&note, TEXT_MAX, "note", "What you tell the practice").map(|()| note)
        }
    };
    checked.map_err(|mistake| Error::Invalid(vec![mistake]))
}
