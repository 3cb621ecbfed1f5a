//! The outbox. A row is claimed by one conditional UPDATE that must hit it; nothing here keeps a transaction open.

mod monitor;

use chrono::{DateTime, Utc};
use domain::outbox::{Fault, LEASE, TOLERANCE, URGENT};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::Result;
use crate::entity::outbox::{ActiveModel, Column, Entity, Model};

pub use monitor::{Which, count_given_up, facts, given_up_since, purge, release, settle, undelivered, unsent};

/// Rows of one INSERT: 19 values each, and SQLite takes 32,766 in a statement.
const BATCH: usize = 500;
/// What a payload becomes once its secret has done its work.
pub const EMPTY: &str = "{}";

/// A message to keep.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// The id of the row.
    pub id: String,
    /// Of several messages with one key the first is kept.
    pub dedupe_key: String,
    /// The word of its kind.
    pub kind: &'static str,
    /// The practice it is about.
    pub practice: Option<String>,
    /// The account it goes to.
    pub account_id: Option<String>,
    /// The address it goes to.
    pub recipient: String,
    /// Its facts, as JSON.
    pub payload: String,
    /// Its `Message-ID`, the same however often it is sent.
    pub message_id: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it is to be sent; a time that has passed is at once.
    pub due_at: DateTime<Utc>,
}

impl From<NewMessage> for ActiveModel {
    fn from(new: NewMessage) -> Self {
        Self {
            id: Set(new.id),
            dedupe_key: Set(new.dedupe_key),
            kind: Set(new.kind.to_owned()),
            practice_code: Set(new.practice),
            account_id: Set(new.account_id),
            recipient: Set(new.recipient),
            payload: Set(new.payload),
            message_id: Set(new.message_id),
            created_at: Set(new.created_at),
            due_at: Set(new.due_at),
            attempts: Set(0),
            claimed_by: Set(None),
            claimed_until: Set(None),
            sent_at: Set(None),
            failed_at: Set(None),
            last_error: Set(None),
            first_tried_at: Set(None),
            tried_at: Set(None),
            fault: Set(None),
        }
    }
}

/// Keeps messages and returns how many are new: one whose key is there already is left out.
///
/// # Errors
/// When the database refuses.
pub async fn insert(db: &impl ConnectionTrait, messages: Vec<NewMessage>) -> Result<u64> {
    let mut added = 0;
    let mut messages = messages.into_iter().peekable();
    while messages.peek().is_some() {
        let rows = messages.by_ref().take(BATCH).map(ActiveModel::from);
        let ignore = OnConflict::column(Column::DedupeKey).do_nothing().to_owned();
        added += Entity::insert_many(rows).on_conflict(ignore).exec_without_returning(db).await?;
    }
    Ok(added)
}

/// Not sent, not failed, and nobody's at `now`. A claim that reaches much further ahead than claims do was made before the clock was set
/// back, and counts for nothing; twice the length, since clocks of two machines differ and another claim may be newer than `now`.
fn free(now: DateTime<Utc>) -> Condition {
    let unclaimed = Condition::any()
        .add(Column::ClaimedUntil.is_null())
        .add(Column::ClaimedUntil.lte(now))
        .add(Column::ClaimedUntil.gt(now + LEASE * 2));
    Condition::all().add(Column::SentAt.is_null()).add(Column::FailedAt.is_null()).add(unclaimed)
}

/// Up to `limit` messages that are due at `now` and nobody's, the urgent first, then the longest due.
///
/// # Errors
/// When the database cannot be read.
pub async fn due(db: &impl ConnectionTrait, now: DateTime<Utc>, limit: u64) -> Result<Vec<Model>> {
    let rows = Entity::find()
        .filter(free(now))
        .filter(Column::DueAt.lte(now + TOLERANCE))
        .order_by_desc(Column::Kind.is_in(URGENT))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(limit);
    Ok(rows.all(db).await?)
}

/// How many messages are due at `now`, claimed or not.
///
/// # Errors
/// When the database cannot be read.
pub async fn count_due(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64> {
    Ok(Entity::find()
        .filter(Column::SentAt.is_null())
        .filter(Column::FailedAt.is_null())
        .filter(Column::DueAt.lte(now + TOLERANCE))
        .count(db)
        .await?)
}

/// Claims the message that was read as `seen` for `holder` until `now` + [`LEASE`]; false when somebody was faster.
///
/// # Errors
/// When the database refuses.
pub async fn claim(db: &impl ConnectionTrait, seen: &Model, holder: &str, now: DateTime<Utc>) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::ClaimedBy, Expr::value(holder))
        .col_expr(Column::ClaimedUntil, Expr::value(now + LEASE))
        .col_expr(Column::Attempts, Expr::value(seen.attempts + 1))
        .col_expr(Column::FirstTriedAt, Expr::value(seen.first_tried_at.unwrap_or(now)))
        .col_expr(Column::TriedAt, Expr::value(now))
        .filter(Column::Id.eq(&seen.id))
        // Whoever claims counts the attempts up, and whoever gives it back puts it off, so both unchanged are an unchanged row.
        .filter(Column::Attempts.eq(seen.attempts))
        .filter(Column::DueAt.eq(seen.due_at))
        .filter(free(now))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Remembers that a message was sent, whoever holds it by now; `forget` drops its payload.
///
/// # Errors
/// When the database refuses.
pub async fn sent(db: &impl ConnectionTrait, id: &str, now: DateTime<Utc>, forget: bool) -> Result<()> {
    let mut update = Entity::update_many()
        .col_expr(Column::SentAt, Expr::value(now))
        .col_expr(Column::FailedAt, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::ClaimedUntil, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::Fault, Expr::value(Option::<String>::None))
        .filter(Column::Id.eq(id))
        .filter(Column::SentAt.is_null());
    if forget {
        update = update.col_expr(Column::Payload, Expr::value(EMPTY));
    }
    update.exec(db).await?;
    Ok(())
}

/// Puts another payload in the place of that of a message of `holder`, before it is sent.
///
/// # Errors
/// When the database refuses.
pub async fn rewrite(db: &impl ConnectionTrait, id: &str, holder: &str, payload: &str) -> Result<()> {
    Entity::update_many().col_expr(Column::Payload, Expr::value(payload)).filter(held(id, holder)).exec(db).await?;
    Ok(())
}

/// Why a message was not sent.
#[derive(Clone, Copy, Debug)]
pub struct Setback<'a> {
    /// In words.
    pub error: &'a str,
    /// What the mail server had against us, if it was that.
    pub fault: Option<Fault>,
    /// Whether it was handed to a mail server; one that is out of date is not.
    pub tried: bool,
}

/// Gives a message that `holder` could not send back, to be tried again at `due_at`; an attempt that met a fault about every mail is not
/// counted.
///
/// # Errors
/// When the database refuses.
pub async fn retry(db: &impl ConnectionTrait, id: &str, holder: &str, due_at: DateTime<Utc>, setback: Setback<'_>) -> Result<()> {
    let uncounted = i32::from(setback.fault.is_some_and(Fault::is_about_every_mail));
    Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(due_at))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).sub(uncounted))
        .col_expr(Column::ClaimedBy, Expr::value(Option::<String>::None))
        .col_expr(Column::ClaimedUntil, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::LastError, Expr::value(setback.error))
        .col_expr(Column::Fault, Expr::value(setback.fault.map(Fault::key)))
        .filter(held(id, holder))
        .exec(db)
        .await?;
    Ok(())
}

/// Remembers that a message of `holder` will never be sent; `forget` drops its payload.
///
/// # Errors
/// When the database refuses.
pub async fn failed(
    db: &impl ConnectionTrait,
    id: &str,
    holder: &str,
    now: DateTime<Utc>,
    setback: Setback<'_>,
    forget: bool,
) -> Result<()> {
    let mut update = Entity::update_many()
        .col_expr(Column::FailedAt, Expr::value(now))
        .col_expr(Column::ClaimedUntil, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::LastError, Expr::value(setback.error))
        .col_expr(Column::Fault, Expr::value(setback.fault.map(Fault::key)))
        .filter(held(id, holder));
    if !setback.tried {
        update = update.col_expr(Column::TriedAt, Expr::value(Option::<DateTime<Utc>>::None));
    }
    if forget {
        update = update.col_expr(Column::Payload, Expr::value(EMPTY));
    }
    update.exec(db).await?;
    Ok(())
}

fn held(id: &str, holder: &str) -> Condition {
    Condition::all().add(Column::Id.eq(id)).add(Column::ClaimedBy.eq(holder)).add(Column::SentAt.is_null()).add(Column::FailedAt.is_null())
}

/// The messages written last, newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn recent(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Model>> {
    Ok(Entity::find().order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit).all(db).await?)
}

/// One message.
///
/// # Errors
/// When the database cannot be read.
pub async fn by_id(db: &impl ConnectionTrait, id: &str) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(id).one(db).await?)
}
