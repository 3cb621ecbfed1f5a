//! The practices on a waiting list, with what decides whether one of them could take a place now.

use chrono::NaiveDate;
use domain::accounts::Scope;
use domain::organisations::{OdsCode, Route};
use domain::stage::Stage;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, JoinType, Query, SelectStatement, SimpleExpr};
use sea_orm::{ConnectionTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait};

use crate::entity::{booking, journey, practice, practice_exception, sub_icb};
use crate::exceptions::holding;
use crate::practices::{stage, supplier};
use crate::scope::practices_in;
use crate::{Result, StoreError};

/// A practice on a waiting list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingPractice {
    pub code: OdsCode,
    /// Its ICB as the register has it now: it may have moved since it joined.
    pub icb: Option<OdsCode>,
    /// Whether it is open.
    pub is_open: bool,
    /// Whether an exception holds for it.
    pub excepted: bool,
    pub route: Route,
    pub stage: Stage,
    /// The date that it has, by id.
    pub slot_id: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    ods_code: String,
    icb: Option<String>,
    is_open: bool,
    exception: bool,
    supplier: String,
    stage: Option<String>,
    slot_id: Option<String>,
}

/// What is known of these practices on `today`, in no order.
///
/// # Errors
/// When the database cannot be read or holds a word this version does not know.
pub async fn waiting_practices(
    db: &impl ConnectionTrait,
    programme: &str,
    today: NaiveDate,
    practices: impl IntoIterator<Item = OdsCode>,
) -> Result<Vec<WaitingPractice>> {
    let mut select = practices_in(&Scope::practices(practices)).select_only();
    QuerySelect::query(&mut select)
        .columns([practice::Column::OdsCode, practice::Column::Supplier, practice::Column::IsOpen].map(|column| (practice::Entity, column)))
        .expr_as(icb(), "icb")
        .expr_as(exception(programme, today), "exception")
        .expr_as(Expr::col((journey::Entity, journey::Column::Stage)), "stage")
        .expr_as(Expr::col((booking::Entity, booking::Column::SlotId)), "slot_id");
    join_journey(QuerySelect::query(&mut select), programme);
    select.into_model::<Row>().all(db).await?.into_iter().map(read).collect()
}

/// The practice that a row of the query is about.
const CODE: (practice::Entity, practice::Column) = (practice::Entity, practice::Column::OdsCode);

/// Joins the stage of a practice in `programme`, and the booking it has.
fn join_journey(select: &mut SelectStatement, programme: &str) {
    let of_journey = Condition::all()
        .add(Expr::col((journey::Entity, journey::Column::Programme)).eq(programme))
        .add(Expr::col((journey::Entity, journey::Column::PracticeCode)).equals(CODE));
    let of_booking = Condition::all()
        .add(Expr::col((booking::Entity, booking::Column::Programme)).eq(programme))
        .add(Expr::col((booking::Entity, booking::Column::PracticeCode)).equals(CODE))
        .add(Expr::col((booking::Entity, booking::Column::State)).eq("active"));
    select.join(JoinType::LeftJoin, journey::Entity, of_journey).join(JoinType::LeftJoin, booking::Entity, of_booking);
}

/// The code of the ICB that the practice is under.
fn icb() -> SimpleExpr {
    let mut above = Query::select();
    above
        .column((sub_icb::Entity, sub_icb::Column::IcbCode))
        .from(sub_icb::Entity)
        .and_where(Expr::col((sub_icb::Entity, sub_icb::Column::Code)).equals((practice::Entity, practice::Column::SubIcbCode)));
    SimpleExpr::SubQuery(None, Box::new(above.into()))
}

/// Whether an exception of the practice holds on `today`.
fn exception(programme: &str, today: NaiveDate) -> SimpleExpr {
    use practice_exception::{Column, Entity};
    let own = holding(programme, today).filter(Expr::col((Entity, Column::PracticeCode)).equals(CODE));
    Expr::exists(own.select_only().column(Column::Id).into_query())
}

fn read(row: Row) -> Result<WaitingPractice> {
    Ok(WaitingPractice {
        icb: crate::practice_records::parent(row.icb, "sub_icb.icb_code")?,
        is_open: row.is_open,
        excepted: row.exception,
        route: supplier(&row.supplier)?.route(),
        stage: stage(row.stage.as_deref())?,
        slot_id: row.slot_id,
        code: row.ods_code.parse().map_err(|_| StoreError::unreadable("practice.ods_code", row.ods_code))?,
    })
}
