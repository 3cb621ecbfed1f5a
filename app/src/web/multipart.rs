//! Forms with files, as a browser sends them.

mod parts;

use axum::body::Body;
use axum::extract::FromRequest;
use axum::extract::multipart::Multipart;
use axum::http::request::Parts;

pub use parts::File;
use parts::{Unread, read, unhurried};

use super::errors::PageError;
use super::fields::Fields;

/// The files that came with a form.
#[derive(Debug)]
pub enum Files {
    /// These; none with a form of text.
    Came(Vec<File>),
    /// More than its route takes.
    TooLarge,
}

impl Default for Files {
    fn default() -> Self {
        Self::Came(Vec::new())
    }
}

/// Reads a form with files: what was typed, and the files.
///
/// # Errors
/// [`PageError::TooLarge`] for too many parts, or more text than a form may hold; [`PageError::BadRequest`] for what is no such form, or
/// breaks off.
pub async fn form(parts: &Parts, body: Body) -> Result<(Fields, Files), PageError> {
    let asked = axum::extract::Request::from_parts(parts.clone(), unhurried(body));
    let multipart = Multipart::from_request(asked, &()).await.map_err(|_| PageError::BadRequest)?;
    let (mut files, mut typed) = (Vec::new(), Fields::default());
    match read(multipart, &mut files, &mut typed).await {
        Ok(()) => Ok((typed, Files::Came(files))),
        Err(Unread::Files) => Ok((typed, Files::TooLarge)),
        Err(Unread::TooMuch) => Err(PageError::TooLarge),
        Err(Unread::Malformed) => Err(PageError::BadRequest),
    }
}
