//! Links to the guidance from elsewhere.

use domain::checklist::Item;
use domain::guidance::{Guide, guide};
use leptos::prelude::*;

/// The address of the list.
pub(super) const LIST: &str = "/guidance";

/// The address of a page.
pub(super) fn address(guide: &Guide) -> String {
    format!("{LIST}/{}", guide.slug)
}

/// The page that helps with an item of the checklist. In a tab of its own: the person is in the middle of a form.
pub fn item_link(item: &Item) -> Option<impl IntoView + use<>> {
    let guide = guide(item.guidance.as_deref()?)?;
    let words = format!("Guidance: {} (opens in a new tab)", guide.about.title);
    Some(view! { <p class="nhsuk-body-s"><a href=address(guide) target="_blank" rel="noopener">{words}</a></p> })
}

/// What the words of a page mean.
pub fn glossary_link() -> impl IntoView {
    view! { <p class="nhsuk-body-s app-no-print"><a href="/guidance/words">"What these words mean"</a></p> }
}
