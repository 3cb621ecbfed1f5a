//! The transaction in which the schema is changed.

use std::ops::Deref;

use sea_orm::DatabaseTransaction;

use super::broken_connection::Trust;
use super::write_turn::Turn;
use crate::Result;

/// A change of the schema: the library's own transaction, for the library runs the migrations. Dropped without a commit it leaves nothing.
#[derive(Debug)]
pub struct SchemaChange {
    inner: DatabaseTransaction,
    trust: Trust,
    /// Given back when it is over.
    _turn: Turn,
}

impl SchemaChange {
    pub(super) fn new(inner: DatabaseTransaction, trust: Trust, turn: Turn) -> Self {
        Self { inner, trust, _turn: turn }
    }

    /// Makes the change last.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn commit(self) -> Result<()> {
        let committed = self.inner.commit().await;
        if committed.is_err() {
            self.trust.lose();
        }
        Ok(committed?)
    }
}

impl Deref for SchemaChange {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

#[cfg(test)]
mod tests {
    use crate::Store;

    #[tokio::test]
    async fn it_has_its_turn_from_its_beginning_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::connect(&format!("sqlite://{}", folder.path().join("test.sqlite").display())).await.unwrap();
        let change = store.begin_migration().await.unwrap();
        assert!(!store.single.turns.is_free(), "single statements wait");
        drop(change);
        assert!(store.single.turns.is_free());
        store.begin_migration().await.unwrap().commit().await.unwrap();
        assert!(store.single.turns.is_free());
    }
}
