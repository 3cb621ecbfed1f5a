//! What every server function that a form posts to is made of: do one use case, then redirect.
//!
//! ```ignore
//! #[server(prefix = "/api", endpoint = "slots/cancel")]
//! pub async fn cancel_slot() -> Result<(), ServerFnError> {
//!     action(async |request| {
//!         let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
//!         let page = format!("/practices/{ods}/slots");
//!         let done = services::slots::cancel(&request.services, viewer, &ods, request.typed.get("reason")).await;
//!         done.map(|()| succeed(&page, "Your date is cancelled.")).or_else(|error| mistakes(&page, "cancel", error))
//!     })
//!     .await
//! }
//! ```
//! and in the page `<form method="post" action={path_of::<CancelSlot>()} novalidate>`.

use std::sync::{Arc, Mutex, PoisonError};

use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::field::FieldError;
use leptos::prelude::{ServerFnError, expect_context};
use leptos::server_fn::ServerFn;
use leptos_axum::ResponseOptions;

use crate::web::errors::PageError;
use crate::web::fields::Fields;
use crate::web::flash::Flash;
use crate::web::request::{Request, Site};
use crate::web::document;

/// The most that is kept of a form of somebody who is not signed in, in bytes.
const ANONYMOUS_FLASH: usize = 4096;

/// Where a form leads, and what the page there shows once.
#[derive(Clone, Debug)]
pub struct Outcome {
    to: String,
    flash: Option<Flash>,
}

/// Goes to `to`.
pub fn go(to: impl Into<String>) -> Outcome {
    Outcome { to: to.into(), flash: None }
}

/// Goes to `to`, which says in a green banner what went well: one sentence.
pub fn succeed(to: impl Into<String>, message: impl Into<String>) -> Outcome {
    let flash = Flash { success: Some(message.into()), ..Flash::default() };
    Outcome { to: to.into(), flash: Some(flash) }
}

/// Goes to `to`, which says that there was nothing to do.
pub fn nothing_to_do(to: impl Into<String>, message: impl Into<String>) -> Outcome {
    let flash = Flash { success: Some(message.into()), neutral: true, ..Flash::default() };
    Outcome { to: to.into(), flash: Some(flash) }
}

/// Goes back to the page of `form` with its mistakes; everything typed is kept.
pub fn fail_back(to: impl Into<String>, form: &str, errors: Vec<FieldError>) -> Outcome {
    let flash = Flash { sent: true, form: form.to_owned(), errors, ..Flash::default() };
    Outcome { to: to.into(), flash: Some(flash) }
}

/// Goes back to the page of `form` for a step in between, e.g. a search: no mistake, and everything typed is kept.
pub fn keep_back(to: impl Into<String>, form: &str) -> Outcome {
    fail_back(to, form, Vec::new())
}

/// Goes back to the page of `form` because somebody else was first: the page shows both versions, and everything typed is kept.
pub fn clash_back(to: impl Into<String>, form: &str, errors: Vec<FieldError>) -> Outcome {
    let flash = Flash { sent: true, form: form.to_owned(), errors, conflict: true, ..Flash::default() };
    Outcome { to: to.into(), flash: Some(flash) }
}

/// Goes back to the page of `form`, part of which went well, as `message` says, and part of which did not, because somebody else was first
/// or the state does not allow it.
pub fn partly(to: impl Into<String>, form: &str, message: String, errors: Vec<FieldError>) -> Outcome {
    let success = Some(message).filter(|message| !message.is_empty());
    let flash = Flash { sent: true, success, form: form.to_owned(), errors, conflict: true, ..Flash::default() };
    Outcome { to: to.into(), flash: Some(flash) }
}

/// Goes back to the page of `form` where the person can put it right: mistakes, or somebody else was first.
///
/// # Errors
/// Everything else becomes a page of its own.
pub fn mistakes(to: impl Into<String>, form: &str, error: services::Error) -> Result<Outcome, PageError> {
    match error {
        services::Error::Invalid(errors) => Ok(fail_back(to, form, errors)),
        services::Error::Conflict(message) => {
            let mut outcome = fail_back(to, form, vec![FieldError::new("", message)]);
            outcome.flash.iter_mut().for_each(|flash| flash.conflict = true);
            Ok(outcome)
        }
        error => Err(error.into()),
    }
}

/// The address that a form posts to.
#[must_use]
pub fn path_of<F: ServerFn>() -> &'static str {
    F::PATH
}

/// What the router hands to a server function beside the [`Site`].
#[derive(Clone, Default)]
pub(crate) struct Incoming {
    pub typed: Fields,
    fault: Arc<Mutex<Option<PageError>>>,
}

impl Incoming {
    pub fn of(typed: Fields) -> Self {
        Self { typed, ..Self::default() }
    }

    /// Keeps why it was not done.
    pub fn refuse(&self, why: PageError) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(why);
    }

    /// Why it was not done, if it was not.
    pub fn refusal(&self) -> Option<PageError> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Runs what a form asks for and redirects; a refusal or fault becomes an error page.
///
/// # Errors
/// Never: the shape is what server functions want.
pub async fn action<F, Fut>(work: F) -> Result<(), ServerFnError>
where
    F: FnOnce(Request) -> Fut,
    Fut: Future<Output = Result<Outcome, PageError>>,
{
    let incoming = expect_context::<Incoming>();
    let options = expect_context::<ResponseOptions>();
    let request = Request::of_form(expect_context::<Site>(), expect_context::<Parts>(), incoming.typed.clone());
    let outcome = work(request.clone()).await;
    match redirect(&request, outcome).await {
        Ok(location) => {
            options.set_status(StatusCode::SEE_OTHER);
            options.insert_header(header::LOCATION, location);
        }
        Err(error) => incoming.refuse(error),
    }
    Ok(())
}

/// The answer of a handler that is no server function, e.g. of an upload: the redirect, or the page of an error.
pub(crate) async fn answer(request: &Request, outcome: Result<Outcome, PageError>) -> Response {
    match redirect(request, outcome).await {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(error) => document::respond(request, Err(error)),
    }
}

async fn redirect(request: &Request, outcome: Result<Outcome, PageError>) -> Result<HeaderValue, PageError> {
    let Outcome { to, flash } = outcome?;
    if let (Some(flash), Some(session)) = (flash, request.session()) {
        let path = to.split(['?', '#']).next().unwrap_or_default().to_owned();
        // Nothing large is kept for somebody who is not signed in.
        let keep = !flash.form.is_empty() && (request.viewer_if_any().is_some() || request.typed.encode().len() <= ANONYMOUS_FLASH);
        let values = if keep { request.typed.clone() } else { Fields::default() };
        Flash { path, values, ..flash }.keep(session).await.map_err(PageError::fault)?;
    }
    document::location(&to).map_err(PageError::fault)
}
