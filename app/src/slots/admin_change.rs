//! `/admin/slots/{slot}/places`, `…/hold`, `…/move` and `…/cancel`: one change of a date each.

use domain::field::DateInput;
use domain::slots::SlotStatus;
use domain::stage::is_late;
use domain::time::format_day;
use leptos::prelude::*;
use services::slots::{Listed, on_date};

use super::admin::LIST;
use super::admin_actions::{CancelWholeDate, HoldBackPlaces, MoveWholeDate, SetSlotPlaces};
use super::admin_roll::lists;
use crate::legacy::path_of;
use crate::web::components::{Button, Choice, DateField, Select, TextInput, Textarea};
use crate::web::errors::PageError;
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;

/// The name of the form that changes the places of one.
pub(super) const CHANGE: &str = "places";
/// The name of the form that holds places back.
pub(super) const HOLD: &str = "hold";
/// The name of the form that moves a date.
pub(super) const MOVE: &str = "move";
/// The name of the form that cancels a date.
pub(super) const CANCEL: &str = "cancel";

/// Every date, and which of them the address names; that one can still be changed.
async fn load(request: &Request) -> Result<(Vec<Listed>, usize), PageError> {
    let all = services::slots::all(&request.services, request.viewer()?).await?;
    let at = all.iter().position(|listed| listed.slot.id == request.param("slot")).ok_or(PageError::NotFound)?;
    let slot = &all[at].slot;
    if slot.facts.is_over(request.today()) { Err(PageError::Redirect(format!("{LIST}/{}", slot.id))) } else { Ok((all, at)) }
}

fn page(listed: &Listed, title: &'static str, body: impl IntoView + 'static) -> Page {
    let caption = format!("EMIS date {}", format_day(listed.slot.facts.date));
    Page::captioned(caption, title, body).back_to(format!("{LIST}/{}", listed.slot.id), "Back to the date")
}

/// Asks how many places a date has.
pub async fn places(request: Request) -> PageResult {
    let (all, at) = load(&request).await?;
    let listed = &all[at];
    let (id, places) = (listed.slot.id.clone(), listed.slot.facts.places.to_string());
    let body = view! {
        <form method="post" action={path_of::<SetSlotPlaces>()} novalidate>
            <input type="hidden" name="slot" value=id />
            <TextInput
                form=request.form(CHANGE)
                name="places"
                label="How many practices can it take?"
                value=places
                width=5
                inputmode="numeric"
            />
            <Button>"Save the places"</Button>
        </form>
    };
    Ok(page(listed, "Change the places", body))
}

/// Asks how many places are held back for which ICB.
pub async fn hold(request: Request) -> PageResult {
    let (all, at) = load(&request).await?;
    let (listed, form) = (&all[at], request.form(HOLD));
    let icbs = services::slots::icbs(&request.services, request.viewer()?).await?;
    let first = Choice::new("", "Choose an ICB");
    let choices = std::iter::once(first).chain(icbs.iter().map(|(code, name)| Choice::new(code.clone(), format!("{name} ({code})"))));
    let (choices, id) = (choices.collect::<Vec<_>>(), listed.slot.id.clone());
    let body = view! {
        <p>"The practices of the ICB take these places first, and nobody else takes them. 0 gives them to all again."</p>
        <form method="post" action={path_of::<HoldBackPlaces>()} novalidate>
            <input type="hidden" name="slot" value=id />
            <Select form=form.clone() name="icb" label="ICB" choices=choices />
            <TextInput form name="held" label="How many places are held back for it?" width=5 inputmode="numeric" />
            <Button>"Save"</Button>
        </form>
    };
    Ok(page(listed, "Hold places back for an ICB", body))
}

/// Asks for the new day of a date.
pub async fn move_day(request: Request) -> PageResult {
    let (all, at) = load(&request).await?;
    let (listed, form) = (&all[at], request.form(MOVE));
    let on = on_date(&request.services, request.viewer()?, &listed.slot.id).await?;
    let (facts, id) = (&listed.slot.facts, listed.slot.id.clone());
    let (taken, waiting) = (facts.taken, listed.waiting + listed.offered);
    let with_it =
        format!("Practices that have it ({taken}) move with it, those on the waiting list ({waiting}) stay on it, and all get an e-mail.");
    let (date, cutoff) = (DateInput::of(facts.date), DateInput::of(facts.cutoff));
    let sign_up = if facts.cutoff < request.today() {
        "It has passed. Left as it is, nobody else can sign up; with a later day, practices can sign up again"
    } else {
        "Places that are kept for practices on the waiting list are kept no longer than that"
    };
    let body = view! {
        <p>{with_it}</p>
        <form method="post" action={path_of::<MoveWholeDate>()} novalidate>
            <input type="hidden" name="slot" value=id />
            <DateField form=form.clone() name="date" legend="New day" value=date />
            <DateField form=form.clone() name="cutoff" legend="Last day to sign up" hint=sign_up value=cutoff />
            <Textarea form name="reason" label="Why does it move?" hint="Practices read this" rows=2 limit=1000 />
            <Button>"Move the date"</Button>
        </form>
    };
    Ok(page(listed, "Move this date to another day", body).wide(lists(&on, false)))
}

/// Asks why a date is cancelled, and where those who have it go.
pub async fn cancel(request: Request) -> PageResult {
    let (all, at) = load(&request).await?;
    let (listed, form, today) = (&all[at], request.form(CANCEL), request.today());
    let on = on_date(&request.services, request.viewer()?, &listed.slot.id).await?;
    let is_open = |other: &&Listed| {
        let facts = &other.slot.facts;
        other.slot.id != listed.slot.id && facts.status == SlotStatus::Open && facts.cutoff >= today && facts.places_left() > 0
    };
    let none = Choice::new("", "None: they choose another date themselves");
    let choices = std::iter::once(none).chain(all.iter().filter(is_open).map(|other| {
        let facts = &other.slot.facts;
        let late = if is_late(facts.date, request.services.programme.deadline) { ", after the deadline" } else { "" };
        Choice::new(other.slot.id.clone(), format!("{}, {} left{late}", format_day(facts.date), facts.places_left()))
    }));
    let (choices, id, taken) = (choices.collect::<Vec<_>>(), listed.slot.id.clone(), listed.slot.facts.taken);
    let body = view! {
        <p>{format!("Practices that have it ({taken}) get an e-mail, and a place on another date if you choose one and it has room.")}</p>
        <form method="post" action={path_of::<CancelWholeDate>()} novalidate>
            <input type="hidden" name="slot" value=id />
            <Select form=form.clone() name="to" label="Give them a place on" choices=choices />
            <Textarea form name="reason" label="Why is it cancelled?" hint="Practices read this" rows=2 limit=1000 />
            <Button kind="warning">"Cancel the date"</Button>
        </form>
    };
    Ok(page(listed, "Cancel this date", body).wide(lists(&on, false)))
}
