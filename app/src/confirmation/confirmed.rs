//! What was confirmed.

use domain::organisations::OdsCode;
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::confirmation::Record;

use crate::web::address::practice;
use crate::web::components::{Row, SummaryList};
use crate::web::format::by;

/// What was confirmed, with a link to where it is taken back.
pub fn confirmed(ods: &OdsCode, record: &Record, may_work: bool) -> impl IntoView + use<> {
    let mut rows = vec![Row::new("Patients have access since", format_day(record.confirmed_on))];
    rows.extend(Row::if_any("What you saw", &record.evidence));
    rows.push(Row::new("Confirmed", by(format_instant(record.recorded_at), &record.recorded_by)));
    let withdraw =
        may_work.then(|| view! { <p><a class="nhsuk-link" href=practice(ods).withdraw_confirmation()>"This is a mistake"</a></p> });
    view! {
        <SummaryList rows />
        {withdraw}
    }
}
