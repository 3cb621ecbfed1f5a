//! Taking places and giving them back: each by one conditional UPDATE, the same on both databases.

use chrono::NaiveDate;
use domain::organisations::OdsCode;
use domain::slots::{Pool, SlotFacts, SlotStatus};
use domain::stage::Stage;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement, UpdateMany};

use super::{Slot, status};
use crate::Result;
use crate::entity::{slot, slot_hold};
use crate::practice_records::{self, PracticeRecord};
use crate::practices;

/// What somebody asks for who wants a date for a practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub practice: PracticeRecord,
    /// The date.
    pub slot: Slot,
    /// The stage of the practice, as recorded.
    pub stage: Stage,
    /// Whether the practice has a date, be it another, or a place on this one is kept for it.
    pub has_claim: bool,
    /// Whether the practice is on the waiting list of this one.
    pub waits: bool,
}

// One question, and written out: when places run out, a thousand ask it at once.
const ASKED: &str = "\
SELECT p.name, p.supplier, p.is_open, p.sub_icb_code, s.icb_code, i.region_code, \
  d.date, d.cutoff, d.places, d.taken, d.held, d.held_taken, d.status, \
  EXISTS (SELECT 1 FROM booking b WHERE b.programme = $1 AND b.practice_code = $3 AND b.state = 'active') \
  OR EXISTS (SELECT 1 FROM slot_waiting w WHERE w.slot_id = $2 AND w.practice_code = $3 AND w.state = 'offered') AS has_claim, \
  EXISTS (SELECT 1 FROM slot_waiting w WHERE w.slot_id = $2 AND w.practice_code = $3 AND w.state = 'waiting') AS waits, j.stage \
FROM practice p \
JOIN slot d ON d.programme = $1 AND d.id = $2 \
LEFT JOIN sub_icb s ON s.code = p.sub_icb_code \
LEFT JOIN icb i ON i.code = s.icb_code \
LEFT JOIN journey j ON j.programme = $1 AND j.practice_code = p.ods_code \
WHERE p.ods_code = $3";

#[derive(FromQueryResult)]
struct AskedRow {
    name: String,
    supplier: String,
    is_open: bool,
    sub_icb_code: Option<String>,
    icb_code: Option<String>,
    region_code: Option<String>,
    date: NaiveDate,
    cutoff: NaiveDate,
    places: i32,
    taken: i32,
    held: i32,
    held_taken: i32,
    status: String,
    has_claim: bool,
    waits: bool,
    stage: Option<String>,
}

/// The practice and the date `id`; none where one of them is not there. It takes no scope: the place of the practice is what the policy
/// holds against the scope.
///
/// # Errors
/// When the database cannot be read or holds a word or code this version does not know.
pub async fn asked(db: &impl ConnectionTrait, programme: &str, id: &str, practice: &OdsCode) -> Result<Option<Asked>> {
    let values = [programme.into(), id.into(), practice.as_str().into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), ASKED, values);
    let Some(row) = AskedRow::find_by_statement(statement).one(db).await? else { return Ok(None) };
    let AskedRow { date, cutoff, places, taken, held, held_taken, has_claim, waits, .. } = row;
    let facts = SlotFacts { date, cutoff, places, taken, held, held_taken, status: status(&row.status)? };
    let place = (row.name, row.supplier, row.is_open, row.sub_icb_code, row.icb_code, row.region_code);
    let stage = practices::stage(row.stage.as_deref())?;
    Ok(Some(Asked { practice: practice_records::read(practice, place)?, slot: Slot { id: id.to_owned(), facts }, stage, has_claim, waits }))
}

/// Takes one place for a practice of `icb`, if the date is open, its cut-off has not passed on `today` and a place is left: one that is
/// held back for its ICB first, then one that is open to all. The last place goes to one caller.
///
/// # Errors
/// When the database refuses.
pub async fn claim(db: &impl ConnectionTrait, programme: &str, id: &str, today: NaiveDate, icb: Option<&OdsCode>) -> Result<Option<Pool>> {
    if let Some(icb) = icb
        && claim_held(db, programme, id, today, icb).await?
    {
        return Ok(Some(Pool::Held(icb.clone())));
    }
    let done = open(programme, id, today)
        .col_expr(slot::Column::Taken, Expr::col(slot::Column::Taken).add(1))
        .filter(Expr::cust("taken - held_taken < places - held"))
        .exec(db)
        .await?;
    Ok((done.rows_affected == 1).then_some(Pool::National))
}

/// The row of the date comes first: whoever has it has the places held back as well.
async fn claim_held(db: &impl ConnectionTrait, programme: &str, id: &str, today: NaiveDate, icb: &OdsCode) -> Result<bool> {
    let free = slot_hold::Entity::find_by_id((id.to_owned(), icb.to_string()));
    let free = free.filter(Expr::col(slot_hold::Column::Taken).lt(Expr::col(slot_hold::Column::Places))).one(db).await?;
    if free.is_none() {
        return Ok(false);
    }
    let done = open(programme, id, today)
        .col_expr(slot::Column::Taken, Expr::col(slot::Column::Taken).add(1))
        .col_expr(slot::Column::HeldTaken, Expr::col(slot::Column::HeldTaken).add(1))
        .filter(Expr::cust("held_taken < held"))
        .exec(db)
        .await?;
    if done.rows_affected != 1 {
        return Ok(false);
    }
    let held = hold(id, icb)
        .col_expr(slot_hold::Column::Taken, Expr::col(slot_hold::Column::Taken).add(1))
        .filter(Expr::col(slot_hold::Column::Taken).lt(Expr::col(slot_hold::Column::Places)))
        .exec(db)
        .await?;
    if held.rows_affected == 1 {
        return Ok(true);
    }
    // Somebody else took it between the two statements; the other ICB's place that was counted goes back.
    give_back(db, programme, id, true).await?;
    Ok(false)
}

/// Gives one place back to where it came from. False where none was taken there, which only a fault of the program can bring about.
///
/// # Errors
/// When the database refuses.
pub async fn free(db: &impl ConnectionTrait, programme: &str, id: &str, pool: &Pool) -> Result<bool> {
    match pool {
        Pool::National => give_back(db, programme, id, false).await,
        Pool::Held(icb) => {
            let done = give_back(db, programme, id, true).await?;
            let held = hold(id, icb)
                .col_expr(slot_hold::Column::Taken, Expr::col(slot_hold::Column::Taken).sub(1))
                .filter(slot_hold::Column::Taken.gt(0))
                .exec(db)
                .await?;
            Ok(done && held.rows_affected == 1)
        }
    }
}

async fn give_back(db: &impl ConnectionTrait, programme: &str, id: &str, held: bool) -> Result<bool> {
    let mut update = of(programme, id).col_expr(slot::Column::Taken, Expr::col(slot::Column::Taken).sub(1));
    update = if held {
        update.col_expr(slot::Column::HeldTaken, Expr::col(slot::Column::HeldTaken).sub(1)).filter(slot::Column::HeldTaken.gt(0))
    } else {
        update.filter(Expr::cust("taken > held_taken"))
    };
    Ok(update.exec(db).await?.rows_affected == 1)
}

fn of(programme: &str, id: &str) -> UpdateMany<slot::Entity> {
    slot::Entity::update_many().filter(slot::Column::Id.eq(id)).filter(slot::Column::Programme.eq(programme))
}

fn open(programme: &str, id: &str, today: NaiveDate) -> UpdateMany<slot::Entity> {
    of(programme, id).filter(slot::Column::Status.eq(SlotStatus::Open.key())).filter(slot::Column::Cutoff.gte(today))
}

fn hold(id: &str, icb: &OdsCode) -> UpdateMany<slot_hold::Entity> {
    slot_hold::Entity::update_many().filter(slot_hold::Column::SlotId.eq(id)).filter(slot_hold::Column::IcbCode.eq(icb.as_str()))
}
