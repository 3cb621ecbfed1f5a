//! `/`.

use leptos::prelude::*;

use crate::components::LinkButton;
use crate::page::{Page, PageResult};
use crate::request::Request;
use crate::shell::{SERVICE_NAME, SIGN_IN};

/// What this is, and the way in; who is signed in goes to where their work is.
pub async fn home(_request: Request) -> PageResult {
    Ok(Page::new(
        "Home",
        view! {
            <h1>{SERVICE_NAME}</h1>
            <LinkButton href=SIGN_IN>"Sign in"</LinkButton>
        },
    ))
}
