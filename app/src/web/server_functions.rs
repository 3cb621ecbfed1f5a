//! What a server function finds around it: the questions of islands, which read no pages.

use std::sync::{Arc, OnceLock};

use axum::http::StatusCode;
use axum::http::request::Parts;
use domain::accounts::Viewer;
use leptos::prelude::{ServerFnError, expect_context, use_context};
use services::Services;

use super::errors::PageError;
use super::request::Site;
use super::session::CurrentViewer;

/// Why a question is not answered: the library knows only that it was not.
#[derive(Clone, Debug, Default)]
pub(crate) struct Refusal(Arc<OnceLock<StatusCode>>);

impl Refusal {
    /// The status of the answer; none where the question was answered, or could not be read.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.get().copied()
    }
}

/// The use cases.
#[must_use]
pub fn services() -> Services {
    expect_context::<Site>().services
}

/// The person who asks.
///
/// # Errors
/// When nobody is signed in: the answer is then 401.
pub fn signed_in() -> Result<Viewer, ServerFnError> {
    let current = use_context::<Parts>().and_then(|parts| parts.extensions.get::<CurrentViewer>().cloned());
    current.and_then(|current| current.0).ok_or_else(|| refuse(StatusCode::UNAUTHORIZED))
}

/// A failure of a use case: the cause goes to the log alone.
pub fn quiet(error: services::Error) -> ServerFnError {
    let refused = PageError::from(error);
    if let PageError::Fault(cause) = &refused {
        tracing::error!(cause, "a question of the page failed");
    }
    refuse(refused.status())
}

fn refuse(status: StatusCode) -> ServerFnError {
    // Only the first counts.
    let _ = expect_context::<Refusal>().0.set(status);
    ServerFnError::new("refused")
}
