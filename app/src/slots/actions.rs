//! Booking, moving and cancelling.

use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::slots;

use super::pages::{BOOK, CANCEL};
use crate::actions::{Outcome, action, mistakes, succeed};
use crate::errors::PageError;
use crate::request::Request;

/// Books the date for a practice that has none.
#[server(prefix = "/api", endpoint = "slots/book")]
pub async fn book_slot() -> Result<(), ServerFnError> {
    action(async |request: Request| {
        let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
        let page = format!("/practices/{ods}/slots");
        match slots::book(&request.services, viewer, &ods, request.typed.get("slot")).await {
            Ok(_) => Ok(succeed(page, "Your date is booked. A confirmation is on its way by e-mail.")),
            Err(error) => mistakes(page, BOOK, error),
        }
    })
    .await
}

/// Moves the practice's booking to the date.
#[server(prefix = "/api", endpoint = "slots/move")]
pub async fn move_slot() -> Result<(), ServerFnError> {
    action(async |request: Request| {
        let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
        let page = format!("/practices/{ods}/slots");
        match slots::move_to(&request.services, viewer, &ods, request.typed.get("slot")).await {
            Ok(_) => Ok(succeed(page, "Your booking is moved. The new date is on its way by e-mail.")),
            Err(error) => mistakes(page, BOOK, error),
        }
    })
    .await
}

/// Gives the practice's date up.
#[server(prefix = "/api", endpoint = "slots/cancel")]
pub async fn cancel_slot() -> Result<(), ServerFnError> {
    action(cancel).await
}

async fn cancel(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let page = format!("/practices/{ods}/slots");
    let reason = request.typed.raw("reason").unwrap_or_default();
    match slots::cancel(&request.services, viewer, &ods, reason).await {
        Ok(()) => Ok(succeed(page, "Your booking is cancelled.")),
        Err(error @ services::Error::Invalid(_)) => mistakes(format!("{page}/cancel"), CANCEL, error),
        Err(error) => mistakes(page, BOOK, error),
    }
}
