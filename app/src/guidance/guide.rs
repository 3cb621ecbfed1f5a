//! `/guidance/{slug}`: one page of the guidance.

use domain::guidance::{guide, guides};
use domain::time::format_day;
use leptos::prelude::*;

use super::render::html;
use super::view::{LIST, address};
use crate::web::errors::PageError;
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/guidance/{slug}";

/// The page, with its sources.
pub async fn get(request: Request) -> PageResult {
    let guide = guide(request.param("slug")).ok_or(PageError::NotFound)?;
    let about = &guide.about;
    let sources = about.sources.iter().map(|source| view! { <li>{source.clone()}</li> }).collect_view();
    let after = guides().iter().find(|other| other.about.order == about.order + 1);
    let next = after.map(|next| view! { <p class="app-no-print">"Next: "<a href=address(next)>{next.about.title.clone()}</a></p> });
    let body = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <h1>{about.title.clone()}</h1>
                <p class="nhsuk-lede-text">{about.summary.clone()}</p>
                <div class="app-guidance__text" inner_html=html(guide.text)></div>
                <div class="app-guidance__end">
                    <h2 class="nhsuk-heading-s">"Where this comes from"</h2>
                    <ul class="nhsuk-list nhsuk-list--bullet nhsuk-body-s">{sources}</ul>
                    <p class="nhsuk-body-s">{format!("In our own words. Last reviewed {}.", format_day(about.last_reviewed))}</p>
                </div>
                {next}
            </div>
        </div>
    };
    Ok(Page::new(about.title.clone(), body).under(LIST, "Guidance"))
}
