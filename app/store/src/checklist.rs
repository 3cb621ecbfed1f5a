//! Answers to checklist items, and what stands beside them.

pub mod numbers;
pub mod sign_off;
pub mod versions;

use domain::checklist::{Answer, AnswerState};
use domain::organisations::OdsCode;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::entity::checklist_answer::{self, Column, Entity};
use crate::{Result, StoreError};

/// The answers of a practice, in no order.
///
/// # Errors
/// When the database cannot be read or holds a state this version does not know.
pub async fn answers(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Vec<Answer>> {
    let rows = Entity::find().filter(Column::Programme.eq(programme)).filter(Column::PracticeCode.eq(practice.as_str())).all(db).await?;
    rows.into_iter().map(read).collect()
}

fn read(row: checklist_answer::Model) -> Result<Answer> {
    Ok(Answer {
        state: AnswerState::from_key(&row.state).ok_or_else(|| StoreError::unreadable("checklist_answer.state", row.state))?,
        item: row.item_code,
        note: row.note,
        evidence_url: row.evidence_url,
        reason: row.reason,
        assigned_to: row.assigned_to,
        due_on: row.due_on,
        revision: row.revision,
        checklist_version: row.checklist_version,
        updated_at: row.updated_at,
        updated_by: row.updated_by,
    })
}

/// Writes an answer over the one of the revision before it, or as the first where its revision is 1. False, with nothing written, where
/// somebody else was there first.
///
/// # Errors
/// When the database refuses.
pub async fn put(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, answer: Answer) -> Result<bool> {
    if answer.revision == 1 { insert(db, programme, practice, answer).await } else { replace(db, programme, practice, answer).await }
}

async fn insert(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, answer: Answer) -> Result<bool> {
    let row = checklist_answer::ActiveModel {
        programme: Set(programme.to_owned()),
        practice_code: Set(practice.to_string()),
        item_code: Set(answer.item),
        state: Set(answer.state.key().to_owned()),
        note: Set(answer.note),
        evidence_url: Set(answer.evidence_url),
        reason: Set(answer.reason),
        assigned_to: Set(answer.assigned_to),
        due_on: Set(answer.due_on),
        revision: Set(answer.revision),
        checklist_version: Set(answer.checklist_version),
        updated_at: Set(answer.updated_at),
        updated_by: Set(answer.updated_by),
    };
    let unless_there = OnConflict::columns([Column::Programme, Column::PracticeCode, Column::ItemCode]).do_nothing().to_owned();
    Ok(Entity::insert(row).on_conflict(unless_there).exec_without_returning(db).await? == 1)
}

async fn replace(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, answer: Answer) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(answer.state.key()))
        .col_expr(Column::Note, Expr::value(answer.note))
        .col_expr(Column::EvidenceUrl, Expr::value(answer.evidence_url))
        .col_expr(Column::Reason, Expr::value(answer.reason))
        .col_expr(Column::AssignedTo, Expr::value(answer.assigned_to))
        .col_expr(Column::DueOn, Expr::value(answer.due_on))
        .col_expr(Column::Revision, Expr::value(answer.revision))
        .col_expr(Column::ChecklistVersion, Expr::value(answer.checklist_version))
        .col_expr(Column::UpdatedAt, Expr::value(answer.updated_at))
        .col_expr(Column::UpdatedBy, Expr::value(answer.updated_by))
        .filter(Column::Programme.eq(programme))
        .filter(Column::PracticeCode.eq(practice.as_str()))
        .filter(Column::ItemCode.eq(answer.item))
        .filter(Column::Revision.eq(answer.revision - 1))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
