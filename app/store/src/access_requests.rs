//! Requests for access. A change of state is one conditional UPDATE that must hit the row.

mod decided;
mod organisations;

use chrono::{DateTime, Utc};
use domain::access_requests::State;
use domain::accounts::{Role, Scope};
use domain::organisations::{Level, OdsCode};
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use crate::entity::access_request::{Column, Entity, Model};
use crate::entity::{account, account_scope};
use crate::scope::codes_in;
use crate::{Result, StoreError, accounts};

pub use decided::{Decision, PAGE, decided};
pub use organisations::{Organisation, one, search};

/// A request as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub id: String,
    /// The person's address.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// The role that is asked for.
    pub role: Role,
    pub organisation: Organisation,
    /// Why, in the person's words.
    pub why: String,
    /// How far it is.
    pub state: State,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Keeps a new request.
///
/// # Errors
/// When the database refuses.
pub async fn insert(db: &impl ConnectionTrait, row: Model) -> Result<()> {
    Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// How many requests an address made since an instant.
///
/// # Errors
/// When the database cannot be read.
pub async fn count_since(db: &impl ConnectionTrait, email: &str, since: DateTime<Utc>) -> Result<u64> {
    Ok(Entity::find().filter(Column::Email.eq(email)).filter(Column::CreatedAt.gt(since)).count(db).await?)
}

/// Whether the address waits for a decision on this organisation already.
///
/// # Errors
/// When the database cannot be read.
pub async fn is_waiting(db: &impl ConnectionTrait, email: &str, code: &OdsCode) -> Result<bool> {
    let same = in_state(State::Waiting).filter(Column::Email.eq(email)).filter(Column::Code.eq(code.as_str()));
    Ok(same.count(db).await? > 0)
}

/// The request that a link confirms, by the hash of its token.
///
/// # Errors
/// When the database cannot be read or holds a word this version does not know.
pub async fn by_token(db: &impl ConnectionTrait, token_hash: &str) -> Result<Option<Record>> {
    Entity::find().filter(Column::TokenHash.eq(token_hash)).one(db).await?.map(read).transpose()
}

/// One request.
///
/// # Errors
/// As [`by_token`].
pub async fn by_id(db: &impl ConnectionTrait, id: &str) -> Result<Option<Record>> {
    Entity::find_by_id(id).one(db).await?.map(read).transpose()
}

/// Confirms the address of a request; false where that was done already.
///
/// # Errors
/// When the database refuses.
pub async fn confirm(db: &impl ConnectionTrait, id: &str, now: DateTime<Utc>) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Waiting.key()))
        .col_expr(Column::ConfirmedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(State::Unconfirmed.key()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Decides on a request that waits; false where somebody was faster.
///
/// # Errors
/// When the database refuses.
pub async fn decide(db: &impl ConnectionTrait, id: &str, to: State, by: &str, reason: &str, now: DateTime<Utc>) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(to.key()))
        .col_expr(Column::DecidedAt, Expr::value(now))
        .col_expr(Column::DecidedBy, Expr::value(by))
        .col_expr(Column::Reason, Expr::value(reason))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(State::Waiting.key()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Which requests of the queue somebody sees.
#[derive(Clone, Copy, Debug)]
pub enum Queue<'a> {
    /// All.
    Everything,
    /// Those of practice managers for practices within a scope.
    PracticesIn(&'a Scope),
}

/// The requests that wait, the longest waiting first, but for those of `except`: nobody decides on their own.
///
/// # Errors
/// As [`by_token`].
pub async fn waiting(db: &impl ConnectionTrait, queue: Queue<'_>, except: &str, limit: u64) -> Result<Vec<Record>> {
    let rows = queued(queue, except).order_by_asc(Column::ConfirmedAt).order_by_asc(Column::Id).limit(limit).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// How many wait.
///
/// # Errors
/// When the database cannot be read.
pub async fn count_waiting(db: &impl ConnectionTrait, queue: Queue<'_>, except: &str) -> Result<u64> {
    Ok(queued(queue, except).count(db).await?)
}

/// [`count_waiting`] as a query.
pub(crate) fn number_waiting(queue: Queue<'_>, except: &str) -> SelectStatement {
    queued(queue, except).select_only().expr(Column::Id.count()).into_query()
}

fn in_state(state: State) -> Select<Entity> {
    Entity::find().filter(Column::State.eq(state.key()))
}

fn queued(queue: Queue<'_>, except: &str) -> Select<Entity> {
    seen(in_state(State::Waiting).filter(Column::Email.ne(except)), queue)
}

/// Those of `all` that belong to the queue.
fn seen(all: Select<Entity>, queue: Queue<'_>) -> Select<Entity> {
    match queue {
        Queue::Everything => all,
        Queue::PracticesIn(scope) => all.filter(
            Condition::all()
                .add(Column::Role.eq(Role::PracticeManager.key()))
                .add(Column::Level.eq(Level::Practice.key()))
                .add(Column::Code.in_subquery(codes_in(scope))),
        ),
    }
}

/// Removes requests that nobody confirmed since an instant; returns how many.
///
/// # Errors
/// When the database refuses.
pub async fn purge(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64> {
    let old = Entity::delete_many().filter(Column::State.eq(State::Unconfirmed.key())).filter(Column::CreatedAt.lt(before));
    Ok(old.exec(db).await?.rows_affected)
}

/// The active accounts of a role, with what they may see.
///
/// # Errors
/// When the database cannot be read or holds a word this version does not know.
pub async fn deciders(db: &impl ConnectionTrait, role: Role) -> Result<Vec<domain::accounts::Viewer>> {
    let rows = account::Entity::find()
        .filter(account::Column::Role.eq(role.key()))
        .filter(account::Column::Status.eq(accounts::ACTIVE))
        .order_by_asc(account::Column::Id)
        .find_with_related(account_scope::Entity)
        .all(db)
        .await?;
    rows.into_iter().map(|(account, scopes)| accounts::read_viewer(account, &scopes)).collect()
}

fn read(row: Model) -> Result<Record> {
    let code = row.code.parse().map_err(|_| StoreError::unreadable("access_request.code", &row.code))?;
    let level = Level::from_key(&row.level).ok_or_else(|| StoreError::unreadable("access_request.level", &row.level))?;
    Ok(Record {
        role: Role::from_key(&row.role).ok_or_else(|| StoreError::unreadable("access_request.role", &row.role))?,
        state: State::from_key(&row.state).ok_or_else(|| StoreError::unreadable("access_request.state", &row.state))?,
        organisation: Organisation { level, code, name: row.organisation, postcode: None },
        id: row.id,
        email: row.email,
        name: row.name,
        why: row.why,
        created_at: row.created_at,
    })
}
