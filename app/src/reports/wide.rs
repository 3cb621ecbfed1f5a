//! What tables of reports have in common.

use domain::field::format_count;
use leptos::prelude::*;

/// Lets a wide table scroll by itself, by keyboard too.
pub(super) fn scrolling(name: &str, table: impl IntoView + 'static) -> AnyView {
    view! { <section class="app-report__table" aria-label=name.to_owned() tabindex="0">{table}</section> }.into_any()
}

/// Says where the page leaves rows out.
pub(super) fn too_many(rows: usize, most: usize) -> Option<impl IntoView + use<>> {
    (rows > most).then(|| {
        let text = format!(
            "These are the first {most} of {} rows. Choose a smaller area, or download the report for all of them.",
            format_count(rows)
        );
        view! { <p class="nhsuk-u-font-weight-bold">{text}</p> }
    })
}
