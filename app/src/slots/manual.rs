//! `/practices/{ods}/slots/manual`: what a practice does by hand that has missed all dates.

use domain::field::FieldError;
use domain::slots::{ManualProgress, ManualStepKind};
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::slots::{ManualStep, ManualView};

use crate::web::address::practice;
use crate::web::components::{Button, Column, DateField, InsetText, Table, TextInput};
use crate::web::errors::PageError;
use crate::web::format::by;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/slots/manual";

const TITLE: &str = "Give access by hand";

/// The small checklist of the manual way.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let view = services::slots::manual(&request.services, viewer, &ods).await?;
    let slots = practice(&ods).slots();
    let rest = if view.is_open {
        open(&request, &view).into_any()
    } else {
        view! {
            <InsetText><p>"This is for practices that have missed every EMIS date. You do not need it now."</p></InsetText>
            <p><a class="nhsuk-link" href=slots.clone()>"See the dates"</a></p>
        }
        .into_any()
    };
    let page = Page::captioned(format!("{}, {ods}", view.name), TITLE, rest).wide(done(&view.steps));
    Ok(page.under_practice(&ods, view.name).under(slots, "EMIS date"))
}

fn open(request: &Request, view: &ManualView) -> impl IntoView + use<> {
    let words = match view.progress {
        ManualProgress::ExistingFirst => "Begin with patients who have an online account already.".to_owned(),
        ManualProgress::ReviewBy(day) => format!("Review new accounts by {}.", format_day(day)),
        ManualProgress::ReviewLate(day) => format!("Your review of new accounts was due on {}. Do it now.", format_day(day)),
    };
    let kind = if view.progress == ManualProgress::ExistingFirst { ManualStepKind::Existing } else { ManualStepKind::Review };
    let form = view.may_work.then(|| step_form(request, kind));
    view! {
        <p>"No EMIS date is left for this practice. EMIS can be told to give access patient by patient, in this order:"</p>
        <ol>
            <li>"Existing accounts first: review each patient who has an account, add a code where they may be at risk, and give the others access."</li>
            <li>"Then every week: the same for accounts that are new since. This goes on until EMIS switches the practice on."</li>
        </ol>
        <InsetText><p>{words}</p></InsetText>
        {form}
    }
}

fn step_form(request: &Request, kind: ManualStepKind) -> impl IntoView + use<> {
    let form = request.only_form();
    let (heading, count, word) = match kind {
        ManualStepKind::Existing => ("Existing accounts", "How many patients have access now?", "Save: existing accounts are done"),
        ManualStepKind::Review => ("Weekly review", "How many new accounts did you look at?", "Save this review"),
    };
    view! {
        <h2>{heading}</h2>
        <form method="post" novalidate>
            <input type="hidden" name="step" value=kind.key() />
            <DateField form=form.clone() name="day" legend="On which day was it done?" />
            <TextInput form name="accounts" label=count width=5 inputmode="numeric" />
            <Button>{word}</Button>
        </form>
    }
}

fn done(steps: &[ManualStep]) -> AnyView {
    if steps.is_empty() {
        return ().into_any();
    }
    let columns = vec![Column::new("Day"), Column::new("What"), Column::number("Accounts"), Column::new("Recorded")];
    let row = |step: &ManualStep| {
        let what = if step.step == ManualStepKind::Existing.key() { "Existing accounts" } else { "Weekly review" };
        let recorded = by(format_instant(step.recorded_at), &step.recorded_by);
        vec![format_day(step.done_on).into_any(), what.into_any(), step.accounts.into_any(), recorded.into_any()]
    };
    let rows = steps.iter().map(row).collect();
    view! { <h2>"Done so far"</h2> <Table caption="Done so far" caption_hidden=true columns rows /> }.into_any()
}

/// Records the step that the person saw, for the practice may be further by now.
pub async fn post(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    services::practice_access::ask_for_work(&request.services, viewer, &ods).await?;
    let kind = ManualStepKind::from_key(request.typed.get("step")).ok_or(PageError::BadRequest)?;
    let day = request.typed.date("day").parse("day", "The day it was done");
    let words = "The number of accounts must be a whole number, like 120";
    let accounts = request.typed.get("accounts").parse::<i32>().map_err(|_| FieldError::new("accounts", words));
    let (day, accounts) = match (day, accounts) {
        (Ok(day), Ok(accounts)) => (day, accounts),
        (day, accounts) => return Err(PageError::Invalid([day.err(), accounts.err()].into_iter().flatten().collect())),
    };
    services::slots::record_manual(&request.services, viewer, &ods, kind, day, accounts).await?;
    Ok(succeed(practice(&ods).manual(), "Saved. The page says what comes next."))
}
