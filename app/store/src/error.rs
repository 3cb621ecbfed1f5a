//! What can go wrong in the store.

use sea_orm::DbErr;

/// A fault of the database, or a row that does not read as what it should be.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("the database: {0}")]
    Database(#[from] DbErr),
    /// A stored word or code that this version does not know.
    #[error("unreadable value {value:?} in {column}")]
    Unreadable {
        /// Table and column.
        column: &'static str,
        /// What stands there.
        value: String,
    },
}

impl StoreError {
    /// A stored word that this version does not know.
    pub fn unreadable(column: &'static str, value: impl Into<String>) -> Self {
        Self::Unreadable { column, value: value.into() }
    }

    /// Whether a UNIQUE rule refused the row: somebody else was first.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        match self {
            Self::Database(error) => matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_))),
            Self::Unreadable { .. } => false,
        }
    }
}

/// Of every query.
pub type Result<T> = std::result::Result<T, StoreError>;
