//! Setting dates up.

use chrono::TimeDelta;
use domain::accounts::Action;
use domain::field::FieldError;
use domain::organisations::OdsCode;
use domain::slots::SlotStatus;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::slots::{Concerned, NewSlot, add, cancel_date, hold_back, move_date, set_places, set_status};

use super::admin::{ADD, LIST};
use super::admin_change::{CANCEL, CHANGE, HOLD, MOVE};
use super::view::look_again;
use crate::legacy::{Outcome, action, fail_back, mistakes, succeed};
use crate::web::errors::PageError;
use crate::web::request::Request;

/// Adds a date.
#[server(prefix = "/api", endpoint = "admin/slots/add")]
pub async fn add_slot() -> Result<(), ServerFnError> {
    action(adding).await
}

/// Sets how many places a date has.
#[server(prefix = "/api", endpoint = "admin/slots/places")]
pub async fn set_slot_places() -> Result<(), ServerFnError> {
    action(changing).await
}

/// Opens or closes a date.
#[server(prefix = "/api", endpoint = "admin/slots/status")]
pub async fn set_slot_status() -> Result<(), ServerFnError> {
    action(opening).await
}

/// Holds places of a date back for an ICB.
#[server(prefix = "/api", endpoint = "admin/slots/hold")]
pub async fn hold_back_places() -> Result<(), ServerFnError> {
    action(holding).await
}

/// Moves a date, and those who have it.
#[server(prefix = "/api", endpoint = "admin/slots/move")]
pub async fn move_whole_date() -> Result<(), ServerFnError> {
    action(moving).await
}

/// Cancels a date, and rebooks those who have it.
#[server(prefix = "/api", endpoint = "admin/slots/cancel")]
pub async fn cancel_whole_date() -> Result<(), ServerFnError> {
    action(cancelling).await
}

fn places(request: &Request) -> Result<i32, FieldError> {
    request.typed.get("places").parse().map_err(|_| FieldError::new("places", "The number of places must be a whole number, like 20"))
}

async fn adding(request: Request) -> Result<Outcome, PageError> {
    let viewer = request.viewer()?;
    services::authorise(viewer, Action::ManageSlots, None)?;
    let date = request.typed.date("date").parse("date", "The date");
    let cutoff = match request.typed.date("cutoff") {
        // Left empty it is as long before the date as usual.
        typed if typed.is_empty() => {
            let before = TimeDelta::days(request.services.programme.slots.cutoff_days_before.into());
            date.clone().map(|date| date - before)
        }
        typed => typed.parse("cutoff", "The last day to sign up"),
    };
    let (date, cutoff, places) = match (date, cutoff, places(&request)) {
        (Ok(date), Ok(cutoff), Ok(places)) => (date, cutoff, places),
        (date, cutoff, places) => {
            let mut mistakes: Vec<_> = [date.err(), cutoff.err(), places.err()].into_iter().flatten().collect();
            mistakes.dedup();
            return Ok(fail_back(LIST, ADD, mistakes));
        }
    };
    let draft = request.typed.get("draft") == "yes";
    match add(&request.services, viewer, NewSlot { date, cutoff, places, draft }).await {
        Ok(slot) => {
            let (date, word) = (domain::time::format_day(slot.facts.date), if draft { "as a draft" } else { "and open" });
            Ok(succeed(LIST, format!("{date} is added {word}.{}", look_again(slot.facts.date, request.services.programme.deadline))))
        }
        Err(error) => mistakes(LIST, ADD, error),
    }
}

async fn changing(request: Request) -> Result<Outcome, PageError> {
    let viewer = request.viewer()?;
    services::authorise(viewer, Action::ManageSlots, None)?;
    let id = request.typed.get("slot");
    let page = format!("{LIST}/{id}/places");
    let places = match places(&request) {
        Ok(places) => places,
        Err(mistake) => return Ok(fail_back(page, CHANGE, vec![mistake])),
    };
    match set_places(&request.services, viewer, id, places).await {
        Ok(slot) => Ok(succeed(LIST, format!("{} has {places} places.", domain::time::format_day(slot.facts.date)))),
        Err(error) => mistakes(page, CHANGE, error),
    }
}

async fn opening(request: Request) -> Result<Outcome, PageError> {
    let viewer = request.viewer()?;
    services::authorise(viewer, Action::ManageSlots, None)?;
    let status = SlotStatus::from_word(request.typed.get("status")).ok_or(PageError::BadRequest)?;
    let id = request.typed.get("slot");
    match set_status(&request.services, viewer, id, status).await {
        Ok(slot) => Ok(succeed(LIST, format!("{} is {}.", domain::time::format_day(slot.facts.date), status.word()))),
        Err(error) => mistakes(format!("{LIST}/{id}"), CHANGE, error),
    }
}

async fn holding(request: Request) -> Result<Outcome, PageError> {
    let viewer = request.viewer()?;
    services::authorise(viewer, Action::ManageSlots, None)?;
    let id = request.typed.get("slot");
    let own = format!("{LIST}/{id}");
    let page = format!("{own}/hold");
    let icb = request.typed.get("icb").parse::<OdsCode>().map_err(|_| FieldError::new("icb", "Choose an ICB"));
    let words = "The number of places must be a whole number, like 5";
    let held = request.typed.get("held").parse::<i32>().map_err(|_| FieldError::new("held", words));
    let (icb, held) = match (icb, held) {
        (Ok(icb), Ok(held)) => (icb, held),
        (icb, held) => return Ok(fail_back(page, HOLD, [icb.err(), held.err()].into_iter().flatten().collect())),
    };
    match hold_back(&request.services, viewer, id, &icb, held).await {
        Ok(_) => Ok(succeed(own, format!("{held} places are held back for {icb}."))),
        Err(error) => mistakes(page, HOLD, error),
    }
}

async fn moving(request: Request) -> Result<Outcome, PageError> {
    let viewer = request.viewer()?;
    services::authorise(viewer, Action::ManageSlots, None)?;
    let id = request.typed.get("slot");
    let own = format!("{LIST}/{id}");
    let page = format!("{own}/move");
    let date = request.typed.date("date").parse("date", "The new day");
    let cutoff = request.typed.date("cutoff").parse("cutoff", "The last day to sign up");
    let (date, cutoff) = match (date, cutoff) {
        (Ok(date), Ok(cutoff)) => (date, cutoff),
        (date, cutoff) => return Ok(fail_back(page, MOVE, [date.err(), cutoff.err()].into_iter().flatten().collect())),
    };
    let reason = request.typed.raw("reason").unwrap_or_default();
    match move_date(&request.services, viewer, id, date, cutoff, reason).await {
        Ok(concerned) => {
            let again = look_again(date, request.services.programme.deadline);
            Ok(succeed(own, format!("The date is moved. {}{again}", told(&concerned))))
        }
        Err(error) => mistakes(page, MOVE, error),
    }
}

async fn cancelling(request: Request) -> Result<Outcome, PageError> {
    let viewer = request.viewer()?;
    let id = request.typed.get("slot");
    let to = Some(request.typed.get("to")).filter(|to| !to.is_empty());
    match cancel_date(&request.services, viewer, id, to, request.typed.raw("reason").unwrap_or_default()).await {
        Ok(concerned) => Ok(succeed(LIST, format!("The date is cancelled. {}", told(&concerned)))),
        Err(error) => mistakes(format!("{LIST}/{id}/cancel"), CANCEL, error),
    }
}

/// Who was told what.
fn told(concerned: &Concerned) -> String {
    let practices = |count: usize| if count == 1 { "1 practice".to_owned() } else { format!("{count} practices") };
    let parts = [
        (concerned.rebooked, "has a new date", "have a new date"),
        (concerned.cancelled, "must choose another", "must choose another"),
        (concerned.waiting, "no longer waits", "no longer wait"),
        (concerned.still_waiting, "stays on the waiting list", "stay on the waiting list"),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{} {}", practices(count), if count == 1 { one } else { many }))
        .collect();
    if parts.is_empty() {
        "Nobody had it or waited for it.".to_owned()
    } else {
        format!("{}. {}", parts.join(", "), by_mail(&concerned.untold))
    }
}

fn by_mail(untold: &[OdsCode]) -> String {
    let codes: Vec<_> = untold.iter().map(OdsCode::as_str).collect();
    match codes[..] {
        [] => "All are told by e-mail.".to_owned(),
        [one] => format!("All but {one} are told by e-mail: nobody there has an account. Tell them yourself."),
        [..] => format!("All but {} are told by e-mail: nobody at these practices has an account. Tell them yourself.", codes.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_could_not_be_told_is_named() {
        let concerned = |untold: &[&str]| Concerned {
            rebooked: 2,
            cancelled: 1,
            untold: untold.iter().map(|code| code.parse().unwrap()).collect(),
            ..Concerned::default()
        };
        let said = |untold: &[&str]| told(&concerned(untold));
        assert_eq!(said(&[]), "2 practices have a new date, 1 practice must choose another. All are told by e-mail.");
        assert!(said(&["X10001"]).ends_with("All but X10001 are told by e-mail: nobody there has an account. Tell them yourself."));
        assert!(
            said(&["X10001", "X10002"]).contains("All but X10001, X10002 are told by e-mail: nobody at these practices has an account.")
        );
    }
}
