//! What next steps depend on at present.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::reports::NextRow;
use domain::self_switch::SelfSwitch;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::whose::Whose;
use crate::entity::{checklist_sign_off, confirmation, self_switch, slot_waiting};
use crate::slots::EntryState;
use crate::{Result, Tx};

/// A row for each practice of which there is something to say.
pub(super) async fn load(tx: &Tx, programme: &str, whose: &Whose<'_>) -> Result<Vec<NextRow>> {
    let mut rows = BTreeMap::new();
    for code in signed_off(tx, programme, whose).await? {
        put(&mut rows, whose, &code, |row| row.signed_off = true);
    }
    for (code, default_on, existing_updated) in switched(tx, programme, whose).await? {
        put(&mut rows, whose, &code, |row| row.self_switch = SelfSwitch { default_on, existing_updated });
    }
    for code in confirmed(tx, programme, whose).await? {
        put(&mut rows, whose, &code, |row| row.confirmed = true);
    }
    for (code, state, until) in listed(tx, programme, whose).await? {
        let waits = EntryState::from_key(&state)? == EntryState::Waiting;
        put(&mut rows, whose, &code, |row| match waits {
            true => row.waits = true,
            false => row.kept_until = row.kept_until.max(until),
        });
    }
    Ok(rows.into_values().collect())
}

/// Notes something about a practice.
fn put(rows: &mut BTreeMap<usize, NextRow>, whose: &Whose<'_>, code: &str, note: impl FnOnce(&mut NextRow)) {
    if let Some(practice) = whose.practices.at(code) {
        note(rows.entry(practice).or_insert(NextRow { practice, ..NextRow::default() }));
    }
}

async fn signed_off(tx: &Tx, programme: &str, whose: &Whose<'_>) -> Result<Vec<String>> {
    use checklist_sign_off::Column;
    let select = whose.among(checklist_sign_off::Entity::find(), Column::PracticeCode).filter(Column::Programme.eq(programme));
    let standing = select.filter(Column::EndedAt.is_null()).select_only().column(Column::PracticeCode);
    Ok(standing.into_tuple().all(tx).await?)
}

type Switched = (String, Option<NaiveDate>, Option<NaiveDate>);

async fn switched(tx: &Tx, programme: &str, whose: &Whose<'_>) -> Result<Vec<Switched>> {
    use self_switch::Column;
    let select = whose.among(self_switch::Entity::find(), Column::PracticeCode).filter(Column::Programme.eq(programme));
    let columns = [Column::PracticeCode, Column::DefaultOn, Column::ExistingUpdated];
    Ok(select.select_only().columns(columns).into_tuple().all(tx).await?)
}

async fn confirmed(tx: &Tx, programme: &str, whose: &Whose<'_>) -> Result<Vec<String>> {
    use confirmation::Column;
    let select = whose.among(confirmation::Entity::find(), Column::PracticeCode).filter(Column::Programme.eq(programme));
    Ok(select.select_only().column(Column::PracticeCode).into_tuple().all(tx).await?)
}

/// Practices on waiting lists: the state of the entry, and until when a place is kept, if one is.
async fn listed(tx: &Tx, programme: &str, whose: &Whose<'_>) -> Result<Vec<(String, String, Option<DateTime<Utc>>)>> {
    use slot_waiting::Column;
    let live = [EntryState::Waiting.key(), EntryState::Offered.key()];
    let select = whose.among(slot_waiting::Entity::find(), Column::PracticeCode).filter(Column::Programme.eq(programme));
    let columns = [Column::PracticeCode, Column::State, Column::ExpiresAt];
    Ok(select.filter(Column::State.is_in(live)).select_only().columns(columns).into_tuple().all(tx).await?)
}
