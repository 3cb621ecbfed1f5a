//! Switching on with another supplier: the steps, and what the practice confirms and its ICB agrees to.

use domain::organisations::OdsCode;
use domain::time::format_day;
use leptos::prelude::*;
use services::confirmation::Record;
use services::self_switch::SelfSwitchView;

use super::plan::planned;
use super::view::other_steps;
use crate::confirmation::{TEXT_MAX, confirm_form, confirmed};
use crate::web::components::{DecisionButtons, FormName, Textarea};
use crate::web::request::Request;

/// The name of the form in which the ICB decides.
pub const DECIDE: &str = "decide";

/// The steps, and what the practice confirms and its ICB agrees to.
pub fn supplier(request: &Request, ods: &OdsCode, view: &SelfSwitchView) -> impl IntoView + use<> {
    let confirmation = match &view.confirmation {
        Some(record) => view! {
            {agreement(request, record, view.may_decide)}
            {confirmed(ods, record, view.may_work)}
        }
        .into_any(),
        None if view.may_work => {
            let hint = "Say what shows it, for example: the supplier's letter of 4 September, and two patients who see a note from today";
            confirm_form(request, (None, "For example, 31 10 2023".to_owned()), hint, None).into_any()
        }
        None => view! { <p>"The practice has not confirmed yet that patients have access."</p> }.into_any(),
    };
    let heading = match &view.confirmation {
        Some(record) if record.agreed.is_some() => "Switched on",
        Some(_) => "Waiting for the ICB",
        None => "Confirm that it worked",
    };
    view! {
        {other_steps(view.practice.supplier, ods, request.services.help.other_supplier_contact.as_deref())}
        {planned(request, ods, view)}
        <h2>{heading}</h2>
        {confirmation}
    }
}

/// Whether the ICB has agreed to the confirmation, and a form for it to decide.
fn agreement(request: &Request, record: &Record, may_decide: bool) -> AnyView {
    if let Some((who, day)) = &record.agreed {
        let who = if who.is_empty() { "The ICB agreed to this".to_owned() } else { format!("{who} agreed to this for the ICB") };
        return view! { <p>{format!("{who} on {}.", format_day(*day))}</p> }.into_any();
    }
    let form = request.form(DECIDE);
    let seen = record.recorded_at.timestamp_millis().to_string();
    let decide = may_decide.then(|| {
        view! {
            <form method="post" novalidate>
                <FormName name=DECIDE />
                <input type="hidden" name="seen" value=seen />
                <Textarea form name="reason" label="What is missing, if you do not agree?" hint="The practice is told." rows=2 limit=TEXT_MAX />
                <DecisionButtons yes=("agree", "Agree that it is switched on") no=("send-back", "Send it back") />
            </form>
        }
    });
    view! {
        <p>"The practice says that its patients have access. It counts as switched on once its ICB has agreed."</p>
        {decide}
    }
    .into_any()
}
