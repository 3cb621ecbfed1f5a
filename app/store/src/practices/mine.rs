//! The practices of somebody who works in several: few, each with what its next step depends on.

use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::Scope;
use domain::next_step::NextFacts;
use domain::organisations::OdsCode;
use domain::self_switch::SelfSwitch;
use domain::slots::{Dates, OnList};
use domain::stage::Arranged;
use domain::time::london_day;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};

use super::facts::{exception, icb, join_journey, offered, planned_day, signed_off, waits};
use crate::entity::{journey, practice, self_switch, slot};
use crate::scope::practices_in;
use crate::{Result, StoreError};

/// A practice with what its next step depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mine {
    /// Its code.
    pub code: OdsCode,
    /// Its name.
    pub name: String,
    /// What its next step depends on, its stage among it.
    pub next: NextFacts,
    /// The EMIS date that it has booked, or the day that it plans.
    pub arranged: Arranged,
    /// Required checklist items that are settled, and how many there are; none where nothing was recorded.
    pub settled: Option<(i32, i32)>,
    /// Whether an exception stands.
    pub exception: bool,
}

#[derive(FromQueryResult)]
struct Row {
    ods_code: String,
    name: String,
    supplier: String,
    stage: Option<String>,
    settled: Option<i32>,
    required: Option<i32>,
    signed_off: bool,
    booked_on: Option<NaiveDate>,
    planned_on: Option<NaiveDate>,
    waits: bool,
    offered: bool,
    icb: Option<String>,
    default_on: Option<NaiveDate>,
    existing_updated: Option<NaiveDate>,
    exception: bool,
}

/// The open practices of `scope` by name, `limit` at most; `dates` are those of the programme.
///
/// # Errors
/// When the database cannot be read or holds a word this version does not know.
pub async fn mine(
    db: &impl ConnectionTrait,
    scope: &Scope,
    programme: &str,
    dates: &Dates,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<Mine>> {
    let today = london_day(now);
    let mut select = practices_in(scope).select_only();
    QuerySelect::query(&mut select)
        .column((practice::Entity, practice::Column::OdsCode))
        .column((practice::Entity, practice::Column::Name))
        .column((practice::Entity, practice::Column::Supplier))
        .column((journey::Entity, journey::Column::Stage))
        .column((journey::Entity, journey::Column::Settled))
        .column((journey::Entity, journey::Column::Required))
        .expr_as(signed_off(programme), "signed_off")
        .expr_as(Expr::col((slot::Entity, slot::Column::Date)), "booked_on")
        .expr_as(Expr::from(planned_day(programme)), "planned_on")
        .expr_as(waits(programme), "waits")
        .expr_as(offered(programme, now), "offered")
        .expr_as(icb(), "icb")
        .column((self_switch::Entity, self_switch::Column::DefaultOn))
        .column((self_switch::Entity, self_switch::Column::ExistingUpdated))
        .expr_as(exception(programme, today), "exception");
    join_journey(QuerySelect::query(&mut select), programme);
    let rows = select
        .filter(practice::Column::IsOpen.eq(true))
        .order_by_asc(practice::Column::Name)
        .order_by_asc(practice::Column::OdsCode)
        .limit(limit)
        .into_model::<Row>()
        .all(db)
        .await?;
    rows.into_iter().map(|row| read(row, dates, today)).collect()
}

fn read(row: Row, dates: &Dates, today: NaiveDate) -> Result<Mine> {
    let icb = crate::places::parent(row.icb, "sub_icb.icb_code")?;
    let next = NextFacts {
        route: super::supplier(&row.supplier)?.route(),
        stage: super::stage(row.stage.as_deref())?,
        settled: row.settled.is_some() && row.settled == row.required,
        signed_off: row.signed_off,
        booked_on: row.booked_on,
        dates: dates.left_for(icb.as_ref(), OnList::of(row.waits, row.offered), today),
        self_switch: SelfSwitch { default_on: row.default_on, existing_updated: row.existing_updated },
    };
    let code = row.ods_code.parse().map_err(|_| StoreError::unreadable("practice.ods_code", row.ods_code))?;
    let arranged = Arranged { booked_on: row.booked_on, planned_on: row.planned_on };
    Ok(Mine { code, name: row.name, next, arranged, settled: row.settled.zip(row.required), exception: row.exception })
}
