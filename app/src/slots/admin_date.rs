//! `/admin/slots/{slot}`: one date, to change its places, hold some back, close, move or cancel it.

use domain::field::DateInput;
use domain::slots::SlotStatus;
use domain::time::format_day;
use leptos::prelude::*;
use services::slots::Listed;

use super::admin::{LIST, status};
use super::admin_actions::{CancelWholeDate, HoldBackPlaces, MoveWholeDate, SetSlotPlaces, SetSlotStatus};
use crate::actions::path_of;
use crate::components::{Button, Choice, DateField, Details, Row, Select, SummaryList, TextInput, Textarea};
use crate::errors::PageError;
use crate::page::{Page, PageResult};
use crate::request::Request;

/// The name of the form that changes the places of one.
pub(super) const CHANGE: &str = "places";
/// The name of the form that holds places back.
pub(super) const HOLD: &str = "hold";
/// The name of the form that moves a date.
pub(super) const MOVE: &str = "move";
/// The name of the form that cancels a date.
pub(super) const CANCEL: &str = "cancel";

/// One date.
pub async fn slot(request: Request) -> PageResult {
    let viewer = request.viewer()?;
    let all = services::slots::all(&request.services, viewer).await?;
    let listed = all.iter().find(|listed| listed.slot.id == request.param("slot")).ok_or(PageError::NotFound)?;
    let icbs = services::slots::icbs(&request.services, viewer).await?;
    let facts = &listed.slot.facts;
    let date = format_day(facts.date);
    let held = listed.holds.iter().map(|hold| {
        let name = icbs.iter().find(|(code, _)| code == hold.icb.as_str()).map_or(hold.icb.as_str(), |(_, name)| name);
        view! { <li>{format!("{name}: {}, of which {} taken", hold.places, hold.taken)}</li> }
    });
    let mut rows = vec![
        Row::new("Sign up by", format_day(facts.cutoff)),
        Row::new("Places", facts.places),
        Row::new("Places taken", facts.taken),
        Row::new("Status", status(listed, request.today())),
        Row::new("On the waiting list", format!("{} waiting, {} with an offer", listed.waiting, listed.offered)),
    ];
    if !listed.holds.is_empty() {
        rows.push(Row::new("Held back", view! { <ul class="nhsuk-list">{held.collect_view()}</ul> }));
    }
    let is_over = matches!(facts.status, SlotStatus::Cancelled | SlotStatus::Done) || facts.date <= request.today();
    let forms = (!is_over).then(|| forms(&request, listed, &all, &icbs));
    let heading = date.clone();
    let body = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <h1><span class="nhsuk-caption-l">"EMIS date"</span>{heading}</h1>
                <SummaryList rows />
                {forms}
            </div>
        </div>
    };
    Ok(Page::new(date, body).under("/admin", "Admin").under(LIST, "EMIS dates"))
}

fn forms(request: &Request, listed: &Listed, all: &[Listed], icbs: &[(String, String)]) -> impl IntoView + use<> {
    let (id, places) = (listed.slot.id.clone(), listed.slot.facts.places.to_string());
    view! {
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
        {status_form(listed)}
        {hold_form(request, listed, icbs)}
        {move_form(request, listed)}
        {cancel_form(request, listed, all)}
    }
}

fn status_form(listed: &Listed) -> impl IntoView + use<> {
    let (word, next, words) = if listed.slot.facts.status == SlotStatus::Open {
        ("Close this date", SlotStatus::Closed, "A closed date takes no more bookings. Practices that have it keep it.")
    } else {
        ("Open this date", SlotStatus::Open, "An open date can be booked while places are left and its sign-up day has not passed.")
    };
    view! {
        <h2>{word}</h2>
        <p>{words}</p>
        <form method="post" action={path_of::<SetSlotStatus>()} novalidate>
            <input type="hidden" name="slot" value=listed.slot.id.clone() />
            <input type="hidden" name="status" value=next.word() />
            <Button kind="secondary">{word}</Button>
        </form>
    }
}

fn hold_form(request: &Request, listed: &Listed, icbs: &[(String, String)]) -> impl IntoView + use<> {
    let form = request.form(HOLD);
    let first = Choice::new("", "Choose an ICB");
    let choices = std::iter::once(first).chain(icbs.iter().map(|(code, name)| Choice::new(code.clone(), format!("{name} ({code})"))));
    let (open, choices, id) = (form.failed(), choices.collect::<Vec<_>>(), listed.slot.id.clone());
    view! {
        <Details summary="Hold places back for an ICB" open=open>
            <p>"The practices of the ICB take these places first, and nobody else takes them. 0 gives them to all again."</p>
            <form method="post" action={path_of::<HoldBackPlaces>()} novalidate>
                <input type="hidden" name="slot" value=id />
                <Select form=form.clone() name="icb" label="ICB" choices=choices />
                <TextInput form name="held" label="How many places are held back for it?" width=5 inputmode="numeric" />
                <Button kind="secondary">"Save"</Button>
            </form>
        </Details>
    }
}

fn move_form(request: &Request, listed: &Listed) -> impl IntoView + use<> {
    let (form, facts, id) = (request.form(MOVE), &listed.slot.facts, listed.slot.id.clone());
    let (taken, waiting) = (facts.taken, listed.waiting + listed.offered);
    let with_it =
        format!("Practices that have it ({taken}) move with it, those on the waiting list ({waiting}) stay on it, and all get an e-mail.");
    let (open, date, cutoff) = (form.failed(), DateInput::of(facts.date), DateInput::of(facts.cutoff));
    let sign_up = if facts.cutoff < request.today() {
        "It has passed. Left as it is, nobody else can sign up; with a later day, practices can sign up again"
    } else {
        "Places that are kept for practices on the waiting list are kept no longer than that"
    };
    view! {
        <Details summary="Move this date to another day" open=open>
            <p>{with_it}</p>
            <form method="post" action={path_of::<MoveWholeDate>()} novalidate>
                <input type="hidden" name="slot" value=id />
                <DateField form=form.clone() name="date" legend="New day" value=date />
                <DateField form=form.clone() name="cutoff" legend="Last day to sign up" hint=sign_up value=cutoff />
                <Textarea form name="reason" label="Why does it move?" hint="Practices read this" rows=2 limit=1000 />
                <Button kind="secondary">"Move the date"</Button>
            </form>
        </Details>
    }
}

fn cancel_form(request: &Request, listed: &Listed, all: &[Listed]) -> impl IntoView + use<> {
    let (form, today) = (request.form(CANCEL), request.today());
    let open = form.failed();
    let is_open = |other: &&Listed| {
        let facts = &other.slot.facts;
        other.slot.id != listed.slot.id && facts.status == SlotStatus::Open && facts.cutoff >= today && facts.places_left() > 0
    };
    let none = Choice::new("", "None: they choose another date themselves");
    let choices = std::iter::once(none).chain(all.iter().filter(is_open).map(|other| {
        let facts = &other.slot.facts;
        Choice::new(other.slot.id.clone(), format!("{}, {} left", format_day(facts.date), facts.places_left()))
    }));
    let (choices, id, taken) = (choices.collect::<Vec<_>>(), listed.slot.id.clone(), listed.slot.facts.taken);
    view! {
        <Details summary="Cancel this date" open=open>
            <p>{format!("Practices that have it ({taken}) get an e-mail, and a place on another date if you choose one and it has room.")}</p>
            <form method="post" action={path_of::<CancelWholeDate>()} novalidate>
                <input type="hidden" name="slot" value=id />
                <Select form=form.clone() name="to" label="Give them a place on" choices=choices />
                <Textarea form name="why" label="Why is it cancelled?" hint="Practices read this" rows=2 limit=1000 />
                <Button kind="warning">"Cancel the date"</Button>
            </form>
        </Details>
    }
}
