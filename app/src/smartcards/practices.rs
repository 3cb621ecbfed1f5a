//! `/smartcards/practices`: how many people of each practice still need something.

use leptos::prelude::*;
use services::smartcards::counts;

use crate::web::address::{PRACTICES, SMARTCARDS_OF_PRACTICES, practice};
use crate::web::components::{Column, InsetText, Table};
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = SMARTCARDS_OF_PRACTICES;

/// The practices whose people still need something, for those who look after many.
pub async fn get(request: Request) -> PageResult {
    let found = counts(&request.services, request.viewer()?).await?;
    let columns = vec![Column::new("Practice"), Column::number("People in the list"), Column::number("Still need something")];
    let rows: Vec<_> = found
        .into_iter()
        .map(|found| {
            let href = practice(&found.practice).page();
            let name = view! { <span><a href=href>{found.name}</a><span class="app-line">{found.practice.to_string()}</span></span> };
            vec![name.into_any(), found.people.into_any(), found.unready.into_any()]
        })
        .collect();
    let list = if rows.is_empty() {
        view! { <InsetText><p>"No practice keeps a list yet."</p></InsetText> }.into_any()
    } else {
        view! { <Table caption="Practices that keep a list" caption_hidden=true columns rows /> }.into_any()
    };
    let body = view! {
        <h1>"Smartcards of practices"</h1>
        <p>"How many people at each practice still need something before they can sign in with a smartcard. Only the practice sees who they are."</p>
        {list}
    };
    Ok(Page::new("Smartcards of practices", body).under(PRACTICES, "Practices"))
}
