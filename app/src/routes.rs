//! Every page at its address, and every server function.
//!
//! A page is an async function from [`Request`] to [`PageResult`]; the answer is sent when it is complete, so that title, status and
//! content are right without script (docs/adr/0008-pages-are-async-functions.md).

use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, get, on};
use hydration_context::SsrSharedContext;
use leptos::prelude::{Owner, provide_context};
use leptos::reactive::computed::ScopedFuture;
use leptos::reactive::owner::Sandboxed;
use leptos::server_fn::axum::server_fn_paths;

use crate::actions::Incoming;
use crate::errors::PageError;
use crate::fields::Fields;

use crate::page::PageResult;
use crate::request::{Request, Site};
use crate::{
    about, access_requests, accounts, admin, audit, changes, checklist, confirmation, demo, exceptions, guidance, home, organisations,
    practices, received, reminders, reports, self_switch, shell, slots, smartcards,
};

type Loading = Pin<Box<dyn Future<Output = PageResult> + Send>>;

/// A page and its address.
#[derive(Clone)]
pub struct Route {
    path: &'static str,
    load: Arc<dyn Fn(Request) -> Loading + Send + Sync>,
}

impl Route {
    /// Its address, as the router takes it.
    #[must_use]
    pub fn path(&self) -> &'static str {
        self.path
    }
}

fn page<F, Fut>(path: &'static str, load: F) -> Route
where
    F: Fn(Request) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = PageResult> + Send + 'static,
{
    Route { path, load: Arc::new(move |request| Box::pin(load(request))) }
}

/// Every page, by address.
#[must_use]
pub fn pages() -> Vec<Route> {
    [of_a_practice(), of_the_programme(), of_everybody()].concat()
}

/// The pages of one practice.
fn of_a_practice() -> Vec<Route> {
    vec![
        page("/practices/{ods}", practices::pages::practice),
        page("/practices/{ods}/history", practices::pages::history),
        page("/practices/{ods}/handover", practices::handover::handover),
        page("/practices/{ods}/smartcards", smartcards::staff::list),
        page("/practices/{ods}/smartcards/{holder}", smartcards::staff::one),
        page("/practices/{ods}/checklist/{section}", checklist::pages::section),
        page("/practices/{ods}/checklist/numbers", checklist::numbers::numbers),
        page("/practices/{ods}/checklist/numbers/count", checklist::count::add),
        page("/practices/{ods}/checklist/numbers/count/{figure}", checklist::count::correct),
        page("/practices/{ods}/checklist/numbers/model", checklist::model::model),
        page("/practices/{ods}/checklist/sign-off", checklist::sign_off::sign_off),
        page("/practices/{ods}/slots", slots::pages::slots),
        page("/practices/{ods}/slots/cancel", slots::giving_up::cancel),
        page("/practices/{ods}/slots/defer", slots::giving_up::defer),
        page("/practices/{ods}/slots/did-not-work", slots::giving_up::did_not_work),
        page("/practices/{ods}/slots/manual", slots::manual::manual),
        page("/practices/{ods}/slots/{slot}/book", slots::book),
        page("/practices/{ods}/slots/{slot}/wait", slots::waiting::wait),
        page("/practices/{ods}/self-switch", self_switch::pages::self_switch),
        page("/practices/{ods}/self-switch/plan", self_switch::plan::plan),
        page("/practices/{ods}/confirmation/withdraw", confirmation::pages::withdraw),
        page("/practices/{ods}/exception", exceptions::pages::exception),
        page("/practices/{ods}/changes", changes::pages::changes),
        page("/practices/{ods}/changes/successor", changes::successor::successor),
        page("/practices/{ods}/audit", audit::pages::of_practice),
    ]
}

/// The pages of those who run the programme.
fn of_the_programme() -> Vec<Route> {
    vec![
        page(accounts::admin::LIST, accounts::admin::list),
        page("/admin/accounts/invite", accounts::admin::invite),
        page("/admin/accounts/{account}", accounts::admin::account),
        page("/admin/accounts/{account}/status", accounts::admin::status),
        page("/admin", admin::pages::index),
        page(checklist::versions::LIST, checklist::versions::versions),
        page(checklist::versions::CHECK, checklist::versions::check),
        page("/admin/slots", slots::admin::slots),
        page("/admin/slots/import", slots::sheet::import),
        page("/admin/slots/{slot}", slots::admin_date::slot),
        page("/admin/slots/{slot}/places", slots::admin_change::places),
        page("/admin/slots/{slot}/hold", slots::admin_change::hold),
        page("/admin/slots/{slot}/move", slots::admin_change::move_day),
        page("/admin/slots/{slot}/cancel", slots::admin_change::cancel),
        page("/admin/imports", organisations::pages::imports),
        page("/admin/imports/check", organisations::pages::check),
        page("/admin/audit", audit::pages::all),
    ]
}

/// All the others.
fn of_everybody() -> Vec<Route> {
    vec![
        page("/", home::pages::home),
        page("/practices", practices::pages::list),
        page("/sign-in", accounts::pages::sign_in),
        page("/sign-in/sent", accounts::pages::sent),
        page(accounts::card::VIEWS, accounts::card::views),
        page("/sign-in/{token}", accounts::pages::link),
        page("/request-access", access_requests::pages::ask),
        page("/request-access/sent", access_requests::pages::sent),
        page("/request-access/{token}", access_requests::pages::link),
        page("/access-requests", access_requests::queue::requests),
        page("/smartcards", smartcards::pages::check),
        page("/smartcards/practices", smartcards::staff::practices),
        page("/signed-out", accounts::pages::signed_out),
        page(accounts::agreement::PAGE, accounts::agreement::agreement),
        page(accounts::own::PAGE, accounts::own::account),
        page("/accessibility", about::pages::accessibility),
        page("/cookies", about::pages::cookies),
        page("/privacy", about::pages::privacy),
        page("/guidance", guidance::pages::list),
        page("/guidance/{slug}", guidance::pages::page),
        page("/demo/sign-in", demo::pages::sign_in),
        page("/demo/mail", demo::mail::mails),
        page("/demo/mail/{id}", demo::mail::mail),
        page("/unsubscribe/{token}", reminders::pages::unsubscribe),
        page("/checklist/{item}/several", checklist::several::several),
        page("/reports/deadline", reports::pages::deadline),
        page(exceptions::queue::QUEUE, exceptions::queue::exceptions),
    ]
}

/// Everything that people see and send: the pages, the server functions under `/api`, and a page for addresses that are none. `guard` may
/// put something in front of a server function.
pub fn router(site: &Site, guard: impl Fn(&str, MethodRouter) -> MethodRouter) -> Router {
    let mut router = Router::new();
    for route in pages() {
        let site = site.clone();
        let path = route.path;
        router = router.route(path, get(move |request| serve(site.clone(), route.clone(), request)));
    }
    for (path, method) in server_fn_paths() {
        let site = site.clone();
        let method = MethodFilter::try_from(method).unwrap_or(MethodFilter::POST);
        router = router.route(path, guard(path, on(method, move |request| act(site.clone(), request))));
    }
    router = router.route(organisations::upload::PATH, organisations::upload::route(site.clone()));
    router = router.route(slots::upload::PATH, slots::upload::route(site.clone()));
    let site = site.clone();
    router.fallback(move |request| serve(site.clone(), page("", nowhere), request))
}

/// Nothing is at this address; without the slash at its end there may be.
async fn nowhere(request: Request) -> PageResult {
    let without = request.path().strip_suffix('/').and_then(accounts::actions::local_path);
    Err(without.map_or(PageError::NotFound, |path| PageError::Redirect(path.to_owned())))
}

async fn serve(site: Site, route: Route, request: axum::extract::Request) -> Response {
    let (parts, _) = request.into_parts();
    // Islands write themselves into it.
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let answer = owner.with(|| {
        Sandboxed::new(ScopedFuture::new(async move {
            let mut request = Request::of_page(site, parts).await;
            request.count_waiting().await;
            let mut result = match request.take_flash().await {
                Ok(()) => (route.load)(request.clone()).await,
                Err(error) => Err(error),
            };
            if let Err(PageError::Redirect(to)) = &result
                && let Err(error) = request.pass_flash_on(to).await
            {
                result = Err(error);
            }
            shell::respond(&request, result)
        }))
    });
    let response = answer.await;
    owner.unset_with_forced_cleanup();
    response
}

async fn act(site: Site, request: axum::extract::Request) -> Response {
    let (parts, body) = request.into_parts();
    let bare = Request::bare(site.clone(), parts.clone());
    let (typed, asked) = if parts.method == Method::POST {
        match received::form(&parts.headers, body).await {
            // What was typed is read once, from the fields: the library gets a form without any.
            Ok(typed) => (typed, axum::extract::Request::from_parts(parts, Body::empty())),
            Err(error) => return shell::respond(&bare, Err(error)),
        }
    } else {
        (Fields::default(), question(parts, &bare.query))
    };
    let is_form = asked.method() == Method::POST;
    let incoming = Incoming::of(typed.clone());
    let handed = incoming.clone();
    let context = move || {
        provide_context(site.clone());
        provide_context(handed.clone());
    };
    let response = leptos_axum::handle_server_fns_with_context(context, asked).await.into_response();
    match incoming.refusal() {
        Some(PageError::SignIn) if is_form => shell::respond(&bare, Err(accounts::resume::keep(&bare, &typed).await)),
        Some(error) if is_form => shell::respond(&bare, Err(error)),
        // Islands read no pages: whoever does, since they followed a link to what only islands ask for, gets that of the status.
        Some(PageError::SignIn) => StatusCode::UNAUTHORIZED.into_response(),
        Some(error) => error.status().into_response(),
        None if response.status().is_success() || (is_form && response.status() == StatusCode::SEE_OTHER) => response,
        // It never ran, for its arguments did not read, or somebody followed a link to it: the library would say so in its own words, or
        // send the person back to wherever they say that they come from.
        None if is_form || response.status() == StatusCode::FOUND => shell::respond(&bare, Err(PageError::BadRequest)),
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// A question of an island with each name once, which is all that the library takes; asked for by HEAD it is answered as by GET.
fn question(mut parts: Parts, query: &Fields) -> axum::extract::Request {
    let query = query.once().unwrap_or_else(|| query.clone()).encode();
    // Encoded it may be longer than an address can be: then there is nothing to answer at this one, which is a bad request.
    parts.uri = format!("{}?{query}", parts.uri.path()).parse().unwrap_or_else(|_| Uri::from_static("/"));
    parts.method = Method::GET;
    axum::extract::Request::from_parts(parts, Body::empty())
}
