//! `/admin/slots/{slot}`: one date, to open or close, with links to what else can be changed.

use domain::accounts::Action;
use domain::slots::SlotStatus;
use domain::time::format_day;
use leptos::prelude::*;
use services::slots::{Reported, SlotPractices, SlotSummary, icbs, set_status, slot_practices};

use super::practice_lists::lists;
use super::view::{TITLE, status};
use crate::web::address::{EMIS_DATES, emis_date};
use crate::web::components::{Button, Row, SummaryList};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/admin/slots/{slot}";

/// The date, and who has it or waits for it.
pub async fn get(request: Request) -> PageResult {
    let viewer = request.viewer()?;
    let on = slot_practices(&request.services, viewer, request.param("slot")).await?;
    let listed = &on.listed;
    let icbs = icbs(&request.services, viewer).await?;
    let facts = &listed.slot.facts;
    let date = format_day(facts.date);
    let own = emis_date(&listed.slot.id);
    let is_over = facts.is_over(request.today());
    let change = |row: Row, page: String| if is_over { row } else { row.action(page, "Change") };
    let has_passed = facts.date < request.today();
    let mut rows = vec![
        change(Row::new("Date", date.clone()), own.move_date()),
        change(Row::new("Sign up by", format_day(facts.cutoff)), own.move_date()),
        change(Row::new("Places", facts.places), own.places()),
        Row::new("Places taken", facts.taken),
        Row::new("Status", status(listed, request.today())),
        Row::new("On the waiting list", format!("{} waiting, {} with an offer", listed.waiting, listed.offered)),
        change(Row::new("Held back", held(listed, &icbs)), own.hold()),
    ];
    rows.extend((has_passed && !on.has.is_empty()).then(|| Row::new("After the date", outcome(&on))));
    let ends = (!is_over).then(|| {
        view! {
            {status_form(listed)}
            <p><a class="nhsuk-link" href=own.cancel()>"Cancel this date"</a></p>
        }
    });
    let body = view! {
        <SummaryList rows />
        {ends}
    };
    let page = Page::captioned("EMIS date", date, body).wide(lists(&on, has_passed));
    Ok(page.under("/admin", "Admin").under(EMIS_DATES, TITLE))
}

/// "12 confirmed, 3 not yet, 1 where it did not work".
fn outcome(on: &SlotPractices) -> String {
    let count = |said: fn(Reported) -> bool| on.has.iter().filter(|one| said(one.said)).count();
    let confirmed = count(|said| matches!(said, Reported::Works(_)));
    let (open, failed) = (count(|said| said == Reported::Nothing), count(|said| said == Reported::DidNotWork));
    format!("{confirmed} confirmed, {open} not yet, {failed} where it did not work")
}

fn held(listed: &SlotSummary, icbs: &[(String, String)]) -> AnyView {
    if listed.holds.is_empty() {
        return "None".into_any();
    }
    let lines = listed.holds.iter().map(|hold| {
        let name = icbs.iter().find(|(code, _)| code == hold.icb.as_str()).map_or(hold.icb.as_str(), |(_, name)| name);
        view! { <li>{format!("{name}: {}, of which {} taken", hold.places, hold.taken)}</li> }
    });
    view! { <ul class="nhsuk-list">{lines.collect_view()}</ul> }.into_any()
}

fn status_form(listed: &SlotSummary) -> impl IntoView + use<> {
    let (word, next, words) = if listed.slot.facts.status == SlotStatus::Open {
        ("Close this date", SlotStatus::Closed, "A closed date takes no more bookings. Practices that have it keep it.")
    } else {
        ("Open this date", SlotStatus::Open, "An open date can be booked while places are left and its sign-up day has not passed.")
    };
    view! {
        <h2>{word}</h2>
        <p>{words}</p>
        <form method="post" novalidate>
            <input type="hidden" name="status" value=next.key() />
            <Button kind="secondary">{word}</Button>
        </form>
    }
}

/// Opens or closes it.
pub async fn post(request: Request) -> FormResult {
    let viewer = request.viewer()?;
    services::authorise(viewer, Action::ManageSlots, None)?;
    let status = SlotStatus::from_key(request.typed.get("status")).ok_or(PageError::BadRequest)?;
    let slot = set_status(&request.services, viewer, request.param("slot"), status).await?;
    Ok(succeed(EMIS_DATES, format!("{} is {}.", format_day(slot.facts.date), status.key())))
}
