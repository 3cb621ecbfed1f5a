//! What practices ask their ICB to decide. A decision is one conditional UPDATE that must hit the row.

use chrono::{DateTime, Utc};
use domain::accounts::Scope;
use domain::exceptions::RequestState;
use domain::organisations::OdsCode;
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};

use crate::Result;
use crate::entity::practice;
use crate::entity::practice_request::{Column, Entity, Model};
use crate::scope::codes_in;

pub use crate::entity::practice_request::Model as Request;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An exception; `what` is its category.
    Exception,
    /// Another supplier than files say; `what` is its word.
    Supplier,
}

impl Kind {
    /// The key kept in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Exception => "exception",
            Self::Supplier => "supplier",
        }
    }
}

/// Keeps a new request.
///
/// # Errors
/// A unique violation where the practice waits for a decision of this kind already.
pub async fn insert(db: &impl ConnectionTrait, row: Model) -> Result<()> {
    Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// Every request of a kind that a practice made, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_practice(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, kind: Kind) -> Result<Vec<Model>> {
    let find = Entity::find()
        .filter(Column::Programme.eq(programme))
        .filter(Column::PracticeCode.eq(practice.as_str()))
        .filter(Column::Kind.eq(kind.key()));
    Ok(find.order_by_desc(Column::AskedAt).order_by_desc(Column::Id).all(db).await?)
}

/// The request of a kind on which a practice waits for a decision.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, kind: Kind) -> Result<Option<Model>> {
    Ok(of_practice(db, programme, practice, kind).await?.into_iter().find(|row| row.state == RequestState::Waiting.key()))
}

/// Everything that waits for a decision in `scope`, what waits longest first, with the names of the practices.
///
/// # Errors
/// When the database cannot be read.
pub async fn queue(db: &impl ConnectionTrait, scope: &Scope, programme: &str) -> Result<Vec<(Model, String)>> {
    let rows = queued(scope, programme).order_by_asc(Column::AskedAt).order_by_asc(Column::Id).all(db).await?;
    let codes = rows.iter().map(|row| row.practice_code.as_str());
    let names: Vec<(String, String)> = practice::Entity::find()
        .filter(practice::Column::OdsCode.is_in(codes))
        .select_only()
        .columns([practice::Column::OdsCode, practice::Column::Name])
        .into_tuple()
        .all(db)
        .await?;
    let name = |code: &str| names.iter().find(|(known, _)| known == code).map_or_else(|| code.to_owned(), |(_, name)| name.clone());
    Ok(rows.into_iter().map(|row| (row.clone(), name(&row.practice_code))).collect())
}

/// How many [`queue`] holds, as a query.
pub(crate) fn number_waiting(scope: &Scope, programme: &str) -> SelectStatement {
    queued(scope, programme).select_only().expr(Column::Id.count()).into_query()
}

fn queued(scope: &Scope, programme: &str) -> Select<Entity> {
    let find = Entity::find().filter(Column::Programme.eq(programme)).filter(Column::State.eq(RequestState::Waiting.key()));
    if scope.everything { find } else { find.filter(Column::PracticeCode.in_subquery(codes_in(scope))) }
}

/// Decides on a request that waits; false where somebody was faster.
///
/// # Errors
/// When the database refuses.
pub async fn decide(db: &impl ConnectionTrait, id: &str, to: RequestState, by: &str, note: &str, at: DateTime<Utc>) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(to.key()))
        .col_expr(Column::DecidedAt, Expr::value(at))
        .col_expr(Column::DecidedBy, Expr::value(by))
        .col_expr(Column::Note, Expr::value(note))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(RequestState::Waiting.key()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
