//! What waits for an ICB: exceptions, suppliers and switch-ons to decide on; and the exceptions that it has agreed.

use chrono::{DateTime, Utc};
use domain::accounts::{Action, Viewer};
use domain::organisations::Supplier;
use store::exceptions::{Exception, in_force};
use store::practice_requests::{self, Kind, Request};
use store::practices::{Named, named};

use super::category;
use crate::{Result, Services, authorise};

/// Everything that waits for whoever decides.
#[derive(Clone, Debug)]
pub struct Queue {
    /// What waits for a decision, what waits longest first.
    pub waiting: Vec<PendingDecision>,
    /// The exceptions in force, the one that ends first first.
    pub in_force: Vec<InForce>,
}

/// An exception that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    pub practice: Named,
    /// What was agreed, with its last day.
    pub exception: Exception,
    /// Whether its last day is near, so that somebody looks at it again.
    pub is_review_near: bool,
}

/// One thing that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingDecision {
    /// The practice's code.
    pub practice: String,
    pub name: String,
    /// What is decided.
    pub waits_for: WaitsFor,
    /// Since when it waits.
    pub since: DateTime<Utc>,
}

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitsFor {
    /// An exception of this category.
    Exception(String),
    /// That the practice uses this supplier.
    Supplier(String),
    /// That the practice is switched on with another supplier.
    SwitchOn,
}

/// What waits within the person's scope.
///
/// # Errors
/// [`crate::Error::Forbidden`] for who decides on nothing; otherwise when the database cannot be read.
pub async fn queue(services: &Services, viewer: &Viewer) -> Result<Queue> {
    authorise(viewer, Action::DecideForPractice, None)?;
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let requests = practice_requests::queue(db, &viewer.scope, programme).await?.into_iter().map(of_request);
    let confirmations = store::confirmation::waiting(db, &viewer.scope, programme).await?.into_iter();
    let confirmations =
        confirmations.map(|(practice, name, since)| PendingDecision { practice, name, waits_for: WaitsFor::SwitchOn, since });
    let mut waiting: Vec<_> = requests.chain(confirmations).collect();
    waiting.sort_by_key(|waiting| waiting.since);
    Ok(Queue { waiting, in_force: current_exceptions(services, viewer).await? })
}

/// The exceptions in force within the person's scope.
async fn current_exceptions(services: &Services, viewer: &Viewer) -> Result<Vec<InForce>> {
    let (db, programme, today) = (services.store.read(), services.programme, services.clock.today());
    let exceptions = in_force(db, &viewer.scope, &programme.code, today, None).await?;
    let names = named(db, &viewer.scope, exceptions.iter().map(|exception| &exception.practice)).await?;
    let listed = |exception: Exception| {
        let practice = names.get(&exception.practice)?.clone();
        Some(InForce { practice, is_review_near: exception.agreed.is_review_near(programme.exceptions, today), exception })
    };
    Ok(exceptions.into_iter().filter_map(listed).collect())
}

fn of_request((request, name): (Request, String)) -> PendingDecision {
    let waits_for = if request.kind == Kind::Supplier.key() {
        WaitsFor::Supplier(Supplier::from_key(&request.what).map_or(request.what.as_str(), |supplier| supplier.name()).to_owned())
    } else {
        WaitsFor::Exception(category(&request).to_owned())
    };
    PendingDecision { practice: request.practice_code, name, waits_for, since: request.asked_at }
}
