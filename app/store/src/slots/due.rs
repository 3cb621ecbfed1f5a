//! What a day brings: dates that have passed, and practices that have had theirs.

use chrono::NaiveDate;
use domain::organisations::{OdsCode, Supplier};
use domain::slots::SlotStatus;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use super::{Slot, read};
use crate::entity::{booking, confirmation, practice, slot};
use crate::{Result, StoreError};

/// A practice that has had its date and has not confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AfterDate {
    pub practice: OdsCode,
    pub booking_id: String,
    /// Counts the changes of the booking.
    pub sequence: i32,
    pub date: NaiveDate,
}

/// The open EMIS practices whose date lies from `from` to `to` and that have not confirmed since, in the order of their codes.
///
/// # Errors
/// When the database cannot be read.
pub async fn after_their_date(db: &impl ConnectionTrait, programme: &str, from: NaiveDate, to: NaiveDate) -> Result<Vec<AfterDate>> {
    use booking::Column;
    let column = |column: confirmation::Column| Expr::col((confirmation::Entity, column));
    let confirmed = Query::select()
        .expr(Expr::val(1))
        .from(confirmation::Entity)
        .and_where(column(confirmation::Column::Programme).eq(programme))
        .and_where(column(confirmation::Column::PracticeCode).eq(Expr::col((booking::Entity, Column::PracticeCode))))
        .and_where(column(confirmation::Column::ConfirmedOn).gte(Expr::col((slot::Entity, slot::Column::Date))))
        .to_owned();
    let to_slot = booking::Entity::belongs_to(slot::Entity).from(Column::SlotId).to(slot::Column::Id);
    let to_practice = booking::Entity::belongs_to(practice::Entity).from(Column::PracticeCode).to(practice::Column::OdsCode);
    let rows: Vec<(String, String, i32, NaiveDate)> = booking::Entity::find()
        .select_only()
        .columns([Column::PracticeCode, Column::Id])
        .column(Column::Sequence)
        .column(slot::Column::Date)
        .join(JoinType::InnerJoin, to_slot.into())
        .join(JoinType::InnerJoin, to_practice.into())
        .filter(Column::Programme.eq(programme))
        .filter(Column::State.eq("active"))
        .filter(practice::Column::IsOpen.eq(true))
        .filter(practice::Column::Supplier.eq(Supplier::Emis.key()))
        .filter(slot::Column::Date.between(from, to))
        .filter(Expr::exists(confirmed).not())
        .order_by_asc(Column::PracticeCode)
        .into_tuple()
        .all(db)
        .await?;
    let read = |(code, booking_id, sequence, date): (String, String, i32, NaiveDate)| {
        let practice = code.parse().map_err(|_| StoreError::unreadable("booking.practice_code", code))?;
        Ok(AfterDate { practice, booking_id, sequence, date })
    };
    rows.into_iter().map(read).collect()
}

/// The dates before `today` that are open or closed, the earliest first: they are done.
///
/// # Errors
/// When the database cannot be read.
pub async fn by_date(db: &impl ConnectionTrait, programme: &str, today: NaiveDate) -> Result<Vec<Slot>> {
    let live = [SlotStatus::Open.key(), SlotStatus::Closed.key()];
    let rows = slot::Entity::find().filter(slot::Column::Programme.eq(programme)).filter(slot::Column::Date.lt(today));
    rows.filter(slot::Column::Status.is_in(live)).order_by_asc(slot::Column::Date).all(db).await?.into_iter().map(read).collect()
}
