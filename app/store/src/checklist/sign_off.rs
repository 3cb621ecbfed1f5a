//! Declarations that a practice's checklist is complete. Of a practice at most one holds.

use chrono::{DateTime, Utc};
use domain::checklist::Signed;
use domain::organisations::OdsCode;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::Result;
use crate::entity::checklist_sign_off::{self, Column, Entity};

/// The declaration that holds.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Option<Signed>> {
    let row = of(programme, practice).filter(Column::EndedAt.is_null()).one(db).await?;
    Ok(row.map(|row| Signed { name: row.name, deputy: row.deputy, at: row.signed_at, version: row.version }))
}

/// Every declaration of a practice, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn all(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Vec<checklist_sign_off::Model>> {
    Ok(of(programme, practice).order_by_desc(Column::SignedAt).order_by_desc(Column::Id).all(db).await?)
}

fn of(programme: &str, practice: &OdsCode) -> sea_orm::Select<Entity> {
    Entity::find().filter(Column::Programme.eq(programme)).filter(Column::PracticeCode.eq(practice.as_str()))
}

/// Adds a declaration, recorded by the person `by`.
///
/// # Errors
/// When the database refuses, as it does where one holds already.
pub async fn insert(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, id: String, signed: Signed, by: &str) -> Result<()> {
    let row = checklist_sign_off::ActiveModel {
        id: Set(id),
        programme: Set(programme.to_owned()),
        practice_code: Set(practice.to_string()),
        version: Set(signed.version),
        name: Set(signed.name),
        deputy: Set(signed.deputy),
        signed_at: Set(signed.at),
        signed_by: Set(by.to_owned()),
        ended_at: Set(None),
        ended_by: Set(None),
        reason: Set(String::new()),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Ends the declaration that holds; false where none does.
///
/// # Errors
/// When the database refuses.
pub async fn end(
    db: &impl ConnectionTrait,
    programme: &str,
    practice: &OdsCode,
    at: DateTime<Utc>,
    by: &str,
    reason: &str,
) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(at))
        .col_expr(Column::EndedBy, Expr::value(by))
        .col_expr(Column::Reason, Expr::value(reason))
        .filter(Column::Programme.eq(programme))
        .filter(Column::PracticeCode.eq(practice.as_str()))
        .filter(Column::EndedAt.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
