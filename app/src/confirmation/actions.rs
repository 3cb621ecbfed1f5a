//! Confirming, and taking that back.

use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::confirmation::{Verdict, check_evidence};

use super::withdraw::WITHDRAW;
use super::confirm::{CONFIRM, DECIDE, NOT_YET};
use crate::legacy::{Outcome, action, fail_back, keep_back, mistakes, succeed};
use crate::web::errors::PageError;
use crate::web::request::Request;
use crate::slots::cancel;

/// Records what the practice saw, and when.
#[server(prefix = "/api", endpoint = "confirmation/confirm")]
pub async fn confirm_switch_on() -> Result<(), ServerFnError> {
    action(confirm).await
}

/// Takes a mistaken confirmation back.
#[server(prefix = "/api", endpoint = "confirmation/withdraw")]
pub async fn withdraw_confirmation() -> Result<(), ServerFnError> {
    action(withdraw).await
}

/// The ICB agrees to a confirmation, or sends it back.
#[server(prefix = "/api", endpoint = "confirmation/decide")]
pub async fn decide_confirmation() -> Result<(), ServerFnError> {
    action(decide).await
}

async fn decide(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let page = back(&request, ods.as_str());
    let millis = request.typed.get("seen").parse().unwrap_or_default();
    let seen = chrono::DateTime::from_timestamp_millis(millis).unwrap_or_default();
    let (verdict, words) = match request.typed.get("verdict") {
        "agree" => (Verdict::Agree, "The practice counts as switched on. It is told."),
        _ => {
            let reason = request.typed.raw("reason").unwrap_or_default().to_owned();
            (Verdict::SendBack(reason), "The confirmation is sent back. The practice is told what is missing.")
        }
    };
    match services::confirmation::decide(&request.services, viewer, &ods, seen, verdict).await {
        Ok(()) => Ok(succeed(page, words)),
        Err(error) => mistakes(page, DECIDE, error),
    }
}

async fn confirm(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let page = back(&request, ods.as_str());
    if request.typed.get("verdict") == NOT_YET {
        services::places::ask_for_work(&request.services, viewer, &ods).await?;
        return Ok(keep_back(cancel::address(&ods), CONFIRM));
    }
    let evidence = request.typed.raw("evidence").unwrap_or_default();
    let day = match request.typed.date("day").parse("day", "The day patients got access") {
        Ok(day) => day,
        Err(mistake) => {
            services::places::ask_for_work(&request.services, viewer, &ods).await?;
            let mistakes = std::iter::once(mistake).chain(check_evidence(evidence).err());
            return Ok(fail_back(page, CONFIRM, mistakes.collect()));
        }
    };
    match services::confirmation::confirm(&request.services, viewer, &ods, day, evidence).await {
        Ok(_) if page.ends_with("/self-switch") => {
            Ok(succeed(page, "You have confirmed that patients have access. Your ICB is asked to agree."))
        }
        Ok(_) => Ok(succeed(format!("/practices/{ods}"), "Your practice is recorded as switched on.")),
        Err(error) => mistakes(page, CONFIRM, error),
    }
}

async fn withdraw(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let page = back(&request, ods.as_str());
    let reason = request.typed.raw("reason").unwrap_or_default();
    match services::confirmation::withdraw(&request.services, viewer, &ods, reason).await {
        Ok(()) => Ok(succeed(page, "The confirmation is taken back.")),
        Err(error) => mistakes(format!("/practices/{ods}/confirmation/withdraw"), WITHDRAW, error),
    }
}

/// The page that the form stood on.
fn back(request: &Request, ods: &str) -> String {
    let page = if request.typed.get("page") == "slots" { "slots" } else { "self-switch" };
    format!("/practices/{ods}/{page}")
}
