//! `/practices/{ods}/slots/defer`: putting a date off.

use domain::accounts::Action;
use domain::field::FieldError;
use leptos::prelude::*;

use super::current::Current;
use crate::web::address::practice;
use crate::web::components::{Button, DateField, Textarea};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::request::Request;
use crate::web::told::told;

/// Its address.
pub const PATH: &str = "/practices/{ods}/slots/defer";

/// Asks why and until when, before a date is put off.
pub async fn get(request: Request) -> PageResult {
    let current = Current::to_come(&request).await?;
    let form = request.only_form();
    let body = view! {
        <p>{format!("Your place on {} goes to another practice. Choose another date when you are ready.", current.date)}</p>
        <p>"If you know the date that you want instead, move to it: then you keep your place until you have the new one."</p>
        <form method="post" novalidate>
            <Textarea form=form.clone() name="reason" label="Why are you giving it up?" rows=3 limit=1000 />
            <DateField form name="wanted_from" legend="From when do you want another date?" />
            <Button kind="warning">"Give up this date"</Button>
        </form>
        {current.keep("Keep the booking")}
    };
    Ok(current.page("Give up this date and choose later", body))
}

/// Puts it off.
pub async fn post(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let reason = request.typed.raw("reason").unwrap_or_default();
    let wanted_from = match request.typed.date("wanted_from").parse("wanted_from", "The day from when you want another date") {
        Ok(day) => day,
        Err(mistake) => {
            services::practice_access::for_action(request.services.store.read(), viewer, Action::ChangeBooking, &ods).await?;
            let why = reason.trim().is_empty().then(|| FieldError::new("reason", "Say why you are giving it up"));
            return Err(PageError::Invalid(why.into_iter().chain([mistake]).collect()));
        }
    };
    let people = services::slots::defer(&request.services, viewer, &ods, reason, wanted_from).await?;
    Ok(succeed(
        practice(&ods).slots(),
        format!("You have given up your date. Book another when you are ready. {}", told(&people, "the practice")),
    ))
}
