//! A session that began by smartcard, and the page to choose among its views.

use domain::accounts::card::View;
use domain::accounts::{Method, Viewer};
use domain::organisations::OdsCode;
use leptos::prelude::*;
use services::accounts::session_reference;
use tower_sessions::Session;

use super::actions::{local_path, start};
use super::session::{NewId, rotate};
use crate::web::address::VIEWS;
use crate::web::session::{ACCOUNT_KEY, CARD_KEY, CardSession, NEXT_KEY, ROLE_KEY};
use crate::legacy::{action, go, path_of};
use crate::web::components::Button;
use crate::web::errors::PageError;
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;

/// How many codes are named before the rest is counted.
const NAMED: usize = 10;

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
    next(session).await
}

async fn next(session: &Session) -> Result<String, PageError> {
    let next: Option<String> = session.remove(NEXT_KEY).await.map_err(PageError::fault)?;
    Ok(next.as_deref().and_then(local_path).unwrap_or("/").to_owned())
}

/// Goes on by another of the card's views, under a new session id.
#[server(prefix = "/api", endpoint = "accounts/choose-view")]
pub async fn choose_view() -> Result<(), ServerFnError> {
    action(async |request| {
        let (Some(card), Some(session)) = (request.card(), request.session()) else { return Err(PageError::SignIn) };
        let chosen = request.typed.get("view").parse().ok().filter(|chosen| *chosen < card.views.len()).ok_or(PageError::BadRequest)?;
        let account_id: Option<String> = session.get(ACCOUNT_KEY).await.map_err(PageError::fault)?;
        let account = services::accounts::current(&request.services, &account_id.unwrap_or_default()).await?.ok_or(PageError::SignIn)?;
        let card = CardSession { chosen: Some(chosen), ..card.clone() };
        let viewer = card.viewer(account).ok_or(PageError::BadRequest)?;
        let viewer = Viewer { session: Some(session_reference(&rotate(&request.services, session).await?)), ..viewer };
        session.insert(CARD_KEY, &card).await.map_err(PageError::fault)?;
        session.insert(ROLE_KEY, viewer.role.word()).await.map_err(PageError::fault)?;
        services::accounts::choose_view(&request.services, &viewer).await?;
        Ok(go(next(session).await?))
    })
    .await
}

/// The ways to see the service that a card gives, each behind a button.
pub async fn views(request: Request) -> PageResult {
    let card = request.card().ok_or(PageError::SignIn)?;
    let several = card.has_several_views();
    let views = card.views.iter().enumerate().map(|(index, view)| one(index, view, card.chosen == Some(index))).collect_view();
    Ok(Page::new(
        "Choose your view",
        view! {
            <div class="nhsuk-grid-row">
                <div class="nhsuk-grid-column-two-thirds">
                    <h1>"Choose your view"</h1>
                    <p>
                        {if several {
                            "Your smartcard lets you see this service in more than one way. You can switch at any time, from the top of each page."
                        } else {
                            "Your smartcard lets you see this service in one way."
                        }}
                    </p>
                    {views}
                </div>
            </div>
        },
    ))
}

fn one(index: usize, view: &View, on: bool) -> impl IntoView + use<> {
    let name = view.role.name();
    let button = if on {
        view! { <p><strong class="nhsuk-tag">"This view is on"</strong></p> }.into_any()
    } else {
        view! {
            <form method="post" action={path_of::<ChooseView>()} novalidate>
                <input type="hidden" name="view" value=index.to_string() />
                <Button kind="secondary">"Go on as "{name}</Button>
            </form>
        }
        .into_any()
    };
    view! {
        <h2 class="nhsuk-heading-m">{name}</h2>
        <p>{sees(view)}</p>
        {button}
    }
}

/// "2 practices: X10001, X10002".
fn sees(view: &View) -> String {
    let scope = &view.scope;
    let kinds = [
        (&scope.practices, "practice", "practices"),
        (&scope.sub_icbs, "sub-ICB location", "sub-ICB locations"),
        (&scope.icbs, "ICB", "ICBs"),
        (&scope.regions, "region", "regions"),
    ];
    let parts = kinds.into_iter().filter(|(codes, ..)| !codes.is_empty()).map(|(codes, one, many)| {
        let named: Vec<&str> = codes.iter().take(NAMED).map(OdsCode::as_str).collect();
        let rest = codes.len().saturating_sub(NAMED);
        let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        format!("{} {}: {}{rest}", codes.len(), if codes.len() == 1 { one } else { many }, named.join(", "))
    });
    parts.collect::<Vec<_>>().join("; ")
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
            <h2>"With a link by e-mail"</h2>
        }
    })
}

#[cfg(test)]
mod tests {
    use domain::accounts::{Role, Scope};

    use super::*;

    #[test]
    fn a_view_says_what_it_covers() {
        let scope = Scope::practices((1..=12).map(|n| format!("X100{n:02}").parse().unwrap()));
        let words = sees(&View { role: Role::PracticeManager, scope });
        assert!(words.starts_with("12 practices: X10001, ") && words.ends_with("X10010 and 2 more"), "{words}");
    }
}
