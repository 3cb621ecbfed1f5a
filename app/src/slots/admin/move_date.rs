//! `/admin/slots/{slot}/move`: another day for a date, and for those who have it.

use domain::accounts::Action;
use domain::field::DateInput;
use leptos::prelude::*;
use services::slots::{move_slot, slot_practices};

use super::affected::sentences;
use super::change::{load, page};
use super::practice_lists::lists;
use super::view::look_again;
use crate::web::address::emis_date;
use crate::web::components::{Button, DateField, Textarea};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/admin/slots/{slot}/move";

/// Asks for the new day of a date.
pub async fn get(request: Request) -> PageResult {
    let (all, at) = load(&request).await?;
    let (listed, form) = (&all[at], request.only_form());
    let on = slot_practices(&request.services, request.viewer()?, &listed.slot.id).await?;
    let facts = &listed.slot.facts;
    let (taken, waiting) = (facts.taken, listed.waiting + listed.offered);
    let with_it = format!(
        "Practices that have it ({taken}) move with it, those on the waiting list ({waiting}) stay on it, and we will email all of them."
    );
    let (date, cutoff) = (DateInput::of(facts.date), DateInput::of(facts.cutoff));
    let sign_up = if facts.cutoff < request.today() {
        "It has passed. Left as it is, nobody else can sign up; with a later day, practices can sign up again"
    } else {
        "Places that are kept for practices on the waiting list are kept no longer than that"
    };
    let body = view! {
        <p>{with_it}</p>
        <form method="post" novalidate>
            <DateField form=form.clone() name="date" legend="New day" value=date />
            <DateField form=form.clone() name="cutoff" legend="Last day to sign up" hint=sign_up value=cutoff />
            <Textarea form name="reason" label="Why does it move?" hint="Practices read this" rows=2 limit=1000 />
            <Button>"Move the date"</Button>
        </form>
    };
    Ok(page(listed, "Move this date to another day", body).wide(lists(&on, false)))
}

/// Moves it.
pub async fn post(request: Request) -> FormResult {
    let (viewer, id) = (request.viewer()?, request.param("slot"));
    services::authorise(viewer, Action::ManageSlots, None)?;
    let date = request.typed.date("date").parse("date", "The new day");
    let cutoff = request.typed.date("cutoff").parse("cutoff", "The last day to sign up");
    let (date, cutoff) = match (date, cutoff) {
        (Ok(date), Ok(cutoff)) => (date, cutoff),
        (date, cutoff) => return Err(PageError::Invalid([date.err(), cutoff.err()].into_iter().flatten().collect())),
    };
    let reason = request.typed.raw("reason").unwrap_or_default();
    let concerned = move_slot(&request.services, viewer, id, date, cutoff, reason).await?;
    let again = look_again(date, request.services.programme.deadline);
    Ok(succeed(emis_date(id).page(), format!("The date is moved. {}{again}", sentences(&concerned))))
}
