//! `/practices/{ods}/self-switch`: how a practice switches on that books no date, and how far it is.

use chrono::{DateTime, NaiveDate};
use domain::accounts::changed_meanwhile;
use domain::field::FieldError;
use domain::organisations::{OdsCode, Route};
use domain::self_switch::{SelfSwitch, parse_count};
use leptos::prelude::*;
use services::confirmation::SwitchOnDecision;
use services::practice_access::ask_for_work;
use services::self_switch::{Declared, Recorded};

pub use super::supplier::DECIDE;
use super::supplier::supplier;
pub use super::systm_one::RECORD;
use super::systm_one::systm_one;
pub use crate::confirmation::CONFIRM;
use crate::web::address::practice;
use crate::web::errors::PageError;
use crate::web::format::also;
use crate::web::outcome::{FormResult, PageResult, clash, succeed};
use crate::web::page::Page;
use crate::web::request::Request;
use crate::web::told::told;

/// Its address.
pub const PATH: &str = "/practices/{ods}/self-switch";

/// How this practice switches on, and how far it is, by its supplier.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let view = services::self_switch::load(&request.services, viewer, &ods).await?;
    let (title, body) = match view.practice.supplier.route() {
        Route::Tpp => ("Switch on in SystmOne", systm_one(&request, &ods, &view).await?.into_any()),
        Route::Other => ("Switch on with your supplier", supplier(&request, &ods, &view).into_any()),
        Route::Emis => ("Switching on", emis(&ods, &view.practice.name).into_any()),
    };
    let caption = format!("{}, {ods}", view.practice.name);
    Ok(Page::captioned(caption, title, body).under_practice(&ods, view.practice.name))
}

fn emis(ods: &OdsCode, name: &str) -> impl IntoView + use<> {
    view! {
        <p>{format!("{name} uses EMIS. EMIS switches practices on itself, on a date that the practice books.")}</p>
        <p><a class="nhsuk-link" href=practice(ods).slots()>"See the dates"</a></p>
    }
}

/// Records the two facts of SystmOne as they are now.
pub async fn record(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let declared = match declared(&request) {
        Ok(declared) => declared,
        Err(mistakes) => {
            ask_for_work(&request.services, viewer, &ods).await?;
            return Err(PageError::Invalid(mistakes));
        }
    };
    let revision = request.typed.get("revision").parse().unwrap_or(0);
    match services::self_switch::record(&request.services, viewer, &ods, &declared, revision).await? {
        Recorded::Done(_) => Ok(succeed(practice(&ods).page(), "Your switch-on is recorded.")),
        Recorded::Clashed { stands, oneself } => {
            let first = changed_meanwhile(oneself, &stands.updated_by, "this", stands.updated_at, request.today());
            Ok(clash(vec![FieldError::new("default_on", format!("{first}. Compare the days, then save again"))]))
        }
    }
}

/// What was typed of the two facts, or every mistake in it.
fn declared(request: &Request) -> Result<Declared, Vec<FieldError>> {
    let default_on = day(request, "default_on", "The day new accounts got access");
    let existing_updated = day(request, "existing_updated", "The day existing accounts were updated");
    let existing_count = parse_count(request.typed.get("existing_count"));
    match (default_on, existing_updated, existing_count) {
        (Ok(default_on), Ok(existing_updated), Ok(existing_count)) => Ok(Declared {
            facts: SelfSwitch { default_on, existing_updated },
            existing_count,
            reason: request.typed.raw("reason").unwrap_or_default().to_owned(),
        }),
        (default_on, existing_updated, existing_count) => {
            Err([default_on.err(), existing_updated.err(), existing_count.err()].into_iter().flatten().collect())
        }
    }
}

/// A day, or none where the boxes are empty: not done yet.
fn day(request: &Request, field: &str, what: &str) -> Result<Option<NaiveDate>, FieldError> {
    let typed = request.typed.date(field);
    if typed.is_empty() { Ok(None) } else { typed.parse(field, what).map(Some) }
}

/// Records what a practice with another supplier saw, and since when.
pub async fn confirm(request: Request) -> FormResult {
    let ods = request.code("ods")?;
    let asked = crate::confirmation::record(&request, &ods).await?;
    let asked = asked.map(|people| format!("It counts once your ICB has agreed. {}", told(&people, "your ICB sub-group")));
    Ok(succeed(practice(&ods).self_switch(), also("You have confirmed that patients have access.", asked)))
}

/// The ICB agrees to what it has looked at, or sends it back.
pub async fn decide(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let seen = DateTime::from_timestamp_millis(request.typed.get("seen").parse().unwrap_or_default()).unwrap_or_default();
    let (verdict, words) = match request.typed.get("verdict") {
        "agree" => (SwitchOnDecision::Agree, "The practice counts as switched on."),
        _ => {
            let reason = request.typed.raw("reason").unwrap_or_default().to_owned();
            (SwitchOnDecision::SendBack(reason), "The confirmation is sent back.")
        }
    };
    let people = services::confirmation::decide(&request.services, viewer, &ods, seen, verdict).await?;
    Ok(succeed(practice(&ods).self_switch(), format!("{words} {}", told(&people, "the practice"))))
}
