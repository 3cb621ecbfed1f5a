//! Asking for an exception, and deciding on it.

use chrono::NaiveDate;
use domain::exceptions::ends_before_deadline;
use domain::organisations::OdsCode;
use domain::time::format_day;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::exceptions::{Verdict, ask, decide, end, renew, withdraw};
use services::places::ask_for_decision;

use super::exception::{ASK, DECIDE, REVIEW, WITHDRAW};
use crate::legacy::{Outcome, action, fail_back, mistakes, succeed};
use crate::web::errors::PageError;
use crate::web::request::Request;
use crate::web::words::also;

/// Asks the ICB for an exception.
#[server(prefix = "/api", endpoint = "exceptions/ask")]
pub async fn ask_for_exception() -> Result<(), ServerFnError> {
    action(asking).await
}

/// Agrees to an exception, or refuses it.
#[server(prefix = "/api", endpoint = "exceptions/decide")]
pub async fn decide_exception() -> Result<(), ServerFnError> {
    action(deciding).await
}

/// Takes the request back that waits.
#[server(prefix = "/api", endpoint = "exceptions/withdraw")]
pub async fn withdraw_exception() -> Result<(), ServerFnError> {
    action(withdrawing).await
}

/// Renews an exception that stands, or ends it.
#[server(prefix = "/api", endpoint = "exceptions/review")]
pub async fn review_exception() -> Result<(), ServerFnError> {
    action(reviewing).await
}

fn page(ods: &OdsCode) -> String {
    format!("/practices/{ods}/exception")
}

async fn asking(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let raw = |name: &str| request.typed.raw(name).unwrap_or_default();
    match ask(&request.services, viewer, &ods, [raw("category"), raw("reason"), raw("evidence")]).await {
        Ok(()) => Ok(succeed(page(&ods), "You have asked your ICB for an exception. You get an e-mail once it has decided.")),
        Err(error) => mistakes(page(&ods), ASK, error),
    }
}

async fn withdrawing(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    match withdraw(&request.services, viewer, &ods, request.typed.get("request")).await {
        Ok(()) => Ok(succeed(page(&ods), "Your request is withdrawn. It no longer waits for your ICB.")),
        Err(error) => mistakes(page(&ods), WITHDRAW, error),
    }
}

async fn deciding(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let (id, note) = (request.typed.get("request").to_owned(), request.typed.raw("note").unwrap_or_default());
    let verdict = match request.typed.get("verdict") {
        "agree" => match review_on(&request) {
            Ok(day) => Verdict::Agree(day),
            Err(mistake) => {
                ask_for_decision(&request.services, viewer, &ods).await?;
                return Ok(fail_back(page(&ods), DECIDE, vec![mistake]));
            }
        },
        _ => Verdict::Refuse,
    };
    match decide(&request.services, viewer, &ods, &id, verdict, note).await {
        Ok(waits) => Ok(succeed(page(&ods), decided(&request, verdict, waits))),
        Err(error) => mistakes(page(&ods), DECIDE, error),
    }
}

/// What was decided, and what follows; the practice waited for so many EMIS dates.
fn decided(request: &Request, verdict: Verdict, waits: usize) -> String {
    let Verdict::Agree(last) = verdict else { return "The exception is refused. The practice is told why.".to_owned() };
    let lists = match waits {
        0 => None,
        1 => Some("It no longer waits for an EMIS date.".to_owned()),
        many => Some(format!("It no longer waits for {many} EMIS dates.")),
    };
    let words = also("The exception is agreed. The practice is told.", lists);
    also(&words, early(request, last))
}

/// That an exception ends too soon, where it does.
fn early(request: &Request, last: NaiveDate) -> Option<String> {
    let deadline = request.services.programme.deadline;
    ends_before_deadline(&format!("Its last day, {},", format_day(last)), last, deadline)
}

async fn reviewing(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let (id, note) = (request.typed.get("exception").to_owned(), request.typed.raw("note").unwrap_or_default());
    let (done, words) = if request.typed.get("verdict") == "renew" {
        let day = match review_on(&request) {
            Ok(day) => day,
            Err(mistake) => {
                ask_for_decision(&request.services, viewer, &ods).await?;
                return Ok(fail_back(page(&ods), REVIEW, vec![mistake]));
            }
        };
        let words = also("The exception has another review date. The practice is told.", early(&request, day));
        (renew(&request.services, viewer, &ods, &id, day, note).await, words)
    } else {
        (end(&request.services, viewer, &ods, &id, note).await, "The exception has ended. The practice is told why.".to_owned())
    };
    match done {
        Ok(()) => Ok(succeed(page(&ods), words)),
        Err(error) => mistakes(page(&ods), REVIEW, error),
    }
}

fn review_on(request: &Request) -> Result<NaiveDate, domain::field::FieldError> {
    request.typed.date("review_on").parse("review_on", "The review date")
}
