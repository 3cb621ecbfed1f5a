//! What came with a form of text, read within its limits before anything is done with it.

use std::error::Error;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::{HeaderMap, header};
use http_body_util::LengthLimitError;

use crate::web::errors::PageError;
use crate::web::fields::Fields;

/// The most that a form may send, in bytes. Uploads are not counted: they bring their own limit.
const FORM_LIMIT: usize = 512 * 1024;

/// What was typed into a form.
///
/// # Errors
/// [`PageError::TooLarge`] for more than a form may hold; [`PageError::BadRequest`] for what is no form, or breaks off.
pub async fn form(headers: &HeaderMap, body: Body) -> Result<Fields, PageError> {
    // A button without a field sends nothing, of whatever kind.
    if !is_urlencoded(headers) && !body.is_end_stream() {
        return Err(PageError::BadRequest);
    }
    Fields::parse(&whole(body).await?).map_err(|_| PageError::TooLarge)
}

async fn whole(body: Body) -> Result<Bytes, PageError> {
    // Nothing is read of what says beforehand that it is too long.
    if usize::try_from(body.size_hint().lower()).map_or(true, |announced| announced > FORM_LIMIT) {
        return Err(PageError::TooLarge);
    }
    to_bytes(body, FORM_LIMIT).await.map_err(|error| {
        let is_too_long = error.source().is_some_and(<dyn Error>::is::<LengthLimitError>);
        if is_too_long { PageError::TooLarge } else { PageError::BadRequest }
    })
}

fn is_urlencoded(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"))
}
