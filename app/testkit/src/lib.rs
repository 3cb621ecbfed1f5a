//! The world that tests of use cases share: few invented organisations and people, a clock that stands still, and practices at every point of
//! their way, brought there as people bring them. Only tests depend on it.

#![expect(clippy::unwrap_used, reason = "a test whose world cannot be made has failed")]

mod checklist;
mod people;

use chrono::NaiveDate;
use domain::audit::SlotEvent;
use domain::audit::slots::Date;
use domain::clock::Clock;
use domain::organisations::{OdsCode, Supplier};
use domain::slots::{SlotFacts, SlotStatus};
use domain::time::london_instant;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use services::{Services, Settings};
use store::entity::{icb, practice, sub_icb};
use store::slots::Slot;
use store::testing::{TestStore, practice_row};

pub use checklist::*;
pub use people::*;

/// # Panics
/// When `text` is no code.
#[must_use]
pub fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

/// # Panics
/// When `text` is no day, "2023-09-18".
#[must_use]
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The use cases at 9:05am of a day.
#[must_use]
pub fn services_on(store: &TestStore, today: &str, settings: Settings) -> Services {
    Services::new(store.store.clone(), Clock::starting_at(london_instant(day(today), 9, 5)), settings)
}

/// Sets the clock to 9:05am of a day.
pub fn move_clock(services: &Services, to: &str) {
    services.clock.move_to(london_instant(day(to), 9, 5));
}

/// The same use cases on connections of their own and with nothing kept, as another process would have them.
///
/// # Panics
/// When the database cannot be reached.
pub async fn another(services: &Services, store: &TestStore) -> Services {
    let store = store::Store::connect(&store.url).await.unwrap();
    Services::new(store, services.clock.clone(), (*services.settings).clone())
}

/// The same use cases in a process that has kept nothing: it sees rows that a test put straight into the tables, of which no event tells.
#[must_use]
pub fn afresh(services: &Services) -> Services {
    Services::new(services.store.clone(), services.clock.clone(), (*services.settings).clone())
}

/// ICB XA1 and its sub-ICB location X1A.
///
/// # Panics
/// When they are there.
pub async fn an_icb(services: &Services) {
    let (db, region, above) = (services.store.writer(), Some("X01".to_owned()), Some("XA1".to_owned()));
    let icb =
        icb::ActiveModel { code: Set("XA1".into()), name: Set("Invented ICB".into()), region_code: Set(region), ..Default::default() };
    icb.insert(db).await.unwrap();
    let sub_icb =
        sub_icb::ActiveModel { code: Set("X1A".into()), name: Set("Invented - X1A".into()), icb_code: Set(above), ..Default::default() };
    sub_icb.insert(db).await.unwrap();
}

/// A practice of X1A of which nothing was recorded.
///
/// # Panics
/// When it is there.
pub async fn a_practice(services: &Services, code_of: &str, supplier: Supplier) -> OdsCode {
    in_x1a(code_of, supplier).insert(services.store.writer()).await.unwrap();
    code(code_of)
}

pub(crate) fn in_x1a(code: &str, supplier: Supplier) -> practice::ActiveModel {
    let sub_icb_code = Set(Some("X1A".to_owned()));
    practice::ActiveModel { sub_icb_code, ..practice_row(code, &format!("Practice {code}"), supplier) }
}

/// An open date with its cut-off three weeks before.
pub async fn a_slot(services: &Services, date: &str, places: i32) -> Slot {
    let date = day(date);
    let facts = SlotFacts::fresh(date, date - chrono::TimeDelta::days(21), places, SlotStatus::Open);
    let slot = Slot { id: services::tokens::new_id(), facts };
    let tx = services.store.begin().await.unwrap();
    store::slots::insert(&tx, &services.programme.code, slot.clone(), services.clock.now()).await.unwrap();
    // As a use case would, so that no process goes on with what it has kept.
    let added = SlotEvent::Add { subject: (&slot.id).into(), after: Date::new(&slot.id, &slot.facts) };
    store::audit::append(&tx, services.actor(&services::system_viewer("test")).did(added)).await.unwrap();
    tx.commit().await.unwrap();
    slot
}
