//! What follows when practices leave their route or close, in the commit that says so.

use std::collections::{BTreeMap, BTreeSet};

use domain::accounts::Viewer;
use domain::organisations::{OdsCode, Route, Supplier};
use domain::stage::Cause;
use serde_json::json;
use store::Tx;
use store::audit::{self, Event};

use crate::slots::release;
use crate::{Result, Services, stages};

/// What happened to a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
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
/// a planned day on the old route ends, and the stage follows. Nothing is done where nothing was recorded.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn follow(tx: &Tx, services: &Services, viewer: &Viewer, left: BTreeMap<OdsCode, Left>) -> Result<()> {
    if left.is_empty() {
        return Ok(());
    }
    let begun = store::stages::begun(tx, &services.programme.code).await?;
    let left: BTreeMap<_, _> = left.into_iter().filter(|(practice, _)| begun.contains(practice)).collect();
    for practice in left.keys() {
        store::places::lock(tx, practice).await?;
    }
    let released = give_back(tx, services, viewer, &left).await?;
    for (practice, left) in &left {
        let cause = match left {
            Left::Rerouted { .. } => {
                end_plan(tx, services, viewer, practice).await?;
                Cause::SupplierChanged
            }
            Left::Closed if released.contains(practice) => Cause::SlotCancelled,
            Left::Closed => continue,
        };
        stages::refresh(tx, services, &viewer.name, practice, cause).await?;
    }
    Ok(())
}

async fn give_back(tx: &Tx, services: &Services, viewer: &Viewer, left: &BTreeMap<OdsCode, Left>) -> Result<BTreeSet<OdsCode>> {
    let reason = |left: &Left| match left {
        Left::Closed => Some("The practice has closed.".to_owned()),
        Left::Rerouted { from: Route::Emis, to } => Some(format!("The practice no longer uses EMIS. Its system is now: {}.", to.name())),
        Left::Rerouted { .. } => None,
    };
    let wanted: Vec<_> = left.iter().filter_map(|(practice, left)| Some((practice.clone(), reason(left)?))).collect();
    release(tx, services, viewer, &wanted).await
}

async fn end_plan(tx: &Tx, services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<()> {
    let programme = services.programme.code.as_str();
    let Some(plan) = store::switch_plans::find(tx, programme, practice).await? else { return Ok(()) };
    store::switch_plans::remove(tx, programme, practice).await?;
    let event = Event {
        practice: Some(practice.to_string()),
        before: Some(json!({ "planned_on": plan.planned_on }).to_string()),
        ..services.event(viewer, "self-switch.drop-plan")
    };
    Ok(audit::append(tx, event).await?)
}
