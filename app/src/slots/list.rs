//! `/practices/{ods}/slots`: the practice's date, or the dates it can choose from.

use domain::organisations::{OdsCode, Route};
use domain::stage::Stage;
use leptos::prelude::*;
use services::practice_access::ask_for_work;
use services::practices::sub_group;
use services::slots::SlotsView;

use super::booked::{NOT_YET, booked};
use super::did_not_work::REASON;
use super::offers::offers;
use super::practice::{load, page};
use super::unbooked::unbooked;
pub use crate::confirmation::CONFIRM;
use crate::confirmation::{EVIDENCE, confirmed, record};
use crate::web::address::practice;
use crate::web::fields::Fields;
use crate::web::outcome::{FormResult, PageResult, carry, succeed};
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/slots";

const TITLE: &str = "EMIS date";

/// The practice's date, or the dates it can choose from.
pub async fn get(request: Request) -> PageResult {
    let (ods, view) = load(&request).await?;
    if view.practice.supplier.route() != Route::Emis {
        return Ok(page(&view.practice, TITLE, other_route(&ods, &view)));
    }
    let ask = if asks(&view) { sub_group(&request.services, request.viewer()?, &ods).await? } else { Vec::new() };
    let switched_on = view.confirmation.as_ref().filter(|_| view.stage == Stage::SwitchedOn);
    let has_come = view.booked.as_ref().is_some_and(|booked| booked.has_come);
    let body = match (&view.booked, switched_on) {
        (_, Some(record)) => view! {
            <h2>"Switched on"</h2>
            {confirmed(&ods, record, view.may_work)}
        }
        .into_any(),
        (Some(has), None) => booked(&request, &ods, &view, has, &ask).into_any(),
        (None, None) => unbooked(&request, &ods, &view, &ask).into_any(),
    };
    let may_choose = view.booked.as_ref().map_or(view.may_work && view.refusal.is_none(), |booked| booked.may_change);
    let shows_dates = switched_on.is_none() && !((has_come || view.missed_all) && view.offers.is_empty());
    let dates = shows_dates.then(|| offers(&request, &view, may_choose, &ask));
    Ok(page(&view.practice, TITLE, body).wide(dates))
}

/// Whether the page says whom to ask: where there is nothing to choose, or only others can still change what was chosen.
fn asks(view: &SlotsView) -> bool {
    view.missed_all || view.offers.is_empty() || view.booked.as_ref().is_some_and(|booked| !booked.may_change && !booked.has_come)
}

fn other_route(ods: &OdsCode, view: &SlotsView) -> impl IntoView + use<> {
    let words = format!(
        "{} does not use EMIS ({} is recorded as its system), so it books no date.",
        view.practice.name,
        view.practice.supplier.name()
    );
    view! {
        <p>{words}</p>
        <p><a class="nhsuk-link" href=practice(ods).self_switch()>"See how this practice switches on"</a></p>
    }
}

/// Records what the practice saw after its date, and since when; or takes it along to where it says that the date did not work.
pub async fn confirm(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    if request.typed.get("verdict") == NOT_YET {
        ask_for_work(&request.services, viewer, &ods).await?;
        let seen = Fields::from([(REASON, request.typed.raw(EVIDENCE).unwrap_or_default())]);
        return Ok(carry(practice(&ods).did_not_work(), "", &seen));
    }
    record(&request, &ods).await?;
    Ok(succeed(practice(&ods).page(), "Your practice is recorded as switched on."))
}
