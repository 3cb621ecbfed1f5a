//! `/practices/{ods}/slots/{slot}/wait`: joining and leaving the waiting list of a full date.

use domain::organisations::OdsCode;
use domain::slots::BookingRefusal;
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::slots::{SlotChoice, Wait};

use super::practice::{load, page};
use crate::web::address::practice;
use crate::web::components::{Button, FormName, InsetText, LinkButton, WarningCallout};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/slots/{slot}/wait";
/// The name of the form that puts the practice on the list.
pub const JOIN: &str = "join";
/// The name of the form that takes it off.
pub const LEAVE: &str = "leave";

/// Where the practice stands on the list of a date, or what joining it means.
pub async fn get(request: Request) -> PageResult {
    let (ods, view) = load(&request).await?;
    let id = request.param("slot");
    let offer = view.offers.iter().find(|offer| offer.slot.id == id).ok_or(PageError::NotFound)?;
    if !view.may_work {
        return Err(PageError::Forbidden);
    }
    let list = practice(&ods).slots();
    let date = format_day(offer.slot.facts.date);
    let hours = request.services.programme.slots.offer_hours;
    let body = match &offer.wait {
        Some(wait) => on_the_list(&ods, offer, wait).into_any(),
        None if offer.may_wait => join_form(hours).into_any(),
        None => view! {
            <InsetText><p>"There is nothing to wait for: this date is not full, or you cannot have it. Look at all dates again."</p></InsetText>
            <LinkButton href=list.clone() kind="secondary">"See all dates"</LinkButton>
        }
        .into_any(),
    };
    Ok(page(&view.practice, &format!("Waiting list for {date}"), body).back_to(list, "Back to all dates"))
}

fn join_form(hours: u16) -> impl IntoView {
    view! {
        <p>"Every place on this date is taken. If one comes free, it is kept for the first practice on the list."</p>
        <ul>
            <li>{format!("We will email you. You then have {hours} hours to take the place.")}</li>
            <li>"After that it goes to the next practice, and you are no longer on the list."</li>
            <li>"If you have another date by then, taking the place moves you. You lose nothing by waiting."</li>
        </ul>
        <form method="post" novalidate>
            <FormName name=JOIN />
            <Button>"Join the waiting list"</Button>
        </form>
    }
}

fn on_the_list(ods: &OdsCode, offer: &SlotChoice, wait: &Wait) -> impl IntoView + use<> {
    // Without an offer only what bars the practice counts: that the date is full or closed holds for everybody on the list.
    let of_the_date = |refusal: &BookingRefusal| matches!(refusal, BookingRefusal::Closed | BookingRefusal::PastCutoff);
    let barred = offer.refusal.filter(|refusal| *refusal != BookingRefusal::Full);
    let barred = barred.filter(|refusal| wait.offered_until.is_some() || !of_the_date(refusal)).map(|refusal| refusal.to_string());
    let (words, leave) = match wait.offered_until {
        Some(until) => (format!("A place is kept for you until {}.", format_instant(until)), "Turn the place down"),
        None => (format!("You are number {} on the waiting list.", wait.position), "Leave the waiting list"),
    };
    let take = (wait.offered_until.is_some() && barred.is_none()).then(|| {
        view! { <LinkButton href=practice(ods).slot(&offer.slot.id).book()>"Take the place"</LinkButton> }
    });
    let closed = (wait.offered_until.is_none() && offer.refusal == Some(BookingRefusal::Closed)).then(|| {
        view! { <InsetText><p>"This date is closed at the moment: no place is offered until it opens again. You keep your place on the list."</p></InsetText> }
    });
    let barred = barred.map(|why| {
        let consequence = match wait.offered_until {
            Some(_) => format!("You cannot take it as things are: {why}."),
            None => format!("A place that comes free now goes to the next practice: {why}. You keep your place on the list."),
        };
        view! { <WarningCallout heading="You cannot take a place yet"><p>{consequence}</p></WarningCallout> }
    });
    view! {
        <InsetText><p>{words}</p></InsetText>
        {closed}
        {barred}
        {take}
        <form method="post" novalidate>
            <FormName name=LEAVE />
            <Button kind="secondary">{leave}</Button>
        </form>
    }
}

/// Puts the practice on the list.
pub async fn join(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    services::slots::join(&request.services, viewer, &ods, request.param("slot")).await?;
    Ok(succeed(practice(&ods).slots(), "You are on the waiting list. We will email you as soon as a place is free for you."))
}

/// Takes the practice off the list; a place that was kept for it goes to the next.
pub async fn leave(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    services::slots::leave(&request.services, viewer, &ods, request.param("slot")).await?;
    Ok(succeed(practice(&ods).slots(), "You are no longer on the waiting list."))
}
