//! A morning on which everybody wants a place: many ready practices and one date, for `cargo xtask bench`.

use chrono::Days;
use domain::accounts::{Agreement, Role, Scope};
use domain::checklist::{AnswerState, Checklist, TypedAnswer};
use domain::organisations::{OdsCode, Supplier};
use domain::slots::{SlotFacts, SlotStatus};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, IntoActiveModel};
use store::accounts::NewAccount;
use store::entity::{checklist_answer, checklist_sign_off, practice};
use store::slots::Slot;

use crate::{Error, Result, Services, tokens};

/// Rows of one statement.
const ROWS: usize = 500;

/// What was made.
#[derive(Clone, Debug)]
pub struct Rush {
    /// The id of the date.
    pub slot: String,
    /// Each practice, and the account of its manager.
    pub clients: Vec<(OdsCode, String)>,
}

/// Makes so many practices with their checklist done and a manager each, and a date four weeks ahead with so many places.
///
/// # Errors
/// When the database refuses: it must be empty.
pub async fn rush(services: &Services, clients: u32, places: i32) -> Result<Rush> {
    let (db, today) = (services.store.writer(), services.clock.today());
    let codes = (0..clients).map(|n| format!("X{n:05}").parse()).collect::<std::result::Result<Vec<OdsCode>, _>>();
    let codes = codes.map_err(|_| Error::Fault("more practices than codes".to_owned()))?;
    for some in codes.chunks(ROWS) {
        practice::Entity::insert_many(some.iter().map(practice_row)).exec_without_returning(db).await.map_err(store::StoreError::from)?;
    }
    let checklist = services.checklist(db).await?;
    let answers: Vec<_> = codes.iter().flat_map(|code| answers(services, checklist, code)).collect();
    for some in answers.chunks(ROWS) {
        checklist_answer::Entity::insert_many(some.to_vec()).exec_without_returning(db).await.map_err(store::StoreError::from)?;
    }
    let signed: Vec<_> = codes.iter().map(|code| signed(services, checklist, code)).collect();
    for some in signed.chunks(ROWS) {
        checklist_sign_off::Entity::insert_many(some.to_vec()).exec_without_returning(db).await.map_err(store::StoreError::from)?;
    }
    let facts = SlotFacts::fresh(today + Days::new(28), today + Days::new(7), places, SlotStatus::Open);
    let slot = Slot { id: tokens::new_id(), facts };
    store::slots::insert(db, &services.programme.code, slot.clone(), services.clock.now()).await?;
    let tx = services.store.begin().await?;
    let mut made = Vec::new();
    for code in codes {
        let id = tokens::new_id();
        let account = NewAccount {
            id: id.clone(),
            email: format!("{}@bench.example", code.as_str().to_lowercase()),
            name: format!("Manager of {code}"),
            role: Role::PracticeManager,
            scope: Scope::practices([code.clone()]),
            unsubscribe_token: tokens::new_token(),
            created_at: services.clock.now(),
        };
        store::accounts::insert(&tx, account).await?;
        store::accounts::accept(&tx, &id, Agreement::current().version, services.clock.now()).await?;
        made.push((code, id));
    }
    tx.commit().await?;
    Ok(Rush { slot: slot.id, clients: made })
}

fn practice_row(code: &OdsCode) -> practice::ActiveModel {
    practice::ActiveModel {
        ods_code: Set(code.to_string()),
        name: Set(format!("Practice {code}")),
        postcode: Set("ZZ1 1ZZ".to_owned()),
        supplier: Set(Supplier::Emis.key().to_owned()),
        is_open: Set(true),
        ..Default::default()
    }
}

fn answers(services: &Services, checklist: &Checklist, code: &OdsCode) -> Vec<checklist_answer::ActiveModel> {
    let items = checklist.items_for(Supplier::Emis.route());
    let row = |item: &domain::checklist::Item| checklist_answer::ActiveModel {
        programme: Set(services.programme.code.clone()),
        practice_code: Set(code.to_string()),
        item_code: Set(item.code.clone()),
        state: Set(AnswerState::Done.key().to_owned()),
        note: Set(String::new()),
        evidence_url: Set(String::new()),
        reason: Set(String::new()),
        assigned_to: Set(String::new()),
        due_on: Set(None),
        revision: Set(1),
        checklist_version: Set(checklist.version),
        updated_at: Set(services.clock.now()),
        updated_by: Set("bench".to_owned()),
    };
    items.map(row).collect()
}

fn signed(services: &Services, checklist: &Checklist, code: &OdsCode) -> checklist_sign_off::ActiveModel {
    let row = checklist_sign_off::Model {
        id: tokens::new_id(),
        programme: services.programme.code.clone(),
        practice_code: code.to_string(),
        version: checklist.version,
        name: "bench".to_owned(),
        deputy: String::new(),
        signed_at: services.clock.now(),
        signed_by: "bench".to_owned(),
        ended_at: None,
        ended_by: None,
        reason: String::new(),
    };
    row.into_active_model()
}

/// Copies each practice so often that there are `times` as many, each copy under a code of its own; how many there are then.
///
/// # Errors
/// When the database refuses, or more copies are wanted than there are letters to tell them by.
pub async fn scale(services: &Services, times: usize) -> Result<usize> {
    let letters = ('A'..='Z').take(times.saturating_sub(1));
    if letters.clone().count() + 1 < times {
        return Err(Error::Fault("no more than 27 of each".to_owned()));
    }
    let db = services.store.writer();
    let known = practice::Entity::find().all(db).await.map_err(store::StoreError::from)?;
    for letter in letters {
        let copy = |row: &practice::Model| practice::Model { ods_code: format!("{}{letter}", row.ods_code), ..row.clone() };
        let copies: Vec<practice::ActiveModel> = known.iter().map(|row| copy(row).into()).collect();
        for some in copies.chunks(ROWS) {
            practice::Entity::insert_many(some.to_vec()).exec_without_returning(db).await.map_err(store::StoreError::from)?;
        }
    }
    Ok(known.len() * times)
}

/// Answers an item of a practice's checklist one way and the other, ten times a second, for ever; tells `each` time.
///
/// # Errors
/// When the database refuses.
pub async fn write_on(services: &Services, practice: &OdsCode, each: impl Fn()) -> Result<()> {
    let writer = crate::system_viewer("Bench");
    let checklist = services.checklist(services.store.read()).await?;
    let section = checklist.sections.first().ok_or(Error::NotFound)?;
    loop {
        let loaded = crate::checklist::load(services, &writer, practice, &section.code).await?;
        let Some(view) = loaded.items.first() else { return Err(Error::NotFound) };
        let (before, revision) = view.answer.as_ref().map_or((AnswerState::NotStarted, 0), |answer| (answer.state, answer.revision));
        let state = if before == AnswerState::Done { AnswerState::InProgress } else { AnswerState::Done };
        let typed = TypedAnswer {
            state: state.key().to_owned(),
            revision: revision.to_string(),
            seen: view.seen.clone(),
            ..TypedAnswer::default()
        };
        crate::checklist::save(services, &writer, practice, &section.code, &[(view.item.code.clone(), typed)].into()).await?;
        each();
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

/// How many places of a date are taken, and how many practices have it.
///
/// # Errors
/// When the database cannot be read.
pub async fn rushed(services: &Services, slot: &str) -> Result<(i32, usize)> {
    let db = services.store.writer();
    let taken = store::slots::find(db, &services.programme.code, slot).await?.ok_or(Error::NotFound)?.facts.taken;
    Ok((taken, store::slots::on_slot(db, slot).await?.len()))
}
