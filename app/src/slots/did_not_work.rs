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
    let told = services::slots::did_not_work(&request.services, viewer, &ods, reason).await?;
    Ok(succeed(practice(&ods).slots(), told_words(viewer.role, told)))
}

/// Who is told that a date did not work, for the other side than the one who says so.
fn told_words(role: Role, told: Notified) -> &'static str {
    match (role, told) {
        (Role::PracticeManager, Notified { sub_group: true, .. }) => "Recorded. We will email the ICB sub-group.",
        (Role::PracticeManager, _) => "Recorded. We have no contact at your ICB sub-group. Please tell them yourself.",
        (_, Notified { practice: true, .. }) => "Recorded. We will email the practice.",
        _ => "Recorded. We have no contact at the practice. Please tell them yourself.",
    }
}
