//! What readings depend on is kept as it was known: how each EMIS date was set up, and how far each checklist was, a row for each change.
//!
//! Of the time before this migration it is known what the audit trail tells of dates: day, cut-off, places and status, but places held back
//! only as they are now. Of checklists the present state is known, from its last change on.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Events that tell how a date stood after them.
const EVENTS: &str =
    "('slots.cancel-date', 'slots.close', 'slots.done', 'slots.draft', 'slots.move-date', 'slots.open', 'slots.set-places')";

const PROGRESS: &str = "\
INSERT INTO progress_change (programme, practice_code, settled, required, settings_confirmed, signed_off, recorded_at) \
SELECT j.programme, j.practice_code, j.settled, j.required, j.settings_confirmed, \
  EXISTS (SELECT 1 FROM checklist_sign_off o WHERE o.programme = j.programme AND o.practice_code = j.practice_code AND o.ended_at IS NULL), \
  j.updated_at FROM journey j";

fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("slot_change")
            .col(big_pk_auto("id"))
            .col(string_len("slot_id", 36))
            .col(date("date"))
            .col(date("cutoff"))
            .col(integer("places"))
            .col(string_len("status", 20))
            // "XA1:2 XB1:1": ICBs with the places held back for them.
            .col(text("holds"))
            .col(timestamp_with_time_zone("recorded_at"))
            .to_owned(),
        Table::create()
            .table("progress_change")
            .col(big_pk_auto("id"))
            .col(string_len("programme", 40))
            .col(string_len("practice_code", 8))
            .col(integer("settled"))
            .col(integer("required"))
            .col(boolean("settings_confirmed"))
            .col(boolean("signed_off"))
            .col(timestamp_with_time_zone("recorded_at"))
            .to_owned(),
    ]
}

/// Dates as they were at first, after each event, and as they are.
fn slots(postgres: bool) -> [String; 3] {
    let fact = |column: &str, key: &str, kind: &str| {
        if postgres { format!("({column}::json->>'{key}')::{kind}") } else { format!("json_extract({column}, '$.{key}')") }
    };
    let facts = |column: &str| {
        [("date", "date"), ("cutoff", "date"), ("places", "integer"), ("status", "text")].map(|(key, kind)| fact(column, key, kind))
    };
    let holds =
        "COALESCE((SELECT string_agg(h.icb_code || ':' || h.places, ' ') FROM slot_hold h WHERE h.slot_id = s.id AND h.places > 0), '')";
    let whole = |column: &str| ["date", "cutoff", "places", "status"].map(|key| format!("{column} LIKE '%\"{key}\"%'")).join(" AND ");
    let into = "INSERT INTO slot_change (slot_id, date, cutoff, places, status, holds, recorded_at)";
    let [date, cutoff, places, status] = facts("f.before");
    let first = format!(
        "{into} SELECT s.id, COALESCE({date}, s.date), COALESCE({cutoff}, s.cutoff), COALESCE({places}, s.places), COALESCE({status}, s.status), \
         {holds}, s.created_at FROM slot s LEFT JOIN audit_event f ON f.id = (SELECT MIN(e.id) FROM audit_event e \
         WHERE e.subject = s.id AND e.action IN {EVENTS} AND {}) ORDER BY s.created_at, s.id",
        whole("e.before")
    );
    let [date, cutoff, places, status] = facts("e.after");
    let then = format!(
        "{into} SELECT s.id, {date}, {cutoff}, {places}, {status}, {holds}, e.at FROM slot s JOIN audit_event e ON e.subject = s.id \
         WHERE e.action IN {EVENTS} AND {} ORDER BY e.id",
        whole("e.after")
    );
    let now = format!(
        "{into} SELECT s.id, s.date, s.cutoff, s.places, s.status, {holds}, MAX(c.recorded_at) FROM slot s JOIN slot_change c ON c.slot_id = s.id \
         GROUP BY s.id, s.date, s.cutoff, s.places, s.status HAVING COUNT(*) > 1"
    );
    [first, then, now]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == DatabaseBackend::Postgres;
        crate::create(manager, tables()).await?;
        for statement in slots(postgres) {
            crate::run(manager, &[&statement]).await?;
        }
        let indexes = [
            PROGRESS,
            "CREATE INDEX slot_change_slot ON slot_change (slot_id, id)",
            "CREATE INDEX progress_change_practice ON progress_change (programme, practice_code, id)",
        ];
        crate::run(manager, &indexes).await?;
        crate::append_only(manager, &["slot_change", "progress_change"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop(manager, &["progress_change", "slot_change"]).await
    }
}
