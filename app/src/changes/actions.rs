//! Saying that the system is another, deciding on it, and naming who took over.

use domain::organisations::OdsCode;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::changes::{Verdict, claim, decide, name_successor, withdraw};

use super::pages::{CLAIM, DECIDE, WITHDRAW};
use super::successor::{SUCCESSOR, address};
use crate::legacy::{Outcome, action, mistakes, succeed};
use crate::web::errors::PageError;
use crate::web::request::Request;

/// A practice says which system it uses.
#[server(prefix = "/api", endpoint = "changes/claim")]
pub async fn claim_supplier() -> Result<(), ServerFnError> {
    action(claiming).await
}

/// The practice takes that back.
#[server(prefix = "/api", endpoint = "changes/withdraw")]
pub async fn withdraw_claim() -> Result<(), ServerFnError> {
    action(withdrawing).await
}

/// The ICB confirms that, or does not.
#[server(prefix = "/api", endpoint = "changes/decide")]
pub async fn decide_supplier() -> Result<(), ServerFnError> {
    action(deciding).await
}

/// The ICB names the practice that took over from one that has closed.
#[server(prefix = "/api", endpoint = "changes/successor")]
pub async fn set_successor() -> Result<(), ServerFnError> {
    action(naming).await
}

fn page(ods: &OdsCode) -> String {
    format!("/practices/{ods}/changes")
}

async fn claiming(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let raw = |name: &str| request.typed.raw(name).unwrap_or_default();
    match claim(&request.services, viewer, &ods, [raw("supplier"), raw("reason"), raw("evidence")]).await {
        Ok(()) => Ok(succeed(page(&ods), "Your ICB is asked to confirm your system. You get an e-mail once it has decided.")),
        Err(error) => mistakes(page(&ods), CLAIM, error),
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
    let (verdict, words) = match request.typed.get("verdict") {
        "agree" => (Verdict::Agree, "The system of the practice is changed. The practice is told."),
        _ => (Verdict::Refuse, "The system stays as it was. The practice is told why."),
    };
    match decide(&request.services, viewer, &ods, &id, verdict, note).await {
        Ok(()) => Ok(succeed(page(&ods), words)),
        Err(error) => mistakes(page(&ods), DECIDE, error),
    }
}

async fn naming(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    match name_successor(&request.services, viewer, &ods, request.typed.get("successor")).await {
        Ok(()) => Ok(succeed(page(&ods), "It is recorded who took over.")),
        Err(error) => mistakes(address(ods.as_str()), SUCCESSOR, error),
    }
}
