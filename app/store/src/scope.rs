//! The scope as a condition of a query.

use domain::accounts::Scope;
use domain::organisations::OdsCode;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect, Select};

use crate::entity::{icb, practice, sub_icb};

fn words<'a>(codes: impl IntoIterator<Item = &'a OdsCode>) -> Vec<String> {
    codes.into_iter().map(OdsCode::to_string).collect()
}

/// The practices that `scope` covers, as a condition on the table `practice`. An empty scope covers none.
#[must_use]
pub fn covered(scope: &Scope) -> Condition {
    if scope.everything {
        return Condition::all();
    }
    let mut any = Condition::any();
    if !scope.practices.is_empty() {
        any = any.add(practice::Column::OdsCode.is_in(words(&scope.practices)));
    }
    if !scope.sub_icbs.is_empty() {
        any = any.add(practice::Column::SubIcbCode.is_in(words(&scope.sub_icbs)));
    }
    let above = above_sub_icbs(scope);
    if !above.is_empty() {
        let sub_icbs = Query::select().column(sub_icb::Column::Code).from(sub_icb::Entity).cond_where(above).to_owned();
        any = any.add(practice::Column::SubIcbCode.in_subquery(sub_icbs));
    }
    if any.is_empty() { any.add(Expr::val(1).eq(0)) } else { any }
}

/// The sub-ICB locations under the ICBs and regions of `scope`; empty where it names none.
fn above_sub_icbs(scope: &Scope) -> Condition {
    let mut above = Condition::any();
    if !scope.icbs.is_empty() {
        above = above.add(sub_icb::Column::IcbCode.is_in(words(&scope.icbs)));
    }
    if !scope.regions.is_empty() {
        let icbs = Query::select()
            .column(icb::Column::Code)
            .from(icb::Entity)
            .and_where(icb::Column::RegionCode.is_in(words(&scope.regions)))
            .to_owned();
        above = above.add(sub_icb::Column::IcbCode.in_subquery(icbs));
    }
    above
}

/// Practices within `scope`.
#[must_use]
pub fn practices_in(scope: &Scope) -> Select<practice::Entity> {
    use sea_orm::EntityTrait;
    practice::Entity::find().filter(covered(scope))
}

/// Only the codes of the practices within `scope`, for a subquery.
#[must_use]
pub fn codes_in(scope: &Scope) -> sea_orm::sea_query::SelectStatement {
    use sea_orm::QueryTrait;
    practices_in(scope).select_only().column(practice::Column::OdsCode).into_query()
}
