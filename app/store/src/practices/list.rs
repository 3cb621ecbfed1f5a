//! Practices in lists, always within a scope.

use chrono::NaiveDate;
use domain::accounts::Scope;
use domain::organisations::{OdsCode, Supplier};
use domain::stage::{Arranged, Readings, Stage};
use sea_orm::sea_query::{Expr, ExprTrait, Func, IntoColumnRef, LikeExpr, Order, Values};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, RelationDef, Select,
};

use super::reading::{apart, at_stage, booked_date, exception, planned_day, present_stage, rank, reads};
use crate::entity::{journey, practice, sub_icb};
use crate::limit::limited;
use crate::pattern::escaped;
use crate::scope::{practices_in, sub_icbs_in};
use crate::{Result, StoreError};

/// How many practices a page of the list holds.
pub const PAGE: u64 = 50;

/// No list goes on so far; databases take no number above that of 63 bits.
const FARTHEST: u64 = 1_000_000_000;

/// Which practices of the scope are wanted; the default wants every open one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of the name, or the beginning of the code; every one must fit.
    pub text: String,
    /// Only this stage.
    pub stage: Option<Stage>,
    /// Only those that read so against the deadline.
    pub reading: Option<Reading>,
    /// Only this supplier.
    pub supplier: Option<Supplier>,
    /// Only this sub-ICB location.
    pub sub_icb: Option<OdsCode>,
    /// The present day.
    pub today: NaiveDate,
    /// Those that read in the first of these ways come first, then the second, and so on; then those with an exception, then the others.
    /// Among equals those at an earlier stage come first, then those with less of the checklist settled. Empty: by name.
    pub first: Vec<Readings>,
}

/// How practices read against the deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// No exception stands, and the practice is one of these.
    Stages(Readings),
    /// An exception stands, and the practice is not switched on.
    Exception,
}

/// A practice as a line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its code.
    pub code: OdsCode,
    /// Its name.
    pub name: String,
    /// The name of its sub-ICB location, or its code where the name is not known.
    pub sub_icb: Option<String>,
    /// The supplier of its clinical system.
    pub supplier: Supplier,
    /// Its present stage.
    pub stage: Stage,
    /// Required checklist items that are settled, and how many there are; none where nothing was recorded.
    pub settled: Option<(i32, i32)>,
    /// The EMIS date that it has booked, or the day that it plans.
    pub arranged: Arranged,
    /// Whether an exception stands.
    pub exception: bool,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// In the order that was wanted.
    pub lines: Vec<Line>,
    /// How many practices there are on all pages.
    pub total: u64,
}

#[derive(FromQueryResult)]
struct Row {
    ods_code: String,
    name: String,
    supplier: String,
    sub_icb_code: Option<String>,
    sub_icb_name: Option<String>,
    stage: Option<String>,
    settled: Option<i32>,
    required: Option<i32>,
    booked_on: Option<NaiveDate>,
    planned_on: Option<NaiveDate>,
    exception: bool,
}

/// The open practices of `scope` that fit, by name or as [`Filter::first`] says; `page` counts from 1.
///
/// # Errors
/// When the database cannot be read or holds a word this version does not know.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope, programme: &str, filter: &Filter, page: u64) -> Result<Page> {
    let wanted = wanted(scope, programme, filter);
    let total = wanted.clone().count(db).await?;
    let journey = filter.stage.is_none() && filter.reading.is_none();
    let mut rows = lines(with_journey(wanted, programme, journey), programme, filter);
    if !filter.first.is_empty() {
        let stages = Stage::ALL.map(|stage| stage.word().into()).to_vec();
        let settled = Func::coalesce([Expr::col((journey::Entity, journey::Column::Settled)), Expr::val(0)]);
        rows = rows.order_by_asc(rank(programme, filter.today, &filter.first)).order_by(present_stage(), Order::Field(Values(stages)));
        rows = rows.order_by_asc(Expr::from(settled));
    }
    let rows = rows.order_by_asc(practice::Column::Name).order_by_asc(practice::Column::OdsCode).build(db.get_database_backend());
    let offset = Ord::min(page.saturating_sub(1).saturating_mul(PAGE), FARTHEST);
    let rows = Row::find_by_statement(limited(rows, PAGE, offset)).all(db).await?;
    Ok(Page { lines: rows.into_iter().map(read).collect::<Result<_>>()?, total })
}

/// The first `limit` open practices of `scope` that fit `text`: a code before a name.
///
/// # Errors
/// As [`list`].
pub async fn search(db: &impl ConnectionTrait, scope: &Scope, programme: &str, text: &str, limit: u64) -> Result<Vec<Line>> {
    let filter = Filter { text: text.to_owned(), ..Filter::default() };
    let code_fits = like(practice::Column::OdsCode, &format!("{}%", escaped(text)));
    let rows = lines(with_journey(wanted(scope, programme, &filter), programme, true), programme, &filter)
        .order_by_desc(code_fits)
        .order_by_asc(practice::Column::Name)
        .order_by_asc(practice::Column::OdsCode)
        .limit(limit)
        .into_model::<Row>()
        .all(db)
        .await?;
    rows.into_iter().map(read).collect()
}

/// The sub-ICB locations that `scope` reaches as a whole, by name: code and name.
///
/// # Errors
/// When the database cannot be read or holds a code this version does not know.
pub async fn sub_icbs(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<(OdsCode, String)>> {
    let rows = sub_icb::Entity::find().filter(sub_icbs_in(scope)).order_by_asc(sub_icb::Column::Name).all(db).await?;
    rows.into_iter().map(|row| Ok((code(row.code)?, row.name))).collect()
}

fn wanted(scope: &Scope, programme: &str, filter: &Filter) -> Select<practice::Entity> {
    let mut wanted = practices_in(scope).filter(practice::Column::IsOpen.eq(true));
    if !filter.text.trim().is_empty() {
        wanted = wanted.filter(fits(&filter.text));
    }
    if let Some(supplier) = filter.supplier {
        wanted = wanted.filter(practice::Column::Supplier.eq(supplier.word()));
    }
    if let Some(sub_icb) = &filter.sub_icb {
        wanted = wanted.filter(practice::Column::SubIcbCode.eq(sub_icb.as_str()));
    }
    if filter.stage.is_some() || filter.reading.is_some() {
        wanted = with_journey(wanted, programme, true);
    }
    if let Some(stage) = filter.stage {
        wanted = wanted.filter(at_stage(&[stage]));
    }
    match &filter.reading {
        None => wanted,
        Some(Reading::Exception) => wanted.filter(exception(programme, filter.today)).filter(at_stage(&[Stage::SwitchedOn]).not()),
        Some(Reading::Stages(readings)) => wanted.filter(reads(programme, readings)).filter(apart(programme, filter.today).not()),
    }
}

/// Each word in the name or at the beginning of the code; or all of it is the beginning of a code, typed with spaces.
fn fits(text: &str) -> Condition {
    let words = text.split_whitespace().fold(Condition::all(), |words, word| {
        let (name, code) = (format!("%{}%", escaped(word)), format!("{}%", escaped(word)));
        words.add(Condition::any().add(like(practice::Column::Name, &name)).add(like(practice::Column::OdsCode, &code)))
    });
    let code: String = text.split_whitespace().collect();
    Condition::any().add(words).add(like(practice::Column::OdsCode, &format!("{}%", escaped(&code))))
}

fn with_journey(select: Select<practice::Entity>, programme: &str, wanted: bool) -> Select<practice::Entity> {
    if !wanted {
        return select;
    }
    let programme = programme.to_owned();
    let mut to_journey: RelationDef =
        practice::Entity::belongs_to(journey::Entity).from(practice::Column::OdsCode).to(journey::Column::PracticeCode).into();
    to_journey = to_journey.on_condition(move |_, journey| Expr::col((journey, journey::Column::Programme)).eq(programme.as_str()).into());
    select.join(JoinType::LeftJoin, to_journey)
}

/// Only what a line shows.
fn lines(select: Select<practice::Entity>, programme: &str, filter: &Filter) -> Select<practice::Entity> {
    let to_sub_icb = practice::Entity::belongs_to(sub_icb::Entity).from(practice::Column::SubIcbCode).to(sub_icb::Column::Code);
    select
        .join(JoinType::LeftJoin, to_sub_icb.into())
        .select_only()
        .columns([practice::Column::OdsCode, practice::Column::Name, practice::Column::Supplier, practice::Column::SubIcbCode])
        .column_as(sub_icb::Column::Name, "sub_icb_name")
        .columns([journey::Column::Stage, journey::Column::Settled, journey::Column::Required])
        .expr_as(Expr::from(booked_date(programme)), "booked_on")
        .expr_as(Expr::from(planned_day(programme)), "planned_on")
        .column_as(exception(programme, filter.today), "exception")
}

/// Letters in any case; both databases fold the same ones, A to Z.
fn like(column: practice::Column, pattern: &str) -> Expr {
    let column = Expr::col((practice::Entity, column).into_column_ref());
    Expr::from(Func::lower(column)).like(LikeExpr::new(pattern.to_ascii_lowercase()).escape('\\'))
}

fn code(text: String) -> Result<OdsCode> {
    text.parse().map_err(|_| StoreError::unreadable("ods_code", text))
}

fn read(row: Row) -> Result<Line> {
    Ok(Line {
        code: code(row.ods_code)?,
        name: row.name,
        sub_icb: row.sub_icb_name.or(row.sub_icb_code),
        supplier: super::supplier(&row.supplier)?,
        stage: super::stage(row.stage.as_deref())?,
        settled: row.settled.zip(row.required),
        arranged: Arranged { booked_on: row.booked_on, planned_on: row.planned_on },
        exception: row.exception,
    })
}
