//! Recording the two facts of a TPP practice.

use chrono::NaiveDate;
use domain::accounts::changed_meanwhile;
use domain::field::{DateInput, FieldError};
use domain::self_switch::{SelfSwitch, parse_count};
use domain::stage::after_deadline;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::places::ask_for_work;
use services::self_switch::{Declared, Planned, Recorded, TypedPlan, plan, record};

use super::progress::FORM;
use super::plan::{PLAN, address};
use crate::legacy::{Outcome, action, clash_back, fail_back, mistakes, succeed};
use crate::web::errors::PageError;
use crate::web::request::Request;
use crate::web::words::also;

/// Records the two facts as they are now.
#[server(prefix = "/api", endpoint = "self-switch/record")]
pub async fn record_self_switch() -> Result<(), ServerFnError> {
    action(recording).await
}

/// Plans the day of the switch-on, or takes the plan away.
#[server(prefix = "/api", endpoint = "self-switch/plan")]
pub async fn plan_self_switch() -> Result<(), ServerFnError> {
    action(planning).await
}

async fn recording(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let page = format!("/practices/{ods}/self-switch");
    let day = |field: &str, what: &str| day(&request.typed.date(field), field, what);
    let default_on = day("default_on", "The day new accounts got access");
    let existing_updated = day("existing_updated", "The day existing accounts were updated");
    let existing_count = parse_count(request.typed.get("existing_count"));
    let (Ok(default_on), Ok(existing_updated), Ok(existing_count)) = (&default_on, &existing_updated, &existing_count) else {
        ask_for_work(&request.services, viewer, &ods).await?;
        let mistakes = [default_on.err(), existing_updated.err(), existing_count.err()];
        return Ok(fail_back(page, FORM, mistakes.into_iter().flatten().collect()));
    };
    let declared = Declared {
        facts: SelfSwitch { default_on: *default_on, existing_updated: *existing_updated },
        existing_count: *existing_count,
        reason: request.typed.raw("reason").unwrap_or_default().to_owned(),
    };
    let revision = request.typed.get("revision").parse().unwrap_or(0);
    match record(&request.services, viewer, &ods, &declared, revision).await {
        Ok(Recorded::Done(_)) => Ok(succeed(format!("/practices/{ods}"), "Your switch-on is recorded.")),
        Ok(Recorded::Clashed { stands, oneself }) => {
            let first = changed_meanwhile(oneself, &stands.updated_by, "this", stands.updated_at, request.today());
            let words = format!("{first}. Compare the days, then save again");
            Ok(clash_back(page, FORM, vec![FieldError::new("default_on", words)]))
        }
        Err(error) => mistakes(page, FORM, error),
    }
}

async fn planning(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let page = address(&ods);
    let drop = request.typed.get("verdict") == "drop";
    let day = match request.typed.date("planned_on").parse("planned_on", "The planned day") {
        _ if drop => None,
        Ok(day) => Some(day),
        Err(mistake) => {
            ask_for_work(&request.services, viewer, &ods).await?;
            return Ok(fail_back(page, PLAN, vec![mistake]));
        }
    };
    let late = day.and_then(|day| after_deadline(day, request.services.programme.deadline));
    let words = if drop { "Nothing is planned any more." } else { "The day is planned. We remind you the day before." };
    let part = |name: &str| request.typed.get(name).to_owned();
    let typed = TypedPlan { day, contact: part("contact"), seen: part("seen") };
    match plan(&request.services, viewer, &ods, &typed).await {
        Ok(Planned::Done) => Ok(succeed(format!("/practices/{ods}/self-switch"), also(words, late))),
        Ok(Planned::Clashed { stands, oneself }) => {
            let first = match stands {
                Some(stands) => changed_meanwhile(oneself, &stands.made_by, "the plan", stands.made_at, request.today()),
                None => "The plan was taken away while you were working on it".to_owned(),
            };
            let words = format!("{first}. Look at what stands there, then save again");
            Ok(clash_back(page, PLAN, vec![FieldError::new("planned_on", words)]))
        }
        Err(error) => mistakes(page, PLAN, error),
    }
}

/// A day, or none where the boxes are empty: not done yet.
fn day(typed: &DateInput, field: &str, what: &str) -> Result<Option<NaiveDate>, FieldError> {
    if typed.is_empty() { Ok(None) } else { typed.parse(field, what).map(Some) }
}
