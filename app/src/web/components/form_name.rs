//! Which of several forms of a page was sent.

use leptos::prelude::*;

use crate::web::form::NAME;

/// Names a form, on a page that has several.
#[component]
pub fn FormName(
    /// The name, by which the routes know what the form does.
    name: &'static str,
) -> impl IntoView {
    view! { <input type="hidden" name=NAME value=name /> }
}
