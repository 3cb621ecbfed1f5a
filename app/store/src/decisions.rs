//! How much waits for whoever decides, for the menu of every page.

use domain::accounts::Scope;
use sea_orm::sea_query::{Expr, Query, SelectStatement, SubQueryStatement};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::access_requests::{self, Queue};
use crate::{Result, confirmation, practice_requests};

/// What waits for a decision, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecisionCounts {
    /// Requests for access.
    pub access: u64,
    /// What practices ask: exceptions, other suppliers, and confirmations to agree to.
    pub practices: u64,
}

#[derive(FromQueryResult)]
struct Row {
    access: i64,
    requests: i64,
    confirmations: i64,
}

/// What waits in `queue`, but for the requests of the address `except`, and in `scope`; asked in one query.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(db: &impl ConnectionTrait, queue: Queue<'_>, except: &str, scope: &Scope, programme: &str) -> Result<DecisionCounts> {
    let counts = Query::select()
        .expr_as(number(access_requests::number_waiting(queue, except)), "access")
        .expr_as(number(practice_requests::number_waiting(scope, programme)), "requests")
        .expr_as(number(confirmation::number_waiting(scope, programme)), "confirmations")
        .to_owned();
    let row = Row::find_by_statement(db.get_database_backend().build(&counts)).one(db).await?;
    let number = |rows: i64| u64::try_from(rows).unwrap_or_default();
    Ok(row.map_or_else(DecisionCounts::default, |row| DecisionCounts {
        access: number(row.access),
        practices: number(row.requests + row.confirmations),
    }))
}

fn number(count: SelectStatement) -> Expr {
    SubQueryStatement::from(count).into()
}
