//! What the tables of organisations share: many rows written at a time, and codes read.

use std::collections::BTreeMap;

use domain::organisations::OdsCode;
use domain::organisations::import::Dated;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IdenStatic, Iterable, PrimaryKeyToColumn};

use crate::{Result, StoreError};

/// Rows of one statement: SQLite takes 32,766 values, and no table written here has more than 20 columns.
pub(super) const ROWS: usize = 1_000;

/// What is new in `after` or not as it was.
pub(super) fn differing<'a, K: Ord, V: PartialEq>(
    before: &'a BTreeMap<K, V>,
    after: &'a BTreeMap<K, V>,
) -> impl Iterator<Item = (&'a K, &'a V)> {
    after.iter().filter(|(key, value)| before.get(key) != Some(value))
}

/// Inserts rows, or overwrites the columns that are set of those that are there already.
pub(super) async fn put<A>(db: &impl ConnectionTrait, rows: Vec<A>) -> Result<()>
where
    A: ActiveModelTrait,
{
    type Column<A> = <<A as ActiveModelTrait>::Entity as EntityTrait>::Column;
    let keys: Vec<Column<A>> =
        <<A as ActiveModelTrait>::Entity as EntityTrait>::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column).collect();
    let is_key = |column: &Column<A>| keys.iter().any(|key| key.as_str() == column.as_str());
    let Some(first) = rows.first() else { return Ok(()) };
    let set: Vec<_> = Column::<A>::iter().filter(|column| !is_key(column) && first.get(*column).is_set()).collect();
    let mut conflict = OnConflict::columns(keys.iter().copied());
    if set.is_empty() {
        conflict.do_nothing();
    } else {
        conflict.update_columns(set);
    }
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let many = rows.by_ref().take(ROWS);
        <A::Entity as EntityTrait>::insert_many(many).on_conflict(conflict.clone()).exec_without_returning(db).await?;
    }
    Ok(())
}

pub(super) fn parent(text: Option<String>, dated: Option<chrono::NaiveDate>) -> Result<Option<Dated<OdsCode>>> {
    text.map(|text| Ok(Dated::new(code(&text, "the code of a parent")?, dated))).transpose()
}

pub(super) fn code(text: &str, column: &'static str) -> Result<OdsCode> {
    text.parse().map_err(|_| StoreError::unreadable(column, text))
}
