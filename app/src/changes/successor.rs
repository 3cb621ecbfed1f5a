//! `/practices/{ods}/changes/successor`.

use leptos::prelude::*;
use services::changes::load;
use services::places::ask_for_decision;

use super::actions::SetSuccessor;
use crate::legacy::path_of;
use crate::web::components::{Button, TextInput};
use crate::web::errors::PageError;
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;

/// The name of the form.
pub(super) const SUCCESSOR: &str = "successor";

const TITLE: &str = "Who took over";

/// The address of the page.
pub(super) fn address(ods: &str) -> String {
    format!("/practices/{ods}/changes/successor")
}

/// Asks which practice took over from one that has closed.
pub async fn successor(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    ask_for_decision(&request.services, viewer, &ods).await?;
    let practice = load(&request.services, viewer, &ods).await?.practice;
    let back = format!("/practices/{ods}/changes");
    if practice.is_open {
        return Err(PageError::Redirect(back));
    }
    let (form, known) = (request.form(SUCCESSOR), practice.successor.unwrap_or_default());
    let body = view! {
        <form method="post" action={path_of::<SetSuccessor>()} novalidate>
            <input type="hidden" name="ods" value=ods.to_string() />
            <TextInput form name="successor" label="Code of the practice that took over" hint="A letter and 5 digits, like A81001" value=known width=10 />
            <Button>"Record who took over"</Button>
        </form>
    };
    Ok(Page::captioned(format!("{}, {ods}", practice.name), TITLE, body).back_to(back, "Back to what has changed"))
}
