//! What happened to a practice, whoever or whatever did it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::{PracticePlace, Scope};
use domain::stage::Step;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

use crate::{Result, StoreError};

/// Where an entry comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A row of `stage_change`.
    Stage,
    /// A row of `practice_change`.
    Import,
    /// A row of `audit_event`.
    Audit,
    /// An exception that ended by itself; no row says so.
    Lapse,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// Where the entry comes from; it says what the words are.
    pub source: Source,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// The day it took effect, if it names one.
    pub day: Option<NaiveDate>,
    /// Who recorded it, by name; nobody for an import.
    pub who: Option<String>,
    /// The stage, what changed, or the action.
    pub what: String,
    /// What led to the stage, or what the action was done to.
    pub subject: Option<String>,
    /// The state before.
    pub before: Option<String>,
    /// The state after.
    pub after: Option<String>,
    /// Of a correction: the stage that it came to, and since when.
    pub led_to: Option<Step>,
}

#[derive(FromQueryResult)]
struct Row {
    source: String,
    at: DateTime<Utc>,
    day: Option<NaiveDate>,
    who: Option<String>,
    what: String,
    subject: Option<String>,
    before: Option<String>,
    after: Option<String>,
}

// Each part by its own index, as many rows as are wanted, before they are put in order.
// How many is written in, as `limit` says.
fn sql(told: usize, limit: u32) -> String {
    let told: Vec<_> = (3..3 + told).map(|at| format!("${at}")).collect();
    SQL.replace("$told", &told.join(", ")).replace("$limit", &limit.to_string())
}

const SQL: &str = "\
SELECT * FROM (\
 SELECT * FROM (SELECT 'stage' AS source, 2 AS rank, id, recorded_at AS at, effective_on AS day, recorded_by AS who, stage AS what, \
   cause AS subject, CAST(NULL AS text) AS before, CAST(NULL AS text) AS after \
   FROM stage_change WHERE programme = $2 AND practice_code = $1 ORDER BY id DESC LIMIT $limit) AS stages \
 UNION ALL \
 SELECT * FROM (SELECT 'import', 1, id, recorded_at, dated, (SELECT r.decided_by FROM practice_request r WHERE r.id = import_id), what, NULL, before, after \
   FROM practice_change WHERE practice_code = $1 ORDER BY practice_change.id DESC LIMIT $limit) AS changes \
 UNION ALL \
 SELECT * FROM (SELECT 'audit', 0, id, at, CAST(NULL AS date), actor, action, subject, before, after \
   FROM audit_event WHERE practice_code = $1 AND action IN ($told) ORDER BY id DESC LIMIT $limit) AS events\
) AS happenings ORDER BY at DESC, rank DESC, id DESC LIMIT $limit";

/// The latest that happened to the practice at `place`, the newest first; nothing where `scope` does not cover it. Of the audit trail only
/// the actions `told`.
///
/// # Errors
/// When the database cannot be read.
pub async fn history(
    db: &impl ConnectionTrait,
    scope: &Scope,
    programme: &str,
    place: &PracticePlace,
    told: &[&str],
    limit: u32,
) -> Result<Vec<Happening>> {
    if !scope.covers(place) {
        return Ok(Vec::new());
    }
    let mut values: Vec<sea_orm::Value> = vec![place.practice.as_str().into(), programme.into()];
    values.extend(told.iter().map(|action| (*action).into()));
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql(told.len(), limit), values);
    let rows = Row::find_by_statement(statement).all(db).await?;
    rows.into_iter().map(read).collect()
}

fn read(row: Row) -> Result<Happening> {
    let source = match row.source.as_str() {
        "stage" => Source::Stage,
        "import" => Source::Import,
        "audit" => Source::Audit,
        other => return Err(StoreError::unreadable("history.source", other)),
    };
    let Row { at, day, who, what, subject, before, after, .. } = row;
    Ok(Happening { source, at, day, who, what, subject, before, after, led_to: None })
}
