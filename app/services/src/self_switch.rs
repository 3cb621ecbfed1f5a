//! A TPP practice says how far it has switched itself on, and a practice that books no date plans its day.

mod plan;

use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::{Action, Viewer};
use domain::audit::self_switch::Steps;
use domain::audit::{FreeText, SelfSwitchEvent};
use domain::checklist::check_against_list;
use domain::exceptions::required;
use domain::field::FieldError;
use domain::organisations::{OdsCode, Route};
use domain::self_switch::{SelfSwitch, check_day, is_correction};
use domain::stage::{Cause, Stage, stage};
use store::Tx;
use store::audit;
use store::confirmation;
use store::practice_records::PracticeRecord;

use crate::edit_conflict::{Changed, is_own};
use crate::free_text::readable;
use crate::{Error, Result, Services, authorise, practice_access, stages};

pub use plan::{Plan, Planned, TypedPlan, plan, seen};
pub use store::self_switch::Record;

/// What a practice declares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// The two facts as they are now.
    pub facts: SelfSwitch,
    /// How many existing accounts were updated.
    pub existing_count: Option<u32>,
    /// Why a day that was recorded is changed or taken back; not asked for otherwise.
    pub reason: String,
}

/// The switch-on of a practice that books no date, as the page shows it.
#[derive(Clone, Debug)]
pub struct SelfSwitchView {
    /// The practice; its supplier says which way it goes.
    pub practice: PracticeRecord,
    /// Its present stage.
    pub stage: Stage,
    /// Whether the settings item of the checklist is done, without which nothing new can be recorded.
    pub settings_confirmed: bool,
    /// What was recorded on the TPP route.
    pub record: Option<Record>,
    /// The day it plans to be switched on.
    pub plan: Option<Plan>,
    /// What was confirmed, on the other routes.
    pub confirmation: Option<confirmation::Record>,
    /// Whether the person may record something.
    pub may_work: bool,
    /// Whether the person may plan the day.
    pub may_plan: bool,
    /// Whether the person may agree to a confirmation for the ICB.
    pub may_decide: bool,
}

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It was kept, or there was nothing new in it.
    Done(Record),
    /// Somebody else recorded something else since the form was filled, and nothing was kept.
    Clashed {
        stands: Record,
        /// Whether that was the same person, in another window.
        oneself: bool,
    },
}

/// How far a practice has switched itself on, for whoever may see it; on every route.
///
/// # Errors
/// [`Error::NotFound`] where the practice is out of scope.
pub async fn load(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<SelfSwitchView> {
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let practice = practice_access::for_action(db, viewer, Action::SeePractice, practice).await?;
    let (place, code) = (&practice.hierarchy, &practice.hierarchy.practice);
    let facts = stages::facts(db, services, code, practice.supplier.route()).await?;
    let stage = stage(&facts, services.clock.today()).stage;
    let may_work = practice_access::may_work(viewer, practice.is_open, &practice.hierarchy);
    Ok(SelfSwitchView {
        stage,
        may_work,
        may_plan: may_work && plan::no_plan(practice.supplier.route(), stage).is_none(),
        settings_confirmed: facts.progress.settings_confirmed,
        record: readable(viewer, place, store::self_switch::find(db, programme, code).await?),
        plan: readable(viewer, place, store::switch_plans::find(db, programme, code).await?),
        confirmation: readable(viewer, place, confirmation::find(db, programme, code).await?),
        may_decide: authorise(viewer, Action::DecideForPractice, Some(&practice.hierarchy)).is_ok(),
        practice,
    })
}

/// Records the two facts of a TPP practice as they are now: a day, or none where it has not been done. A day may be corrected or cleared
/// with a reason; the past then reads accordingly, and the audit trail keeps what stood before. Each fact names who declared it. `revision` is that of the record the form was filled with, 0 for none.
///
/// A first day for a fact is taken only once the settings item of the checklist is done, because with the wrong settings nobody has
/// access whatever was ticked: a third of practices had them wrong (NHS England in Management in Practice, 1 September 2023). The rest of the checklist may still be open: that
/// patients have access is a fact of the world, and hiding it would help nobody.
///
/// # Errors
/// [`Error::Invalid`] on `default_on`, `existing_updated`, `existing_count` or `reason`; [`Error::Conflict`] on another route or before the settings item is done;
/// otherwise as [`practice_access::for_work`].
pub async fn record(services: &Services, viewer: &Viewer, practice: &OdsCode, declared: &Declared, revision: i32) -> Result<Recorded> {
    let Declared { facts, existing_count, .. } = *declared;
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    let route = practice_access::for_work(&tx, viewer, practice).await?.supplier.route();
    if route != Route::Tpp {
        return Err(Error::Conflict("Only practices that use TPP SystmOne record a self-switch.".to_owned()));
    }
    let before = store::self_switch::find(&tx, programme, practice).await?;
    let known = before.as_ref().map(|record| record.facts).unwrap_or_default();
    if let Some(record) = before.clone().filter(|record| record.facts == facts && record.existing_count == existing_count) {
        return Ok(Recorded::Done(record));
    }
    if let Some(stands) = before.clone().filter(|record| record.revision != revision) {
        return Ok(Recorded::Clashed { stands, oneself: is_own(&tx, viewer, practice, Changed::SelfSwitch).await? });
    }
    if before.is_none() && facts == SelfSwitch::default() {
        return Err(Error::invalid("default_on", "Enter the day of at least one step that is done"));
    }
    let known_count = before.as_ref().and_then(|record| record.existing_count);
    let too_many = too_many(&tx, services, practice, declared, known_count).await?;
    let reason = check(declared, known, too_many, services.clock.today())?;
    if is_new(known.default_on, facts.default_on) || is_new(known.existing_updated, facts.existing_updated) {
        require_settings(&tx, services, practice).await?;
    }
    let actor = services.actor(viewer);
    let event = SelfSwitchEvent::Record {
        before: before.as_ref().map(|record| steps(record.facts, record.existing_count, None)),
        after: steps(facts, existing_count, reason.map(FreeText::from)),
    };
    let record = next(viewer, before, declared, actor.at);
    if !store::self_switch::put(&tx, programme, practice, record.clone()).await? {
        return Err(Error::Fault(format!("the self-switch of {practice} was changed under a lock")));
    }
    audit::append(&tx, actor.did_to(practice, event)).await?;
    stages::refresh(&tx, services, &viewer.name, practice, Cause::SelfSwitchRecorded).await?;
    tx.commit().await?;
    Ok(Recorded::Done(record))
}

/// Ends what was recorded in SystmOne, because the practice has left TPP: with TPP again, it switches on anew. The audit trail keeps it, as
/// the stages do.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn end(tx: &Tx, services: &Services, by: &Viewer, practice: &OdsCode) -> Result<()> {
    let programme = services.programme.code.as_str();
    let before = store::self_switch::find(tx, programme, practice).await?.filter(|record| record.facts != SelfSwitch::default());
    let Some(before) = before else { return Ok(()) };
    let actor = services.actor(by);
    let event = SelfSwitchEvent::End { before: steps(before.facts, before.existing_count, None) };
    let record = next(by, Some(before), &Declared::default(), actor.at);
    if !store::self_switch::put(tx, programme, practice, record).await? {
        return Err(Error::Fault(format!("the self-switch of {practice} was changed under a lock")));
    }
    Ok(audit::append(tx, actor.did_to(practice, event)).await?)
}

/// The record that follows on `before`.
fn next(viewer: &Viewer, before: Option<Record>, declared: &Declared, at: DateTime<Utc>) -> Record {
    let facts = declared.facts;
    let known = before.as_ref().map(|record| record.facts).unwrap_or_default();
    let by = |who: fn(&Record) -> Option<&String>| before.as_ref().and_then(who);
    Record {
        facts,
        default_by: declarer(facts.default_on, known.default_on, by(|record| record.default_by.as_ref()), viewer),
        existing_by: declarer(facts.existing_updated, known.existing_updated, by(|record| record.existing_by.as_ref()), viewer),
        existing_count: declared.existing_count,
        revision: before.as_ref().map_or(0, |record| record.revision) + 1,
        updated_at: at,
        updated_by: viewer.name.clone(),
    }
}

/// Who declared a fact: who did so first, as long as its day stands.
fn declarer(day: Option<NaiveDate>, known: Option<NaiveDate>, by: Option<&String>, viewer: &Viewer) -> Option<String> {
    day.map(|_| by.filter(|_| day == known).unwrap_or(&viewer.name).clone())
}

fn is_new(known: Option<NaiveDate>, day: Option<NaiveDate>) -> bool {
    known.is_none() && day.is_some()
}

async fn require_settings(tx: &Tx, services: &Services, practice: &OdsCode) -> Result<()> {
    if stages::facts(tx, services, practice, Route::Tpp).await?.progress.settings_confirmed {
        return Ok(());
    }
    let message = "Check your organisation preferences in SystmOne first, and mark that item of the checklist as done.";
    Err(Error::Conflict(message.to_owned()))
}

fn steps(facts: SelfSwitch, existing_count: Option<u32>, reason: Option<FreeText>) -> Steps {
    let SelfSwitch { default_on, existing_updated } = facts;
    Steps { default_on, existing_updated, existing_count, reason }
}

/// That more accounts were updated than patients are registered; not of a number that stands already.
async fn too_many(tx: &Tx, services: &Services, practice: &OdsCode, typed: &Declared, known: Option<u32>) -> Result<Option<FieldError>> {
    let Some(count) = typed.existing_count.filter(|count| Some(*count) != known) else { return Ok(None) };
    let today = services.clock.today();
    let found = store::practices::find(tx, &services.programme.code, practice, today).await?;
    let on = typed.facts.existing_updated.unwrap_or(today);
    Ok(check_against_list("existing_count", count.into(), on, found.and_then(|found| found.list_size)).err())
}

/// The reason as it is kept, where one is needed.
fn check(declared: &Declared, known: SelfSwitch, too_many: Option<FieldError>, today: NaiveDate) -> Result<Option<String>> {
    let facts = declared.facts;
    let days = [
        ("default_on", "The day new accounts got access", facts.default_on),
        ("existing_updated", "The day existing accounts were updated", facts.existing_updated),
    ];
    let mut mistakes: Vec<_> = days
        .into_iter()
        .filter_map(|(field, what, day)| {
            let refusal = check_day(day?, today).err()?;
            Some(FieldError::new(field, refusal.to_string().replacen("the day", what, 1)))
        })
        .collect();
    if facts.existing_updated.is_some() && declared.existing_count.is_none() {
        mistakes.push(FieldError::new("existing_count", "Enter how many online accounts were updated"));
    }
    mistakes.extend(too_many);
    let mut reason = None;
    if is_correction(known, facts) {
        match required(&declared.reason, "reason", "Say why you change a day that was recorded", "The reason") {
            Ok(text) => reason = Some(text),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    if mistakes.is_empty() { Ok(reason) } else { Err(Error::Invalid(mistakes)) }
}
