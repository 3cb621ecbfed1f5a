//! `/practices/{ods}/slots/cancel`: cancelling the booking of a date that is to come.

use leptos::prelude::*;

use super::current::Current;
use crate::web::address::practice;
use crate::web::components::{Button, Textarea};
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::request::Request;
use crate::web::told::told;

/// Its address.
pub const PATH: &str = "/practices/{ods}/slots/cancel";

/// Asks why, before a booking is cancelled.
pub async fn get(request: Request) -> PageResult {
    let current = Current::to_come(&request).await?;
    let form = request.only_form();
    let body = view! {
        <p>{format!("Your place on {} goes to another practice. You can book another date while there are places left.", current.date)}</p>
        <form method="post" novalidate>
            <Textarea form name="reason" label="Why are you cancelling?" rows=3 limit=1000 />
            <Button kind="warning">"Cancel the booking"</Button>
        </form>
        {current.keep("Keep the booking")}
    };
    Ok(current.page("Cancel your booking", body))
}

/// Cancels it.
pub async fn post(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let reason = request.typed.raw("reason").unwrap_or_default();
    let people = services::slots::cancel(&request.services, viewer, &ods, reason).await?;
    Ok(succeed(practice(&ods).slots(), format!("Your booking is cancelled. {}", told(&people, "the practice"))))
}
