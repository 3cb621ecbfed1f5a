//! The icons of nhsuk-frontend.

use leptos::prelude::*;

/// An icon; the words beside it say the same.
#[component]
pub fn Icon(
    /// `user`: the end of its class.
    kind: &'static str,
    /// What is drawn, on 24 by 24.
    path: &'static str,
) -> impl IntoView {
    view! {
        <svg
            class=format!("nhsuk-icon nhsuk-icon--{kind}")
            xmlns="http://www.w3.org/2000/svg"
            viewBox="0 0 24 24"
            width="16"
            height="16"
            focusable="false"
            aria-hidden="true"
        >
            <path d=path />
        </svg>
    }
}
