//! What a practice has recorded about its journey, as parts of queries about many practices.

use chrono::NaiveDate;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, JoinType, Query, SelectStatement, SimpleExpr};

use crate::entity::{booking, journey, practice, practice_exception, sub_icb};

/// Joins the stage of a practice in `programme`, and the booking it has.
pub(crate) fn join_journey(select: &mut SelectStatement, programme: &str) {
    let code = (practice::Entity, practice::Column::OdsCode);
    let of_journey = Condition::all()
        .add(Expr::col((journey::Entity, journey::Column::Programme)).eq(programme))
        .add(equal((journey::Entity, journey::Column::PracticeCode), code));
    let of_booking = Condition::all()
        .add(Expr::col((booking::Entity, booking::Column::Programme)).eq(programme))
        .add(equal((booking::Entity, booking::Column::PracticeCode), code))
        .add(Expr::col((booking::Entity, booking::Column::State)).eq("active"));
    select.join(JoinType::LeftJoin, journey::Entity, of_journey).join(JoinType::LeftJoin, booking::Entity, of_booking);
}

pub(crate) fn equal<A, B>(left: A, right: B) -> SimpleExpr
where
    A: sea_orm::sea_query::IntoColumnRef,
    B: sea_orm::sea_query::IntoColumnRef,
{
    Expr::col(left).eq(Expr::col(right))
}

/// The code of the ICB that the practice is under.
pub(crate) fn icb() -> SimpleExpr {
    let mut above = Query::select();
    above
        .column((sub_icb::Entity, sub_icb::Column::IcbCode))
        .from(sub_icb::Entity)
        .and_where(equal((sub_icb::Entity, sub_icb::Column::Code), (practice::Entity, practice::Column::SubIcbCode)));
    SimpleExpr::SubQuery(None, Box::new(above.into()))
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
