//! An invented history for organisations that were imported, so that a measurement meets as many rows as a real year leaves.

use std::collections::BTreeMap;

use domain::accounts::{Role, Scope};
use domain::organisations::{OdsCode, Route, Supplier};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use store::accounts::NewAccount;
use store::entity::practice;

use super::history::{Outcome, Story};
use super::random::Random;
use super::recorder::Recorder;
use super::rows::Rows;
use super::slots::{self, DemoSlot};
use super::{SEED, people, write};
use crate::{Error, Result, Services};

/// Tells a history of every open practice, with one manager each, and returns how many practices there are. For measurements only: the
/// organisations may be real, what is told of them is not.
///
/// # Errors
/// [`Error::Conflict`] where the database knows people already; a fault of the database.
pub async fn tell_history(services: &Services) -> Result<usize> {
    let tx = services.store.begin().await?;
    if write::has_accounts(&tx).await? {
        return Err(Error::Conflict("This database is in use: an invented history goes only where nobody has an account.".to_owned()));
    }
    let open = practice::Entity::find().filter(practice::Column::IsOpen.eq(true)).order_by_asc(practice::Column::OdsCode);
    let practices = open.all(&tx).await?;
    let random = Random::new(SEED);
    let managers = people::managers(&random, &practices);
    let mut slots = slots::generate(&random, services.programme);
    let checklist = services.checklist(&tx).await?;
    let mut rows = Rows::default();
    for (practice, manager) in practices.iter().zip(&managers) {
        let route = Supplier::from_key(&practice.supplier).unwrap_or(Supplier::Unknown).route();
        let mut recorder = Recorder::new(services.programme, checklist, &practice.ods_code, route, manager);
        let outcome = outcome(&random, route, &slots);
        Story { random: &random, checklist, route, recorder: &mut recorder }.tell(&outcome);
        recorder.finish(&mut rows);
    }
    rows.stage_changes.sort_by_key(|change| change.recorded_at);
    count_bookings(&mut slots, &rows);
    let slots = slots.iter().map(|slot| slot.row(services.programme)).collect();
    write::history(&tx, slots, rows).await?;
    for (practice, manager) in practices.iter().zip(&managers) {
        let Ok(code) = practice.ods_code.parse::<OdsCode>() else { continue };
        store::accounts::insert(&tx, account(&random, manager, code)).await?;
    }
    tx.commit().await?;
    Ok(practices.len())
}

/// Of 20 practices 3 have not begun and 5 are in the checklist; 2 are ready, and 10 went on from there by their route.
fn outcome(random: &Random, route: Route, slots: &[DemoSlot]) -> Outcome {
    match (random.between(1, 20), route) {
        (1..=3, _) => Outcome::NotStarted,
        (4..=8, _) => Outcome::InProgress { settled: random.index(10) + 1 },
        (9..=10, _) => Outcome::Ready { cancelled: None },
        (_, Route::Emis) => Outcome::Booked { slot: random.pick(slots).clone(), moved_from: None, confirmed: !random.one_in(10) },
        (_, Route::Tpp) => Outcome::SelfSwitch { both: !random.one_in(4) },
        (_, Route::Other) => Outcome::Arranged,
    }
}

fn count_bookings(slots: &mut [DemoSlot], rows: &Rows) {
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    for booking in &rows.bookings {
        *taken.entry(&booking.slot_id).or_default() += 1;
    }
    for slot in slots {
        slot.fill(taken.get(slot.id.as_str()).copied().unwrap_or_default());
    }
}

fn account(random: &Random, manager: &str, code: OdsCode) -> NewAccount {
    let email = format!("manager.{code}@practice.example").to_lowercase();
    people::account(random, manager, email, Role::PracticeManager, Scope::practices([code]))
}
