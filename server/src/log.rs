//! Logging and counting of requests: the method, the path and the answer; never a query, an address or a name.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Span;
use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};

/// Starts the log, on stderr.
pub fn start(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal());
    // A second start, as in tests, keeps the first.
    let _ = match config.log_format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
}

/// The span of a request.
pub fn span<B>(request: &axum::http::Request<B>) -> Span {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", id, method = %request.method(), path = path(request))
}

/// The path, cut where it holds a secret: sign-in and unsubscribe links, and those that confirm a request for access.
fn path<B>(request: &axum::http::Request<B>) -> String {
    let path = request.uri().path();
    match path.split('/').nth(1) {
        Some(first @ ("sign-in" | "unsubscribe" | "request-access")) => format!("/{first}/…"),
        _ => path.to_owned(),
    }
}

/// One line for each answer.
pub fn answered<B>(response: &axum::http::Response<B>, took: Duration, _: &Span) {
    tracing::info!(status = response.status().as_u16(), ms = took.as_millis(), "answered");
}

/// Counts answers by route and status, and how long they took.
pub async fn count(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let started = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    metrics::counter!("http_requests_total", "route" => route.clone(), "status" => status).increment(1);
    metrics::histogram!("http_request_seconds", "route" => route).record(started.elapsed().as_secs_f64());
    response
}
