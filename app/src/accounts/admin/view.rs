//! What an account is, in words.

use leptos::prelude::*;
use services::accounts::is_active;

use crate::web::components::{Colour, Tag};

/// Whether the person can sign in.
pub(super) fn tag(status: &str) -> AnyView {
    let (colour, text) = if is_active(status) { (Colour::Green, "Active") } else { (Colour::Red, "Suspended") };
    view! { <Tag colour text /> }.into_any()
}

/// What suspending and restoring are called, and what follows from them.
pub(super) fn status_words(active: bool) -> (&'static str, &'static str) {
    if active {
        let words = "Whoever has it is signed out at once, cannot sign in, and gets no more emails. What they recorded stays.";
        ("Suspend the account", words)
    } else {
        ("Restore the account", "The person can then sign in again and sees what they saw before.")
    }
}
