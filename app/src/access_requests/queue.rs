//! `/access-requests`: who waits and what was decided, for those who decide.

use domain::access_requests::State;
use domain::field::FieldError;
use domain::time::format_instant;
use leptos::prelude::*;
use services::access_requests::{AccessDecision, Decided, PendingRequest, Queue, REASON_MAX, SHOWN, decide, decided, queue};

use crate::web::address::ACCESS_REQUESTS;
use crate::web::components::{Checkboxes, Choice, DecisionButtons, InsetText, Textarea};
use crate::web::errors::PageError;
use crate::web::format::counted;
use crate::web::outcome::{FormResult, PageResult, partly, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = ACCESS_REQUESTS;

/// The requests that wait, and when the next answers go out.
pub async fn get(request: Request) -> PageResult {
    let found = queue(&request.services, request.viewer()?).await?;
    let past = decided(&request.services, request.viewer()?, request.query.page()).await?;
    let count = counted(found.total, "request waits", "requests wait");
    let more = (found.total > SHOWN).then(|| format!(" The {SHOWN} that wait longest are shown."));
    let next = format!("The next answers go out on {}.", format_instant(found.next_round));
    let list = if found.waiting.is_empty() { ().into_any() } else { form(&request, found).into_any() };
    let body = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <h1>"Access requests"</h1>
                <InsetText><p>{next}</p></InsetText>
                <p>{count}"."{more}</p>
                {list}
            </div>
        </div>
        {super::decided::list(past, &request.query)}
    };
    Ok(Page::new("Access requests", body))
}

fn form(request: &Request, found: Queue) -> impl IntoView + use<> {
    let form = request.only_form();
    let choices = found.waiting.into_iter().map(choice).collect();
    let told = format!("We will email people on {}.", format_instant(found.answered_at));
    view! {
        <form method="post" novalidate>
            <Checkboxes form=form.clone() name="request" legend="Choose the requests to approve or refuse" choices />
            <Textarea
                form=form
                name="reason"
                label="Reason, if you refuse"
                hint="It is sent to the person."
                rows=3
                limit=u32::try_from(REASON_MAX).unwrap_or_default()
            />
            <p>{told}" People you approve can sign in straight away."</p>
            <DecisionButtons yes=("approve", "Approve") no=("refuse", "Refuse") />
        </form>
    }
}

fn choice(PendingRequest { record, covered }: PendingRequest) -> Choice {
    let organisation = format!("{} ({})", record.organisation.name, record.organisation.code);
    let label = format!("{}, {}: {organisation}", record.name, record.role.name());
    let uncovered = if covered { "" } else { " No ICB sub-group decides on this one." };
    let asked = format_instant(record.created_at);
    Choice::new(record.id, label).hint(format!("{}. Asked on {asked}.{uncovered} Why: {}", record.email, record.why))
}

/// Approves or refuses the requests that are ticked.
pub async fn post(request: Request) -> FormResult {
    let viewer = request.viewer()?;
    let verdict = match request.typed.get("verdict") {
        "approve" => AccessDecision::Approve,
        "refuse" => AccessDecision::Refuse,
        _ => return Err(PageError::BadRequest),
    };
    let ids: Vec<_> = request.typed.all("request").collect();
    let reason = request.typed.raw("reason").unwrap_or_default();
    let done = decide(&request.services, viewer, &ids, verdict, reason).await?;
    if done.failed.is_empty() {
        return Ok(succeed(PATH, said(&done, verdict)));
    }
    let message = if done.done == 0 { String::new() } else { said(&done, verdict) };
    Ok(partly(message, not_done(done)))
}

/// "2 requests are approved. We will email the people on 22 September 2023 at 10:00am BST."
fn said(decided: &Decided, verdict: AccessDecision) -> String {
    let state = match verdict {
        AccessDecision::Approve => State::Approved,
        AccessDecision::Refuse => State::Refused,
    };
    let (requests, are) = (counted(decided.done as u64, "request", "requests"), if decided.done == 1 { "is" } else { "are" });
    let who = if decided.done == 1 { "the person" } else { "the people" };
    format!("{requests} {are} {}. We will email {who} on {}.", state.key(), format_instant(decided.answered_at))
}

/// On whom nothing was decided, and why.
fn not_done(decided: Decided) -> Vec<FieldError> {
    let failed = decided.failed.into_iter();
    failed.map(|(name, why)| FieldError::new("request", format!("Nothing was decided on {name}: {why}"))).collect()
}
