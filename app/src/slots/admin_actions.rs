//! Setting dates up.

use chrono::TimeDelta;
use domain::accounts::Action;
use domain::field::FieldError;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::slots::{NewSlot, add, set_open, set_places};

use super::admin::{ADD, CHANGE, LIST};
use crate::actions::{Outcome, action, fail_back, mistakes, succeed};
use crate::errors::PageError;
use crate::request::Request;

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
#[server(prefix = "/api", endpoint = "admin/slots/open")]
pub async fn set_slot_open() -> Result<(), ServerFnError> {
    action(opening).await
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
    match add(&request.services, viewer, NewSlot { date, cutoff, places }).await {
        Ok(slot) => Ok(succeed(LIST, format!("{} is added and open.", domain::time::format_day(slot.facts.date)))),
        Err(error) => mistakes(LIST, ADD, error),
    }
}

async fn changing(request: Request) -> Result<Outcome, PageError> {
    let viewer = request.viewer()?;
    services::authorise(viewer, Action::ManageSlots, None)?;
    let id = request.typed.get("slot");
    let page = format!("{LIST}/{id}");
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
    let (viewer, open) = (request.viewer()?, request.typed.get("open") == "yes");
    let slot = set_open(&request.services, viewer, request.typed.get("slot"), open).await?;
    let (date, word) = (domain::time::format_day(slot.facts.date), if open { "open" } else { "closed" });
    Ok(succeed(LIST, format!("{date} is {word}.")))
}
