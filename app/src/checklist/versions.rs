//! `/admin/checklist` and `/admin/checklist/check`.

use domain::checklist::{Difference, Kind};
use domain::time::format_instant;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::checklist::{Draft, Uploaded};

use crate::legacy::{action, go, mistakes, path_of, succeed};
use crate::web::components::{Button, Colour, Column, Details, InsetText, LinkButton, Row, SummaryList, Table, Tag, Textarea, WarningCallout};
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;

/// The address of the form for a new version.
pub const LIST: &str = "/admin/checklist";
/// The address of the page that shows what it changes.
pub const CHECK: &str = "/admin/checklist/check";
const UPLOAD: &str = "upload";
const CONFIRM: &str = "confirm";
const TITLE: &str = "Versions of the checklist";

/// The version in force, a form for the next, and those that went live.
pub async fn versions(request: Request) -> PageResult {
    let found = services::checklist::uploaded(&request.services, request.viewer()?).await?;
    let form = request.form(UPLOAD);
    let waiting = found.waiting.then(|| {
        view! { <InsetText><p>"A new version is waiting: "<a href=CHECK>"see what it changes"</a>"."</p></InsetText> }
    });
    let version = found.in_force.version;
    let body = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <h1>{TITLE}</h1>
                {waiting}
                <p>{format!("Version {version} is in force. You see what a new version changes before it goes live.")}</p>
                <ul>
                    <li>{format!("The new version has the number {}.", version + 1)}</li>
                    <li>"Old answers stay. An item whose meaning changes says "<code>{format!("changed_in = {}", version + 1)}</code>", and is asked again."</li>
                    <li>"An item keeps its code. With another code it is a new item."</li>
                </ul>
                <form method="post" action={path_of::<UploadVersion>()} novalidate>
                    <Textarea form name="content" label="The new version" hint="The text in force, to change, or the text of a file" value=found.text.clone() rows=20 />
                    <Button>"See what it changes"</Button>
                </form>
            </div>
        </div>
        {past(&found)}
    };
    Ok(Page::new(TITLE, body).under("/admin", "Admin"))
}

fn past(found: &Uploaded) -> Option<impl IntoView + use<>> {
    let columns = vec![Column::number("Version"), Column::new("In force since"), Column::new("Brought into force by")];
    let rows: Vec<_> = found
        .live
        .iter()
        .map(|row| {
            let (since, by) = (row.live_at.map(format_instant).unwrap_or_default(), row.live_by.clone().unwrap_or_default());
            vec![row.version.to_string().into_any(), since.into_any(), by.into_any()]
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <h2>"Versions so far"</h2> <Table caption="Versions so far" caption_hidden=true columns rows /> })
}

/// What the new version changes, to confirm or discard.
pub async fn check(request: Request) -> PageResult {
    let Some(draft) = services::checklist::draft(&request.services, request.viewer()?).await? else { return Ok(nothing_waits()) };
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
                <form method="post" action={path_of::<GoLive>()} novalidate>
                    <input type="hidden" name="id" value=draft.id.clone() />
                    <Button>"Bring it into force"</Button>
                </form>
                <form method="post" action={path_of::<DiscardVersion>()} novalidate>
                    <Button kind="secondary">"Discard it"</Button>
                </form>
            </div>
        </div>
    };
    Ok(Page::new(title, body).back_to(LIST, "Back to the versions"))
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
                <LinkButton href=LIST>"See the versions"</LinkButton>
            </div>
        </div>
    };
    Page::new("No version is waiting", body).under("/admin", "Admin").under(LIST, TITLE)
}

/// Keeps a new version to look at.
#[server(prefix = "/api", endpoint = "admin/checklist/upload")]
pub async fn upload_version() -> Result<(), ServerFnError> {
    action(async |request| {
        let text = request.typed.raw("content").unwrap_or_default();
        let done = services::checklist::upload(&request.services, request.viewer()?, text).await;
        done.map(|()| go(CHECK)).or_else(|error| mistakes(LIST, UPLOAD, error))
    })
    .await
}

/// Brings the version that was looked at into force.
#[server(prefix = "/api", endpoint = "admin/checklist/go-live")]
pub async fn go_live() -> Result<(), ServerFnError> {
    action(async |request| {
        let done = services::checklist::go_live(&request.services, request.viewer()?, request.typed.get("id")).await;
        done.map(|version| succeed(LIST, format!("Version {version} of the checklist is in force.")))
            .or_else(|error| mistakes(CHECK, CONFIRM, error))
    })
    .await
}

/// Forgets the version that waits.
#[server(prefix = "/api", endpoint = "admin/checklist/discard")]
pub async fn discard_version() -> Result<(), ServerFnError> {
    action(async |request| {
        services::checklist::discard(&request.services, request.viewer()?).await?;
        Ok(succeed(LIST, "The new version is discarded."))
    })
    .await
}
