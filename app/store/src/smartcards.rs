//! What people at a practice still need before they can sign in with a smartcard. No data of a card is kept.

use chrono::{DateTime, Utc};
use domain::accounts::Scope;
use domain::organisations::OdsCode;
use domain::smartcards::Need;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::practice;
use crate::entity::smartcard_holder::{Column, Entity, Model};
use crate::scope::practices_in;
use crate::{Result, StoreError};

/// A member of staff as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The id of the row.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// What is missing, in the order of [`Need::ALL`].
    pub missing: Vec<Need>,
    /// Counts the changes, so that nobody overwrites what they have not seen.
    pub revision: i32,
    /// When it was recorded.
    pub updated_at: DateTime<Utc>,
    /// Who recorded it, by name.
    pub updated_by: String,
}

/// How ready the staff of a practice are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub practice: OdsCode,
    pub name: String,
    /// How many people are recorded.
    pub people: u64,
    /// For how many of them something is missing.
    pub unready: u64,
}

/// The people of a practice, by name.
///
/// # Errors
/// When the database cannot be read or holds a word this version does not know.
pub async fn holders(db: &impl ConnectionTrait, practice: &OdsCode) -> Result<Vec<Holder>> {
    let rows = Entity::find().filter(Column::PracticeCode.eq(practice.as_str())).order_by_asc(Column::Name).order_by_asc(Column::Id);
    rows.all(db).await?.into_iter().map(read).collect()
}

/// One of them.
///
/// # Errors
/// As [`holders`].
pub async fn holder(db: &impl ConnectionTrait, practice: &OdsCode, id: &str) -> Result<Option<Holder>> {
    let row = Entity::find_by_id(id).filter(Column::PracticeCode.eq(practice.as_str())).one(db).await?;
    row.map(read).transpose()
}

/// Adds one.
///
/// # Errors
/// When the database refuses.
pub async fn insert(db: &impl ConnectionTrait, practice: &OdsCode, holder: Holder) -> Result<()> {
    let row = Model {
        missing: words(&holder.missing),
        id: holder.id,
        practice_code: practice.to_string(),
        name: holder.name,
        revision: holder.revision,
        updated_at: holder.updated_at,
        updated_by: holder.updated_by,
    };
    Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// Keeps `holder` in the place of the revision before it; false where somebody was faster.
///
/// # Errors
/// When the database refuses.
pub async fn update(db: &impl ConnectionTrait, practice: &OdsCode, holder: &Holder) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::Name, Expr::value(&holder.name))
        .col_expr(Column::Missing, Expr::value(words(&holder.missing)))
        .col_expr(Column::Revision, Expr::value(holder.revision))
        .col_expr(Column::UpdatedAt, Expr::value(holder.updated_at))
        .col_expr(Column::UpdatedBy, Expr::value(&holder.updated_by))
        .filter(Column::Id.eq(&holder.id))
        .filter(Column::PracticeCode.eq(practice.as_str()))
        .filter(Column::Revision.eq(holder.revision - 1))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Removes one; false where it is gone already.
///
/// # Errors
/// When the database refuses.
pub async fn remove(db: &impl ConnectionTrait, practice: &OdsCode, id: &str) -> Result<bool> {
    let done = Entity::delete_many().filter(Column::Id.eq(id)).filter(Column::PracticeCode.eq(practice.as_str())).exec(db).await?;
    Ok(done.rows_affected == 1)
}

/// The open practices within `scope` that recorded somebody, by name, with how ready their people are.
///
/// # Errors
/// When the database cannot be read or holds a code this version does not know.
pub async fn counts(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<Count>> {
    let to_practice = Entity::belongs_to(practice::Entity).from(Column::PracticeCode).to(practice::Column::OdsCode);
    let people: Vec<(String, String, String)> = Entity::find()
        .join(sea_orm::JoinType::InnerJoin, to_practice.into())
        .filter(Column::PracticeCode.in_subquery(codes_of_open(scope)))
        .select_only()
        .column(Column::PracticeCode)
        .column(practice::Column::Name)
        .column(Column::Missing)
        .order_by_asc(practice::Column::Name)
        .order_by_asc(Column::PracticeCode)
        .into_tuple()
        .all(db)
        .await?;
    let mut counts: Vec<Count> = Vec::new();
    for (code, name, missing) in people {
        let practice: OdsCode = code.parse().map_err(|_| StoreError::unreadable("smartcard_holder.practice_code", &code))?;
        if counts.last().is_none_or(|last| last.practice != practice) {
            counts.push(Count { practice, name, people: 0, unready: 0 });
        }
        if let Some(last) = counts.last_mut() {
            last.people += 1;
            last.unready += u64::from(!missing.is_empty());
        }
    }
    Ok(counts)
}

fn codes_of_open(scope: &Scope) -> sea_orm::sea_query::SelectStatement {
    use sea_orm::QueryTrait;
    practices_in(scope).filter(practice::Column::IsOpen.eq(true)).select_only().column(practice::Column::OdsCode).into_query()
}

fn words(missing: &[Need]) -> String {
    missing.iter().map(|need| need.key()).collect::<Vec<_>>().join(" ")
}

fn read(row: Model) -> Result<Holder> {
    let need = |word: &str| Need::from_key(word).ok_or_else(|| StoreError::unreadable("smartcard_holder.missing", word));
    Ok(Holder {
        missing: row.missing.split_whitespace().map(need).collect::<Result<_>>()?,
        id: row.id,
        name: row.name,
        revision: row.revision,
        updated_at: row.updated_at,
        updated_by: row.updated_by,
    })
}
