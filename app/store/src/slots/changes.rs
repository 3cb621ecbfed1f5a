//! How each date was set up, a row for each change: every function that sets a date up writes one, so that no report of a past day changes
//! with the date.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, Statement};

use crate::Result;

const NOTE: &str = "\
INSERT INTO slot_change (slot_id, date, cutoff, places, status, holds, recorded_at) \
SELECT s.id, s.date, s.cutoff, s.places, s.status, \
  COALESCE((SELECT string_agg(h.icb_code || ':' || h.places, ' ') FROM slot_hold h WHERE h.slot_id = s.id AND h.places > 0), ''), $2 \
FROM slot s WHERE s.id = $1";

/// Writes down how the date is set up now.
pub(super) async fn note(db: &impl ConnectionTrait, id: &str, at: DateTime<Utc>) -> Result<()> {
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), NOTE, [id.into(), at.into()])).await?;
    Ok(())
}

/// The same, where a date was changed; whether one was.
pub(super) async fn note_if(changed: bool, db: &impl ConnectionTrait, id: &str, at: DateTime<Utc>) -> Result<bool> {
    if changed {
        note(db, id, at).await?;
    }
    Ok(changed)
}
