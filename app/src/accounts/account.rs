//! `/account`: what the person sees and why, where they are signed in, and which messages they get.

use domain::accounts::{Method, Role};
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::accounts::{self, ByCard, acceptance, reminded_by_card, seen_by, sessions, wants_reminders};

use super::scope::scope_table;
use crate::web::address::{ACCOUNT, AGREEMENT};
use crate::web::components::{Button, Column, FormName, Row, SummaryList, Table, contact};
use crate::web::errors::PageError;
use crate::web::format::counted;
use crate::web::outcome::{FormResult, PageResult, go, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = ACCOUNT;
/// The name of the form that ends a session.
pub const END_SESSION: &str = "end-session";
/// The name of the form that ends all others.
pub const END_OTHERS: &str = "end-other-sessions";
/// The name of the form that turns reminders on or off.
pub const REMINDERS: &str = "reminders";

/// One's own account.
pub async fn get(request: Request) -> PageResult {
    let viewer = request.viewer()?;
    let by_card = request.card().is_some();
    let seen = seen_by(&request.services, viewer, by_card).await?;
    let accepted = acceptance(&request.services, viewer).await?;
    let accepted = accepted.map_or_else(
        || "Not accepted".to_owned(),
        |accepted| format!("Version {}, accepted on {}", accepted.version, format_instant(accepted.at)),
    );
    let rows = vec![
        Row::new("Name", viewer.name.clone()),
        Row::new("Email address", viewer.email.clone()),
        Row::new("Role", viewer.role.name()),
        Row::new("Agreement", accepted).action(AGREEMENT, "Read"),
    ];
    let body = view! {
        <h1>"Your account"</h1>
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds"><SummaryList rows /></div>
        </div>
        <h2>"What you can see"</h2>
        {scope_table(&seen)}
        <p>
            {if by_card {
                "It is what your smartcard says. If something is missing, ask your Registration Authority.".into_any()
            } else {
                let admin = contact::admin(&request.services.help);
                view! { "If something is missing, or you have left one of these, tell "{admin}"." }.into_any()
            }}
        </p>
        <h2>"Where you are signed in"</h2>
        {session_table(&request).await?}
        <h2>"Emails"</h2>
        {reminders(&request).await?}
    };
    Ok(Page::new("Your account", body))
}

async fn session_table(request: &Request) -> Result<AnyView, PageError> {
    let sessions = sessions(&request.services, request.viewer()?).await?;
    let this = request.current_session().map(|session| session.id_hash.clone()).unwrap_or_default();
    let others = sessions.iter().any(|session| session.id_hash != this);
    let rows = sessions.into_iter().map(|session| {
        let how = Method::from_key(&session.method).map_or("Not known", Method::name);
        let end = if session.id_hash == this { view! { "This one" }.into_any() } else { end_form(session.id_hash, &session.device) };
        let device = if session.device.is_empty() { "Unknown device".to_owned() } else { session.device };
        let (began, seen) = (format_instant(session.created_at), format_instant(session.last_seen_at));
        let device = view! { <span>{device}<span class="app-line">{how}</span></span> };
        vec![device.into_any(), began.into_any(), seen.into_any(), end]
    });
    let columns = ["Device", "Since", "Last used", "End it"].map(Column::new).to_vec();
    let table = view! { <Table caption="Where you are signed in" caption_hidden=true columns rows=rows.collect() /> };
    let all = others.then(|| {
        view! {
            <form method="post" novalidate>
                <FormName name=END_OTHERS />
                <Button kind="secondary">"Sign out everywhere else"</Button>
            </form>
        }
    });
    Ok(view! { {table} {all} }.into_any())
}

fn end_form(id_hash: String, device: &str) -> AnyView {
    let hidden = format!(" on {device}");
    view! {
        <form method="post" novalidate>
            <FormName name=END_SESSION />
            <input type="hidden" name="session" value=id_hash />
            <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small app-in-table" type="submit">
                "Sign out"<span class="nhsuk-u-visually-hidden">{hidden}</span>
            </button>
        </form>
    }
    .into_any()
}

async fn reminders(request: &Request) -> Result<AnyView, PageError> {
    let viewer = request.viewer()?;
    let by_card = reminded_by_card(&request.services, viewer).await?;
    let on = wants_reminders(&request.services, request.viewer()?).await?;
    let (words, button, next) = if on {
        ("You get reminders of what is still to do before the deadline.", "Stop reminders", "off")
    } else {
        ("You get no reminders of the deadline. You still get messages about the dates you book.", "Send me reminders", "on")
    };
    Ok(view! {
        <p>{words}</p>
        {by_card_words(request, by_card).filter(|_| on).map(|words| view! { <p>{words}</p> })}
        <form method="post" novalidate>
            <FormName name=REMINDERS />
            <input type="hidden" name="reminders" value=next />
            <Button kind="secondary">{button}</Button>
        </form>
    }
    .into_any())
}

/// Ends one of the person's sessions.
pub async fn end_session(request: Request) -> FormResult {
    match accounts::end_session(&request.services, request.viewer()?, request.typed.get("session")).await {
        Ok(()) => Ok(succeed(PATH, "That device is signed out.")),
        // It has ended by itself meanwhile, or never was: the page shows what there is.
        Err(services::Error::NotFound) => Ok(go(PATH)),
        Err(error) => Err(error.into()),
    }
}

/// Ends the person's other sessions.
pub async fn end_other_sessions(request: Request) -> FormResult {
    let viewer = request.viewer()?;
    let this = request.current_session().ok_or_else(|| PageError::fault("the request has no session"))?;
    let ended = accounts::end_other_sessions(&request.services, viewer, &this.id_hash).await?;
    Ok(succeed(PATH, format!("{} ended.", counted(ended, "other session", "other sessions"))))
}

/// Turns reminders on or off.
pub async fn set_reminders(request: Request) -> FormResult {
    let on = request.typed.get("reminders") == "on";
    accounts::set_reminders(&request.services, request.viewer()?, on).await?;
    Ok(succeed(PATH, if on { "You get reminders again." } else { "You get no more reminders." }))
}

/// What there is to say to the holder of a smartcard; nothing to others.
fn by_card_words(request: &Request, by_card: Option<ByCard>) -> Option<String> {
    let manages = request.viewer().is_ok_and(|viewer| viewer.role == Role::PracticeManager);
    match by_card {
        Some(ByCard { practices, read_on, until }) => Some(format!(
            "They are about {}, as it was on {}. They stop after {}, unless you sign in with it again before.",
            counted(practices as u64, "practice on your smartcard", "practices on your smartcard"),
            format_day(read_on),
            format_day(until)
        )),
        None if request.card().is_some() && manages => Some(
            "Your smartcard gave no work email address that we can write to, so none can reach you about the practices on it.".to_owned(),
        ),
        None => None,
    }
}
