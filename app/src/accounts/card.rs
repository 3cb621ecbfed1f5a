//! Signing in with a smartcard.

use domain::accounts::{Method, Viewer};
use leptos::prelude::*;
use tower_sessions::Session;

use super::next::take_next;
use super::session::{NewId, start};
use crate::web::address::VIEWS;
use crate::web::components::Button;
use crate::web::errors::PageError;
use crate::web::request::Request;
use crate::web::session::{CARD_KEY, CardSession};

/// Makes the session that of a card, under the id `new`, and says where to go on.
///
/// # Errors
/// When the session cannot be written.
pub async fn start_by_card(
    request: &Request,
    session: &Session,
    new: &NewId,
    account: Viewer,
    mut card: CardSession,
) -> Result<String, PageError> {
    card.chosen = (card.views.len() == 1).then_some(0);
    let viewer = card.viewer(account.clone()).unwrap_or(account);
    start(&request.services, session, new, &viewer, Method::Card, request.headers()).await?;
    session.insert(CARD_KEY, &card).await.map_err(PageError::fault)?;
    if card.chosen.is_none() {
        return Ok(VIEWS.to_owned());
    }
    take_next(session).await
}

/// A button for each issuer; nothing where there is none.
pub(super) fn buttons(request: &Request, next: &str) -> impl IntoView + use<> {
    let issuers = &request.site.cards;
    let forms = issuers.iter().map(|issuer| {
        let (to, label, next) = (format!("/sign-in/card/{}", issuer.key), issuer.label.clone(), next.to_owned());
        view! {
            <form method="post" action=to novalidate>
                <input type="hidden" name="next" value=next />
                <Button>"Sign in with "{label}</Button>
            </form>
        }
    });
    let forms = forms.collect_view();
    (!issuers.is_empty()).then(|| {
        view! {
            <h2>"With your smartcard"</h2>
            <p>"You see each practice whose code is on your card with an activity that opens it."</p>
            {forms}
            <h2>"With a link by email"</h2>
        }
    })
}
