//! What was decided on requests, below those that wait.

use domain::access_requests::State;
use domain::time::{format_day, london_day};
use leptos::prelude::*;
use services::access_requests::{Decision, Decisions};

use crate::web::address::ACCESS_REQUESTS;
use crate::web::components::{Cell, Colour, Column, Pagination, Table, Tag};
use crate::web::fields::Fields;
use crate::web::format::counted;

/// The decisions, the newest first, a page at a time.
pub(super) fn list(found: Decisions, query: &Fields) -> impl IntoView + use<> {
    let count = counted(found.total, "request was decided on", "requests were decided on");
    let table = (found.total > 0).then(|| {
        let columns = ["Request", "Decision", "Decided on", "By", "Reason"].map(Column::new).to_vec();
        let rows = found.lines.into_iter().map(cells).collect();
        view! { <Table caption="Decisions, the newest first" caption_hidden=true columns rows /> }
    });
    view! {
        <h2 id="decided">"Decided requests"</h2>
        <p>{count}"."</p>
        {table}
        <Pagination path=ACCESS_REQUESTS query=query.clone() page=found.page pages=found.pages />
    }
}

fn cells(Decision { record, at, by, reason }: Decision) -> Vec<Cell> {
    let for_what = format!("{}, {} ({})", record.role.name(), record.organisation.name, record.organisation.code);
    let (colour, word) = if record.state == State::Approved { (Colour::Green, "Approved") } else { (Colour::Red, "Refused") };
    let day = at.map_or_else(|| "Not known".to_owned(), |at| format_day(london_day(at)));
    let reason = if reason.is_empty() { "None".to_owned() } else { reason };
    vec![
        view! { <span>{record.name}<span class="app-line">{record.email}</span><span class="app-line">{for_what}</span></span> }.into_any(),
        view! { <Tag colour text=word /> }.into_any(),
        day.into_any(),
        by.into_any(),
        reason.into_any(),
    ]
}
