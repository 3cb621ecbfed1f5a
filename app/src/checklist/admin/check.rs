//! `/admin/checklist/check`: what a new version changes, to bring it into force or discard it.

use domain::checklist::{Difference, Kind};
use leptos::prelude::*;
use services::checklist::{Draft, draft};

use super::versions::TITLE;
use crate::web::address::{CHECK_VERSION, CHECKLIST_VERSIONS};
use crate::web::components::{Button, Colour, Details, FormName, LinkButton, Row, SummaryList, Tag, WarningCallout};
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = CHECK_VERSION;
/// The name of the form that brings it into force.
pub const GO_LIVE: &str = "go-live";
/// The name of the form that discards it.
pub const DISCARD: &str = "discard";

/// What the new version changes, to confirm or discard.
pub async fn get(request: Request) -> PageResult {
    let Some(draft) = draft(&request.services, request.viewer()?).await? else { return Ok(nothing_waits()) };
    let asks = draft.differences.iter().filter(|one| matches!(one.kind, Kind::New | Kind::AskedAgain)).count();
    let effect = match asks {
        0 => "Nobody is asked anything again. Sign-offs stand.".to_owned(),
        _ => "Practices are asked what is new and what changed. Where a required item is open because of it, a practice that has signed off has to sign off again before it switches on. Dates that are booked stay booked.".to_owned(),
    };
    let title = format!("Version {} of the checklist", draft.checklist.version);
    let body = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <h1>{title.clone()}</h1>
                <p>{format!("Nothing is changed yet. {} uploaded this version.", draft.uploaded_by)}</p>
                <WarningCallout heading="What it does"><p>{effect}</p></WarningCallout>
                <h2>"What changes"</h2>
                {differences(&draft)}
                <form method="post" novalidate>
                    <FormName name=GO_LIVE />
                    <input type="hidden" name="id" value=draft.id.clone() />
                    <Button>"Bring it into force"</Button>
                </form>
                <form method="post" novalidate>
                    <FormName name=DISCARD />
                    <Button kind="secondary">"Discard it"</Button>
                </form>
            </div>
        </div>
    };
    Ok(Page::new(title, body).back_to(CHECKLIST_VERSIONS, "Back to the versions"))
}

fn differences(draft: &Draft) -> AnyView {
    if draft.differences.is_empty() {
        return view! { <p>"No item differs."</p> }.into_any();
    }
    let items = draft.differences.iter().map(|one| {
        let (colour, word) = words(one.kind);
        let changes = (!one.changes.is_empty()).then(|| changes(one));
        view! {
            <li>
                <h3 class="nhsuk-heading-s">{one.title.clone()}" "<Tag colour text=word /></h3>
                {changes}
            </li>
        }
    });
    view! { <ul class="nhsuk-list">{items.collect_view()}</ul> }.into_any()
}

fn words(kind: Kind) -> (Colour, &'static str) {
    match kind {
        Kind::New => (Colour::Green, "New"),
        Kind::AskedAgain => (Colour::Orange, "Asked again"),
        Kind::Changed => (Colour::Grey, "Changed, answers stand"),
        Kind::Removed => (Colour::Red, "Removed, answers kept"),
    }
}

fn changes(one: &Difference) -> impl IntoView + use<> {
    let rows = one.changes.iter().map(|(name, before, after)| {
        let shown = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
        let value = view! { <span class="app-line">{format!("Before: {}", shown(before))}</span><span class="app-line">{format!("Now: {}", shown(after))}</span> };
        Row::new(*name, value)
    });
    let rows = rows.collect();
    view! { <Details summary=format!("What changes in “{}”", one.title) open=true><SummaryList rows /></Details> }
}

fn nothing_waits() -> Page {
    let body = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <h1>"No version is waiting"</h1>
                <p>"It went live or was discarded, or nobody has uploaded one."</p>
                <LinkButton href=CHECKLIST_VERSIONS>"See the versions"</LinkButton>
            </div>
        </div>
    };
    Page::new("No version is waiting", body).under("/admin", "Admin").under(CHECKLIST_VERSIONS, TITLE)
}

/// Brings the version that was looked at into force.
pub async fn go_live(request: Request) -> FormResult {
    let version = services::checklist::go_live(&request.services, request.viewer()?, request.typed.get("id")).await?;
    Ok(succeed(CHECKLIST_VERSIONS, format!("Version {version} of the checklist is in force.")))
}

/// Forgets the version that waits.
pub async fn discard(request: Request) -> FormResult {
    services::checklist::discard(&request.services, request.viewer()?).await?;
    Ok(succeed(CHECKLIST_VERSIONS, "The new version is discarded."))
}
