//! `/practices/{ods}/slots/{slot}/wait`: joining and leaving the waiting list of a full date.

use domain::organisations::OdsCode;
use domain::slots::BookingRefusal;
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::slots::{Offer, Wait};

use super::actions::{JoinList, LeaveList};
use super::list::{load, page};
use crate::legacy::path_of;
use crate::web::components::{Button, InsetText, LinkButton, WarningCallout};
use crate::web::errors::PageError;
use crate::web::page::PageResult;
use crate::web::request::Request;

/// Where the practice stands on the list of a date, or what joining it means.
pub async fn wait(request: Request) -> PageResult {
    let (ods, view) = load(&request).await?;
    let id = request.param("slot");
    let offer = view.offers.iter().find(|offer| offer.slot.id == id).ok_or(PageError::NotFound)?;
    if !view.may_work {
        return Err(PageError::Forbidden);
    }
    let list = format!("/practices/{ods}/slots");
    let date = format_day(offer.slot.facts.date);
    let hours = request.services.programme.slots.offer_hours;
    let body = match &offer.wait {
        Some(wait) => on_the_list(&ods, offer, wait).into_any(),
        None if offer.may_wait => join(&ods, offer, hours).into_any(),
        None => view! {
            <InsetText><p>"There is nothing to wait for: this date is not full, or you cannot have it. Look at all dates again."</p></InsetText>
            <LinkButton href=list.clone() kind="secondary">"See all dates"</LinkButton>
        }
        .into_any(),
    };
    Ok(page(&ods, &view, &format!("Waiting list for {date}"), body, None).back_to(list, "Back to all dates"))
}

fn hidden(ods: &OdsCode, offer: &Offer) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="ods" value=ods.to_string() />
        <input type="hidden" name="slot" value=offer.slot.id.clone() />
    }
}

fn join(ods: &OdsCode, offer: &Offer, hours: u16) -> impl IntoView + use<> {
    view! {
        <p>"Every place on this date is taken. If one comes free, it is kept for the first practice on the list."</p>
        <ul>
            <li>{format!("You get an e-mail, and have {hours} hours to take the place.")}</li>
            <li>"After that it goes to the next practice, and you are no longer on the list."</li>
            <li>"If you have another date by then, taking the place moves you. You lose nothing by waiting."</li>
        </ul>
        <form method="post" action={path_of::<JoinList>()} novalidate>
            {hidden(ods, offer)}
            <Button>"Join the waiting list"</Button>
        </form>
    }
}

fn on_the_list(ods: &OdsCode, offer: &Offer, wait: &Wait) -> impl IntoView + use<> {
    // Without an offer only what bars the practice counts: that the date is full or closed holds for everybody on the list.
    let of_the_date = |refusal: &BookingRefusal| matches!(refusal, BookingRefusal::Closed | BookingRefusal::PastCutoff);
    let barred = offer.refusal.filter(|refusal| *refusal != BookingRefusal::Full);
    let barred = barred.filter(|refusal| wait.offered_until.is_some() || !of_the_date(refusal)).map(|refusal| refusal.to_string());
    let (words, leave) = match wait.offered_until {
        Some(until) => (format!("A place is kept for you until {}.", format_instant(until)), "Turn the place down"),
        None => (format!("You are number {} on the waiting list.", wait.position), "Leave the waiting list"),
    };
    let take = (wait.offered_until.is_some() && barred.is_none()).then(|| {
        let href = format!("/practices/{ods}/slots/{}/book", offer.slot.id);
        view! { <LinkButton href=href>"Take the place"</LinkButton> }
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
        <form method="post" action={path_of::<LeaveList>()} novalidate>
            {hidden(ods, offer)}
            <Button kind="secondary">{leave}</Button>
        </form>
    }
}
