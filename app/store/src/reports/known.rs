//! What readings depend on, as it was known from day to day.

use chrono::{DateTime, NaiveDate, Utc};
use domain::checklist::Checklist;
use domain::organisations::{OdsCode, Route};
use domain::reports::{BookingRow, ChecklistRow, OfferRow, ProgressRow, Register, SlotRow};
use domain::slots::{Pool, SlotStatus};
use domain::time::london_day;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::codes::Codes;
use super::whose::Whose;
use crate::checklist::versions;
use crate::entity::{booking, progress_change, slot, slot_change, slot_waiting};
use crate::{Result, StoreError, Tx};

/// The EMIS dates of a register as they were set up, and the versions of the checklist; where each date stands there.
pub(super) async fn load(tx: &Tx, programme: &str, register: &mut Register) -> Result<Codes> {
    let ids = slot::Entity::find().filter(slot::Column::Programme.eq(programme)).order_by_asc(slot::Column::Id);
    register.slots = ids.select_only().column(slot::Column::Id).into_tuple().all(tx).await?;
    let slots = of(register);
    register.slot_changes = slot_changes(tx, programme, &slots).await?;
    register.checklists = checklists(tx, programme).await?;
    Ok(slots)
}

/// Where each EMIS date of a register stands.
pub(super) fn of(register: &Register) -> Codes {
    Codes::new(register.slots.iter().cloned())
}

async fn slot_changes(tx: &Tx, programme: &str, slots: &Codes) -> Result<Vec<SlotRow>> {
    use slot_change::Column;
    let own = Query::select().column(slot::Column::Id).from(slot::Entity).and_where(slot::Column::Programme.eq(programme)).to_owned();
    let rows = slot_change::Entity::find().filter(Column::SlotId.in_subquery(own)).order_by_asc(Column::Id).all(tx).await?;
    let row = |row: slot_change::Model| {
        let Some(slot) = slots.at(&row.slot_id) else { return Ok(None) };
        let status = SlotStatus::from_key(&row.status).ok_or_else(|| StoreError::unreadable("slot_change.status", &row.status))?;
        let holds = holds(&row.holds).ok_or_else(|| StoreError::unreadable("slot_change.holds", &row.holds))?;
        let slot_change::Model { date, cutoff, places, recorded_at, .. } = row;
        Ok(Some(SlotRow { slot, recorded_on: london_day(recorded_at), date, cutoff, places, status, holds }))
    };
    rows.into_iter().filter_map(|one| row(one).transpose()).collect()
}

/// "XA1:2 XB1:1".
fn holds(words: &str) -> Option<Vec<(OdsCode, i32)>> {
    let one = |word: &str| word.split_once(':').and_then(|(icb, places)| Some((icb.parse().ok()?, places.parse().ok()?)));
    words.split_whitespace().map(one).collect()
}

async fn checklists(tx: &Tx, programme: &str) -> Result<Vec<ChecklistRow>> {
    let mut rows = vec![row_of(Checklist::bundled(), None)];
    for live in versions::live(tx, programme).await? {
        let read = Checklist::read(&live.content).map_err(|_| StoreError::unreadable("checklist_version.content", &live.id))?;
        rows.push(row_of(&read, live.live_at.map(london_day)));
    }
    Ok(rows)
}

fn row_of(checklist: &Checklist, live_on: Option<NaiveDate>) -> ChecklistRow {
    let count = |route| u32::try_from(checklist.items_for(route).filter(|item| item.required).count()).unwrap_or(u32::MAX);
    ChecklistRow { live_on, version: checklist.version, required: [Route::Emis, Route::Tpp, Route::Other].map(count) }
}

fn pool(word: &str) -> Result<Pool> {
    Pool::from_key(word).ok_or_else(|| StoreError::unreadable("pool", word))
}

/// Bookings in the order in which they were made; none where one of a few is of a date that is not known.
pub(super) async fn bookings(tx: &Tx, programme: &str, whose: &Whose<'_>) -> Result<Option<Vec<BookingRow>>> {
    use booking::Column;
    let rows: Vec<(String, String, String, DateTime<Utc>, Option<DateTime<Utc>>)> = whose
        .among(booking::Entity::find(), Column::PracticeCode)
        .filter(Column::Programme.eq(programme))
        .order_by_asc(Column::BookedAt)
        .select_only()
        .columns([Column::PracticeCode, Column::SlotId, Column::Pool, Column::BookedAt, Column::EndedAt])
        .into_tuple()
        .all(tx)
        .await?;
    let mut bookings = Vec::with_capacity(rows.len());
    for (practice, slot, from, made_at, ended_at) in rows {
        let Some(practice) = whose.practices.at(&practice) else { continue };
        let Some(slot) = whose.slots.at(&slot) else {
            if whose.few.is_some() {
                return Ok(None);
            }
            continue;
        };
        bookings.push(BookingRow { practice, slot, pool: pool(&from)?, made_on: london_day(made_at), ended_on: ended_at.map(london_day) });
    }
    Ok(Some(bookings))
}

/// Places that were offered; none as with [`bookings`].
pub(super) async fn offers(tx: &Tx, programme: &str, whose: &Whose<'_>) -> Result<Option<Vec<OfferRow>>> {
    use slot_waiting::Column;
    let rows = whose.among(slot_waiting::Entity::find(), Column::PracticeCode).filter(Column::Programme.eq(programme));
    let rows = rows.filter(Column::OfferedAt.is_not_null()).order_by_asc(Column::Id).all(tx).await?;
    let mut offers = Vec::with_capacity(rows.len());
    for row in rows {
        let (Some(practice), Some(offered_at), Some(expires_at)) = (whose.practices.at(&row.practice_code), row.offered_at, row.expires_at)
        else {
            continue;
        };
        let Some(slot) = whose.slots.at(&row.slot_id) else {
            if whose.few.is_some() {
                return Ok(None);
            }
            continue;
        };
        let (offered_on, expires_on, ended_on) = (london_day(offered_at), london_day(expires_at), row.ended_at.map(london_day));
        offers.push(OfferRow { practice, slot, pool: pool(&row.pool)?, offered_on, expires_on, ended_on });
    }
    Ok(Some(offers))
}

/// Progress in the order in which it was recorded.
pub(super) async fn progress(tx: &Tx, programme: &str, whose: &Whose<'_>) -> Result<Vec<ProgressRow>> {
    use progress_change::Column;
    let rows: Vec<(String, i32, i32, bool, bool, DateTime<Utc>)> = whose
        .among(progress_change::Entity::find(), Column::PracticeCode)
        .filter(Column::Programme.eq(programme))
        .order_by_asc(Column::Id)
        .select_only()
        .columns([Column::PracticeCode, Column::Settled, Column::Required, Column::SettingsConfirmed, Column::SignedOff])
        .column(Column::RecordedAt)
        .into_tuple()
        .all(tx)
        .await?;
    let count = |number: i32| u32::try_from(number).unwrap_or(0);
    let row = |(practice, settled, required, settings_confirmed, signed_off, at): (String, i32, i32, bool, bool, DateTime<Utc>)| {
        let practice = whose.practices.at(&practice)?;
        let (settled, required) = (count(settled), count(required));
        Some(ProgressRow { practice, recorded_on: london_day(at), settled, required, settings_confirmed, signed_off })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}
