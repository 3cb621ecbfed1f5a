//! What comes of a request for a page, and of a form: it leads on, or its own page is shown again.
//!
//! ```ignore
//! pub async fn post(request: Request) -> FormResult {
//!     let (viewer, ods) = (request.viewer()?, request.code("ods")?);
//!     services::slots::cancel(&request.services, viewer, &ods, request.typed.raw("reason").unwrap_or_default()).await?;
//!     Ok(succeed(practice(&ods).slots(), "Your booking is cancelled."))
//! }
//! ```
//! A mistake needs no line of its own: [`PageError::Invalid`] and [`PageError::Conflict`] show the form's own page again, with everything
//! typed and what is wrong, as 422 or 409.

use domain::field::FieldError;

use super::errors::PageError;
use super::fields::Fields;
use super::flash::Flash;
use super::page::Page;

/// Of every page.
pub type PageResult = Result<Page, PageError>;

/// Of every form.
pub type FormResult = Result<Outcome, PageError>;

/// What came of a form.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// To another address, whose page shows `flash` once.
    LeadsOn {
        /// The address.
        to: String,
        /// What its page shows.
        flash: Option<Flash>,
    },
    /// The form's own page, as `flash` has it.
    Again(Flash),
}

/// Goes to `to`.
pub fn go(to: impl Into<String>) -> Outcome {
    Outcome::LeadsOn { to: to.into(), flash: None }
}

/// Goes to `to`, which says in a green banner what went well: one sentence.
pub fn succeed(to: impl Into<String>, message: impl Into<String>) -> Outcome {
    let flash = Flash { success: Some(message.into()), ..Flash::default() };
    Outcome::LeadsOn { to: to.into(), flash: Some(flash) }
}

/// Goes to `to`, which says that there was nothing to do.
pub fn nothing_to_do(to: impl Into<String>, message: impl Into<String>) -> Outcome {
    let flash = Flash { success: Some(message.into()), neutral: true, ..Flash::default() };
    Outcome::LeadsOn { to: to.into(), flash: Some(flash) }
}

/// Goes to the page at `to`, whose form `form` has what was typed into this one.
pub fn carry(to: impl Into<String>, form: &str, typed: &Fields) -> Outcome {
    let flash = Flash { form: form.to_owned(), values: typed.clone(), sent: true, ..Flash::default() };
    Outcome::LeadsOn { to: to.into(), flash: Some(flash) }
}

/// The same page for a step in between, e.g. a search: no mistake, and everything typed is kept.
pub fn keep() -> Outcome {
    Outcome::Again(Flash::default())
}

/// The same page with these in its fields instead of what was typed: they come from a file.
pub fn keep_as(values: Fields, errors: Vec<FieldError>) -> Outcome {
    Outcome::Again(Flash { values, errors, ..Flash::default() })
}

/// The same page, where part of what was asked went well, as `message` says, and part of it did not, because somebody else was first or
/// the state does not allow it.
pub fn partly(message: impl Into<String>, errors: Vec<FieldError>) -> Outcome {
    let success = Some(message.into()).filter(|message| !message.is_empty());
    Outcome::Again(Flash { success, errors, conflict: true, ..Flash::default() })
}

/// The same page, because somebody else was first: it shows both versions.
pub fn clash(errors: Vec<FieldError>) -> Outcome {
    partly("", errors)
}

/// What came of a form as an [`Outcome`]: mistakes, and that somebody else was first, are the same page again.
///
/// # Errors
/// Everything else becomes a page of its own.
pub(crate) fn settled(result: FormResult) -> FormResult {
    match result {
        Err(PageError::Invalid(errors)) => Ok(Outcome::Again(Flash { errors, ..Flash::default() })),
        Err(PageError::Conflict(message)) => Ok(clash(vec![FieldError::new("", message)])),
        other => other,
    }
}
