//! Forms with files, as a browser sends them. Not server functions: those take forms of text.

mod parts;

use axum::extract::FromRequest;
use axum::extract::multipart::Multipart;
use axum::response::Response;
use domain::accounts::Action;
use parts::{File, Unread, begun, read};
use services::organisations::UploadedFile;

use crate::errors::PageError;
use crate::fields::Fields;
use crate::request::{Request, Site};
use crate::shell;

/// A form with files that came.
pub(crate) struct Received {
    /// The request, with what was typed.
    pub request: Request,
    /// The files; none where they are more than may be sent.
    pub files: Option<Vec<UploadedFile>>,
}

/// Reads a form with files from somebody who may do `may`, or answers with the page of an error.
pub(crate) async fn receive(site: Site, request: axum::extract::Request, may: Action) -> Result<Received, Response> {
    let (parts, body) = request.into_parts();
    let bare = Request::bare(site.clone(), parts.clone());
    // Before anything is read: nobody else's megabytes.
    let allowed = bare.viewer().and_then(|viewer| Ok(services::authorise(viewer, may, None)?));
    if let Err(error) = allowed {
        return Err(shell::respond(&bare, Err(error)));
    }
    let body = begun(body).await;
    let multipart = Multipart::from_request(axum::extract::Request::from_parts(parts.clone(), body), &()).await;
    let Ok(multipart) = multipart else { return Err(shell::respond(&bare, Err(PageError::BadRequest))) };
    let (mut files, mut typed) = (Vec::new(), Fields::default());
    let files = match read(multipart, &mut files, &mut typed).await {
        Ok(()) => Some(files.into_iter().map(uploaded).collect()),
        Err(Unread::Files) => None,
        Err(Unread::TooMuch) => return Err(shell::respond(&bare, Err(PageError::TooLarge))),
        Err(Unread::Malformed) => return Err(shell::respond(&bare, Err(PageError::BadRequest))),
    };
    Ok(Received { request: Request::of_form(site, parts, typed), files })
}

fn uploaded(File { name, content }: File) -> UploadedFile {
    UploadedFile { name, content: content.into() }
}
