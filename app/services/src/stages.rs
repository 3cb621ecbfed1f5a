//! Keeping the stage of a practice true to its facts.

use domain::audit::{ChecklistEvent, Why};
use domain::organisations::{OdsCode, Route};
use domain::stage::{Cause, Stage, StageFacts, Step, stage, update};
use store::audit::{self, Actor};
use store::entity::journey;
use store::practice_records::PracticeRecord;
use store::stages::StageChange;
use store::{ConnectionTrait, Tx};

use crate::{Error, Result, Services};

/// Everything that the stage of a practice on `route` depends on.
///
/// # Errors
/// When the database cannot be read.
pub async fn facts(db: &impl ConnectionTrait, services: &Services, practice: &OdsCode, route: Route) -> Result<StageFacts> {
    let programme = services.programme.code.as_str();
    let answers = store::checklist::answers(db, programme, practice).await?;
    let booked_on = match store::slots::active(db, programme, practice).await? {
        Some(booking) => store::slots::find(db, programme, &booking.slot_id).await?.map(|slot| slot.facts.date),
        None => None,
    };
    let self_switch = store::self_switch::find(db, programme, practice).await?;
    let confirmation = store::confirmation::find(db, programme, practice).await?;
    let signed = store::checklist::sign_off::find(db, programme, practice).await?;
    let checklist = services.checklist(db).await?;
    let planned = store::switch_plans::find(db, programme, practice).await?;
    Ok(StageFacts {
        route,
        progress: domain::checklist::progress(checklist, route, &answers),
        signed_off: signed.is_some(),
        booked_on,
        self_switch: self_switch.map(|record| record.facts).unwrap_or_default(),
        confirmed_on: confirmation.filter(|record| counts(route, record.agreed.is_some())).map(|record| record.confirmed_on),
        planned_since: planned.map(|plan| plan.since),
    })
}

/// Whether a practice is switched on today.
///
/// # Errors
/// As [`facts`].
pub(crate) async fn is_switched_on(db: &impl ConnectionTrait, services: &Services, practice: &PracticeRecord) -> Result<bool> {
    let facts = facts(db, services, &practice.hierarchy.practice, practice.supplier.route()).await?;
    Ok(stage(&facts, services.clock.today()).stage == Stage::SwitchedOn)
}

/// Whether a confirmation counts: with another supplier than EMIS and TPP once the ICB has agreed.
pub(crate) fn counts(route: Route, agreed: bool) -> bool {
    route != Route::Other || agreed
}

/// Looks at the facts of a practice and brings its stage up to date, in the transaction that changed them; returns whether the
/// sign-off of its checklist fell. Adds no row where everything known is still right. `by` is the name of who changed the facts.
///
/// A use case calls it once the facts are written. An import calls it, with [`Cause::SupplierChanged`], for practices that have a row in `journey`; the others
/// have no facts yet. A sign-off falls once a required item is open again, whatever opened it.
///
/// # Errors
/// [`Error::NotFound`] where there is no such practice; otherwise when the database refuses.
pub async fn refresh(tx: &Tx, services: &Services, by: &str, practice: &OdsCode, cause: Cause) -> Result<bool> {
    let supplier = store::practice_records::find(tx, practice).await?.ok_or(Error::NotFound)?.supplier;
    let mut facts = facts(tx, services, practice, supplier.route()).await?;
    let fell = facts.signed_off && !facts.progress.is_ready();
    if fell {
        let_sign_off_fall(tx, services, by, practice, cause).await?;
        facts.signed_off = false;
    }
    record(tx, services, by, practice, cause, &facts).await?;
    Ok(fell)
}

/// Writes the stage that follows from `facts`, which are those of the practice once the transaction commits; otherwise as [`refresh`].
///
/// # Errors
/// When the database refuses.
pub(crate) async fn record(tx: &Tx, services: &Services, by: &str, practice: &OdsCode, cause: Cause, facts: &StageFacts) -> Result<()> {
    let programme = services.programme.code.as_str();
    let newest_first = store::stages::history(tx, programme, practice).await?;
    let recorded: Vec<_> = newest_first.iter().rev().map(|row| Step { stage: row.stage, from: row.effective_on }).collect();
    let (now, today) = (services.clock.now(), services.clock.today());
    let update = update(&recorded, facts, today, cause);
    for step in &update.rows {
        let change = StageChange {
            stage: step.stage,
            effective_on: step.from,
            cause: cause.key().to_owned(),
            recorded_by: by.to_owned(),
            recorded_at: now,
        };
        store::stages::append(tx, programme, practice, change).await?;
    }
    let small = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let row = journey::Model {
        programme: programme.to_owned(),
        practice_code: practice.to_string(),
        stage: update.now.stage.key().to_owned(),
        stage_since: update.now.from,
        settled: small(facts.progress.settled),
        required: small(facts.progress.required),
        settings_confirmed: facts.progress.settings_confirmed,
        updated_at: now,
    };
    Ok(store::stages::put_journey(tx, row, facts.signed_off).await?)
}

async fn let_sign_off_fall(tx: &Tx, services: &Services, by: &str, practice: &OdsCode, cause: Cause) -> Result<()> {
    let at = services.clock.now();
    let why = cause.label();
    store::checklist::sign_off::end(tx, &services.programme.code, practice, at, by, why).await?;
    let actor = Actor { at, name: by.to_owned(), ..Actor::default() };
    let event = ChecklistEvent::SignOffFell { after: Why { reason: why.into() } };
    Ok(audit::append(tx, actor.did_to(practice, event)).await?)
}
