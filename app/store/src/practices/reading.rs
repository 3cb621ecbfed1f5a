//! How practices stand and read against the deadline, as parts of queries about many practices.

use chrono::NaiveDate;
use domain::stage::{Arranged, Readings, Span, Stage};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition};

use crate::entity::{booking, journey, practice, practice_exception, slot, switch_plan};
use crate::slots::BookingState;

/// An exception stands, and the practice is not switched on: it reads as nothing else.
pub(super) fn apart(programme: &str, today: NaiveDate) -> Condition {
    Condition::all().add(exception(programme, today)).add(at_stage(&[Stage::SwitchedOn]).not())
}

/// The place of a practice in the order of [`super::Filter::first`], from 0.
pub(super) fn rank(programme: &str, today: NaiveDate, first: &[Readings]) -> Expr {
    let last = i32::try_from(first.len()).unwrap_or(i32::MAX - 1);
    let ranks = CaseStatement::new().case(apart(programme, today), last);
    let ranks = first.iter().zip(0..).fold(ranks, |ranks, (readings, place)| ranks.case(reads(programme, readings), place));
    ranks.finally(last + 1).into()
}

/// Where nothing was recorded, it is not started. Never NULL, so that a condition on it can be turned round.
pub(super) fn present_stage() -> Expr {
    Func::coalesce([Expr::col((journey::Entity, journey::Column::Stage)), Expr::val(Stage::NotStarted.word())]).into()
}

/// One of these stages.
pub(super) fn at_stage(stages: &[Stage]) -> Condition {
    Condition::all().add(present_stage().is_in(stages.iter().map(|stage| stage.word())))
}

/// One of the stages with no day arranged, or a day in one of the spans.
pub(super) fn reads(programme: &str, Readings { stages, arranged }: &Readings) -> Condition {
    let waits = |stage: &Stage| Arranged::STAGES.contains(stage);
    let (with_day, without): (Vec<_>, Vec<_>) = stages.iter().copied().partition(waits);
    let no_day = |stage| at_stage(&[stage]).add(Expr::exists(arranged_day(programme, stage, None)).not());
    let within = |(stage, span): &(Stage, Span)| at_stage(&[*stage]).add(Expr::exists(arranged_day(programme, *stage, Some(span))));
    with_day.into_iter().map(no_day).chain(arranged.iter().map(within)).fold(Condition::any().add(at_stage(&without)), Condition::add)
}

/// The day that a practice at `stage` waits for, if it has one in the span.
fn arranged_day(programme: &str, stage: Stage, within: Option<&Span>) -> SelectStatement {
    let (mut select, day) = match stage {
        Stage::DateBooked => (booked_date(programme), Expr::col((slot::Entity, slot::Column::Date))),
        _ => (planned_day(programme), Expr::col((switch_plan::Entity, switch_plan::Column::PlannedOn))),
    };
    if let Some(span) = within {
        let days = Condition::all().add_option(span.first.map(|first| day.clone().gte(first)));
        select.cond_where(days.add_option(span.last.map(|last| day.lte(last))));
    }
    select
}

/// The date that a practice has booked.
pub(super) fn booked_date(programme: &str) -> SelectStatement {
    Query::select()
        .column((slot::Entity, slot::Column::Date))
        .from(booking::Entity)
        .inner_join(slot::Entity, Expr::col((slot::Entity, slot::Column::Id)).equals((booking::Entity, booking::Column::SlotId)))
        .and_where(booking::Column::Programme.eq(programme))
        .and_where(Expr::col((booking::Entity, booking::Column::PracticeCode)).equals((practice::Entity, practice::Column::OdsCode)))
        .and_where(booking::Column::State.eq(BookingState::Active.word()))
        .to_owned()
}

/// The day that a practice plans.
pub(super) fn planned_day(programme: &str) -> SelectStatement {
    use switch_plan::{Column, Entity};
    Query::select()
        .column((Entity, Column::PlannedOn))
        .from(Entity)
        .and_where(Expr::col((Entity, Column::Programme)).eq(programme))
        .and_where(Expr::col((Entity, Column::PracticeCode)).equals((practice::Entity, practice::Column::OdsCode)))
        .and_where(Expr::col((Entity, Column::EndedAt)).is_null())
        .to_owned()
}

/// Whether a practice has an exception that stands on `today`.
pub(crate) fn exception(programme: &str, today: NaiveDate) -> Expr {
    use practice_exception::{Column, Entity};
    let standing = Query::select()
        .expr(Expr::val(1))
        .from(Entity)
        .and_where(Column::Programme.eq(programme))
        .and_where(Expr::col((Entity, Column::PracticeCode)).equals((practice::Entity, practice::Column::OdsCode)))
        .and_where(Column::AgreedOn.lte(today))
        .and_where(Column::ReviewOn.gte(today))
        .and_where(Column::EndedOn.is_null().or(Column::EndedOn.gt(today)))
        .to_owned();
    Expr::exists(standing)
}
