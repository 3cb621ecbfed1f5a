//! Organisation files as a browser sends them. Not a server function: those take forms of text.

use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use chrono::NaiveDate;
use domain::accounts::Action;
use domain::field::FieldError;
use futures::{StreamExt, stream};
use services::organisations::UploadedFile;

use super::pages::{CHECK, LIST, UPLOAD};
use crate::actions::{Outcome, answer, fail_back, go, mistakes};
use crate::errors::PageError;
use crate::fields::Fields;
use crate::request::{Request, Site};
use crate::shell;

/// Where the form posts to.
pub const PATH: &str = "/admin/imports/upload";

/// The most that one form may send, in MB: all files of a year together have 12.
const LIMIT_MB: usize = 64;

/// The most bytes that the first line of such a form may have: two hyphens, a boundary (RFC 2046: 70 at most) and the end of the line.
const BOUNDARY_LIMIT: usize = 2 + 70 + 2;

/// What is kept of a file's name, in characters.
const NAME_LIMIT: usize = 100;

/// The route.
pub fn route(site: Site) -> MethodRouter {
    post(move |request| upload(site.clone(), request)).layer(DefaultBodyLimit::max(LIMIT_MB * 1024 * 1024))
}

async fn upload(site: Site, request: axum::extract::Request) -> Response {
    let (parts, body) = request.into_parts();
    let bare = Request::bare(site.clone(), parts.clone());
    // Before anything is read: nobody else's megabytes.
    let allowed = bare.viewer().and_then(|viewer| Ok(services::authorise(viewer, Action::ImportOrganisations, None)?));
    if let Err(error) = allowed {
        return shell::respond(&bare, Err(error));
    }
    let body = begun(body).await;
    let multipart = Multipart::from_request(axum::extract::Request::from_parts(parts.clone(), body), &()).await;
    let Ok(multipart) = multipart else { return shell::respond(&bare, Err(PageError::BadRequest)) };
    let (mut files, mut typed) = (Vec::new(), Fields::default());
    let received = receive(multipart, &mut files, &mut typed).await;
    let request = Request::of_form(site, parts, typed);
    match received {
        Ok(()) => {
            let outcome = keep(&request, files).await;
            answer(&request, outcome).await
        }
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let message = format!("The files are more than {LIMIT_MB} MB together. Organisation files are far smaller");
            answer(&request, Ok(fail_back(LIST, UPLOAD, vec![FieldError::new("files", message)]))).await
        }
        Err(_) => shell::respond(&bare, Err(PageError::BadRequest)),
    }
}

/// The same body, once its first boundary has come. multer 3.1 looks for that in what its first look at the body brought, then looks at
/// the body once more, and takes a body that comes and ends between the two for one without a boundary.
async fn begun(body: Body) -> Body {
    let mut rest = body.into_data_stream();
    let (mut start, mut length) = (Vec::new(), 0);
    while length < BOUNDARY_LIMIT
        && let Some(piece) = rest.next().await
    {
        length += piece.as_ref().map_or(BOUNDARY_LIMIT, Bytes::len);
        start.push(piece);
    }
    Body::from_stream(stream::iter(start).chain(rest))
}

/// Reads the files, and what was typed beside them. Of a form that is too long, what came before its end is kept: browsers send the fields
/// as they stand on the page, so what is typed stands before the files.
async fn receive(mut multipart: Multipart, files: &mut Vec<UploadedFile>, typed: &mut Fields) -> Result<(), MultipartError> {
    while let Some(field) = multipart.next_field().await? {
        match field.file_name().map(plain_name) {
            // A field for files in which nothing was chosen comes without a name.
            Some(name) if name.is_empty() => {}
            Some(name) => files.push(UploadedFile { name, content: field.bytes().await?.into() }),
            None => *typed = text(std::mem::take(typed), field).await?,
        }
    }
    Ok(())
}

async fn text(typed: Fields, field: Field<'_>) -> Result<Fields, MultipartError> {
    let name = field.name().unwrap_or_default().to_owned();
    Ok(typed.with(&name, &field.text().await?))
}

/// The last part of a path, without control characters.
fn plain_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|letter| !letter.is_control()).take(NAME_LIMIT).collect()
}

async fn keep(request: &Request, files: Vec<UploadedFile>) -> Result<Outcome, PageError> {
    let dated = match day(request) {
        Ok(dated) => dated,
        Err(mistake) => return Ok(fail_back(LIST, UPLOAD, vec![mistake])),
    };
    match services::organisations::upload(&request.services, request.viewer()?, files, dated).await {
        Ok(()) => Ok(go(CHECK)),
        Err(error) => mistakes(LIST, UPLOAD, error),
    }
}

/// The day typed, if one was.
fn day(request: &Request) -> Result<Option<NaiveDate>, FieldError> {
    let typed = request.typed.date("dated");
    if typed.is_empty() { Ok(None) } else { typed.parse("dated", "The day of the files").map(Some) }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("epraccur.csv", "epraccur.csv")]
    #[case("C:\\Users\\Sam\\epraccur.csv", "epraccur.csv")]
    #[case("../../etc/passwd", "passwd")]
    #[case("", "")]
    #[case("a\u{7}b.csv", "ab.csv")]
    fn names(#[case] sent: &str, #[case] kept: &str) {
        assert_eq!(plain_name(sent), kept);
    }
}
