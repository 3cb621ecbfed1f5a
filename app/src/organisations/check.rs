//! `/admin/imports/check`: what the uploaded files change, to confirm or discard.

use domain::organisations::import::Doubt;
use leptos::prelude::*;
use services::organisations::{Accept, Outcome, Pending, confirm as import, discard as forget, pending};

use super::import_text;
use super::view::{TITLE, changes, counts, files};
use crate::web::address::{CHECK_IMPORT, IMPORTS as LIST};
use crate::web::components::{Button, Checkboxes, Choice, FormName, LinkButton, WarningCallout};
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = CHECK_IMPORT;
/// The name of the form that confirms.
pub const CONFIRM: &str = "confirm";
/// The name of the form that discards.
pub const DISCARD: &str = "discard";

/// What the uploaded files change, to confirm or discard.
pub async fn get(request: Request) -> PageResult {
    let Some(pending) = pending(&request.services, request.viewer()?).await? else { return Ok(nothing_waits()) };
    let Pending { outcome, token } = pending;
    let plan = &outcome.plan;
    let body = view! {
        <h1>"Check the import"</h1>
        <p>"Nothing is changed yet."</p>
        {counts(plan)}
        <h2>"What changes"</h2>
        {changes(plan)}
        <h2>"The files"</h2>
        {files(&outcome.files)}
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                {confirm_form(&request, &outcome, token)}
                <form method="post" novalidate>
                    <FormName name=DISCARD />
                    <Button kind="secondary">"Discard the files"</Button>
                </form>
            </div>
        </div>
    };
    Ok(Page::new("Check the import", body).back_to(LIST, "Back to the imports"))
}

/// Nothing to confirm where nothing changes; what speaks against the import must be accepted.
fn confirm_form(request: &Request, outcome: &Outcome, token: String) -> AnyView {
    if outcome.plan.is_empty {
        return ().into_any();
    }
    let form = request.form(CONFIRM);
    let doubts = outcome.doubts();
    let accept = (!doubts.is_empty()).then(|| {
        let is_of_closures = doubts.iter().all(Doubt::is_of_closures);
        let (legend, choice) = if is_of_closures {
            ("Do you accept the closures?", "These practices have really closed")
        } else {
            ("Do you accept this?", "I have looked at the files, and this is right")
        };
        let heading = if is_of_closures { "Many practices would close" } else { "This may be a part of a register" };
        let lines = doubts.iter().map(|doubt| view! { <p>{import_text::doubt(doubt)}</p> }).collect_view();
        view! {
            <WarningCallout heading>{lines}</WarningCallout>
            <Checkboxes form name="accept" legend choices=vec![Choice::new("yes", choice)] />
        }
    });
    view! {
        <form method="post" novalidate>
            <FormName name=CONFIRM />
            <input type="hidden" name="token" value=token />
            {accept}
            <Button>"Import"</Button>
        </form>
    }
    .into_any()
}

fn nothing_waits() -> Page {
    let body = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <h1>"No files are waiting"</h1>
                <p>"They were imported or discarded, or you have not uploaded any."</p>
                <LinkButton href=LIST>"Choose files"</LinkButton>
            </div>
        </div>
    };
    Page::new("No files are waiting", body).under("/admin", "Admin").under(LIST, TITLE)
}

/// Imports the files that the person looked at.
pub async fn confirm(request: Request) -> FormResult {
    let (token, accept) = (request.typed.get("token"), request.typed.get("accept") == "yes");
    let accept = if accept { Accept::ALL } else { Accept::default() };
    let outcome = import(&request.services, request.viewer()?, token, accept).await?;
    Ok(succeed(LIST, format!("The import is done: {}.", import_text::totals(&outcome.plan.after))))
}

/// Forgets them.
pub async fn discard(request: Request) -> FormResult {
    forget(&request.services, request.viewer()?).await?;
    Ok(succeed(LIST, "The files are discarded. Nothing was imported."))
}
