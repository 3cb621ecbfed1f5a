//! What waits for an ICB: exceptions, suppliers and switch-ons to decide on, and reviews that are near.

use chrono::{DateTime, Days, Utc};
use domain::accounts::{Action, Viewer};
use domain::organisations::Supplier;
use store::exceptions::{Exception, reviewed_by};
use store::practice_requests::{self, Kind, Request};

use super::category;
use crate::{Result, Services, authorise};

/// Everything that waits for whoever decides.
#[derive(Clone, Debug)]
pub struct Queue {
    /// What waits for a decision, what waits longest first.
    pub waiting: Vec<Waiting>,
    /// Exceptions whose review is near, the nearest first.
    pub reviews: Vec<Exception>,
}

/// One thing that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The practice's code.
    pub practice: String,
    /// Its name.
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
    let (db, programme, today) = (services.store.read(), services.programme.code.as_str(), services.clock.today());
    let requests = practice_requests::queue(db, &viewer.scope, programme).await?.into_iter().map(of_request);
    let confirmations = store::confirmation::waiting(db, &viewer.scope, programme).await?.into_iter();
    let confirmations = confirmations.map(|(practice, name, since)| Waiting { practice, name, waits_for: WaitsFor::SwitchOn, since });
    let mut waiting: Vec<_> = requests.chain(confirmations).collect();
    waiting.sort_by_key(|waiting| waiting.since);
    let until = today + Days::new(services.programme.exceptions.remind_days_before.into());
    Ok(Queue { waiting, reviews: reviewed_by(db, &viewer.scope, programme, today, until).await? })
}

fn of_request((request, name): (Request, String)) -> Waiting {
    let waits_for = if request.kind == Kind::Supplier.word() {
        WaitsFor::Supplier(Supplier::from_word(&request.what).map_or(request.what.as_str(), |supplier| supplier.name()).to_owned())
    } else {
        WaitsFor::Exception(category(&request).to_owned())
    };
    Waiting { practice: request.practice_code, name, waits_for, since: request.asked_at }
}
