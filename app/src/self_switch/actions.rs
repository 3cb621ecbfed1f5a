//! Recording the two facts of a TPP practice.

use chrono::NaiveDate;
use domain::field::{DateInput, FieldError};
use domain::self_switch::SelfSwitch;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::places::ask_for_work;
use services::self_switch::{Recorded, record};

use super::pages::FORM;
use crate::actions::{Outcome, action, clash_back, fail_back, mistakes, succeed};
use crate::errors::PageError;
use crate::request::Request;

/// Records the two facts as they are now.
#[server(prefix = "/api", endpoint = "self-switch/record")]
pub async fn record_self_switch() -> Result<(), ServerFnError> {
    action(recording).await
}

async fn recording(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let page = format!("/practices/{ods}/self-switch");
    let day = |field: &str, what: &str| day(&request.typed.date(field), field, what);
    let facts =
        match (day("default_on", "The day new accounts got access"), day("existing_updated", "The day existing accounts were updated")) {
            (Ok(default_on), Ok(existing_updated)) => SelfSwitch { default_on, existing_updated },
            (one, other) => {
                ask_for_work(&request.services, viewer, &ods).await?;
                return Ok(fail_back(page, FORM, [one.err(), other.err()].into_iter().flatten().collect()));
            }
        };
    let revision = request.typed.get("revision").parse().unwrap_or(0);
    match record(&request.services, viewer, &ods, facts, revision).await {
        Ok(Recorded::Done(_)) => Ok(succeed(format!("/practices/{ods}"), "Your switch-on is recorded.")),
        Ok(Recorded::Clashed(current)) => {
            let words = format!("{} changed these days while you were working on them. Compare them, then save again", current.updated_by);
            Ok(clash_back(page, FORM, vec![FieldError::new("default_on", words)]))
        }
        Err(error) => mistakes(page, FORM, error),
    }
}

/// A day, or none where the boxes are empty: not done yet.
fn day(typed: &DateInput, field: &str, what: &str) -> Result<Option<NaiveDate>, FieldError> {
    if typed.is_empty() { Ok(None) } else { typed.parse(field, what).map(Some) }
}
