//! The forms, and what was confirmed.

use chrono::NaiveDate;
use domain::field::DateInput;
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::confirmation::Record;

use super::actions::{ConfirmSwitchOn, DecideConfirmation};
use crate::legacy::path_of;
use crate::web::components::{Button, DateField, Row, SummaryList, Textarea, Verdicts};
use crate::web::request::Request;
use crate::web::words::by;

/// The name of the form that confirms.
pub(super) const CONFIRM: &str = "confirm";

/// What the second button of that form sends: it has not worked.
pub(super) const NOT_YET: &str = "not-yet";

/// The name of the form in which the ICB decides.
pub(super) const DECIDE: &str = "agree";

/// The most characters of either text, as the use case has it.
pub(crate) const TEXT_MAX: u32 = 2000;

pub(super) fn hidden(ods: &str, page: &'static str) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="ods" value=ods.to_owned() />
        <input type="hidden" name="page" value=page />
    }
}

/// Asks for the day and for what was seen. `page` is `slots` or `self-switch`: where the form stands. `day` stands in the boxes: the date
/// that was booked, where one was, since EMIS switches on then. Who `may_say_no` has a second button, which takes what was typed along.
pub fn confirm_form(
    request: &Request,
    ods: &str,
    page: &'static str,
    (day, day_hint): (Option<NaiveDate>, String),
    evidence_hint: &'static str,
    may_say_no: bool,
) -> impl IntoView + use<> {
    let form = request.form(CONFIRM);
    let no = may_say_no.then(|| view! { <Button kind="secondary" name="verdict" value=NOT_YET>"Patients do not have access"</Button> });
    let day = day.map(DateInput::of).unwrap_or_default();
    view! {
        <form method="post" action={path_of::<ConfirmSwitchOn>()} novalidate>
            {hidden(ods, page)}
            <DateField form=form.clone() name="day" legend="Since when do patients have access?" hint=day_hint value=day />
            <Textarea form=form name="evidence" label="What did you see?" hint=evidence_hint rows=4 limit=TEXT_MAX />
            <div class="nhsuk-button-group">
                <Button>"Confirm that patients have access"</Button>
                " "
                {no}
            </div>
        </form>
    }
}

/// What was typed as seen before its writer chose to say that it has not worked.
pub fn seen(request: &Request) -> String {
    request.form(CONFIRM).value("evidence", "")
}

/// Whether the ICB has agreed to a confirmation, and a form for it to decide.
pub fn agreement(request: &Request, ods: &str, record: &Record, may_decide: bool) -> impl IntoView + use<> {
    if let Some((who, day)) = &record.agreed {
        let who = if who.is_empty() { "The ICB agreed to this".to_owned() } else { format!("{who} agreed to this for the ICB") };
        return view! { <p>{format!("{who} on {}.", format_day(*day))}</p> }.into_any();
    }
    let form = request.form(DECIDE);
    let seen = record.recorded_at.timestamp_millis().to_string();
    let (hidden, decide) = (hidden(ods, "self-switch"), may_decide);
    let decide = decide.then(|| {
        view! {
            <form method="post" action={path_of::<DecideConfirmation>()} novalidate>
                {hidden}
                <input type="hidden" name="seen" value=seen />
                <Textarea form=form name="reason" label="What is missing, if you do not agree?" hint="The practice is told." rows=2 limit=TEXT_MAX />
                <Verdicts yes=("agree", "Agree that it is switched on") no=("send-back", "Send it back") />
            </form>
        }
    });
    view! {
        <p>"The practice says that its patients have access. It counts as switched on once its ICB has agreed."</p>
        {decide}
    }
    .into_any()
}

/// What was confirmed, with a link to where it is taken back.
pub fn confirmed(ods: &str, record: &Record, may_work: bool) -> impl IntoView + use<> {
    let mut rows = vec![Row::new("Patients have access since", format_day(record.confirmed_on))];
    rows.extend(Row::words("What you saw", &record.evidence));
    rows.push(Row::new("Confirmed", by(format_instant(record.recorded_at), &record.recorded_by)));
    let href = format!("/practices/{ods}/confirmation/withdraw");
    let withdraw = may_work.then(|| view! { <p><a class="nhsuk-link" href=href>"This is a mistake"</a></p> });
    view! {
        <SummaryList rows />
        {withdraw}
    }
}
