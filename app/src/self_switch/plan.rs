//! The planned day, and `/practices/{ods}/self-switch/plan`.

use domain::accounts::changed_meanwhile;
use domain::field::{DateInput, FieldError};
use domain::organisations::{OdsCode, Route};
use domain::stage::after_deadline;
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::practice_access::ask_for_work;
use services::self_switch::{Planned, SelfSwitchView, TypedPlan, load, seen};

use crate::web::address::practice;
use crate::web::components::{Button, DateField, Row, SummaryList, TextInput};
use crate::web::errors::PageError;
use crate::web::format::{also, by};
use crate::web::outcome::{FormResult, PageResult, clash, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/self-switch/plan";

const TITLE: &str = "Plan the day";

/// When it is planned for, with a link to where that is changed.
pub(super) fn planned(request: &Request, ods: &OdsCode, view: &SelfSwitchView) -> Option<impl IntoView + use<>> {
    let (plan, may_plan) = (view.plan.as_ref(), view.may_plan);
    if plan.is_none() && !may_plan {
        return None;
    }
    let (day, word) = plan.map_or_else(|| ("Not planned".to_owned(), "Add"), |plan| (format_day(plan.planned_on), "Change"));
    let late = plan.and_then(|plan| after_deadline(plan.planned_on, request.services.programme.deadline));
    let row = Row::new("Planned day", view! { {day} {late.map(|late| view! { <span class="app-line">{late}</span> })} });
    let mut rows = vec![if may_plan { row.action(practice(ods).plan(), word) } else { row }];
    if let Some(plan) = plan {
        if !plan.contact.is_empty() {
            rows.push(Row::new("Arranged with", plan.contact.clone()));
        }
        rows.push(Row::new("Planned", by(format_instant(plan.made_at), &plan.made_by)));
    }
    Some(view! { <SummaryList rows /> })
}

/// Asks for the day.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    ask_for_work(&request.services, viewer, &ods).await?;
    let view = load(&request.services, viewer, &ods).await?;
    let back = practice(&ods).self_switch();
    if !view.may_plan {
        return Err(PageError::Redirect(back));
    }
    Ok(Page::captioned(format!("{}, {ods}", view.practice.name), TITLE, form(&request, &ods, &view)).back_to(back, "Back to switching on"))
}

fn form(request: &Request, ods: &OdsCode, view: &SelfSwitchView) -> impl IntoView + use<> {
    let (form, plan) = (request.only_form(), view.plan.as_ref());
    let value = plan.map(|plan| DateInput::of(plan.planned_on)).unwrap_or_default();
    let contact = plan.map(|plan| plan.contact.clone()).unwrap_or_default();
    // What the form was filled with, kept while a mistake is put right; after a clash the person sees the other plan above.
    let clashed = request.flash.conflict && form.error("planned_on").is_some();
    let seen = if clashed { seen(plan) } else { form.value("seen", &seen(plan)) };
    let stands = clashed.then(|| planned(request, ods, view));
    let contact = (view.practice.supplier.route() == Route::Other).then(|| {
        let form = form.clone();
        view! { <TextInput form name="contact" label="Who at the supplier have you arranged it with? (optional)" value=contact /> }
    });
    let drop = plan.is_some().then(|| view! { <Button kind="secondary" name="verdict" value="drop">"Take the plan away"</Button> });
    view! {
        {stands}
        <form method="post" novalidate>
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

/// Plans the day, or takes the plan away.
pub async fn post(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let drop = request.typed.get("verdict") == "drop";
    let day = match request.typed.date("planned_on").parse("planned_on", "The planned day") {
        _ if drop => None,
        Ok(day) => Some(day),
        Err(mistake) => {
            ask_for_work(&request.services, viewer, &ods).await?;
            return Err(mistake.into());
        }
    };
    let late = day.and_then(|day| after_deadline(day, request.services.programme.deadline));
    let words = if drop { "Nothing is planned any more." } else { "The day is planned. We remind you the day before." };
    let part = |name: &str| request.typed.get(name).to_owned();
    let typed = TypedPlan { day, contact: part("contact"), seen: part("seen") };
    match services::self_switch::plan(&request.services, viewer, &ods, &typed).await? {
        Planned::Done => Ok(succeed(practice(&ods).self_switch(), also(words, late))),
        Planned::Clashed { stands, oneself } => {
            let first = match stands {
                Some(stands) => changed_meanwhile(oneself, &stands.made_by, "the plan", stands.made_at, request.today()),
                None => "The plan was taken away while you were working on it".to_owned(),
            };
            Ok(clash(vec![FieldError::new("planned_on", format!("{first}. Check the latest version, then save again"))]))
        }
    }
}
