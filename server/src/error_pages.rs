//! What no page could explain: a panic, a time-out, a database that is away, and requests that no page of ours sends.
//!
//! Libraries refuse in words of their own, which are no use to people and tell more than they need to know. So an answer that refuses is
//! either a page, or says that its words are ours ([`said`]), or is given others here.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower_http::csrf::ProtectionError;

/// An answer with words of ours that is no page.
#[derive(Clone, Copy)]
struct Said;

/// What went wrong and what to do about it.
struct Words {
    title: &'static str,
    advice: &'static str,
}

/// An answer for a program, in one line.
pub fn said(status: StatusCode, line: impl IntoResponse) -> Response {
    let mut response = (status, line).into_response();
    response.extensions_mut().insert(Said);
    response
}

/// Gives an answer that refuses in no words of ours a page; a fault's has the reference that stands in the log.
pub async fn explain(request: Request, next: Next) -> Response {
    let reference = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let reads_html = reads_html(request.headers());
    let response = next.run(request).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || is_ours(&response) {
        return response;
    }
    let words = words(&response);
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    let (kind, body) = if reads_html {
        let page = if status.is_server_error() { include_str!("fault.html") } else { include_str!("refusal.html") };
        ("text/html; charset=utf-8", page.replace("TITLE", words.title).replace("ADVICE", words.advice).replace("REFERENCE", &reference))
    } else {
        ("text/plain; charset=utf-8", format!("{}.\n", words.title))
    };
    parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    parts.headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(parts, Body::from(body))
}

/// Pages are ours, and so is JSON; libraries refuse in plain text, or in none.
fn is_ours(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    response.extensions().get::<Said>().is_some() || kind.starts_with(b"text/html") || kind.starts_with(b"application/json")
}

/// Browsers say so whenever they open a page; programs that name what they read do not.
fn reads_html(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).is_none_or(|accept| accept.to_str().is_ok_and(|accept| accept.contains("text/html")))
}

const AGAIN: &str = "Go back, reload the page and send the form again.";

fn words(response: &Response) -> Words {
    let (title, advice) = match response.status() {
        status if status.is_server_error() => ("Sorry, there is a problem with the service", ""),
        StatusCode::UNAUTHORIZED => ("Sign in first", "This is only for people who are signed in."),
        StatusCode::FORBIDDEN if response.extensions().get::<ProtectionError>().is_some() => {
            ("This form did not come from a page of this service, so nothing was done", AGAIN)
        }
        StatusCode::FORBIDDEN => ("You cannot do this", AGAIN),
        StatusCode::NOT_FOUND => ("Page not found", "If you typed or pasted the web address, check that it is whole and correct."),
        StatusCode::METHOD_NOT_ALLOWED => ("There is no page at this address", "Go back and use the links and buttons of the page there."),
        StatusCode::PAYLOAD_TOO_LARGE => {
            ("That is too much for one form", "Go back, shorten what you typed or choose less, and send the form again.")
        }
        _ => ("This could not be read", AGAIN),
    };
    Words { title, advice }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::to_bytes;
    use axum::middleware::from_fn;
    use axum::response::Html;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn ask(answer: impl IntoResponse + Clone + Send + Sync + 'static, accept: &str) -> (StatusCode, String) {
        let router = Router::new().route("/", get(move || std::future::ready(answer.clone()))).layer(from_fn(explain));
        let request = Request::get("/").header("x-request-id", "0195-abc").header(ACCEPT, accept).body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let status = response.status();
        (status, String::from_utf8(to_bytes(response.into_body(), 10_000).await.unwrap().to_vec()).unwrap())
    }

    const BROWSER: &str = "text/html,application/xhtml+xml";

    #[tokio::test]
    async fn a_bare_fault_gets_a_page_with_its_reference() {
        let (status, page) = ask(StatusCode::INTERNAL_SERVER_ERROR, BROWSER).await;
        assert_eq!(status, 500);
        assert!(page.contains("<strong>0195-abc</strong>"), "{page}");
    }

    #[tokio::test]
    async fn words_of_libraries_give_way_to_ours() {
        for status in [StatusCode::BAD_REQUEST, StatusCode::UNPROCESSABLE_ENTITY, StatusCode::PAYLOAD_TOO_LARGE, StatusCode::BAD_GATEWAY] {
            for (accept, shape) in [(BROWSER, "<h1>"), ("application/json", ".\n"), ("*/*", ".\n")] {
                let (got, text) = ask((status, "missing field `persona`"), accept).await;
                assert!(got == status && text.contains(shape) && !text.contains("persona"), "{accept}: {text}");
            }
        }
    }

    #[tokio::test]
    async fn what_has_words_of_its_own_keeps_them() {
        let health = StatusCode::SERVICE_UNAVAILABLE;
        let router = Router::new().route("/", get(move || std::future::ready(said(health, "not ready\n")))).layer(from_fn(explain));
        let response = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(to_bytes(response.into_body(), 100).await.unwrap(), "not ready\n");
        assert_eq!(ask((StatusCode::NOT_FOUND, Html("a page")), BROWSER).await.1, "a page");
        assert_eq!(ask((StatusCode::OK, "fine"), BROWSER).await.1, "fine");
    }
}
