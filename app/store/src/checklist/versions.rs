//! Versions of the checklist that were uploaded: at most one draft, and those that went live.

use chrono::{DateTime, Utc};
use domain::organisations::OdsCode;
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::checklist_version::{Column, Entity, Model};
use crate::entity::{checklist_behind, journey};
use crate::{Result, StoreError};

/// The word of a version that waits for its confirmation.
pub const DRAFT: &str = "draft";
/// The word of a version that is, or was, in force.
pub const LIVE: &str = "live";

/// The id of the version in force; none while no uploaded one is.
///
/// # Errors
/// When the database cannot be read.
pub async fn in_force(db: &impl ConnectionTrait, programme: &str) -> Result<Option<String>> {
    let newest = of(programme, LIVE).order_by_desc(Column::Version).select_only().column(Column::Id);
    Ok(newest.into_tuple().one(db).await?)
}

/// The version with this id.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(db: &impl ConnectionTrait, id: &str) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// The version that waits for its confirmation.
///
/// # Errors
/// When the database cannot be read.
pub async fn draft(db: &impl ConnectionTrait, programme: &str) -> Result<Option<Model>> {
    Ok(of(programme, DRAFT).one(db).await?)
}

/// The versions that went live, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn live(db: &impl ConnectionTrait, programme: &str) -> Result<Vec<Model>> {
    Ok(of(programme, LIVE).order_by_desc(Column::Version).all(db).await?)
}

fn of(programme: &str, state: &str) -> sea_orm::Select<Entity> {
    Entity::find().filter(Column::Programme.eq(programme)).filter(Column::State.eq(state))
}

/// Puts a draft in the place of any other.
///
/// # Errors
/// When the database refuses.
pub async fn put_draft(db: &impl ConnectionTrait, row: Model) -> Result<()> {
    remove_draft(db, &row.programme).await?;
    Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// Forgets the draft; false where there is none.
///
/// # Errors
/// When the database refuses.
pub async fn remove_draft(db: &impl ConnectionTrait, programme: &str) -> Result<bool> {
    let gone = Entity::delete_many().filter(Column::Programme.eq(programme)).filter(Column::State.eq(DRAFT)).exec(db).await?;
    Ok(gone.rows_affected > 0)
}

/// Brings the draft with this id into force, and notes every practice that has begun as one whose stage is to be looked at again. False
/// where it is no draft (any more).
///
/// # Errors
/// When the database refuses.
pub async fn go_live(db: &impl ConnectionTrait, programme: &str, id: &str, at: DateTime<Utc>, by: &str) -> Result<bool> {
    use checklist_behind::Column as Behind;
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(LIVE))
        .col_expr(Column::LiveAt, Expr::value(at))
        .col_expr(Column::LiveBy, Expr::value(by))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(DRAFT))
        .exec(db)
        .await?;
    if done.rows_affected != 1 {
        return Ok(false);
    }
    let begun = Query::select()
        .columns([journey::Column::Programme, journey::Column::PracticeCode])
        .from(journey::Entity)
        .and_where(journey::Column::Programme.eq(programme))
        .to_owned();
    let mut insert = Query::insert();
    insert.into_table(checklist_behind::Entity).columns([Behind::Programme, Behind::PracticeCode]);
    insert.select_from(begun).map_err(|error| StoreError::from(sea_orm::DbErr::Custom(error.to_string())))?;
    insert.on_conflict(OnConflict::columns([Behind::Programme, Behind::PracticeCode]).do_nothing().to_owned());
    db.execute(&insert).await?;
    Ok(true)
}

/// Some of the practices whose stage is still that of the version before.
///
/// # Errors
/// When the database cannot be read or holds a code this version does not know.
pub async fn behind(db: &impl ConnectionTrait, programme: &str, limit: u64) -> Result<Vec<OdsCode>> {
    use checklist_behind::Column;
    let codes: Vec<String> = checklist_behind::Entity::find()
        .filter(Column::Programme.eq(programme))
        .order_by_asc(Column::PracticeCode)
        .limit(limit)
        .select_only()
        .column(Column::PracticeCode)
        .into_tuple()
        .all(db)
        .await?;
    codes.into_iter().map(|code| code.parse().map_err(|_| StoreError::unreadable("checklist_behind.practice_code", code))).collect()
}

/// Notes that the stage of a practice is that of the version in force; false where somebody else has seen to it.
///
/// # Errors
/// When the database refuses.
pub async fn caught_up(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<bool> {
    let done = checklist_behind::Entity::delete_by_id((programme.to_owned(), practice.to_string())).exec(db).await?;
    Ok(done.rows_affected == 1)
}
