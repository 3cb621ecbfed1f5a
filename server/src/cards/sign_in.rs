//! To the issuer and back.

use app::accounts::card::start_by_card;
use app::accounts::next::remember_next;
use app::accounts::refusals::CardRefused;
use app::accounts::session::NewId;
use app::web::address::{VIEWS, local_path};
use app::web::document::respond;
use app::web::errors::PageError;
use app::web::fields::Fields;
use app::web::form_body;
use app::web::request::Request;
use app::web::session::CardSession;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use cis2::{Answer, CardHolder, Error, Issuer, Pending, Refusal};
use services::accounts::{Admission, CardSignIn, admit};
use tower_sessions::Session;

use super::Card;
use super::pending_sign_ins::{self, Found};

pub(super) async fn begin(State(card): State<Card>, Extension(session): Extension<Session>, request: axum::extract::Request) -> Response {
    let (parts, body) = request.into_parts();
    let page = Request::of_page(card.site.clone(), parts).await;
    let Some(issuer) = card.cards.find(page.param("key")) else { return respond(&page, Err(PageError::NotFound)) };
    let form = match form_body::form(page.headers(), body).await {
        Ok(form) => form,
        Err(error) => return respond(&page, Err(error)),
    };
    let (url, pending) = match issuer.begin().await {
        Ok(begun) => begun,
        Err(error) => return refuse(&page, &told(&error)),
    };
    // Another tab may have begun one while the issuer was asked.
    if let Err(error) = session.load().await {
        return respond(&page, Err(PageError::fault(error)));
    }
    match pending_sign_ins::keep(&session, pending, form.get("next"), page.services.clock.now()).await {
        Ok(()) => Redirect::to(url.as_str()).into_response(),
        Err(error) => respond(&page, Err(PageError::fault(error))),
    }
}

pub(super) async fn back(State(card): State<Card>, Extension(session): Extension<Session>, request: axum::extract::Request) -> Response {
    let page = Request::of_page(card.site.clone(), request.into_parts().0).await;
    let Some(issuer) = card.cards.find(page.param("key")) else { return respond(&page, Err(PageError::NotFound)) };
    let Some(answer) = answer(&page.query) else { return refuse(&page, &told(&Refusal::Twice.into())) };
    let found = match pending_sign_ins::take(&session, &answer.state, page.services.clock.now()).await {
        Ok(found) => found,
        Err(error) => return respond(&page, Err(PageError::fault(error))),
    };
    match found {
        Found::Waiting(pending, next) => finish(&page, &session, issuer, pending, answer, &next).await,
        Found::Over(next) => lead_on(&page, &next),
        Found::Unknown => lead_on(&page, ""),
    }
}

/// The answer in the query string. `None` if a parameter is repeated, which no issuer does.
fn answer(query: &Fields) -> Option<Answer> {
    let names = ["state", "code", "error", "iss"];
    let [state, code, error, iss] = names.map(|name| query.raw(name).map(str::to_owned));
    let is_once = names.iter().all(|name| query.all(name).count() <= 1);
    is_once.then(|| Answer { state: state.unwrap_or_default(), code, error, iss })
}

async fn finish(page: &Request, session: &Session, issuer: &Issuer, pending: Pending, answer: Answer, next: &str) -> Response {
    let holder = match issuer.finish(pending, answer).await {
        Ok(holder) => holder,
        Err(error) => return refuse(page, &told(&error)),
    };
    match admit_holder(page, session, holder, next).await {
        Ok(Ok(next)) => Redirect::to(&next).into_response(),
        Ok(Err(refused)) => refuse(page, &refused),
        Err(error) => respond(page, Err(error)),
    }
}

/// An answer that signs nobody in, or not any more. Whoever is signed in already, in another tab, is not kept from where they wanted to go.
fn lead_on(page: &Request, next: &str) -> Response {
    if page.viewer_if_any().is_some() {
        return Redirect::to(local_path(next).unwrap_or("/")).into_response();
    }
    match page.card() {
        Some(_) => Redirect::to(VIEWS).into_response(),
        None => refuse(page, &told(&Refusal::State.into())),
    }
}

async fn admit_holder(page: &Request, session: &Session, holder: CardHolder, next: &str) -> Result<Result<String, CardRefused>, PageError> {
    let CardHolder { issuer, subject, sid, name, email, email_verified, roles, at, end_session } = holder;
    let id = NewId::random();
    let sign_in =
        CardSignIn { issuer: issuer.clone(), subject: subject.clone(), name, email, email_verified, roles, at, session: id.reference() };
    Ok(match admit(&page.services, sign_in).await? {
        Admission::Admitted { account, views } => {
            let card = CardSession { issuer, subject, sid, at: Some(at), end_session, views, chosen: None };
            remember_next(session, next).await?;
            Ok(start_by_card(page, session, &id, account, card).await?)
        }
        Admission::Nothing(nothing) => Err(CardRefused::Nothing(nothing)),
        Admission::Suspended => Err(CardRefused::Suspended),
    })
}

fn refuse(page: &Request, refused: &CardRefused) -> Response {
    let mut response = respond(page, Ok(refused.page(&page.services.help)));
    *response.status_mut() = refused.status();
    response
}

/// What the person is told; the rest is for the log.
fn told(error: &Error) -> CardRefused {
    match error {
        Error::Unreachable(_) | Error::Unusable(_) => {
            // As a text, in quotes and escaped: it holds words of others.
            tracing::error!(error = error.to_string(), "a smartcard sign-in failed");
            if matches!(error, Error::Unusable(_)) { CardRefused::Unusable } else { CardRefused::Unreachable }
        }
        Error::Refused(refusal) => {
            tracing::warn!(refusal = refusal.to_string(), "a smartcard sign-in was refused");
            match refusal {
                Refusal::State => CardRefused::NotBegun,
                Refusal::Denied(_) => CardRefused::NotFinished,
                Refusal::OtherIssuer | Refusal::NoIssuer | Refusal::Twice | Refusal::Code(_) | Refusal::Token(_) => CardRefused::NotChecked,
                Refusal::Unproven(unproven) => CardRefused::Unproven(*unproven),
            }
        }
    }
}
