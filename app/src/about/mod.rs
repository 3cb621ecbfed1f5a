//! What every service says of itself.

pub mod accessibility;
pub mod cookies;
pub mod how_practices_are_read;
pub mod privacy;

use leptos::prelude::*;

/// A link to what the words of a reading mean, beside wherever they stand.
pub fn how_practices_are_read_link() -> impl IntoView {
    view! { <p class="nhsuk-body-s app-no-print"><a href=how_practices_are_read::PATH>"How practices are read"</a></p> }
}
