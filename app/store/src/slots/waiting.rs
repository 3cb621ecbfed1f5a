//! The waiting lists of full dates. Every change of an entry is made by who holds its date ([`super::lock`], or a claim on it).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::organisations::OdsCode;
use domain::slots::{ListStatus, Pool};
use domain::time::london_day;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::slot;
use crate::entity::slot_waiting::{self, Column, Entity};
use crate::{Result, StoreError};

/// How far a practice on a waiting list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryState {
    /// It waits.
    Waiting,
    /// A place is kept for it.
    Offered,
    /// It has taken a place.
    Taken,
    /// It did not take the place it was offered in time.
    Expired,
    /// It no longer wants one.
    Left,
    /// The date, or the practice's journey there, is no more.
    Ended,
}

impl EntryState {
    /// The key kept in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Offered => "offered",
            Self::Taken => "taken",
            Self::Expired => "expired",
            Self::Left => "left",
            Self::Ended => "ended",
        }
    }

    pub(crate) fn from_key(word: &str) -> Result<Self> {
        let all = [Self::Waiting, Self::Offered, Self::Taken, Self::Expired, Self::Left, Self::Ended];
        all.into_iter().find(|state| state.key() == word).ok_or_else(|| StoreError::unreadable("slot_waiting.state", word))
    }
}

/// A practice on a waiting list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id; grows in the order of joining.
    pub id: String,
    /// The date's id.
    pub slot_id: String,
    /// The practice.
    pub practice: OdsCode,
    /// How far it is.
    pub state: EntryState,
    /// Where the place comes from that is kept for it.
    pub pool: Pool,
    /// When it joined.
    pub joined_at: DateTime<Utc>,
    /// Who put it there, by name.
    pub joined_by: String,
    /// Until when the place is kept.
    pub expires_at: Option<DateTime<Utc>>,
}

impl Entry {
    /// Until when a place is kept for it; none where it waits, and none once its offer has run out, also before the sweep takes it back.
    #[must_use]
    pub fn kept_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.expires_at.filter(|until| self.state == EntryState::Offered && *until > now)
    }

    /// Whether a place is kept for it on `day`, as reports of a day have it: until the end of the day on which the offer runs out.
    #[must_use]
    pub fn is_kept_on(&self, day: NaiveDate) -> bool {
        self.state == EntryState::Offered && self.expires_at.is_some_and(|until| day <= london_day(until))
    }

    /// Whether it has an offer that has run out, which the sweep has not taken back yet.
    #[must_use]
    pub fn has_run_out(&self, now: DateTime<Utc>) -> bool {
        self.state == EntryState::Offered && self.kept_until(now).is_none()
    }
}

/// Where a practice stands with these entries.
#[must_use]
pub fn list_status(own: &[Entry], now: DateTime<Utc>) -> ListStatus {
    let waits = own.iter().any(|entry| entry.state == EntryState::Waiting);
    ListStatus::of(waits, own.iter().any(|entry| entry.kept_until(now).is_some()))
}

fn read(row: slot_waiting::Model) -> Result<Entry> {
    Ok(Entry {
        practice: row.practice_code.parse().map_err(|_| StoreError::unreadable("slot_waiting.practice_code", &row.practice_code))?,
        state: EntryState::from_key(&row.state)?,
        pool: Pool::from_key(&row.pool).ok_or_else(|| StoreError::unreadable("slot_waiting.pool", row.pool))?,
        id: row.id,
        slot_id: row.slot_id,
        joined_at: row.joined_at,
        joined_by: row.joined_by,
        expires_at: row.expires_at,
    })
}

const LIVE: [&str; 2] = ["waiting", "offered"];

/// Puts a practice at the end of a list.
///
/// # Errors
/// A unique violation where it is on the list already.
pub async fn join(db: &impl ConnectionTrait, programme: &str, entry: Entry) -> Result<()> {
    let row = slot_waiting::ActiveModel {
        id: Set(entry.id),
        programme: Set(programme.to_owned()),
        slot_id: Set(entry.slot_id),
        practice_code: Set(entry.practice.to_string()),
        state: Set(entry.state.key().to_owned()),
        pool: Set(entry.pool.key().to_owned()),
        joined_at: Set(entry.joined_at),
        joined_by: Set(entry.joined_by),
        offered_at: Set(None),
        expires_at: Set(entry.expires_at),
        ended_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Who waits for a date or has an offer, the one that joined first first.
///
/// # Errors
/// When the database cannot be read.
pub async fn entries(db: &impl ConnectionTrait, slot_id: &str) -> Result<Vec<Entry>> {
    let rows = Entity::find().filter(Column::SlotId.eq(slot_id)).filter(Column::State.is_in(LIVE));
    rows.order_by_asc(Column::JoinedAt).order_by_asc(Column::Id).all(db).await?.into_iter().map(read).collect()
}

/// The same for every date of a programme, by date.
///
/// # Errors
/// When the database cannot be read.
pub async fn entries_by_date(db: &impl ConnectionTrait, programme: &str) -> Result<BTreeMap<String, Vec<Entry>>> {
    let rows = Entity::find().filter(Column::Programme.eq(programme)).filter(Column::State.is_in(LIVE));
    let mut by_date: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for row in rows.order_by_asc(Column::JoinedAt).order_by_asc(Column::Id).all(db).await? {
        let entry = read(row)?;
        by_date.entry(entry.slot_id.clone()).or_default().push(entry);
    }
    Ok(by_date)
}

/// The lists that a practice is on.
///
/// # Errors
/// When the database cannot be read.
pub async fn entries_of(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Vec<Entry>> {
    let rows = Entity::find().filter(Column::Programme.eq(programme)).filter(Column::PracticeCode.eq(practice.as_str()));
    rows.filter(Column::State.is_in(LIVE)).order_by_asc(Column::Id).all(db).await?.into_iter().map(read).collect()
}

/// The dates for which a practice waits, or of which a place is kept for it, the nearest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn dates_waited_for(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Vec<NaiveDate>> {
    let to_slot = Entity::belongs_to(slot::Entity).from(Column::SlotId).to(slot::Column::Id);
    let dates = Entity::find().select_only().column(slot::Column::Date).join(JoinType::InnerJoin, to_slot.into());
    let own = dates.filter(Column::Programme.eq(programme)).filter(Column::PracticeCode.eq(practice.as_str()));
    Ok(own.filter(Column::State.is_in(LIVE)).order_by_asc(slot::Column::Date).into_tuple().all(db).await?)
}

/// Offers that were not taken by `now`, some at a time.
///
/// # Errors
/// When the database cannot be read.
pub async fn expired(db: &impl ConnectionTrait, programme: &str, now: DateTime<Utc>) -> Result<Vec<Entry>> {
    let rows = Entity::find().filter(Column::Programme.eq(programme)).filter(Column::State.eq(EntryState::Offered.key()));
    rows.filter(Column::ExpiresAt.lte(now)).order_by_asc(Column::Id).all(db).await?.into_iter().map(read).collect()
}

/// Keeps a place for who waits, until `expires_at`. False, with nothing changed, where it does not wait any more.
///
/// # Errors
/// When the database refuses.
pub async fn offer(db: &impl ConnectionTrait, id: &str, pool: &Pool, now: DateTime<Utc>, expires_at: DateTime<Utc>) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(EntryState::Offered.key()))
        .col_expr(Column::Pool, Expr::value(pool.key()))
        .col_expr(Column::OfferedAt, Expr::value(now))
        .col_expr(Column::ExpiresAt, Expr::value(expires_at))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(EntryState::Waiting.key()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends an offer that stands at another moment. False, with nothing changed, where it does not stand any more.
///
/// # Errors
/// When the database refuses.
pub async fn shorten(db: &impl ConnectionTrait, id: &str, expires_at: DateTime<Utc>) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::ExpiresAt, Expr::value(expires_at))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(EntryState::Offered.key()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Takes an entry in state `from` off the list. False, with nothing changed, where it is in another.
///
/// # Errors
/// When the database refuses.
pub async fn end_entry(db: &impl ConnectionTrait, id: &str, from: EntryState, to: EntryState, now: DateTime<Utc>) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(to.key()))
        .col_expr(Column::EndedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(from.key()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
