//! Every page at its address, with its forms.
//!
//! A page is an async function from [`Request`] to [`PageResult`]; the answer is sent when it is complete, so that title, status and
//! content are right without script (docs/adr/0008-pages-are-async-functions.md).

mod serve;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{MethodFilter, MethodRouter, get, on, post};
use leptos::server_fn::axum::server_fn_paths;

use crate::web::address::VIEWS;
use crate::web::errors::PageError;
use crate::web::page::PageResult;
use crate::web::request::{Request, Site};
use crate::web::route::{Route, page};
use crate::{
    about, access_requests, accounts, admin, audit, changes, checklist, confirmation, demo, exceptions, guidance, home, organisations,
    practices, reminders, reports, self_switch, slots, smartcards,
};

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
        page(smartcards::list::PATH, smartcards::list::get).post(smartcards::list::post),
        page(smartcards::holder::PATH, smartcards::holder::get)
            .form(smartcards::holder::CHANGE, smartcards::holder::change)
            .form(smartcards::holder::REMOVE, smartcards::holder::remove),
        page(checklist::section::PATH, checklist::section::get).post(checklist::section::post),
        page(checklist::numbers::PATH, checklist::numbers::get),
        page(checklist::count::PATH, checklist::count::get).post(checklist::count::post),
        page(checklist::figure::PATH, checklist::figure::get).post(checklist::figure::post),
        page(checklist::model::PATH, checklist::model::get).post(checklist::model::post),
        page(checklist::sign_off::PATH, checklist::sign_off::get)
            .form(checklist::sign_off::SIGN_OFF, checklist::sign_off::sign_off)
            .form(checklist::sign_off::REOPEN, checklist::sign_off::reopen),
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
        page(checklist::admin::versions::PATH, checklist::admin::versions::get).post(checklist::admin::versions::post),
        page(checklist::admin::check::PATH, checklist::admin::check::get)
            .form(checklist::admin::check::GO_LIVE, checklist::admin::check::go_live)
            .form(checklist::admin::check::DISCARD, checklist::admin::check::discard),
        page(slots::admin::list::PATH, slots::admin::list::get).post(slots::admin::list::post),
        page(slots::admin::import::PATH, slots::admin::import::get)
            .form(slots::admin::import::FROM_FILE, slots::admin::import::from_file)
            .form(slots::admin::import::FROM_LINES, slots::admin::import::from_lines)
            .form(slots::admin::import::ADD, slots::admin::import::add)
            .uploads(slots::admin::import::UPLOADS),
        page(slots::admin::slot::PATH, slots::admin::slot::get).post(slots::admin::slot::post),
        page(slots::admin::places::PATH, slots::admin::places::get).post(slots::admin::places::post),
        page(slots::admin::hold::PATH, slots::admin::hold::get).post(slots::admin::hold::post),
        page(slots::admin::move_date::PATH, slots::admin::move_date::get).post(slots::admin::move_date::post),
        page(slots::admin::cancel::PATH, slots::admin::cancel::get).post(slots::admin::cancel::post),
        page(organisations::imports::PATH, organisations::imports::get)
            .post(organisations::imports::post)
            .uploads(organisations::imports::UPLOADS),
        page(organisations::check::PATH, organisations::check::get)
            .form(organisations::check::CONFIRM, organisations::check::confirm)
            .form(organisations::check::DISCARD, organisations::check::discard),
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
        page(VIEWS, accounts::card::views),
        page("/sign-in/{token}", accounts::pages::link),
        page("/request-access", access_requests::pages::ask),
        page("/request-access/sent", access_requests::pages::sent),
        page("/request-access/{token}", access_requests::pages::link),
        page("/access-requests", access_requests::queue::requests),
        page(smartcards::check::PATH, smartcards::check::get),
        page(smartcards::practices::PATH, smartcards::practices::get),
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
        page(checklist::several::PATH, checklist::several::get).post(checklist::several::post),
        page("/reports/deadline", reports::pages::deadline),
        page(exceptions::queue::QUEUE, exceptions::queue::exceptions),
    ]
}

/// Everything that people see and send: the pages with their forms, what islands ask, and a page for addresses that are none. `guard` may
/// put something in front of the forms of an address.
pub fn router(site: &Site, guard: impl Fn(&str, MethodRouter) -> MethodRouter) -> Router {
    let mut router = Router::new();
    for route in pages() {
        let (path, files, has_forms) = (route.path(), route.files(), route.forms().next().is_some());
        let site = site.clone();
        let serve = move |request| serve::serve(site.clone(), route.clone(), request);
        let mut methods = get(serve.clone());
        if has_forms {
            methods = methods.merge(guard(path, post(serve)));
        }
        if let Some(files) = files {
            methods = methods.layer(DefaultBodyLimit::max(files.limit));
        }
        router = router.route(path, methods);
    }
    for (path, method) in server_fn_paths() {
        let site = site.clone();
        let method = MethodFilter::try_from(method).unwrap_or(MethodFilter::GET);
        router = router.route(path, on(method, move |request| serve::answer(site.clone(), request)));
    }
    let site = site.clone();
    router.fallback(move |request| serve::serve(site.clone(), page("", nowhere), request))
}

/// Nothing is at this address; without the slash at its end there may be.
async fn nowhere(request: Request) -> PageResult {
    let without = request.path().strip_suffix('/').and_then(accounts::actions::local_path);
    Err(without.map_or(PageError::NotFound, |path| PageError::Redirect(path.to_owned())))
}
