//! Files that pages offer, of exactly what the page shows: the deadline report and the audit trail.

use app::reports::deadline::load;
use app::web::document::respond;
use app::web::errors::PageError;
use app::web::request::{Request, Site};
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use services::reports::{Download, Format, write};

pub fn routes(site: Site) -> Router {
    Router::new()
        .route("/reports/deadline.csv", get(async |State(site), request| answer(site, request, Format::CsvForExcel).await))
        .route("/reports/deadline.xlsx", get(async |State(site), request| answer(site, request, Format::Xlsx).await))
        .route("/reports/deadline.json", get(async |State(site), request| answer(site, request, Format::Json).await))
        .route("/admin/audit.csv", get(async |State(site), request| audit(site, request).await))
        .route("/practices/{ods}/audit.csv", get(async |State(site), request| audit(site, request).await))
        .with_state(site)
}

async fn audit(site: Site, request: axum::extract::Request) -> Response {
    let (parts, _) = request.into_parts();
    let request = Request::of_page(site, parts).await;
    match app::audit::download(&request).await {
        Ok(download) => file(download),
        Err(error) => respond(&request, Err(error)),
    }
}

async fn answer(site: Site, request: axum::extract::Request, format: Format) -> Response {
    let (parts, _) = request.into_parts();
    let request = Request::of_page(site, parts).await;
    match download(&request, format).await {
        Ok(download) => file(download),
        Err(error) => respond(&request, Err(error)),
    }
}

async fn download(request: &Request, format: Format) -> Result<Download, PageError> {
    let report = load(request).await?;
    // A workbook takes many milliseconds: other requests need not wait for it.
    let written = tokio::task::spawn_blocking(move || write(&report, format)).await;
    Ok(written.map_err(PageError::fault)??)
}

fn file(download: Download) -> Response {
    let disposition = format!("attachment; filename=\"{}\"", download.name);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(download.content_type)),
        (header::CONTENT_DISPOSITION, HeaderValue::try_from(disposition).unwrap_or(HeaderValue::from_static("attachment"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, Body::from_stream(futures::stream::iter(download.content))).into_response()
}
