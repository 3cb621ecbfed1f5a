//! The whole of what is served, with its layers.

use std::path::{Path, PathBuf};
use std::time::Duration;

use app::organisations::imports::PATH as IMPORTS;
use app::routes;
use app::web::request::Site;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_request};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

use crate::cards::{self, Cards};
use crate::limits::{Limits, few_of_nobody};
use crate::sessions::DatabaseSessions;
use crate::{demo, downloads, error_pages, headers, health, host, unread_body, unsubscribe, viewer};

/// After this, whoever asks is told to try again.
#[derive(Clone, Copy, Debug)]
struct Patience {
    usual: Duration,
    upload: Duration,
}

/// An upload has all 64 MB that it may have time to come over 1 Mbit/s. Only who may upload is waited for: others are refused at once.
const PATIENCE: Patience = Patience { usual: Duration::from_secs(30), upload: Duration::from_secs(10 * 60) };

/// What the router needs besides the site.
#[derive(Clone)]
pub struct Options {
    /// The folder of the built assets.
    pub assets: PathBuf,
    /// Whether people come over https.
    pub https: bool,
    /// How often a network may ask for mail, and begin sessions of nobody.
    pub limits: Limits,
    /// The issuers of smartcard sign-ins.
    pub cards: Cards,
}

/// Everything that is served.
pub fn build(site: Site, options: Options) -> Router {
    let services = site.services.clone();
    let sessions = DatabaseSessions::new(services.store.clone(), services.clock.clone(), services.access.lifetime);
    let mut people = routes::router(&site, |path, route| options.limits.guard(path, route))
        .merge(downloads::routes(site.clone()))
        .merge(cards::routes(options.cards.clone(), site.clone()));
    if services.settings.demo {
        people = people.merge(demo::routes(services.clone()));
    }
    let people = people.layer(from_fn_with_state(options.limits, few_of_nobody)).layer(from_fn_with_state(site.clone(), viewer::load));
    let people = people.layer(sessions.layer(options.https)).layer(CsrfLayer::new());
    let all = people
        .merge(assets(&options.assets))
        .merge(unsubscribe::routes(services.clone()))
        .merge(cards::issuer_routes(options.cards, site))
        .merge(health::routes(services));
    guarded(all, options.https, PATIENCE)
}

/// What every answer goes through, whatever it is.
fn guarded(router: Router, https: bool, patience: Patience) -> Router {
    router
        .layer(from_fn_with_state(patience, in_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(host::once))
        .layer(from_fn(error_pages::explain))
        .layer(CompressionLayer::new())
        .layer(from_fn(unread_body::tell))
        .layer(from_fn_with_state(https, headers::add))
        .layer(from_fn(crate::log::count))
        .layer(TraceLayer::new_for_http().make_span_with(crate::log::span).on_request(()).on_response(crate::log::answered))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(map_request(|mut request: Request| async {
            // The reference is ours to give, not the caller's.
            request.headers_mut().remove("x-request-id");
            request
        }))
}

async fn in_time(State(patience): State<Patience>, request: Request, next: Next) -> Response {
    let is_upload = request.method() == Method::POST && request.uri().path() == IMPORTS;
    let limit = if is_upload { patience.upload } else { patience.usual };
    tokio::time::timeout(limit, next.run(request)).await.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// Names carry a hash of the content, so browsers may keep them for ever.
fn assets(folder: &Path) -> Router {
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip().append_index_html_on_directories(false);
    let forever = SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, |response: &Response<_>| {
        response.status().is_success().then(|| HeaderValue::from_static("public, max-age=31536000, immutable"))
    });
    let files = tower::ServiceBuilder::new().layer(from_fn(plainly_named)).layer(forever).service(files);
    Router::new().nest_service("/assets", files)
}

/// No other names are given to assets, and what the file system makes of others (one with a NUL or of a thousand letters is a fault to it)
/// is not tried.
async fn plainly_named(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_plain = path.len() <= 200 && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte));
    if is_plain { next.run(request).await } else { StatusCode::NOT_FOUND.into_response() }
}

fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let reason = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(reason, "a request panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::routing::{get, post};
    use tower::ServiceExt;

    use super::*;

    const SHORT: Patience = Patience { usual: Duration::from_millis(20), upload: Duration::from_secs(60) };

    #[tokio::test]
    async fn an_upload_may_take_longer() {
        let slow = post(async || tokio::time::sleep(Duration::from_millis(60)).await);
        let router = guarded(Router::new().route(IMPORTS, slow), true, SHORT);
        let answer = router.oneshot(Request::post(IMPORTS).header("host", "tracker.test").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
    }

    async fn ask(router: Router) -> (StatusCode, String, String) {
        let request = Request::get("/").header("host", "tracker.test").header("x-request-id", "mine").body(Body::empty()).unwrap();
        let answer = guarded(router, true, SHORT).oneshot(request).await.unwrap();
        let (status, policy) = (answer.status(), answer.headers()["content-security-policy"].to_str().unwrap().to_owned());
        assert!(answer.headers().contains_key("strict-transport-security"));
        (status, policy, String::from_utf8(to_bytes(answer.into_body(), 10_000).await.unwrap().to_vec()).unwrap())
    }

    #[tokio::test]
    async fn who_asks_for_too_much_is_told_to_try_again() {
        let (status, policy, page) = ask(Router::new().route("/", get(std::future::pending::<()>))).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(policy.starts_with("default-src 'none'") && page.contains("<strong>") && !page.contains("mine"), "{page}");
    }

    #[tokio::test]
    async fn a_panic_is_a_page_that_tells_no_cause() {
        let (status, _, page) = ask(Router::new().route("/", get(async || -> () { panic!("the password is hush") }))).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(page.contains("<strong>") && !page.contains("hush"), "{page}");
    }
}
