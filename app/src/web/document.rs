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

mod ends;

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
            let document = document(request, page);
            (status, headers(request), ends::refresh(request, &document), document).into_response()
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
            (error.status(), headers(request), document(request, page)).into_response()
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

fn document(request: &Request, page: Page) -> String {
    let Page { title, crumbs, back, errors, body } = page;
    let errors = [request.flash.errors.clone(), errors].concat();
    let failed = if errors.is_empty() { "" } else { "Error: " };
    let title = format!("{failed}{title} - {SERVICE_NAME}");
    let (message, neutral) = (request.flash.success.clone(), request.flash.neutral);
    let body = [view! { <ErrorSummary errors /> <NotificationBanner message neutral /> }.to_html(), body.to_html()].concat();
    let body = addressed(body, request.parts.uri.path_and_query().map_or("/", PathAndQuery::as_str));
    let asset = |name: &str| request.site.assets.url(name);
    // Only pages with an island load the WASM, and only where there is script: a preload would fetch it for everybody.
    let islands = body.contains("<leptos-island").then(|| (asset("app.js"), asset("app_bg.wasm")));
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
                    <main class="nhsuk-main-wrapper" id="maincontent" inner_html=body></main>
                </div>
                <Footer help=request.services.help.clone() />
            </body>
        </html>
    };
    plain(&format!("<!DOCTYPE html>{}", frame.to_html()))
}

/// Gives each form that names no address that of its page. Without one, browsers send it to the address that they show, and what stands there
/// behind `#` since somebody followed a link of the error summary stays: the next page would open at a field.
fn addressed(body: String, page: &str) -> String {
    const FORM: &str = "<form method=\"post\" ";
    // Most pages are only read, and some are long.
    if !body.contains(FORM) {
        return body;
    }
    let action = format!("action=\"{}\" ", page.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;"));
    let mut parts = body.split(FORM);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(FORM);
        if !part.starts_with("action=") {
            text.push_str(&action);
        }
        text.push_str(part);
    }
    text
}

/// Takes out the markers that Leptos sets between nodes to find them again in the browser, but for islands nothing looks for them.
/// Text and attributes cannot hold one: `<` is escaped there.
fn plain(html: &str) -> String {
    const ISLAND_END: &str = "</leptos-island>";
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<leptos-island") {
        let end = rest.find(ISLAND_END).map_or(rest.len(), |end| end + ISLAND_END.len());
        text.push_str(&rest[..start].replace("<!>", ""));
        text.push_str(&rest[start..end]);
        rest = &rest[end..];
    }
    text.push_str(&rest.replace("<!>", ""));
    text
}

#[cfg(test)]
mod tests {
    use super::addressed;

    #[test]
    fn a_form_is_sent_to_its_page_and_to_no_field_of_it() {
        let body =
            r#"<form method="post" novalidate><form method="post" enctype="x" novalidate><form method="post" action="/else" novalidate>"#;
        let expected = r#"<form method="post" action="/p?a=1&amp;b=&quot;" novalidate><form method="post" action="/p?a=1&amp;b=&quot;" enctype="x" novalidate><form method="post" action="/else" novalidate>"#;
        assert_eq!(addressed(body.to_owned(), "/p?a=1&b=\""), expected);
    }
}
