//! `/practices/{ods}/changes/successor`: which practice took over from one that has closed.

use leptos::prelude::*;
use services::changes::{load, name_successor};
use services::practice_access::ask_for_decision;

use crate::web::address::practice;
use crate::web::components::{Button, TextInput};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/changes/successor";

const TITLE: &str = "Who took over";

/// Asks which practice took over.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    ask_for_decision(&request.services, viewer, &ods).await?;
    let closed = load(&request.services, viewer, &ods).await?.practice;
    let back = practice(&ods).changes();
    if closed.is_open {
        return Err(PageError::Redirect(back));
    }
    let (form, known) = (request.only_form(), closed.successor.unwrap_or_default());
    let body = view! {
        <form method="post" novalidate>
            <TextInput form name="successor" label="Code of the practice that took over" hint="A letter and 5 digits, like A81001" value=known width=10 />
            <Button>"Record who took over"</Button>
        </form>
    };
    Ok(Page::captioned(format!("{}, {ods}", closed.name), TITLE, body).back_to(back, "Back to what has changed"))
}

/// Records it.
pub async fn post(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    name_successor(&request.services, viewer, &ods, request.typed.get("successor")).await?;
    Ok(succeed(practice(&ods).changes(), "It is recorded who took over."))
}
