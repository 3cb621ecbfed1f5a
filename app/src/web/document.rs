//! The whole document around a page, and the answer that carries it.

use axum::http::header::InvalidHeaderValue;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::time::format_instant;
use leptos::prelude::*;

use super::address::{AGREEMENT, SIGN_IN};
use super::components::{BackLink, Breadcrumbs, ErrorSummary, Footer, Header, NotificationBanner, PhaseBanner, SkipLink};
use super::errors::PageError;
use super::fields::Fields;
use super::outcome::PageResult;
use super::page::{Page, SERVICE_NAME};
use super::request::Request;
use super::session::CardSession;
use markup::{addressed, holds};

pub(crate) use markup::plain;

mod ends;
mod markup;

/// How an island begins in the markup.
const ISLAND: &str = "<leptos-island";
/// Where the frame ends its one place for the page.
const MAIN_END: &str = "</main>";

/// The most bytes of an address that an answer leads to.
const LOCATION_LIMIT: usize = 2_000;

/// What a page may load: only our own files, and WASM. Nothing inline, so no nonce.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
     font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The same, and forms may lead to the issuers of smartcard sign-ins: browsers hold a form's redirects to it, too.
fn headers(request: &Request) -> [(HeaderName, HeaderValue); 3] {
    let origins: String = request.site.cards.iter().map(|issuer| format!(" {}", issuer.origin)).collect();
    let policy = CONTENT_SECURITY_POLICY.replace("form-action 'self'", &format!("form-action 'self'{origins}"));
    [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static(CONTENT_SECURITY_POLICY))),
    ]
}

/// The answer to a request: the page, the page of an error, or the way to another page.
#[must_use]
pub fn respond(request: &Request, result: PageResult) -> Response {
    match result {
        Ok(page) => {
            let status = match &*request.flash {
                flash if flash.errors.is_empty() && page.errors.is_empty() => StatusCode::OK,
                flash if flash.conflict => StatusCode::CONFLICT,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let Document { html, has_form } = document(request, page);
            (status, headers(request), ends::refresh(request, has_form), html).into_response()
        }
        Err(PageError::Agreement) if request.parts.method == Method::GET && !request.path().starts_with("/api/") => {
            see_other(&format!("{AGREEMENT}?{}", Fields::from([("next", here(request))]).encode()))
        }
        Err(PageError::Redirect(to)) => see_other(&to),
        Err(PageError::SignIn) => see_other(&sign_in_from(request)),
        Err(error) => {
            if let PageError::Fault(cause) = &error {
                // The path stands in the request's span, without the secrets that some paths hold.
                tracing::error!(reference = request.reference(), cause, "a page failed");
            }
            let page = error.page(request.reference(), &request.services.help);
            (error.status(), headers(request), document(request, page).html).into_response()
        }
    }
}

fn see_other(to: &str) -> Response {
    let location = location(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// An address to lead to. Of one of ours that is too long only the path is left, or the start page where that is too long, too: some hold
/// what somebody typed. Others are an issuer's.
pub(crate) fn location(to: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let path = to.split(['?', '#']).next().unwrap_or_default();
    let is_short = |address: &str| address.len() <= LOCATION_LIMIT || !address.starts_with('/');
    HeaderValue::try_from([to, path].into_iter().find(|address| is_short(address)).unwrap_or("/"))
}

fn sign_in_from(request: &Request) -> String {
    match here(request) {
        "/" => SIGN_IN.to_owned(),
        next => format!("{SIGN_IN}?{}", Fields::from([("next", next)]).encode()),
    }
}

/// The address that was asked for, to come back to it; of a long one only the path, or the start page. In another address it becomes up to
/// three times as long.
pub(crate) fn here(request: &Request) -> &str {
    let uri = &request.parts.uri;
    let whole = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    [whole, uri.path()].into_iter().find(|address| address.len() <= LOCATION_LIMIT / 4).unwrap_or("/")
}

/// A page as it is sent.
struct Document {
    html: String,
    /// Whether something can be filled in and sent on it.
    has_form: bool,
}

fn document(request: &Request, page: Page) -> Document {
    let Page { title, crumbs, back, errors, body } = page;
    let errors = [request.flash.errors.clone(), errors].concat();
    let failed = if errors.is_empty() { "" } else { "Error: " };
    let title = format!("{failed}{title} - {SERVICE_NAME}");
    let (message, neutral) = (request.flash.success.clone(), request.flash.neutral);
    let mut content = view! { <ErrorSummary errors /> <NotificationBanner message neutral /> }.to_html();
    content.push_str(&body.to_html());
    let content = addressed(plain(&content), request.parts.uri.path_and_query().map_or("/", PathAndQuery::as_str));
    let asset = |name: &str| request.site.assets.url(name);
    // Only pages with an island load the WASM, and only where there is script: a preload would fetch it for everybody.
    let islands = holds(&content, ISLAND).then(|| (asset("app.js"), asset("app_bg.wasm")));
    let (script, wasm) = islands.unzip();
    let navigation = match back {
        Some(back) => view! { <BackLink href=back.href text=back.text /> }.into_any(),
        None => view! { <Breadcrumbs crumbs first=request.path() == "/" /> }.into_any(),
    };
    let frame = view! {
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <title>{title}</title>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="theme-color" content="#005eb8" />
                <meta name="format-detection" content="telephone=no" />
                <link rel="icon" href=asset("favicon.svg") type="image/svg+xml" />
                <link rel="stylesheet" href=asset("app.css") />
                <script type="module" src=asset("start.js") data-nhsuk=asset("nhsuk.js") data-app=script data-wasm=wasm></script>
            </head>
            <body>
                <SkipLink />
                <Header
                    viewer=request.viewer_if_any().cloned()
                    path=request.path().to_owned()
                    menu=request.menu.clone()
                    branding=request.site.branding.clone()
                    switch=request.card().is_some_and(CardSession::has_several_views)
                />
                <div class="nhsuk-width-container">
                    <PhaseBanner demo_time=request.services.settings.demo.then(|| format_instant(request.services.clock.now())) />
                    {ends::notice(request)}
                    {navigation}
                    <main class="nhsuk-main-wrapper" id="maincontent"></main>
                </div>
                <Footer help=request.services.help.clone() />
            </body>
        </html>
    };
    let frame = plain(&frame.to_html());
    // Put in as text: the page may be long, and to render it once more would copy it three times.
    let (before, after) = frame.split_at(frame.find(MAIN_END).unwrap_or(frame.len()));
    let html = ["<!DOCTYPE html>", before, &content, after].concat();
    Document { html, has_form: holds(&content, "method=\"post\"") }
}
