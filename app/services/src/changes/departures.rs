//! What follows when practices leave their route or close, in the commit that says so.

use std::collections::{BTreeMap, BTreeSet};

use domain::accounts::Viewer;
use domain::audit::SelfSwitchEvent;
use domain::audit::self_switch::Plan;
use domain::organisations::{OdsCode, Route, Supplier};
use domain::stage::Cause;
use store::Tx;
use store::audit;

use crate::slots::release;
use crate::{Result, Services, confirmation, self_switch, stages};

/// What happened to a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Departure {
    /// It was open and is not.
    Closed,
    /// It has another supplier on another route.
    Rerouted {
        /// The route it was on.
        from: Route,
        /// The supplier it has now.
        to: Supplier,
    },
}

/// Brings the journeys of practices up to date that have left their route or closed: an EMIS date to come is given back with its message,
/// a planned day, a confirmation and what was recorded in SystmOne end with the old route, and the stage follows. Nothing is done where nothing was recorded.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn follow(tx: &Tx, services: &Services, viewer: &Viewer, left: BTreeMap<OdsCode, Departure>) -> Result<()> {
    if left.is_empty() {
        return Ok(());
    }
    let begun = store::stages::begun(tx, &services.programme.code).await?;
    let stays = |left: &Departure| matches!(left, Departure::Rerouted { from, to } if *from == to.route());
    let left: BTreeMap<_, _> = left.into_iter().filter(|(practice, left)| begun.contains(practice) && !stays(left)).collect();
    for practice in left.keys() {
        store::practice_records::lock(tx, practice).await?;
    }
    let released = give_back(tx, services, viewer, &left).await?;
    for (practice, left) in &left {
        let cause = match left {
            Departure::Rerouted { .. } => {
                end_plan(tx, services, viewer, practice).await?;
                confirmation::end(tx, services, viewer, practice).await?;
                self_switch::end(tx, services, viewer, practice).await?;
                Cause::SupplierChanged
            }
            Departure::Closed if released.contains(practice) => Cause::SlotCancelled,
            Departure::Closed => continue,
        };
        stages::refresh(tx, services, &viewer.name, practice, cause).await?;
    }
    Ok(())
}

/// Releases the dates and waiting lists of those that were on EMIS's route; returns who had a date to come. All dates concerned are locked
/// before the first audit event, as everywhere.
async fn give_back(tx: &Tx, services: &Services, viewer: &Viewer, left: &BTreeMap<OdsCode, Departure>) -> Result<BTreeSet<OdsCode>> {
    let programme = services.programme.code.as_str();
    let mut dates = BTreeSet::new();
    for practice in left.keys() {
        dates.extend(store::slots::active(tx, programme, practice).await?.map(|booking| booking.slot_id));
        dates.extend(store::slots::entries_of(tx, programme, practice).await?.into_iter().map(|entry| entry.slot_id));
    }
    store::slots::lock(tx, &dates.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    let mut released = BTreeSet::new();
    for (practice, left) in left {
        let reason = match left {
            Departure::Closed => "The practice has closed.".to_owned(),
            Departure::Rerouted { from: Route::Emis, to } => format!("The practice no longer uses EMIS. Its system is now: {}.", to.name()),
            Departure::Rerouted { .. } => continue,
        };
        if release(tx, services, viewer, practice, &reason).await?.date.is_some() {
            released.insert(practice.clone());
        }
    }
    Ok(released)
}

async fn end_plan(tx: &Tx, services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<()> {
    let programme = services.programme.code.as_str();
    let Some(plan) = store::switch_plans::find(tx, programme, practice).await? else { return Ok(()) };
    store::switch_plans::end(tx, programme, practice, services.clock.now()).await?;
    let event = SelfSwitchEvent::DropPlan { before: Plan { planned_on: plan.planned_on, contact: None } };
    Ok(audit::append(tx, services.actor(viewer).did_to(practice, event)).await?)
}
