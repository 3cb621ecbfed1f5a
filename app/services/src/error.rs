//! How a use case can fail.

use domain::accounts::Denied;
use domain::field::FieldError;
use store::StoreError;

/// A use case was refused, or the system failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not there, or out of the person's scope, which looks the same.
    #[error("not found")]
    NotFound,
    /// In scope, but not for this role.
    #[error("not allowed")]
    Forbidden,
    /// The person's input has mistakes; nothing was written.
    #[error("{} mistake(s) in the form", .0.len())]
    Invalid(Vec<FieldError>),
    /// Somebody else was first, or the state does not allow it (any more); nothing was written. The text is for people.
    #[error("{0}")]
    Conflict(String),
    /// A fault of the database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Any other fault; the text is for the log, never for a page.
    #[error("{0}")]
    Fault(String),
}

impl Error {
    /// One mistake in one field.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::OutOfScope => Self::NotFound,
            Denied::Role => Self::Forbidden,
        }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// Of every use case.
pub type Result<T> = std::result::Result<T, Error>;
