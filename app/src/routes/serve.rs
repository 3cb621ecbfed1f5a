//! How a page is shown, a form is taken, and a question of an island is answered.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use hydration_context::SsrSharedContext;
use leptos::prelude::{Owner, provide_context};
use leptos::reactive::computed::ScopedFuture;
use leptos::reactive::owner::Sandboxed;

use crate::accounts::resume;
use crate::menu;
use crate::web::errors::PageError;
use crate::web::fields::Fields;
use crate::web::flash::Flash;
use crate::web::outcome::{Outcome, PageResult, settled};
use crate::web::request::{Request, Site};
use crate::web::route::Route;
use crate::web::server_functions::Refusal;
use crate::web::{document, form, form_body, multipart};

/// Answers a request for a page, or a form that was sent to it.
pub async fn serve(site: Site, route: Arc<Route>, request: axum::extract::Request) -> Response {
    let (parts, body) = request.into_parts();
    // Islands write themselves into it.
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let answer = owner.with(|| {
        Sandboxed::new(ScopedFuture::new(async move {
            let mut request = Request::of_page(site, parts).await;
            // What is sent to where no page is, is not read.
            let is_form = request.parts.method == Method::POST && route.forms().next().is_some();
            let result = if is_form { take(&route, &mut request, body).await } else { show(&route, &mut request).await };
            if !matches!(result, Err(PageError::Redirect(_) | PageError::SignIn)) {
                request.menu = menu::of(&request).await;
            }
            document::respond(&request, result)
        }))
    });
    let response = answer.await;
    owner.unset_with_forced_cleanup();
    response
}

/// The page, with what an earlier request left for it.
async fn show(route: &Route, request: &mut Request) -> PageResult {
    request.take_flash().await?;
    let result = route.load(request.clone()).await;
    if let Err(PageError::Redirect(to)) = &result {
        request.pass_flash_on(to).await?;
    }
    result
}

/// Does what a form asks for; then leads on, or shows its page again.
async fn take(route: &Route, request: &mut Request, body: Body) -> PageResult {
    match read(route, request, body).await {
        // An upload by somebody who is not signed in is refused, and nothing of it is kept.
        Err(PageError::SignIn) => return Err(resume::lost(request)),
        read => read?,
    }
    let send = route.form_named(request.typed.get(form::NAME)).ok_or(PageError::BadRequest)?;
    match settled(send(request.clone()).await) {
        Ok(Outcome::LeadsOn { to, flash }) => {
            if let (Some(flash), Some(session)) = (flash, request.session()) {
                flash.for_page(&to).keep(session).await.map_err(PageError::fault)?;
            }
            Err(PageError::Redirect(to))
        }
        Ok(Outcome::Again(flash)) => again(route, request, flash).await,
        Err(PageError::SignIn) => Err(resume::keep(request).await),
        Err(error) => Err(error),
    }
}

/// Reads what came, within its limits.
async fn read(route: &Route, request: &mut Request, body: Body) -> Result<(), PageError> {
    let parts = Arc::clone(&request.parts);
    // Whatever kind of form it says that it is: for this one the server waits longer.
    if let Some(uploads) = route.files() {
        services::authorise(request.viewer()?, uploads.may, None)?;
    }
    match route.files() {
        Some(_) if is_multipart(&parts.headers) => {
            let (typed, files) = multipart::form(&parts, body).await?;
            (request.typed, request.files) = (typed, Arc::new(Mutex::new(files)));
        }
        _ => request.typed = form_body::form(&parts.headers, body).await?,
    }
    Ok(())
}

fn is_multipart(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"multipart/form-data"))
}

/// The page of a form that was not done, with what was typed and what is wrong with it.
async fn again(route: &Route, request: &mut Request, flash: Flash) -> PageResult {
    let values = if flash.values == Fields::default() { request.typed.clone() } else { flash.values };
    let form = request.typed.get(form::NAME).to_owned();
    request.flash = Arc::new(Flash { values, form, sent: true, ..flash });
    let result = route.load(request.clone()).await;
    match &result {
        // The page leads elsewhere by now: what it would have said is said there.
        Err(PageError::Redirect(to)) => request.pass_flash_on(to).await?,
        // Nothing is there: that comes before what is wrong with the form.
        Err(PageError::NotFound) if !request.flash.conflict => {}
        // It cannot be shown as things are by now: what was wrong is said all the same.
        Err(PageError::NotFound | PageError::Forbidden) if !request.flash.errors.is_empty() => {
            let errors = std::mem::take(&mut Arc::make_mut(&mut request.flash).errors);
            return Err(if request.flash.conflict {
                PageError::Conflict(errors.into_iter().map(|error| error.message).collect::<Vec<_>>().join(". "))
            } else {
                PageError::Invalid(errors)
            });
        }
        _ => {}
    }
    result
}

/// Answers a question of an island.
pub async fn answer(site: Site, request: axum::extract::Request) -> Response {
    let (parts, _) = request.into_parts();
    let bare = Request::bare(site.clone(), parts.clone());
    let mut asked = parts;
    // With each name once, which is all that the library takes; asked for by HEAD it is answered as by GET.
    let query = bare.query.once().unwrap_or_else(|| bare.query.clone()).encode();
    // Encoded it may be longer than an address can be: then there is nothing to answer at this one, which is a bad request.
    asked.uri = format!("{}?{query}", asked.uri.path()).parse().unwrap_or_else(|_| Uri::from_static("/"));
    asked.method = Method::GET;
    let asked = axum::extract::Request::from_parts(asked, Body::empty());
    let refusal = Refusal::default();
    let handed = refusal.clone();
    let context = move || {
        provide_context(site.clone());
        provide_context(handed.clone());
    };
    let response = leptos_axum::handle_server_fns_with_context(context, asked).await.into_response();
    match (refusal.status(), response.status()) {
        (Some(refused), _) => refused.into_response(),
        (None, status) if status.is_success() => response,
        // Somebody followed a link to what only islands ask for: the library would send them back to wherever they say that they come from.
        (None, StatusCode::FOUND) => document::respond(&bare, Err(PageError::BadRequest)),
        // It never ran, for its arguments did not read.
        (None, _) => StatusCode::BAD_REQUEST.into_response(),
    }
}
