//! `/practices/{ods}/smartcards`: the people of a practice and what each still needs.

use domain::organisations::OdsCode;
use domain::time::format_instant;
use leptos::prelude::*;
use services::smartcards::{Holder, add, holders};

use super::view::{TITLE, fields, missing};
use crate::web::address::{SMARTCARD_CHECK, practice};
use crate::web::components::{Button, Column, InsetText, Table};
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/smartcards";

/// The people of a practice, and a form for another.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let (name, people) = holders(&request.services, viewer, &ods).await?;
    let form = request.only_form();
    let body = view! {
        <p>"Keep a note of who still needs something before they can sign in with a smartcard. Do not write card numbers or passcodes. Your ICB sub-group sees how many people still need something, not who they are."</p>
        <p>"Each of them can "<a href=SMARTCARD_CHECK>"check their own smartcard"</a>"."</p>
        {table(&ods, people)}
        <h2>"Add a person"</h2>
        <form method="post" novalidate>
            {fields(&form, String::new(), &[])}
            <Button>"Add to the list"</Button>
        </form>
    };
    Ok(Page::captioned(name.clone(), TITLE, body).under_practice(&ods, name))
}

fn table(ods: &OdsCode, people: Vec<Holder>) -> AnyView {
    if people.is_empty() {
        return view! { <InsetText><p>"Nobody is in the list yet."</p></InsetText> }.into_any();
    }
    let columns = ["Name", "Still missing", "Recorded", "Change"].map(Column::new).to_vec();
    let rows = people.into_iter().map(|person| {
        let href = practice(ods).holder(&person.id);
        let missing: Vec<_> = person.missing.iter().map(|need| need.name()).collect();
        let missing = if missing.is_empty() { "Nothing".to_owned() } else { missing.join("; ") };
        let hidden = format!(" {}", person.name);
        vec![
            person.name.into_any(),
            missing.into_any(),
            format!("{} by {}", format_instant(person.updated_at), person.updated_by).into_any(),
            view! { <a href=href>"Change"<span class="nhsuk-u-visually-hidden">{hidden}</span></a> }.into_any(),
        ]
    });
    view! { <Table caption="Your staff" caption_hidden=true columns rows=rows.collect() /> }.into_any()
}

/// Adds a person.
pub async fn post(request: Request) -> FormResult {
    let (viewer, ods, name) = (request.viewer()?, request.code("ods")?, request.typed.get("name"));
    add(&request.services, viewer, &ods, name, &missing(&request)).await?;
    Ok(succeed(practice(&ods).smartcards(), format!("{name} is in the list.")))
}
