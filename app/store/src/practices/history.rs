//! What happened to a practice, whoever or whatever did it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::{PracticeHierarchy, Scope};
use domain::audit::{StoredEvent, timeline};
use domain::stage::{Cause, Step};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

use crate::{Result, StoreError};

/// What happened, by where it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The practice reached a stage: a row of `stage_change`.
    Stage {
        /// Its word.
        stage: String,
        /// Since when.
        from: Option<NaiveDate>,
        /// What led to it; none where this version does not know it.
        cause: Option<Cause>,
    },
    /// A fact changed: a row of `practice_change`.
    Import {
        /// Which, as [`domain::organisations::import::What::key`] has it.
        what: String,
        /// The day it took effect.
        on: Option<NaiveDate>,
        /// What it was.
        before: Option<String>,
        /// What it is.
        after: Option<String>,
    },
    /// Somebody did something: a row of `audit_event`.
    Event(StoredEvent),
    /// An exception ended by itself after this day; no row says so.
    Lapse(NaiveDate),
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    /// What.
    pub what: What,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// Who recorded it, by name; nobody for an import.
    pub who: Option<String>,
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
/// what stands in timelines.
///
/// # Errors
/// When the database cannot be read.
pub async fn history(
    db: &impl ConnectionTrait,
    scope: &Scope,
    programme: &str,
    place: &PracticeHierarchy,
    limit: u32,
) -> Result<Vec<TimelineEntry>> {
    if !scope.covers(place) {
        return Ok(Vec::new());
    }
    let mut values: Vec<sea_orm::Value> = vec![place.practice.as_str().into(), programme.into()];
    values.extend(timeline().map(Into::into));
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql(values.len() - 2, limit), values);
    let rows = Row::find_by_statement(statement).all(db).await?;
    rows.into_iter().map(read).collect()
}

fn read(row: Row) -> Result<TimelineEntry> {
    let Row { source, at, day, who, what, subject, before, after } = row;
    let what = match source.as_str() {
        "stage" => What::Stage { stage: what, from: day, cause: subject.as_deref().and_then(Cause::read) },
        "import" => What::Import { what, on: day, before, after },
        "audit" => What::Event(StoredEvent::read(&what, subject.as_deref(), before.as_deref(), after.as_deref())),
        other => return Err(StoreError::unreadable("history.source", other)),
    };
    Ok(TimelineEntry { what, at, who, led_to: None })
}
