//! Practices whose checklist is filled in.

use std::collections::BTreeMap;

use domain::checklist::{AnswerState, Checklist, ItemCode, TypedAnswer, TypedSignOff};
use domain::field::DateInput;
use domain::organisations::{OdsCode, Supplier};
use domain::stage::{Cause, Stage};
use sea_orm::{ActiveValue::Set, EntityTrait};
use services::{Services, checklist};
use store::entity::{checklist_answer, checklist_sign_off, journey, practice, stage_change};

use crate::{a_practice, code, in_x1a, manager};

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
        practice::Entity::insert_many(chunk.iter().map(|code| in_x1a(code, Supplier::Emis))).exec(db).await.unwrap();
        let items: Vec<_> = Checklist::bundled().items_for(Supplier::Emis.route()).collect();
        let rows = chunk.iter().flat_map(|code| items.iter().map(|item| answer_row(services, code, &item.code, AnswerState::Done.key())));
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
        are_ready(services, chunk, i32::try_from(items.len()).unwrap()).await;
    }
    codes.iter().map(|text| code(text)).collect()
}

/// The row of an answer to version 1 of the checklist; `state` is the key of one.
pub fn answer_row(services: &Services, practice: &str, item: &str, state: &str) -> checklist_answer::ActiveModel {
    checklist_answer::ActiveModel {
        programme: Set(services.programme.code.clone()),
        practice_code: Set(practice.to_owned()),
        item_code: Set(item.to_owned()),
        state: Set(state.to_owned()),
        note: Set(String::new()),
        evidence_url: Set(String::new()),
        reason: Set(String::new()),
        assigned_to: Set(String::new()),
        due_on: Set(None),
        revision: Set(1),
        checklist_version: Set(1),
        updated_at: Set(services.clock.now()),
        updated_by: Set("test".to_owned()),
    }
}

/// Their stage, with all of so many items settled.
async fn are_ready(services: &Services, codes: &[String], items: i32) {
    let (db, now) = (services.store.writer(), services.clock.now());
    let journeys = codes.iter().map(|code| journey::ActiveModel {
        programme: Set(services.programme.code.clone()),
        practice_code: Set(code.clone()),
        stage: Set(Stage::Ready.key().to_owned()),
        stage_since: Set(services.clock.today()),
        settled: Set(items),
        required: Set(items),
        settings_confirmed: Set(true),
        updated_at: Set(now),
    });
    journey::Entity::insert_many(journeys).exec_without_returning(db).await.unwrap();
    let changes = codes.iter().map(|code| stage_change::ActiveModel {
        programme: Set(services.programme.code.clone()),
        practice_code: Set(code.clone()),
        stage: Set(Stage::Ready.key().to_owned()),
        effective_on: Set(services.clock.today()),
        cause: Set(Cause::ChecklistSignedOff.key().to_owned()),
        recorded_by: Set("test".to_owned()),
        recorded_at: Set(now),
        ..Default::default()
    });
    stage_change::Entity::insert_many(changes).exec_without_returning(db).await.unwrap();
}

/// The form of a section as it is loaded, for a practice manager to change.
pub async fn form(services: &Services, practice: &OdsCode, section: &str) -> BTreeMap<ItemCode, TypedAnswer> {
    let loaded = checklist::load(services, &manager(practice), practice, section).await.unwrap();
    let typed = |view: &checklist::ItemView| match &view.answer {
        None => TypedAnswer { state: "not_started".to_owned(), seen: view.seen.clone(), ..TypedAnswer::default() },
        Some(answer) => TypedAnswer {
            // As the page does: an item that is asked again has no state chosen.
            state: if view.asked_again { String::new() } else { answer.state.key().to_owned() },
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

/// Every item of the checklist is said to be done.
pub async fn answer_everything(services: &Services, practice: &OdsCode, supplier: Supplier) {
    let checklist = services.checklist(services.store.read()).await.unwrap();
    for section in checklist.sections_for(supplier.route()) {
        let mut typed = form(services, practice, &section.code).await;
        typed.values_mut().for_each(|answer| answer.state = "done".to_owned());
        checklist::save(services, &manager(practice), practice, &section.code, &typed).await.unwrap();
    }
}
