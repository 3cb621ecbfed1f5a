//! `/admin/slots/{slot}/cancel`: cancelling a date, and where those who have it go.

use domain::slots::SlotStatus;
use domain::stage::is_late;
use domain::time::format_day;
use leptos::prelude::*;
use services::slots::{SlotSummary, cancel_slot, slot_practices};

use super::affected::sentences;
use super::change::{load, page};
use super::practice_lists::lists;
use crate::web::address::EMIS_DATES;
use crate::web::components::{Button, Choice, Select, Textarea};
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/admin/slots/{slot}/cancel";

/// Asks why a date is cancelled, and where those who have it go.
pub async fn get(request: Request) -> PageResult {
    let (all, at) = load(&request).await?;
    let (listed, form, today) = (&all[at], request.only_form(), request.today());
    let on = slot_practices(&request.services, request.viewer()?, &listed.slot.id).await?;
    let is_open = |other: &&SlotSummary| {
        let facts = &other.slot.facts;
        other.slot.id != listed.slot.id && facts.status == SlotStatus::Open && facts.cutoff >= today && facts.places_left() > 0
    };
    let none = Choice::new("", "None: they choose another date themselves");
    let choices = std::iter::once(none).chain(all.iter().filter(is_open).map(|other| {
        let facts = &other.slot.facts;
        let late = if is_late(facts.date, request.services.programme.deadline) { ", after the deadline" } else { "" };
        Choice::new(other.slot.id.clone(), format!("{}, {} left{late}", format_day(facts.date), facts.places_left()))
    }));
    let (choices, taken) = (choices.collect::<Vec<_>>(), listed.slot.facts.taken);
    let body = view! {
        <p>{format!("Practices that have it ({taken}) get an email, and a place on another date if you choose one and it has room.")}</p>
        <form method="post" novalidate>
            <Select form=form.clone() name="to" label="Give them a place on" choices />
            <Textarea form name="reason" label="Why is it cancelled?" hint="Practices read this" rows=2 limit=1000 />
            <Button kind="warning">"Cancel the date"</Button>
        </form>
    };
    Ok(page(listed, "Cancel this date", body).wide(lists(&on, false)))
}

/// Cancels it, and books another for those who have it.
pub async fn post(request: Request) -> FormResult {
    let to = Some(request.typed.get("to")).filter(|to| !to.is_empty());
    let reason = request.typed.raw("reason").unwrap_or_default();
    let concerned = cancel_slot(&request.services, request.viewer()?, request.param("slot"), to, reason).await?;
    Ok(succeed(EMIS_DATES, format!("The date is cancelled. {}", sentences(&concerned))))
}
