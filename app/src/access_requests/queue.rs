//! `/access-requests`: who waits and what was decided, for those who decide.

use domain::time::format_instant;
use leptos::prelude::*;
use services::access_requests::{Queue, REASON_MAX, SHOWN, Waiting, decided, queue};

use super::actions::DecideRequests;
use crate::legacy::path_of;
use crate::web::components::{Checkboxes, Choice, InsetText, Textarea, Verdicts};
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;
use crate::web::words::counted;

/// The address of the page.
pub const QUEUE: &str = "/access-requests";
/// The name of its form.
pub(super) const DECIDE: &str = "decide";

/// The requests that wait, with the next working time.
pub async fn requests(request: Request) -> PageResult {
    let found = queue(&request.services, request.viewer()?).await?;
    let past = decided(&request.services, request.viewer()?, request.query.page()).await?;
    let count = counted(found.total, "request waits", "requests wait");
    let more = (found.total > SHOWN).then(|| format!(" The {SHOWN} that wait longest are shown."));
    let next = format!("The next working time is {}.", format_instant(found.next_round));
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
    let form = request.form(DECIDE);
    let choices = found.waiting.into_iter().map(choice).collect();
    let told = format!("People are told by e-mail on {}.", format_instant(found.answered_at));
    view! {
        <form method="post" action={path_of::<DecideRequests>()} novalidate>
            <Checkboxes form=form.clone() name="request" legend="Which requests do you decide on?" choices />
            <Textarea
                form=form
                name="reason"
                label="Reason, if you refuse"
                hint="It is sent to the person."
                rows=3
                limit=u32::try_from(REASON_MAX).unwrap_or_default()
            />
            <p>{told}" Who is let in can sign in from now on."</p>
            <Verdicts yes=("approve", "Approve") no=("refuse", "Refuse") />
        </form>
    }
}

fn choice(Waiting { record, covered }: Waiting) -> Choice {
    let organisation = format!("{} ({})", record.organisation.name, record.organisation.code);
    let label = format!("{}, {}: {organisation}", record.name, record.role.name());
    let uncovered = if covered { "" } else { " No ICB sub-group decides on this one." };
    let asked = format_instant(record.created_at);
    Choice::new(record.id, label).hint(format!("{}. Asked on {asked}.{uncovered} Why: {}", record.email, record.why))
}
