//! What the forms of one's own account do.

use leptos::prelude::*;
use services::accounts;

use super::own::PAGE;
use crate::legacy::{action, go, succeed};
use crate::web::errors::PageError;
use crate::web::words::counted;

/// Ends one of the person's sessions.
#[server(prefix = "/api", endpoint = "accounts/end-session")]
pub async fn end_session() -> Result<(), ServerFnError> {
    action(async |request| {
        match accounts::end_session(&request.services, request.viewer()?, request.typed.get("session")).await {
            Ok(()) => Ok(succeed(PAGE, "That device is signed out.")),
            // It has ended by itself meanwhile, or never was: the page shows what there is.
            Err(services::Error::NotFound) => Ok(go(PAGE)),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// Ends the person's other sessions.
#[server(prefix = "/api", endpoint = "accounts/end-other-sessions")]
pub async fn end_other_sessions() -> Result<(), ServerFnError> {
    action(async |request| {
        let viewer = request.viewer()?;
        let this = request.current_session().ok_or_else(|| PageError::fault("the request has no session"))?;
        let ended = accounts::end_other_sessions(&request.services, viewer, &this.id_hash).await?;
        Ok(succeed(PAGE, format!("{} ended.", counted(ended, "other session", "other sessions"))))
    })
    .await
}

/// Turns reminders on or off.
#[server(prefix = "/api", endpoint = "accounts/reminders")]
pub async fn set_reminders() -> Result<(), ServerFnError> {
    action(async |request| {
        let on = request.typed.get("reminders") == "on";
        accounts::set_reminders(&request.services, request.viewer()?, on).await?;
        Ok(succeed(PAGE, if on { "You get reminders again." } else { "You get no more reminders." }))
    })
    .await
}
