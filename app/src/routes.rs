//! Every page at its address, with its forms.
//!
//! A page is an async function from [`Request`] to [`PageResult`]; the answer is sent when it is complete, so that title, status and
//! content are right without script (docs/adr/0008-pages-are-async-functions.md).

mod serve;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{MethodFilter, MethodRouter, get, on, post};
use leptos::server_fn::axum::server_fn_paths;

use crate::web::address::local_path;
use crate::web::errors::PageError;
use crate::web::outcome::PageResult;
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
        page(practices::practice::PATH, practices::practice::get),
        page(practices::history::PATH, practices::history::get),
        page(practices::handover::PATH, practices::handover::get),
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
        page(slots::list::PATH, slots::list::get).form(slots::list::CONFIRM, slots::list::confirm),
        page(slots::cancel::PATH, slots::cancel::get).post(slots::cancel::post),
        page(slots::defer::PATH, slots::defer::get).post(slots::defer::post),
        page(slots::did_not_work::PATH, slots::did_not_work::get).post(slots::did_not_work::post),
        page(slots::manual::PATH, slots::manual::get).post(slots::manual::post),
        page(slots::book::PATH, slots::book::get)
            .form(slots::book::BOOK, slots::book::book)
            .form(slots::book::MOVE, slots::book::move_to)
            .form(slots::book::TAKE_UP, slots::book::take_up),
        page(slots::wait::PATH, slots::wait::get).form(slots::wait::JOIN, slots::wait::join).form(slots::wait::LEAVE, slots::wait::leave),
        page(self_switch::progress::PATH, self_switch::progress::get)
            .form(self_switch::progress::RECORD, self_switch::progress::record)
            .form(self_switch::progress::CONFIRM, self_switch::progress::confirm)
            .form(self_switch::progress::DECIDE, self_switch::progress::decide),
        page(self_switch::plan::PATH, self_switch::plan::get).post(self_switch::plan::post),
        page(confirmation::withdraw::PATH, confirmation::withdraw::get).post(confirmation::withdraw::post),
        page(exceptions::exception::PATH, exceptions::exception::get)
            .form(exceptions::exception::ASK, exceptions::exception::ask)
            .form(exceptions::exception::WITHDRAW, exceptions::exception::withdraw)
            .form(exceptions::exception::DECIDE, exceptions::exception::decide)
            .form(exceptions::exception::REVIEW, exceptions::exception::review),
        page(changes::overview::PATH, changes::overview::get)
            .form(changes::overview::CLAIM, changes::overview::claim)
            .form(changes::overview::WITHDRAW, changes::overview::withdraw)
            .form(changes::overview::DECIDE, changes::overview::decide),
        page(changes::successor::PATH, changes::successor::get).post(changes::successor::post),
        page(audit::of_practice::PATH, audit::of_practice::get),
    ]
}

/// The pages of those who run the programme.
fn of_the_programme() -> Vec<Route> {
    vec![
        page(accounts::admin::list::PATH, accounts::admin::list::get),
        page(accounts::admin::invite::PATH, accounts::admin::invite::get).post(accounts::admin::invite::post),
        page(accounts::admin::account::PATH, accounts::admin::account::get).post(accounts::admin::account::post),
        page(accounts::admin::status::PATH, accounts::admin::status::get)
            .form(accounts::admin::status::SUSPEND, accounts::admin::status::suspend)
            .form(accounts::admin::status::RESTORE, accounts::admin::status::restore),
        page(admin::index::PATH, admin::index::get),
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
        page(audit::all::PATH, audit::all::get),
    ]
}

/// All the others.
fn of_everybody() -> Vec<Route> {
    vec![
        page(home::start::PATH, home::start::get),
        page(practices::list::PATH, practices::list::get),
        page(accounts::sign_in::PATH, accounts::sign_in::get).post(accounts::sign_in::post),
        page(accounts::sent::PATH, accounts::sent::get),
        page(accounts::views::PATH, accounts::views::get).post(accounts::views::post),
        page(accounts::link::PATH, accounts::link::get).post(accounts::link::post),
        page(accounts::sign_out::PATH, accounts::sign_out::get).post(accounts::sign_out::post),
        page(access_requests::ask::PATH, access_requests::ask::get).post(access_requests::ask::post),
        page(access_requests::sent::PATH, access_requests::sent::get),
        page(access_requests::confirm::PATH, access_requests::confirm::get).post(access_requests::confirm::post),
        page(access_requests::queue::PATH, access_requests::queue::get).post(access_requests::queue::post),
        page(smartcards::check::PATH, smartcards::check::get),
        page(smartcards::practices::PATH, smartcards::practices::get),
        page(accounts::signed_out::PATH, accounts::signed_out::get),
        page(accounts::agreement::PATH, accounts::agreement::get).post(accounts::agreement::post),
        page(accounts::account::PATH, accounts::account::get)
            .form(accounts::account::END_SESSION, accounts::account::end_session)
            .form(accounts::account::END_OTHERS, accounts::account::end_other_sessions)
            .form(accounts::account::REMINDERS, accounts::account::set_reminders),
        page(about::accessibility::PATH, about::accessibility::get),
        page(about::cookies::PATH, about::cookies::get),
        page(about::how_practices_are_read::PATH, about::how_practices_are_read::get),
        page(about::privacy::PATH, about::privacy::get),
        page(guidance::list::PATH, guidance::list::get),
        page(guidance::guide::PATH, guidance::guide::get),
        page(demo::sign_in::PATH, demo::sign_in::get)
            .form(demo::sign_in::PERSONA, demo::sign_in::become_persona)
            .form(demo::sign_in::CLOCK, demo::sign_in::move_clock),
        page(demo::mails::PATH, demo::mails::get),
        page(demo::mail::PATH, demo::mail::get),
        page(reminders::unsubscribe::PATH, reminders::unsubscribe::get),
        page(checklist::several::PATH, checklist::several::get).post(checklist::several::post),
        page(reports::deadline::PATH, reports::deadline::get),
        page(exceptions::queue::PATH, exceptions::queue::get),
    ]
}

/// Everything that people see and send: the pages with their forms, what islands ask, and a page for addresses that are none. `guard` may
/// put something in front of the forms of an address.
pub fn router(site: &Site, guard: impl Fn(&str, MethodRouter) -> MethodRouter) -> Router {
    let mut router = Router::new();
    for route in pages() {
        let (path, files, has_forms) = (route.path(), route.files(), route.forms().next().is_some());
        let site = site.clone();
        let route = Arc::new(route);
        let serve = move |request| serve::serve(site.clone(), Arc::clone(&route), request);
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
    let (site, nowhere) = (site.clone(), Arc::new(page("", nowhere)));
    router.fallback(move |request| serve::serve(site.clone(), Arc::clone(&nowhere), request))
}

/// Nothing is at this address; without the slash at its end there may be.
async fn nowhere(request: Request) -> PageResult {
    let without = request.path().strip_suffix('/').and_then(local_path);
    Err(without.map_or(PageError::NotFound, |path| PageError::Redirect(path.to_owned())))
}
