//! `/admin/slots/{slot}/places`: how many practices a date can take.

use domain::accounts::Action;
use domain::time::format_day;
use leptos::prelude::*;
use services::slots::set_places;

use super::change::{load, page};
use super::places_field::{places_field, typed_places};
use crate::web::address::EMIS_DATES;
use crate::web::components::Button;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/admin/slots/{slot}/places";

/// Asks how many places a date has.
pub async fn get(request: Request) -> PageResult {
    let (all, at) = load(&request).await?;
    let listed = &all[at];
    let body = view! {
        <form method="post" novalidate>
            {places_field(&request.only_form(), listed.slot.facts.places.to_string())}
            <Button>"Save the places"</Button>
        </form>
    };
    Ok(page(listed, "Change the places", body))
}

/// Sets them.
pub async fn post(request: Request) -> FormResult {
    let viewer = request.viewer()?;
    services::authorise(viewer, Action::ManageSlots, None)?;
    let places = typed_places(&request)?;
    let slot = set_places(&request.services, viewer, request.param("slot"), places).await?;
    Ok(succeed(EMIS_DATES, format!("{} has {places} places.", format_day(slot.facts.date))))
}
