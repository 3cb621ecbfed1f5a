//! `/practices/{ods}/slots/did-not-work`: from the day after the date, that patients do not have access.

use domain::accounts::Role;
use leptos::prelude::*;
use services::slots::Notified;

use super::current::Current;
use crate::confirmation::TEXT_MAX;
use crate::web::address::practice;
use crate::web::components::{Button, Textarea};
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::request::Request;
use crate::web::told::told;

/// Its address.
pub const PATH: &str = "/practices/{ods}/slots/did-not-work";

/// The field for what was seen.
pub(super) const REASON: &str = "reason";

/// Asks what was seen, where patients have no access after the date; what was typed about it beside the date stands there already.
pub async fn get(request: Request) -> PageResult {
    let current = Current::load(&request, |view, _| view.may_say_it_did_not_work).await?;
    let form = request.only_form();
    let hint = "For example: the NHS App shows no note from today. Do not write anything about patients.";
    let body = view! {
        <p>"When you send this, the practice no longer has this date and can book another. The practice's people and its ICB sub-group are sent what you write."</p>
        <form method="post" novalidate>
            <Textarea form name=REASON label="What did you see instead?" hint rows=4 limit=TEXT_MAX />
            <Button>"Say that it did not work"</Button>
        </form>
        {current.keep("Keep the date")}
    };
    Ok(current.page("Patients do not have access", body))
}

/// Records it, and ends the booking.
pub async fn post(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let reason = request.typed.raw(REASON).unwrap_or_default();
    let notified = services::slots::did_not_work(&request.services, viewer, &ods, reason).await?;
    Ok(succeed(practice(&ods).slots(), recorded(viewer.role, &notified)))
}

/// Who is told that a date did not work, on the other side than the one who says so.
fn recorded(role: Role, notified: &Notified) -> String {
    let other = match role {
        Role::PracticeManager => told(&notified.sub_group, "your ICB sub-group"),
        _ => told(&notified.practice, "the practice"),
    };
    format!("Recorded. {other}")
}
