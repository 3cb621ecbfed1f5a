//! When the session ends, said on every page before it does.

use axum::http::HeaderValue;
use axum::response::AppendHeaders;
use chrono::TimeDelta;
use domain::time::format_time;
use leptos::prelude::*;

use crate::web::fields::Fields;
use crate::web::request::Request;

/// Sessions of a demonstration outlast its clock: nothing need be said of their end.
const FAR: TimeDelta = TimeDelta::hours(24);

/// Seconds from now until the person is signed out, if nothing is done.
fn seconds_left(request: &Request) -> Option<i64> {
    let left = request.current_session()?.ends_at - request.services.clock.now();
    (left < FAR).then(|| left.num_seconds().max(0))
}

/// A line that says until when. With script it becomes a warning five minutes before, with a button to stay.
pub(super) fn notice(request: &Request) -> Option<impl IntoView + use<>> {
    let seconds = seconds_left(request)?;
    let until = format_time(request.current_session()?.ends_at);
    let words = format!("You will be signed out at {until} unless you open or send a page before then.");
    Some(view! {
        <section class="app-session" aria-label="Your session" data-session-seconds=seconds>
            <p class="app-session__words" role="status">{words}</p>
            <button class="nhsuk-button nhsuk-button--small app-session__stay" type="button" hidden>"Stay signed in"</button>
        </section>
    })
}

/// Leads a page that is only read to where it says that the session has ended. One with a form stays, so that nothing typed is lost.
pub(super) fn refresh(request: &Request, has_form: bool) -> AppendHeaders<Option<(&'static str, HeaderValue)>> {
    let header = seconds_left(request).filter(|_| !has_form).and_then(|seconds| {
        let next = Fields::from([("next", super::here(request))]).encode();
        HeaderValue::try_from(format!("{}; url=/signed-out?{next}", seconds + 1)).ok()
    });
    AppendHeaders(header.map(|value| ("refresh", value)))
}
