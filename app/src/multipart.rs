//! Forms with files, as a browser sends them. Not server functions: those take forms of text.

use axum::body::{Body, Bytes};
use axum::extract::FromRequest;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::http::StatusCode;
use axum::response::Response;
use domain::accounts::Action;
use futures::{StreamExt, stream};
use services::organisations::UploadedFile;

use crate::errors::PageError;
use crate::fields::Fields;
use crate::request::{Request, Site};
use crate::shell;

/// The most bytes that the first line of such a form may have: two hyphens, a boundary (RFC 2046: 70 at most) and the end of the line.
const BOUNDARY_LIMIT: usize = 2 + 70 + 2;

/// What is kept of a file's name, in characters.
const NAME_LIMIT: usize = 100;

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
        Ok(()) => Some(files),
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => None,
        Err(_) => return Err(shell::respond(&bare, Err(PageError::BadRequest))),
    };
    Ok(Received { request: Request::of_form(site, parts, typed), files })
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
async fn read(mut multipart: Multipart, files: &mut Vec<UploadedFile>, typed: &mut Fields) -> Result<(), MultipartError> {
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
