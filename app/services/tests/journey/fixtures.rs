//! A small invented world: a region, an ICB, a sub-ICB location, and practices in it.

mod seen;

use domain::accounts::{Role, Scope, Viewer};
use domain::organisations::{OdsCode, Supplier};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use services::{Services, Settings};
use store::entity::practice;
use store::slots::Slot;
use store::testing::TestStore;

pub use seen::*;
pub use testkit::*;

/// The use cases at 9:05am on 18 September 2023, with ICB XA1 and its sub-ICB location X1A.
pub async fn world(store: &TestStore) -> Services {
    let services = services_on(store, "2023-09-18", Settings { public_url: "http://localhost".to_owned(), demo: false });
    an_icb(&services).await;
    services
}

/// The ICB agrees to what the practice confirmed.
pub async fn agree(services: &Services, practice: &OdsCode) {
    let found = store::confirmation::find(services.store.writer(), &services.programme.code, practice).await.unwrap().unwrap();
    let verdict = services::confirmation::SwitchOnDecision::Agree;
    services::confirmation::decide(services, &icb_staff(), practice, found.recorded_at, verdict).await.unwrap();
}

pub async fn set_supplier(services: &Services, practice: &OdsCode, supplier: Supplier) {
    let row = practice::ActiveModel { ods_code: Set(practice.to_string()), supplier: Set(supplier.key().to_owned()), ..Default::default() };
    row.update(services.store.writer()).await.unwrap();
}

/// Practices of one ICB that are ready, each with its manager's account.
pub async fn ready<const N: usize>(services: &Services) -> [OdsCode; N] {
    let practices = many_ready_practices(services, N).await;
    for practice in &practices {
        give_account(services, &own(practice)).await;
    }
    practices.try_into().unwrap()
}

/// The manager of one of [`ready`].
pub fn own(practice: &OdsCode) -> Viewer {
    viewer(&format!("m{practice}"), Role::PracticeManager, Scope::practices([practice.clone()]))
}

pub async fn taken(services: &Services, slot: &Slot) -> i32 {
    let found = store::slots::find(services.store.writer(), &services.programme.code, &slot.id).await.unwrap();
    found.unwrap().facts.taken
}
