//! `/guidance`: open to everybody, signed in or not, since all of it is public.

use domain::guidance::{Guide, guides};
use leptos::prelude::*;

use super::search::find;
use super::view::{LIST, address};
use crate::web::components::{Button, InsetText, TextInput};
use crate::web::form::Form;
use crate::web::format::counted;
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = LIST;

/// The longest search, in letters; the rest is left out.
const LONGEST: usize = 100;

/// Every page, or those in which something was found.
pub async fn get(request: Request) -> PageResult {
    let text: String = request.query.get("q").chars().take(LONGEST).collect();
    let body = if text.is_empty() { every_page().into_any() } else { found(&text).into_any() };
    let title = if text.is_empty() { "Guidance".to_owned() } else { format!("Guidance: {text}") };
    Ok(Page::new(
        title,
        view! {
            <div class="nhsuk-grid-row">
                <div class="nhsuk-grid-column-two-thirds">
                    <h1>"Guidance"</h1>
                    <p class="nhsuk-lede-text">"Short pages on what to do before patients see new entries in their record."</p>
                    <form class="app-guidance__search" method="get" action=LIST role="search" aria-label="Guidance">
                        <TextInput form=Form::fresh() name="q" label="Search the guidance" kind="search" value=text />
                        <Button kind="secondary">"Search"</Button>
                    </form>
                    {body}
                </div>
            </div>
        },
    ))
}

fn every_page() -> impl IntoView {
    let items = guides().iter().map(|guide| item(guide, guide.about.summary.clone()));
    view! { <ul class="app-guidance__list">{items.collect_view()}</ul> }
}

fn found(text: &str) -> impl IntoView + use<> {
    let hits = find(text);
    let count = u64::try_from(hits.len()).unwrap_or_default();
    let words = format!("{} found for “{text}”.", counted(count, "page", "pages"));
    let nothing = hits.is_empty().then(|| view! { <InsetText><p>"Try one word, for example “locum” or “104”."</p></InsetText> });
    let items = hits.into_iter().map(|hit| item(hit.guide, hit.line)).collect_view();
    view! {
        <p role="status">{words}</p>
        {nothing}
        {(count > 0).then(|| view! { <ul class="app-guidance__list">{items}</ul> })}
        <p><a href=LIST>"Show all guidance"</a></p>
    }
}

fn item(guide: &'static Guide, line: String) -> impl IntoView {
    view! {
        <li>
            <a href=address(guide)>{guide.about.title.clone()}</a>
            <span class="app-line">{line}</span>
        </li>
    }
}
