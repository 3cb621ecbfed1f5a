//! The name of the host, which each request says once.

use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{StatusCode, Version};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses a request that names no host, or several, of which a proxy in front may have meant another than we do (RFC 9112, 3.2), or
/// something else. HTTP/1.0 knows none: it is spoken by what looks after the process, and nothing else is answered to it. The guard against
/// forged forms compares the host with where a form comes from.
pub async fn once(request: Request, next: Next) -> Response {
    let mut hosts = request.headers().get_all(HOST).iter();
    let named = match (hosts.next(), hosts.next()) {
        (Some(host), None) => Authority::try_from(host.as_bytes()).is_ok_and(|host| !host.as_str().contains('@')),
        (None, _) => request.version() == Version::HTTP_10 && request.uri().path().starts_with("/health/"),
        _ => false,
    };
    if named { next.run(request).await } else { StatusCode::BAD_REQUEST.into_response() }
}
