//! What the forms of asking for access, and of deciding, do.

use domain::access_requests::State;
use domain::field::FieldError;
use domain::time::format_instant;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::access_requests::{Asked, Decided, Verdict, ask, confirm, decide};

use super::pages::{ASK, FORM};
use super::queue::{DECIDE, QUEUE};
use crate::legacy::{Outcome, action, fail_back, go, keep_back, mistakes, succeed};
use crate::web::errors::PageError;
use crate::web::request::Request;
use crate::web::words::counted;

/// Asks for access, or only looks organisations up with everything typed kept.
#[server(prefix = "/api", endpoint = "access-requests/ask")]
pub async fn ask_for_access() -> Result<(), ServerFnError> {
    action(async |request: Request| {
        let typed = |name: &str| request.typed.get(name).to_owned();
        if request.typed.get("step") == "find" && request.typed.get("q").is_empty() {
            let missing = FieldError::new("q", "Enter the code or name of your organisation, then find it");
            return Ok(fail_back(ASK, FORM, vec![missing]));
        }
        if request.typed.get("step") == "find" {
            return Ok(keep_back(format!("{ASK}#organisation"), FORM));
        }
        let asked = Asked {
            name: typed("name"),
            email: typed("email"),
            role: typed("role"),
            org: typed("org"),
            q: typed("q"),
            why: request.typed.raw("why").unwrap_or_default().to_owned(),
        };
        match ask(&request.services, &asked).await {
            Ok(()) => Ok(go(format!("{ASK}/sent"))),
            Err(error) => mistakes(ASK, FORM, error),
        }
    })
    .await
}

/// Confirms the address of a request.
#[server(prefix = "/api", endpoint = "access-requests/confirm")]
pub async fn confirm_request() -> Result<(), ServerFnError> {
    action(async |request: Request| {
        let token: String = request.typed.get("token").chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
        match confirm(&request.services, &token).await {
            // The page of the link says how it stands.
            Ok(()) | Err(services::Error::Conflict(_)) => Ok(go(format!("{ASK}/{token}"))),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// Approves or refuses the requests that are ticked.
#[server(prefix = "/api", endpoint = "access-requests/decide")]
pub async fn decide_requests() -> Result<(), ServerFnError> {
    action(deciding).await
}

async fn deciding(request: Request) -> Result<Outcome, PageError> {
    let viewer = request.viewer()?;
    let verdict = match request.typed.get("verdict") {
        "approve" => Verdict::Approve,
        "refuse" => Verdict::Refuse,
        _ => return Err(PageError::BadRequest),
    };
    let ids: Vec<_> = request.typed.all("request").collect();
    let reason = request.typed.raw("reason").unwrap_or_default();
    match decide(&request.services, viewer, &ids, verdict, reason).await {
        Ok(decided) if decided.failed.is_empty() => Ok(succeed(QUEUE, said(&decided, verdict))),
        Ok(decided) => Ok(fail_back(QUEUE, DECIDE, not_done(&decided, verdict))),
        Err(error) => mistakes(QUEUE, DECIDE, error),
    }
}

/// "2 requests are approved. The people are told on 22 September 2023 at 10:00am BST."
fn said(decided: &Decided, verdict: Verdict) -> String {
    let state = match verdict {
        Verdict::Approve => State::Approved,
        Verdict::Refuse => State::Refused,
    };
    let (requests, are) = (counted(decided.done as u64, "request", "requests"), if decided.done == 1 { "is" } else { "are" });
    let who = if decided.done == 1 { "The person is" } else { "The people are" };
    format!("{requests} {are} {}. {who} told on {}.", state.word(), format_instant(decided.answered_at))
}

fn not_done(decided: &Decided, verdict: Verdict) -> Vec<FieldError> {
    let done = (decided.done > 0).then(|| FieldError::new("", said(decided, verdict)));
    let failed = decided.failed.iter().map(|(name, why)| FieldError::new("request", format!("Nothing was decided on {name}: {why}")));
    failed.chain(done).collect()
}
