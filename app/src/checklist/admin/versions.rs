//! `/admin/checklist`: the versions of the checklist, and a form for the next.

use domain::time::format_instant;
use leptos::prelude::*;
use services::checklist::{Uploaded, upload, uploaded};

use crate::web::address::{CHECK_VERSION, CHECKLIST_VERSIONS};
use crate::web::components::{Button, Column, InsetText, Table, Textarea};
use crate::web::outcome::{FormResult, PageResult, go};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = CHECKLIST_VERSIONS;

pub(super) const TITLE: &str = "Versions of the checklist";

/// The version in force, a form for the next, and those that went live.
pub async fn get(request: Request) -> PageResult {
    let found = uploaded(&request.services, request.viewer()?).await?;
    let form = request.only_form();
    let waiting = found.waiting.then(|| {
        view! { <InsetText><p>"A new version is waiting: "<a href=CHECK_VERSION>"see what it changes"</a>"."</p></InsetText> }
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
                <form method="post" novalidate>
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

/// Keeps a new version to look at.
pub async fn post(request: Request) -> FormResult {
    upload(&request.services, request.viewer()?, request.typed.raw("content").unwrap_or_default()).await?;
    Ok(go(CHECK_VERSION))
}
