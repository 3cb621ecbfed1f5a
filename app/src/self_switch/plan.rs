//! The planned day.

use domain::field::DateInput;
use domain::organisations::{OdsCode, Route};
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::self_switch::{Plan, SelfSwitchView, seen};

use super::actions::PlanSelfSwitch;
use crate::actions::path_of;
use crate::components::{Button, DateField, Row, SummaryList, TextInput};
use crate::request::Request;
use crate::words::by;

/// The name of the form.
pub(super) const PLAN: &str = "plan";

/// When it is planned for, and a form to plan it; nothing to plan once the practice is switched on.
pub(super) fn planned(request: &Request, ods: &OdsCode, view: &SelfSwitchView) -> impl IntoView + use<> {
    let arranged = view.practice.supplier.route() == Route::Other;
    let known = view.plan.as_ref().map(|plan| facts(plan, arranged));
    let open = view.may_work && view.practice.is_open && view.stage != domain::stage::Stage::SwitchedOn;
    let form = open.then(|| form(request, ods, view.plan.as_ref(), arranged));
    (known.is_some() || form.is_some()).then(|| {
        view! {
            <h2>"Planned day"</h2>
            {known}
            {form}
        }
    })
}

fn facts(plan: &Plan, arranged: bool) -> impl IntoView + use<> {
    let mut rows = vec![Row::new("Planned for", format_day(plan.planned_on))];
    if arranged && !plan.contact.is_empty() {
        rows.push(Row::new("Arranged with", plan.contact.clone()));
    }
    rows.push(Row::new("Planned", by(format_instant(plan.updated_at), &plan.updated_by)));
    view! { <SummaryList rows /> }
}

fn form(request: &Request, ods: &OdsCode, plan: Option<&Plan>, arranged: bool) -> impl IntoView + use<> {
    let form = request.form(PLAN);
    let value = plan.map(|plan| DateInput::of(plan.planned_on)).unwrap_or_default();
    let contact = plan.map(|plan| plan.contact.clone()).unwrap_or_default();
    // What the form was filled with, kept while a mistake is put right; after a clash the person sees the other plan above.
    let clashed = request.flash.conflict && form.error("planned_on").is_some();
    let seen = if clashed { seen(plan) } else { form.value("seen", &seen(plan)) };
    let contact = arranged.then(|| {
        let form = form.clone();
        view! { <TextInput form name="contact" label="Who at the supplier have you arranged it with? (optional)" value=contact /> }
    });
    let drop = plan.is_some().then(|| view! { <Button kind="secondary" name="verdict" value="drop">"Take the plan away"</Button> });
    view! {
        <form method="post" action={path_of::<PlanSelfSwitch>()} novalidate>
            <input type="hidden" name="ods" value=ods.to_string() />
            <input type="hidden" name="seen" value=seen />
            <DateField
                form
                name="planned_on"
                legend="When do you plan to switch on?"
                hint="Your practice then counts as switching on, and we remind you the day before. For example, 25 9 2023"
                value
            />
            {contact}
            <div class="nhsuk-button-group">
                <Button name="verdict" value="plan">"Save the plan"</Button>
                " "
                {drop}
            </div>
        </form>
    }
}
