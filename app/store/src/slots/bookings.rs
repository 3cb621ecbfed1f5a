//! A practice's place on a date.

use chrono::{DateTime, NaiveDate, Utc};
use domain::organisations::OdsCode;
use domain::slots::Pool;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::entity::booking::{self, Column, Entity};
use crate::{Result, StoreError};

/// What became of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookingState {
    /// The practice has it.
    Active,
    /// It was given up for another date.
    Moved,
    /// It was given up for a later date that was not chosen yet.
    Deferred,
    /// It was given up.
    Cancelled,
    /// Its date came and went, and patients had no access.
    DidNotWork,
}

impl BookingState {
    /// The key kept in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Moved => "moved",
            Self::Deferred => "deferred",
            Self::Cancelled => "cancelled",
            Self::DidNotWork => "did_not_work",
        }
    }

    fn from_key(word: &str) -> Result<Self> {
        let known =
            [Self::Active, Self::Moved, Self::Deferred, Self::Cancelled, Self::DidNotWork].into_iter().find(|state| state.key() == word);
        known.ok_or_else(|| StoreError::unreadable("booking.state", word))
    }
}

/// A booking as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Its id; stays the same when the booking moves, so that it can name the event in a calendar.
    pub id: String,
    pub practice: String,
    /// The date's id.
    pub slot_id: String,
    /// What became of it.
    pub state: BookingState,
    /// Counts the changes of this booking, from 0; the SEQUENCE of the event in a calendar.
    pub sequence: i32,
    /// When the place was taken.
    pub booked_at: DateTime<Utc>,
    /// Who took it, by name.
    pub booked_by: String,
    /// When it was given up.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it was given up; may be empty.
    pub reason: String,
    /// Where its place comes from.
    pub pool: Pool,
    /// Where it was put off: from when the practice wants another date.
    pub wanted_from: Option<NaiveDate>,
}

fn read(row: booking::Model) -> Result<Booking> {
    Ok(Booking {
        id: row.id,
        practice: row.practice_code,
        slot_id: row.slot_id,
        state: BookingState::from_key(&row.state)?,
        sequence: row.sequence,
        booked_at: row.booked_at,
        booked_by: row.booked_by,
        ended_at: row.ended_at,
        reason: row.reason,
        pool: Pool::from_key(&row.pool).ok_or_else(|| StoreError::unreadable("booking.pool", row.pool))?,
        wanted_from: row.wanted_from,
    })
}

fn find(programme: &str, practice: &OdsCode) -> Select<Entity> {
    Entity::find().filter(Column::Programme.eq(programme)).filter(Column::PracticeCode.eq(practice.as_str()))
}

/// The booking that a practice has.
///
/// # Errors
/// When the database cannot be read.
pub async fn active(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Option<Booking>> {
    let row = find(programme, practice).filter(Column::State.eq(BookingState::Active.key())).one(db).await?;
    row.map(read).transpose()
}

/// Every place that a practice has or had, the one taken last first.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_practice(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Vec<Booking>> {
    let rows = find(programme, practice).order_by_desc(Column::BookedAt).order_by_desc(Column::Sequence).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// How often a booking has changed; none where there is none.
///
/// # Errors
/// When the database cannot be read.
pub async fn sequence(db: &impl ConnectionTrait, id: &str) -> Result<Option<i32>> {
    Ok(Entity::find_by_id(id).select_only().column(Column::Sequence).into_tuple().one(db).await?)
}

/// Keeps a booking.
///
/// # Errors
/// A unique violation where it is active and the practice has an active one already.
pub async fn book(db: &impl ConnectionTrait, programme: &str, booking: Booking) -> Result<()> {
    let row = booking::ActiveModel {
        id: Set(booking.id),
        programme: Set(programme.to_owned()),
        practice_code: Set(booking.practice),
        slot_id: Set(booking.slot_id),
        state: Set(booking.state.key().to_owned()),
        sequence: Set(booking.sequence),
        booked_at: Set(booking.booked_at),
        booked_by: Set(booking.booked_by),
        ended_at: Set(booking.ended_at),
        reason: Set(booking.reason),
        pool: Set(booking.pool.key().to_owned()),
        wanted_from: Set(booking.wanted_from),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Moves an active booking to the date and by the person in `to`, which is one sequence on. False, with nothing changed, where it is not
/// active or was changed since.
///
/// # Errors
/// When the database refuses.
pub async fn move_to(db: &impl ConnectionTrait, to: &Booking) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::SlotId, Expr::value(&to.slot_id))
        .col_expr(Column::Pool, Expr::value(to.pool.key()))
        .col_expr(Column::Sequence, Expr::value(to.sequence))
        .col_expr(Column::BookedAt, Expr::value(to.booked_at))
        .col_expr(Column::BookedBy, Expr::value(&to.booked_by))
        .filter(Column::Id.eq(&to.id))
        .filter(Column::State.eq(BookingState::Active.key()))
        .filter(Column::Sequence.eq(to.sequence - 1))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// How a booking ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// [`BookingState::Cancelled`], [`BookingState::Deferred`] or [`BookingState::DidNotWork`].
    pub state: BookingState,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// Where it was put off: from when the practice wants another date.
    pub wanted_from: Option<NaiveDate>,
}

/// Ends an active booking, one sequence on. False, with nothing changed, where it is not active or was changed since.
///
/// # Errors
/// When the database refuses.
pub async fn end(db: &impl ConnectionTrait, booking: &Booking, ending: &Ending) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(ending.state.key()))
        .col_expr(Column::Sequence, Expr::value(booking.sequence + 1))
        .col_expr(Column::EndedAt, Expr::value(ending.at))
        .col_expr(Column::Reason, Expr::value(&ending.reason))
        .col_expr(Column::WantedFrom, Expr::value(ending.wanted_from))
        .filter(Column::Id.eq(&booking.id))
        .filter(Column::State.eq(BookingState::Active.key()))
        .filter(Column::Sequence.eq(booking.sequence))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Counts a change of an active booking that leaves it on its slot: the date of the slot itself moved. False where it is not active or was
/// changed since.
///
/// # Errors
/// When the database refuses.
pub async fn change(db: &impl ConnectionTrait, booking: &Booking) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::Sequence, Expr::value(booking.sequence + 1))
        .filter(Column::Id.eq(&booking.id))
        .filter(Column::State.eq(BookingState::Active.key()))
        .filter(Column::Sequence.eq(booking.sequence))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The active bookings of a date, the one made first first.
///
/// # Errors
/// When the database cannot be read.
pub async fn on_slot(db: &impl ConnectionTrait, slot_id: &str) -> Result<Vec<Booking>> {
    let rows = Entity::find().filter(Column::SlotId.eq(slot_id)).filter(Column::State.eq(BookingState::Active.key()));
    rows.order_by_asc(Column::BookedAt).order_by_asc(Column::Id).all(db).await?.into_iter().map(read).collect()
}

/// The bookings of a date that hold, and those of which it was said that it did not work, the one made first first.
///
/// # Errors
/// When the database cannot be read.
pub async fn had(db: &impl ConnectionTrait, slot_id: &str) -> Result<Vec<Booking>> {
    let states = [BookingState::Active, BookingState::DidNotWork].map(BookingState::key);
    let rows = Entity::find().filter(Column::SlotId.eq(slot_id)).filter(Column::State.is_in(states));
    rows.order_by_asc(Column::BookedAt).order_by_asc(Column::Id).all(db).await?.into_iter().map(read).collect()
}
