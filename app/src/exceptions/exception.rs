//! `/practices/{ods}/exception`.

use chrono::NaiveDate;
use domain::exceptions::ends_before_deadline;
use domain::exceptions::{Category, TEXT_MAX};
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::exceptions::{Exception, ExceptionView, NEEDLESS, Request as Asked, category};

use super::actions::{AskForException, DecideException, ReviewException, WithdrawException};
use crate::legacy::path_of;
use crate::web::components::{Button, Choice, DateField, InsetText, Radios, Row, SummaryList, Textarea, Verdicts, WithdrawForm};
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;
use crate::web::words::by;

/// The name of the form that asks.
pub(super) const ASK: &str = "ask";
/// The name of the form that decides.
pub(super) const DECIDE: &str = "decide";
/// The name of the form that takes a request back.
pub(super) const WITHDRAW: &str = "withdraw";
/// The name of the form that renews or ends.
pub(super) const REVIEW: &str = "review";

/// The most characters of a text, as the use case has it.
fn limit() -> u32 {
    u32::try_from(TEXT_MAX).unwrap_or_default()
}

/// What stands between a practice and its ICB.
pub async fn exception(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let view = services::exceptions::load(&request.services, viewer, &ods).await?;
    let name = view.practice.name.clone();
    let body = view! {
        <p>"An exception is for a practice that cannot switch on by the deadline for a reason that its ICB accepts. It has an end. Reports count the practice apart, never as switched on."</p>
        {standing(&request, ods.as_str(), &view)}
        {waiting(&request, ods.as_str(), &view)}
        {ask_form(&request, ods.as_str(), &view)}
        {decided(&view.decided)}
    };
    Ok(Page::captioned(format!("{name}, {ods}"), "Exception from the deadline", body).under_practice(&ods, name))
}

fn standing(request: &Request, ods: &str, view: &ExceptionView) -> impl IntoView + use<> {
    let Some(exception) = &view.standing else {
        let words = if view.switched_on {
            "This practice has no exception. It is switched on, so it does not need one."
        } else {
            "This practice has no exception."
        };
        return view.waiting.is_none().then(|| view! { <InsetText><p>{words}</p></InsetText> }).into_any();
    };
    let agreed = &exception.agreed;
    let mut rows = vec![Row::new("Exception", agreed.category.clone())];
    rows.extend(Row::words("Reason", &agreed.reason));
    rows.extend(view.agreed.as_ref().and_then(|request| Row::words("Evidence", &request.evidence)));
    rows.extend(view.agreed.as_ref().and_then(|request| Row::words("What the ICB said", &request.note)));
    rows.push(Row::new("Agreed", by(format_day(agreed.agreed_on), &exception.agreed_by)));
    let early = ends_before_deadline("This", agreed.review_on, request.services.programme.deadline);
    let early = early.map(|words| view! { <span class="app-line">{words}</span> });
    rows.push(Row::new("Lasts up to and including", view! { {format_day(agreed.review_on)} {early} }));
    let review = view.may_decide.then(|| review_form(request, ods, exception));
    view! {
        <h2>"This practice has an exception"</h2>
        <SummaryList rows />
        <p>"After that day it ends by itself, unless the ICB gives it another date before."</p>
        {review}
    }
    .into_any()
}

fn review_form(request: &Request, ods: &str, exception: &Exception) -> impl IntoView + use<> {
    let form = request.form(REVIEW);
    let (ods, id) = (ods.to_owned(), exception.id.clone());
    view! {
        <h2>"Look at it again"</h2>
        <form method="post" action={path_of::<ReviewException>()} novalidate>
            <input type="hidden" name="ods" value=ods />
            <input type="hidden" name="exception" value=id />
            <DateField form=form.clone() name="review_on" legend="Until when should it last now?" hint="Only to renew it. For example, 31 3 2024" />
            <Textarea form=form name="note" label="What do you tell the practice?" hint="If you end it, say why" rows=3 limit=limit() />
            <Verdicts yes=("renew", "Renew") no=("end", "End it today") />
        </form>
    }
}

fn waiting(request: &Request, ods: &str, view: &ExceptionView) -> Option<impl IntoView + use<>> {
    let asked = view.waiting.as_ref()?;
    let mut rows = vec![Row::new("Asked for", category(asked).to_owned())];
    rows.extend(Row::words("Reason", &asked.reason));
    rows.extend(Row::words("Evidence", &asked.evidence));
    rows.push(Row::new("Asked", by(format_instant(asked.asked_at), &asked.asked_by)));
    let decide = view.may_decide.then(|| view! { {needless(view)} {leaves_lists(&view.waits_for)} {decide_form(request, ods, asked)} });
    let withdraw =
        view.may_ask.then(|| view! { <WithdrawForm action={path_of::<WithdrawException>()} ods=ods request=asked.id.clone() /> });
    Some(view! {
        <h2>"Waiting for the ICB"</h2>
        <SummaryList rows />
        {decide}
        {withdraw}
    })
}

/// That there is nothing to agree to any more.
fn needless(view: &ExceptionView) -> Option<impl IntoView + use<>> {
    view.switched_on.then(|| view! { <InsetText><p>{NEEDLESS}</p></InsetText> })
}

/// What agreeing ends, said before.
fn leaves_lists(dates: &[NaiveDate]) -> Option<impl IntoView + use<>> {
    let dates: Vec<_> = dates.iter().copied().map(format_day).collect();
    let words = format!(
        "This practice waits for a place on {}. If you agree, it waits no longer, and a place that is kept for it goes to the next practice.",
        dates.join(" and ")
    );
    (!dates.is_empty()).then(|| view! { <InsetText><p>{words}</p></InsetText> })
}

fn decide_form(request: &Request, ods: &str, asked: &Asked) -> impl IntoView + use<> {
    let form = request.form(DECIDE);
    let (ods, id) = (ods.to_owned(), asked.id.clone());
    view! {
        <form method="post" action={path_of::<DecideException>()} novalidate>
            <input type="hidden" name="ods" value=ods />
            <input type="hidden" name="request" value=id />
            <DateField form=form.clone() name="review_on" legend="If you agree: until when?" hint="Look at it again by then. For example, 31 1 2024" />
            <Textarea form=form name="note" label="What do you tell the practice?" hint="If you refuse, say why" rows=3 limit=limit() />
            <Verdicts yes=("agree", "Agree") no=("refuse", "Refuse") />
        </form>
    }
}

fn ask_form(request: &Request, ods: &str, view: &ExceptionView) -> Option<impl IntoView + use<>> {
    if !view.may_ask || view.switched_on || view.waiting.is_some() || view.standing.is_some() {
        return None;
    }
    let (form, ods) = (request.form(ASK), ods.to_owned());
    let choices = Category::ALL.into_iter().map(|category| Choice::new(category.word(), category.name())).collect();
    Some(view! {
        <h2>"Ask your ICB"</h2>
        <form method="post" action={path_of::<AskForException>()} novalidate>
            <input type="hidden" name="ods" value=ods />
            <Radios form=form.clone() name="category" legend="What kind of exception is it?" choices />
            <Textarea form=form.clone() name="reason" label="Why does your practice need it?" hint="Do not write anything about patients." rows=4 limit=limit() />
            <Textarea form=form name="evidence" label="What shows it? (optional)" hint="For example, the date of the contract or of the assessment, and where it can be read" rows=3 limit=limit() />
            <Button>"Ask for an exception"</Button>
        </form>
    })
}

fn decided(decided: &[Asked]) -> Option<impl IntoView + use<>> {
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
