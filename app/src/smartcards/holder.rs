//! `/practices/{ods}/smartcards/{holder}`: one person, to change or take out.

use leptos::prelude::*;
use services::smartcards::holder;

use super::view::{TITLE, fields, missing};
use crate::web::address::practice;
use crate::web::components::{Button, FormName};
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/smartcards/{holder}";
/// The name of the form that changes somebody.
pub const CHANGE: &str = "change";
/// The name of the form that takes somebody out.
pub const REMOVE: &str = "remove";

/// One person, to change or take out.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let (name, person) = holder(&request.services, viewer, &ods, request.param("holder")).await?;
    let form = request.form(CHANGE);
    let now = person.revision.to_string();
    // What the form was filled with, kept while a mistake is put right.
    let revision = if request.flash.conflict { now } else { form.value("revision", &now) };
    let body = view! {
        <form method="post" novalidate>
            <FormName name=CHANGE />
            <input type="hidden" name="revision" value=revision />
            {fields(&form, person.name.clone(), &person.missing)}
            <Button>"Save"</Button>
        </form>
        <form method="post" novalidate>
            <FormName name=REMOVE />
            <Button kind="secondary">"Take out of the list"</Button>
        </form>
    };
    let page = Page::captioned(name.clone(), person.name, body).under_practice(&ods, name);
    Ok(page.under(practice(&ods).smartcards(), TITLE))
}

/// Changes a person.
pub async fn change(request: Request) -> FormResult {
    let (viewer, ods, name) = (request.viewer()?, request.code("ods")?, request.typed.get("name"));
    let seen = (request.param("holder"), request.typed.get("revision").parse().unwrap_or_default());
    services::smartcards::change(&request.services, viewer, &ods, seen, name, &missing(&request)).await?;
    Ok(succeed(practice(&ods).smartcards(), format!("{name} is saved.")))
}

/// Takes a person out.
pub async fn remove(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    services::smartcards::remove(&request.services, viewer, &ods, request.param("holder")).await?;
    Ok(succeed(practice(&ods).smartcards(), "The person is taken out of the list."))
}
