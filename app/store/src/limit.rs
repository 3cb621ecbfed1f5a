//! How many rows are wanted, written into the query.

use sea_orm::Statement;

/// The statement with `LIMIT` and `OFFSET` at its end as numbers.
///
/// Bound as values, as sea-orm does, SQLite plans the query anew each time it is run, because the plan may depend on the number: for a short
/// query that costs more than running it.
pub(crate) fn limited(mut statement: Statement, limit: u64, offset: u64) -> Statement {
    statement.sql.push_str(&format!(" LIMIT {limit}"));
    if offset > 0 {
        statement.sql.push_str(&format!(" OFFSET {offset}"));
    }
    statement
}
