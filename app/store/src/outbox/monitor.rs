//! What is asked of the outbox by whoever looks after it.

use chrono::{DateTime, Utc};
use domain::outbox::{Facts, Fault, InARow, RETRY_WITHIN, TOLERANCE};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::EMPTY;
use crate::Result;
use crate::entity::outbox::{Column, Entity, Model};

/// Removes what was sent, or given up, before `before`; how many.
///
/// # Errors
/// When the database refuses.
pub async fn purge(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64> {
    let ended = Condition::any().add(Column::SentAt.lt(before)).add(Column::FailedAt.lt(before));
    Ok(Entity::delete_many().filter(ended).exec(db).await?.rows_affected)
}

/// The messages that are not sent, the longest waiting first; only those that were given up where `failed`.
///
/// # Errors
/// When the database cannot be read.
pub async fn unsent(db: &impl ConnectionTrait, failed: bool) -> Result<Vec<Model>> {
    let mut rows = Entity::find().filter(Column::SentAt.is_null());
    if failed {
        rows = rows.filter(Column::FailedAt.is_not_null());
    }
    Ok(rows.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await?)
}

/// Which messages are to be made due.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// Those with these ids, unless they are sent or somebody holds them.
    Ids(&'a [String]),
    /// Those that wait because of a fault, unless somebody holds them.
    HeldBack,
}

impl Which<'_> {
    fn condition(self, now: DateTime<Utc>) -> Condition {
        let unheld =
            Condition::any().add(Column::FailedAt.is_not_null()).add(Column::ClaimedUntil.is_null()).add(Column::ClaimedUntil.lte(now));
        match self {
            Self::Ids(ids) => Condition::all().add(Column::Id.is_in(ids)).add(unheld),
            Self::HeldBack => Condition::all().add(Column::FailedAt.is_null()).add(Column::Fault.is_not_null()).add(unheld),
        }
    }
}

/// Given up over a fault, since then, with its content.
fn over_a_fault(since: DateTime<Utc>) -> Condition {
    let unsent = Condition::all().add(Column::SentAt.is_null()).add(Column::Payload.ne(EMPTY));
    unsent.add(Column::FailedAt.gte(since)).add(Column::Fault.is_not_null())
}

/// The messages that were given up over a fault since then and could be sent still, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn given_up_since(db: &impl ConnectionTrait, since: DateTime<Utc>) -> Result<Vec<Model>> {
    let rows = Entity::find().filter(over_a_fault(since));
    Ok(rows.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await?)
}

/// Says of a message that was given up over a fault that it is left so for another reason: `why`.
///
/// # Errors
/// When the database refuses.
pub async fn settle(db: &impl ConnectionTrait, id: &str, why: &str) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::LastError, Expr::value(why))
        .col_expr(Column::Fault, Expr::value(Option::<String>::None))
        .filter(Column::Id.eq(id))
        .filter(Column::SentAt.is_null())
        .filter(Column::FailedAt.is_not_null())
        .filter(Column::Fault.is_not_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Makes messages due at `now` as if nobody had tried them, but for those whose content is forgotten. Returns how many.
///
/// # Errors
/// When the database refuses.
pub async fn release(db: &impl ConnectionTrait, which: Which<'_>, now: DateTime<Utc>) -> Result<u64> {
    let nothing = || Expr::value(Option::<DateTime<Utc>>::None);
    let done = Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(now))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::ClaimedBy, Expr::value(Option::<String>::None))
        .col_expr(Column::ClaimedUntil, nothing())
        .col_expr(Column::FailedAt, nothing())
        .col_expr(Column::FirstTriedAt, nothing())
        .col_expr(Column::TriedAt, nothing())
        .col_expr(Column::Fault, Expr::value(Option::<String>::None))
        .filter(which.condition(now))
        .filter(Column::SentAt.is_null())
        .filter(Column::Payload.ne(EMPTY))
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}

/// How many messages were given up and could be sent still.
///
/// # Errors
/// When the database cannot be read.
pub async fn count_given_up(db: &impl ConnectionTrait) -> Result<u64> {
    let given_up = Entity::find().filter(Column::SentAt.is_null()).filter(Column::FailedAt.is_not_null());
    Ok(given_up.filter(Column::Payload.ne(EMPTY)).count(db).await?)
}

/// What the outbox tells at `now` of whether mail goes out.
///
/// # Errors
/// When the database cannot be read.
pub async fn facts(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Facts> {
    let should_have_gone = Condition::any().add(Column::DueAt.lte(now + TOLERANCE)).add(Column::FirstTriedAt.is_not_null());
    let tried = instant(db, waits().column_as(Column::FirstTriedAt.min(), "at")).await?;
    let due = waits().filter(Column::DueAt.lte(now + TOLERANCE));
    let untried = instant(db, due.clone().filter(Column::FirstTriedAt.is_null()).column_as(Column::DueAt.min(), "at")).await?;
    let last_sent = Entity::find().select_only().filter(Column::SentAt.is_not_null());
    let last_sent = instant(db, last_sent.column_as(Column::SentAt.max(), "at")).await?;
    Ok(Facts {
        waiting: Entity::find().filter(still_waits()).filter(should_have_gone).count(db).await?,
        oldest: tried.into_iter().chain(untried).min(),
        due: instant(db, due.column_as(Column::DueAt.min(), "at")).await?,
        given_up: Entity::find().filter(over_a_fault(now - RETRY_WITHIN)).count(db).await?,
        last_sent,
        shut_out: met(db, waits().filter(Column::Fault.is_in(about_every_mail()))).await?,
        in_a_row: in_a_row(db, last_sent).await?,
    })
}

fn about_every_mail() -> impl Iterator<Item = &'static str> {
    Fault::ALL.into_iter().filter(|fault| fault.is_about_every_mail()).map(Fault::key)
}

/// Neither sent nor given up.
fn still_waits() -> Condition {
    Condition::all().add(Column::SentAt.is_null()).add(Column::FailedAt.is_null())
}

fn waits() -> Select<Entity> {
    Entity::find().select_only().filter(still_waits())
}

/// The messages that were tried and let in, but not taken, where nothing was taken since the first try. What is under way is not known yet.
async fn in_a_row(db: &impl ConnectionTrait, last_sent: Option<DateTime<Utc>>) -> Result<InARow> {
    let about_one = Condition::any().add(Column::Fault.is_null()).add(Column::Fault.is_not_in(about_every_mail()));
    let mut rows = waits().filter(about_one).filter(Column::FirstTriedAt.is_not_null()).filter(Column::ClaimedUntil.is_null());
    if let Some(sent) = last_sent {
        rows = rows.filter(Column::FirstTriedAt.gt(sent));
    }
    let sums = rows.clone().column_as(Column::Id.count(), "messages").column_as(Column::Attempts.sum(), "tries");
    let sums =
        sums.column_as(Column::FirstTriedAt.min(), "since").into_tuple::<(i64, Option<i64>, Option<DateTime<Utc>>)>().one(db).await?;
    let (messages, tries, since) = sums.unwrap_or_default();
    let count = |sum: i64| u64::try_from(sum).unwrap_or_default();
    Ok(InARow { messages: count(messages), tries: count(tries.unwrap_or_default()), since, fault: met(db, rows).await? })
}

async fn instant(db: &impl ConnectionTrait, rows: Select<Entity>) -> Result<Option<DateTime<Utc>>> {
    Ok(rows.into_tuple::<Option<DateTime<Utc>>>().one(db).await?.flatten())
}

/// Of such messages, the fault and time of that whose last try met one last.
async fn met(db: &impl ConnectionTrait, rows: Select<Entity>) -> Result<Option<(Fault, DateTime<Utc>)>> {
    let rows = rows.columns([Column::Fault, Column::TriedAt]).filter(Column::Fault.is_not_null()).filter(Column::TriedAt.is_not_null());
    let row = rows.order_by(Column::TriedAt, Order::Desc).limit(1).into_tuple::<(String, DateTime<Utc>)>().one(db).await?;
    Ok(row.and_then(|(key, at)| Some((Fault::from_key(&key)?, at))))
}

/// Those of `addresses` whose mail that was tried last could not be delivered.
///
/// # Errors
/// When the database cannot be read.
pub async fn undelivered(db: &impl ConnectionTrait, addresses: &[&str]) -> Result<Vec<String>> {
    let last = |when: Column| Expr::col((Entity, when)).max();
    let tried = Entity::find()
        .select_only()
        .column(Column::Recipient)
        .filter(Column::Recipient.is_in(addresses.iter().copied()))
        .filter(Column::TriedAt.is_not_null())
        .group_by(Column::Recipient)
        .having(last(Column::FailedAt).is_not_null())
        .having(last(Column::SentAt).is_null().or(last(Column::SentAt).lt(last(Column::FailedAt))));
    Ok(tried.into_tuple().all(db).await?)
}
