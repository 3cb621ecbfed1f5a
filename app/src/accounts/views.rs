//! `/sign-in/view`: the ways to see the service that a smartcard gives.

use domain::accounts::Viewer;
use domain::accounts::card::View;
use domain::organisations::OdsCode;
use leptos::prelude::*;
use services::accounts::session_reference;

use super::next::take_next;
use super::session::rotate;
use crate::web::address::VIEWS;
use crate::web::components::Button;
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, go};
use crate::web::page::Page;
use crate::web::request::Request;
use crate::web::session::{ACCOUNT_KEY, CARD_KEY, CardSession, ROLE_KEY};

/// Its address.
pub const PATH: &str = VIEWS;

/// How many codes are named before the rest is counted.
const NAMED: usize = 10;

/// Each of them, behind a button.
pub async fn get(request: Request) -> PageResult {
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
            <form method="post" novalidate>
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

/// Goes on by another of the card's views, under a new session id.
pub async fn post(request: Request) -> FormResult {
    let (Some(card), Some(session)) = (request.card(), request.session()) else { return Err(PageError::SignIn) };
    let chosen = request.typed.get("view").parse().ok().filter(|chosen| *chosen < card.views.len()).ok_or(PageError::BadRequest)?;
    let account_id: Option<String> = session.get(ACCOUNT_KEY).await.map_err(PageError::fault)?;
    let account = services::accounts::current(&request.services, &account_id.unwrap_or_default()).await?.ok_or(PageError::SignIn)?;
    let card = CardSession { chosen: Some(chosen), ..card.clone() };
    let viewer = card.viewer(account).ok_or(PageError::BadRequest)?;
    let viewer = Viewer { session: Some(session_reference(&rotate(&request.services, session).await?)), ..viewer };
    session.insert(CARD_KEY, &card).await.map_err(PageError::fault)?;
    session.insert(ROLE_KEY, viewer.role.key()).await.map_err(PageError::fault)?;
    services::accounts::choose_view(&request.services, &viewer).await?;
    Ok(go(take_next(session).await?))
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
