//! A fault that no page could explain: a panic, a time-out, a database that is away.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

/// Gives an answer that has no body of its own a page with the reference that stands in the log.
pub async fn explain(request: Request, next: Next) -> Response {
    let reference = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let response = next.run(request).await;
    let bare = !response.headers().contains_key(CONTENT_TYPE);
    match response.status() {
        status @ (StatusCode::INTERNAL_SERVER_ERROR | StatusCode::SERVICE_UNAVAILABLE) if bare => {
            (status, Html(include_str!("fault.html").replace("REFERENCE", &reference))).into_response()
        }
        _ => response,
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::middleware::from_fn;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn ask(answer: (StatusCode, &'static str), typed: bool) -> (StatusCode, String) {
        let handler = move || async move { if typed { answer.into_response() } else { answer.0.into_response() } };
        let router = Router::new().route("/", get(handler)).layer(from_fn(explain));
        let request = Request::get("/").header("x-request-id", "0195-abc").body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let status = response.status();
        (status, String::from_utf8(to_bytes(response.into_body(), 10_000).await.unwrap().to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_bare_fault_gets_a_page_with_its_reference() {
        let (status, page) = ask((StatusCode::INTERNAL_SERVER_ERROR, ""), false).await;
        assert_eq!(status, 500);
        assert!(page.contains("<strong>0195-abc</strong>"), "{page}");
    }

    #[tokio::test]
    async fn what_has_words_of_its_own_keeps_them() {
        assert_eq!(ask((StatusCode::SERVICE_UNAVAILABLE, "not ready"), true).await.1, "not ready");
        assert_eq!(ask((StatusCode::OK, "fine"), true).await.1, "fine");
    }
}
