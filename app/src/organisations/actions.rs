//! Confirming and discarding an import.

use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::organisations::{confirm, discard};

use super::pages::{CHECK, CONFIRM, LIST};
use super::words;
use crate::actions::{Outcome, action, mistakes, succeed};
use crate::errors::PageError;
use crate::request::Request;

/// Imports the files that the person looked at.
#[server(prefix = "/api", endpoint = "admin/imports/confirm")]
pub async fn confirm_import() -> Result<(), ServerFnError> {
    action(confirming).await
}

/// Forgets them.
#[server(prefix = "/api", endpoint = "admin/imports/discard")]
pub async fn discard_import() -> Result<(), ServerFnError> {
    action(discarding).await
}

async fn confirming(request: Request) -> Result<Outcome, PageError> {
    let (token, accept) = (request.typed.get("token"), request.typed.get("accept") == "yes");
    match confirm(&request.services, request.viewer()?, token, accept).await {
        Ok(outcome) => Ok(succeed(LIST, format!("The import is done: {}.", words::totals(&outcome.plan.after)))),
        Err(error) => mistakes(CHECK, CONFIRM, error),
    }
}

async fn discarding(request: Request) -> Result<Outcome, PageError> {
    discard(&request.services, request.viewer()?).await?;
    Ok(succeed(LIST, "The files are discarded. Nothing was imported."))
}
