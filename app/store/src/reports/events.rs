//! Whether what reports are made from may have changed, as the audit trail tells it: every write has its event in the same commit.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::Result;
use crate::entity::{audit_event, audit_head};

/// What happens to these changes nothing in a report. Whatever is not named here does.
const APART: [&str; 4] = ["access-requests", "accounts", "reminders", "smartcards"];

/// After so many events reading again is no dearer than looking through them.
const LOOKED_THROUGH: u64 = 500;

/// The number of the newest event.
pub(super) async fn newest(db: &impl ConnectionTrait) -> Result<i64> {
    Ok(audit_head::Entity::find().one(db).await?.map_or(0, |head| head.last_id))
}

/// The number of the newest event, if none after `event` changed anything in a report; else none.
///
/// # Errors
/// When the database cannot be read.
pub async fn unchanged_since(db: &impl ConnectionTrait, event: i64) -> Result<Option<i64>> {
    use audit_event::Column;
    let events: Vec<(i64, String)> = audit_event::Entity::find()
        .filter(Column::Id.gt(event))
        .order_by_asc(Column::Id)
        .limit(LOOKED_THROUGH)
        .select_only()
        .columns([Column::Id, Column::Action])
        .into_tuple()
        .all(db)
        .await?;
    let few = (events.len() as u64) < LOOKED_THROUGH;
    let unchanged = few && events.iter().all(|(_, action)| is_apart(action));
    Ok(unchanged.then(|| events.last().map_or(event, |(id, _)| *id)))
}

fn is_apart(action: &str) -> bool {
    action.split_once('.').is_some_and(|(feature, _)| APART.contains(&feature))
}

#[cfg(test)]
mod tests {
    use super::is_apart;

    #[test]
    fn what_is_not_known_to_stand_apart_does_not() {
        assert!(is_apart("accounts.sign-in") && is_apart("smartcards.add"));
        for action in ["slots.book", "organisations.import", "checklist.answer", "accounts", "accountsx.add", "new.word", ""] {
            assert!(!is_apart(action), "{action}");
        }
    }
}
