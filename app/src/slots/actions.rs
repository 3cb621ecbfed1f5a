//! Booking, waiting, moving, putting off and cancelling, and the manual way.

use domain::accounts::Role;
use domain::field::FieldError;
use domain::slots::ManualStepKind;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::slots::{self, Told};

use super::cancel::{CANCEL, DEFER, DID_NOT_WORK};
use super::manual::MANUAL;
use super::list::BOOK;
use crate::legacy::{Outcome, action, fail_back, mistakes, succeed};
use crate::web::errors::PageError;
use crate::web::request::Request;

/// Books the date for a practice that has none.
#[server(prefix = "/api", endpoint = "slots/book")]
pub async fn book_slot() -> Result<(), ServerFnError> {
    action(async |request: Request| take(request, Way::Book).await).await
}

/// Moves the practice's booking to the date.
#[server(prefix = "/api", endpoint = "slots/move")]
pub async fn move_slot() -> Result<(), ServerFnError> {
    action(async |request: Request| take(request, Way::Move).await).await
}

/// Takes the place that is kept for the practice.
#[server(prefix = "/api", endpoint = "slots/take-up")]
pub async fn take_up_slot() -> Result<(), ServerFnError> {
    action(async |request: Request| take(request, Way::TakeUp).await).await
}

/// Puts the practice on the waiting list of the date.
#[server(prefix = "/api", endpoint = "slots/wait")]
pub async fn join_list() -> Result<(), ServerFnError> {
    action(join).await
}

/// Takes the practice off the waiting list of the date.
#[server(prefix = "/api", endpoint = "slots/leave")]
pub async fn leave_list() -> Result<(), ServerFnError> {
    action(leave).await
}

/// Gives the practice's date up.
#[server(prefix = "/api", endpoint = "slots/cancel")]
pub async fn cancel_slot() -> Result<(), ServerFnError> {
    action(cancel).await
}

/// Puts the practice's date off.
#[server(prefix = "/api", endpoint = "slots/defer")]
pub async fn defer_slot() -> Result<(), ServerFnError> {
    action(defer).await
}

/// Says that the date has passed and patients do not have access.
#[server(prefix = "/api", endpoint = "slots/did-not-work")]
pub async fn slot_did_not_work() -> Result<(), ServerFnError> {
    action(did_not_work).await
}

/// Records what a practice without a date did by hand.
#[server(prefix = "/api", endpoint = "slots/manual")]
pub async fn record_manual() -> Result<(), ServerFnError> {
    action(manual).await
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Book,
    Move,
    TakeUp,
}

/// The declaration is part of the form: without it nothing is tried.
async fn take(request: Request, way: Way) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let (list, slot) = (format!("/practices/{ods}/slots"), request.typed.get("slot"));
    let check = format!("{list}/{slot}/book");
    let reason = request.typed.raw("reason").unwrap_or_default();
    if request.typed.get("declared") != "yes" {
        let may = if way == Way::Move { domain::accounts::Action::ChangeBooking } else { domain::accounts::Action::WorkJourney };
        services::places::for_action(request.services.store.read(), viewer, may, &ods).await?;
        return Ok(fail_back(check, BOOK, vec![FieldError::new("declared", "Tick the box to declare this")]));
    }
    let done = match way {
        Way::Book => slots::book(&request.services, viewer, &ods, slot).await,
        Way::Move => slots::move_to(&request.services, viewer, &ods, slot, reason).await,
        Way::TakeUp => slots::take_up(&request.services, viewer, &ods, slot).await,
    };
    match done {
        Ok(_) if way == Way::Move => Ok(succeed(list, "Your booking is moved. The new date is on its way by e-mail.")),
        Ok(_) => Ok(succeed(list, "Your date is booked. A confirmation is on its way by e-mail.")),
        Err(error @ services::Error::Invalid(_)) => mistakes(check, BOOK, error),
        Err(error) => mistakes(list, BOOK, error),
    }
}

async fn join(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let page = format!("/practices/{ods}/slots");
    match slots::join(&request.services, viewer, &ods, request.typed.get("slot")).await {
        Ok(()) => Ok(succeed(page, "You are on the waiting list. You get an e-mail as soon as a place is free for you.")),
        Err(error) => mistakes(page, BOOK, error),
    }
}

async fn leave(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let page = format!("/practices/{ods}/slots");
    match slots::leave(&request.services, viewer, &ods, request.typed.get("slot")).await {
        Ok(()) => Ok(succeed(page, "You are no longer on the waiting list.")),
        Err(error) => mistakes(page, BOOK, error),
    }
}

async fn cancel(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let page = format!("/practices/{ods}/slots");
    let reason = request.typed.raw("reason").unwrap_or_default();
    match slots::cancel(&request.services, viewer, &ods, reason).await {
        Ok(()) => Ok(succeed(page, "Your booking is cancelled.")),
        Err(error @ services::Error::Invalid(_)) => mistakes(format!("{page}/cancel"), CANCEL, error),
        Err(error) => mistakes(page, BOOK, error),
    }
}

async fn defer(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let page = format!("/practices/{ods}/slots");
    let reason = request.typed.raw("reason").unwrap_or_default();
    let wanted_from = match request.typed.date("wanted_from").parse("wanted_from", "The day from when you want another date") {
        Ok(day) => day,
        Err(mistake) => {
            let may = domain::accounts::Action::ChangeBooking;
            services::places::for_action(request.services.store.read(), viewer, may, &ods).await?;
            let why = reason.trim().is_empty().then(|| FieldError::new("reason", "Say why you are putting it off"));
            return Ok(fail_back(format!("{page}/defer"), DEFER, why.into_iter().chain([mistake]).collect()));
        }
    };
    match slots::defer(&request.services, viewer, &ods, reason, wanted_from).await {
        Ok(()) => Ok(succeed(page, "Your date is put off. Book another when you are ready.")),
        Err(error @ services::Error::Invalid(_)) => mistakes(format!("{page}/defer"), DEFER, error),
        Err(error) => mistakes(page, BOOK, error),
    }
}

async fn did_not_work(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let page = format!("/practices/{ods}/slots");
    match slots::did_not_work(&request.services, viewer, &ods, request.typed.raw("reason").unwrap_or_default()).await {
        Ok(told) => Ok(succeed(page, told_words(viewer.role, told))),
        Err(error @ services::Error::Invalid(_)) => mistakes(format!("{page}/did-not-work"), DID_NOT_WORK, error),
        Err(error) => mistakes(page, BOOK, error),
    }
}

/// Who is told that a date did not work, for the other side than the one who says so.
fn told_words(role: Role, told: Told) -> &'static str {
    match (role, told) {
        (Role::PracticeManager, Told { sub_group: true, .. }) => "Recorded. The ICB sub-group is told by e-mail.",
        (Role::PracticeManager, _) => "Recorded. We know nobody at your ICB sub-group: tell it yourself.",
        (_, Told { practice: true, .. }) => "Recorded. The practice is told by e-mail.",
        _ => "Recorded. We know nobody at the practice: tell it yourself.",
    }
}

async fn manual(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let page = format!("/practices/{ods}/slots/manual");
    services::places::ask_for_work(&request.services, viewer, &ods).await?;
    let kind = ManualStepKind::from_word(request.typed.get("step")).ok_or(PageError::BadRequest)?;
    let day = request.typed.date("day").parse("day", "The day it was done");
    let words = "The number of accounts must be a whole number, like 120";
    let accounts = request.typed.get("accounts").parse::<i32>().map_err(|_| FieldError::new("accounts", words));
    let (day, accounts) = match (day, accounts) {
        (Ok(day), Ok(accounts)) => (day, accounts),
        (day, accounts) => {
            return Ok(fail_back(page, MANUAL, [day.err(), accounts.err()].into_iter().flatten().collect()));
        }
    };
    match slots::record_manual(&request.services, viewer, &ods, kind, day, accounts).await {
        Ok(()) => Ok(succeed(page, "Saved. The page says what comes next.")),
        Err(error) => mistakes(page, MANUAL, error),
    }
}
