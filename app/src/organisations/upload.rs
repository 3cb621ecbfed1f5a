//! Organisation files as a browser sends them.

use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use chrono::NaiveDate;
use domain::accounts::Action;
use domain::field::FieldError;
use services::organisations::UploadedFile;

use super::pages::{CHECK, LIST, UPLOAD};
use crate::actions::{Outcome, answer, fail_back, go, mistakes};
use crate::errors::PageError;
use crate::multipart::{Received, receive};
use crate::request::{Request, Site};

/// Where the form posts to.
pub const PATH: &str = "/admin/imports/upload";

/// The most that one form may send, in MB: all files of a year together have 12.
const LIMIT_MB: usize = 64;

/// The route.
pub fn route(site: Site) -> MethodRouter {
    post(move |request| upload(site.clone(), request)).layer(DefaultBodyLimit::max(LIMIT_MB * 1024 * 1024))
}

async fn upload(site: Site, request: axum::extract::Request) -> Response {
    let Received { request, files } = match receive(site, request, Action::ImportOrganisations).await {
        Ok(received) => received,
        Err(refused) => return refused,
    };
    let outcome = match files {
        Some(files) => keep(&request, files).await,
        None => {
            let message = format!("The files are more than {LIMIT_MB} MB together. Organisation files are far smaller");
            Ok(fail_back(LIST, UPLOAD, vec![FieldError::new("files", message)]))
        }
    };
    answer(&request, outcome).await
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
