//! A small invented world: a region, an ICB, a sub-ICB location, and practices in it.

mod people;
mod seen;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::accounts::{Role, Scope, Viewer};
use domain::checklist::{AnswerState, Checklist, ItemCode, TypedAnswer, TypedSignOff};
use domain::clock::Clock;
use domain::field::DateInput;
use domain::organisations::{OdsCode, Supplier};
use domain::slots::{SlotFacts, SlotStatus};
use domain::stage::Stage;
use domain::time::london_instant;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use services::{Services, Settings, checklist};
use store::entity::{checklist_answer, checklist_sign_off, icb, journey, practice, sub_icb};
use store::slots::Slot;
use store::testing::TestStore;

pub use people::*;
pub use seen::*;

pub fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The use cases at 9:05am on 18 September 2023, with ICB XA1 and its sub-ICB location X1A.
pub async fn world(store: &TestStore) -> Services {
    let db = store.writer();
    let region = Some("X01".to_owned());
    let icb =
        icb::ActiveModel { code: Set("XA1".into()), name: Set("Invented ICB".into()), region_code: Set(region), ..Default::default() };
    icb.insert(db).await.unwrap();
    let above = Some("XA1".to_owned());
    let sub_icb =
        sub_icb::ActiveModel { code: Set("X1A".into()), name: Set("Invented - X1A".into()), icb_code: Set(above), ..Default::default() };
    sub_icb.insert(db).await.unwrap();
    let clock = Clock::starting_at(london_instant(day("2023-09-18"), 9, 5));
    Services::new(store.store.clone(), clock, Settings { public_url: "http://localhost".to_owned(), demo: false })
}

pub fn move_clock(services: &Services, to: &str) {
    services.clock.move_to(london_instant(day(to), 9, 5));
}

fn practice_row(code: &str, supplier: Supplier) -> practice::ActiveModel {
    practice::ActiveModel {
        ods_code: Set(code.to_owned()),
        name: Set(format!("Practice {code}")),
        postcode: Set("ZZ1 1ZZ".to_owned()),
        sub_icb_code: Set(Some("X1A".to_owned())),
        supplier: Set(supplier.word().to_owned()),
        list_size: Set(Some(8000)),
        is_open: Set(true),
        ..Default::default()
    }
}

/// A practice of which nothing is known yet.
pub async fn a_practice(services: &Services, code_of: &str, supplier: Supplier) -> OdsCode {
    practice_row(code_of, supplier).insert(services.store.writer()).await.unwrap();
    code(code_of)
}

/// The ICB agrees to what the practice confirmed.
pub async fn agree(services: &Services, practice: &OdsCode) {
    let found = store::confirmation::find(services.store.writer(), &services.programme.code, practice).await.unwrap().unwrap();
    let verdict = services::confirmation::Verdict::Agree;
    services::confirmation::decide(services, &icb_staff(), practice, found.recorded_at, verdict).await.unwrap();
}

pub async fn set_supplier(services: &Services, practice: &OdsCode, supplier: Supplier) {
    let row =
        practice::ActiveModel { ods_code: Set(practice.to_string()), supplier: Set(supplier.word().to_owned()), ..Default::default() };
    row.update(services.store.writer()).await.unwrap();
}

/// A practice with its whole checklist done and signed off.
pub async fn a_ready_practice(services: &Services, code: &str, supplier: Supplier) -> OdsCode {
    let practice = a_practice(services, code, supplier).await;
    answer_everything(services, &practice, supplier).await;
    sign(services, &practice).await;
    practice
}

/// Sam declares the checklist complete.
pub async fn sign(services: &Services, practice: &OdsCode) {
    let version = services.checklist(services.store.read()).await.unwrap().version;
    let typed = TypedSignOff { name: "Sam".into(), deputy: "Alex".into(), declared: true };
    checklist::sign(services, &manager(practice), practice, version, &typed).await.unwrap();
}

/// Many EMIS practices with the whole checklist done and signed off, put straight into the tables.
pub async fn many_ready_practices(services: &Services, count: usize) -> Vec<OdsCode> {
    let db = services.store.writer();
    let codes: Vec<String> = (0..count).map(|n| format!("Z{n:05}")).collect();
    let now = services.clock.now();
    for chunk in codes.chunks(50) {
        practice::Entity::insert_many(chunk.iter().map(|code| practice_row(code, Supplier::Emis))).exec(db).await.unwrap();
        let items: Vec<_> = Checklist::bundled().items_for(Supplier::Emis.route()).collect();
        let rows = chunk.iter().flat_map(|code| {
            items.iter().map(|item| checklist_answer::ActiveModel {
                programme: Set(services.programme.code.clone()),
                practice_code: Set(code.clone()),
                item_code: Set(item.code.clone()),
                state: Set(AnswerState::Done.word().to_owned()),
                note: Set(String::new()),
                evidence_url: Set(String::new()),
                reason: Set(String::new()),
                assigned_to: Set(String::new()),
                due_on: Set(None),
                revision: Set(1),
                checklist_version: Set(1),
                updated_at: Set(now),
                updated_by: Set("test".to_owned()),
            })
        });
        checklist_answer::Entity::insert_many(rows).exec(db).await.unwrap();
        let signed = chunk.iter().map(|code| checklist_sign_off::ActiveModel {
            id: Set(services::tokens::new_id()),
            programme: Set(services.programme.code.clone()),
            practice_code: Set(code.clone()),
            version: Set(1),
            name: Set("test".to_owned()),
            deputy: Set(String::new()),
            signed_at: Set(now),
            signed_by: Set("test".to_owned()),
            reason: Set(String::new()),
            ..Default::default()
        });
        checklist_sign_off::Entity::insert_many(signed).exec_without_returning(db).await.unwrap();
        let journeys = chunk.iter().map(|code| journey::ActiveModel {
            programme: Set(services.programme.code.clone()),
            practice_code: Set(code.clone()),
            stage: Set(Stage::Ready.word().to_owned()),
            stage_since: Set(services.clock.today()),
            settled: Set(i32::try_from(items.len()).unwrap()),
            required: Set(i32::try_from(items.len()).unwrap()),
            settings_confirmed: Set(true),
            updated_at: Set(now),
        });
        journey::Entity::insert_many(journeys).exec_without_returning(db).await.unwrap();
    }
    codes.iter().map(|text| code(text)).collect()
}

/// The form of a section as it is loaded, for a practice manager to change.
pub async fn form(services: &Services, practice: &OdsCode, section: &str) -> BTreeMap<ItemCode, TypedAnswer> {
    let loaded = checklist::load(services, &manager(practice), practice, section).await.unwrap();
    let typed = |view: &checklist::ItemView| match &view.answer {
        None => TypedAnswer { state: "not_started".to_owned(), seen: view.seen.clone(), ..TypedAnswer::default() },
        Some(answer) => TypedAnswer {
            // As the page does: an item that is asked again has no state chosen.
            state: if view.asked_again { String::new() } else { answer.state.word().to_owned() },
            note: answer.note.clone(),
            evidence_url: answer.evidence_url.clone(),
            reason: answer.reason.clone(),
            assigned_to: answer.assigned_to.clone(),
            due: answer.due_on.map(DateInput::of).unwrap_or_default(),
            revision: answer.revision.to_string(),
            seen: view.seen.clone(),
        },
    };
    loaded.items.iter().map(|view| (view.item.code.clone(), typed(view))).collect()
}

pub async fn answer_everything(services: &Services, practice: &OdsCode, supplier: Supplier) {
    let checklist = services.checklist(services.store.read()).await.unwrap();
    for section in checklist.sections_for(supplier.route()) {
        let mut typed = form(services, practice, &section.code).await;
        typed.values_mut().for_each(|answer| answer.state = "done".to_owned());
        checklist::save(services, &manager(practice), practice, &section.code, &typed).await.unwrap();
    }
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

/// An open date with its cut-off three weeks before.
pub async fn a_slot(services: &Services, date: &str, places: i32) -> Slot {
    let date = day(date);
    let facts = SlotFacts::fresh(date, date - chrono::TimeDelta::days(21), places, SlotStatus::Open);
    let slot = Slot { id: services::tokens::new_id(), facts };
    store::slots::insert(services.store.writer(), &services.programme.code, slot.clone(), services.clock.now()).await.unwrap();
    slot
}

pub async fn taken(services: &Services, slot: &Slot) -> i32 {
    let found = store::slots::find(services.store.writer(), &services.programme.code, &slot.id).await.unwrap();
    found.unwrap().facts.taken
}
