//! What an exception is, what is asked for, and what was decided before.

use chrono::NaiveDate;
use domain::exceptions::{TEXT_MAX, ends_before_deadline};
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::exceptions::{Exception, ExceptionView, NEEDLESS, Request as Asked, category};

use crate::web::components::{InsetText, Row};
use crate::web::format::by;

/// The most characters of a text, as the use case has it.
pub(super) fn limit() -> u32 {
    u32::try_from(TEXT_MAX).unwrap_or_default()
}

/// That there is none, where none is asked for either.
pub(super) fn no_exception(view: &ExceptionView) -> Option<impl IntoView + use<>> {
    let words = if view.switched_on {
        "This practice has no exception. It is switched on, so it does not need one."
    } else {
        "This practice has no exception."
    };
    view.waiting.is_none().then(|| view! { <InsetText><p>{words}</p></InsetText> })
}

/// What was agreed, and until when.
pub(super) fn what_stands(view: &ExceptionView, exception: &Exception, deadline: NaiveDate) -> Vec<Row> {
    let agreed = &exception.agreed;
    let mut rows = vec![Row::new("Exception", agreed.category.clone())];
    rows.extend(Row::if_any("Reason", &agreed.reason));
    rows.extend(view.agreed.as_ref().and_then(|request| Row::if_any("Evidence", &request.evidence)));
    rows.extend(view.agreed.as_ref().and_then(|request| Row::if_any("What the ICB said", &request.note)));
    rows.push(Row::new("Agreed", by(format_day(agreed.agreed_on), &exception.agreed_by)));
    let early = ends_before_deadline("This", agreed.review_on, deadline);
    let early = early.map(|words| view! { <span class="app-line">{words}</span> });
    rows.push(Row::new("Lasts up to and including", view! { {format_day(agreed.review_on)} {early} }));
    rows
}

/// What is asked for, why, and by whom.
pub(super) fn asked_for(asked: &Asked) -> Vec<Row> {
    let mut rows = vec![Row::new("Asked for", category(asked).to_owned())];
    rows.extend(Row::if_any("Reason", &asked.reason));
    rows.extend(Row::if_any("Evidence", &asked.evidence));
    rows.push(Row::new("Asked", by(format_instant(asked.asked_at), &asked.asked_by)));
    rows
}

/// What somebody must know before they agree: that there is nothing to agree to any more, and what agreeing ends.
pub(super) fn before_agreeing(view: &ExceptionView) -> impl IntoView + use<> {
    let needless = view.switched_on.then(|| view! { <InsetText><p>{NEEDLESS}</p></InsetText> });
    let dates: Vec<_> = view.waits_for.iter().copied().map(format_day).collect();
    let words = format!(
        "This practice waits for a place on {}. If you agree, it waits no longer, and a place that is kept for it goes to the next practice.",
        dates.join(" and ")
    );
    let leaves_lists = (!dates.is_empty()).then(|| view! { <InsetText><p>{words}</p></InsetText> });
    view! { {needless} {leaves_lists} }
}

/// What was decided before; what stands is not among it.
pub(super) fn decided_before(decided: &[Asked]) -> Option<impl IntoView + use<>> {
    let items: Vec<_> = decided
        .iter()
        .map(|asked| {
            let when = asked.decided_at.map(format_instant).unwrap_or_default();
            let when = by(when, asked.decided_by.as_deref().unwrap_or_default());
            let note = (!asked.note.is_empty()).then(|| format!(" What the ICB said: {}", asked.note));
            view! { <li>{format!("{}: {} on {when}.", category(asked), asked.state)}{note}</li> }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <h2>"Decided before"</h2>
            <ul class="nhsuk-list nhsuk-list--bullet">{items}</ul>
        }
    })
}
