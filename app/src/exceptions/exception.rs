//! `/practices/{ods}/exception`: a practice asks for an exception, its ICB decides, and looks at it again.

use chrono::NaiveDate;
use domain::exceptions::{Category, ends_before_deadline};
use domain::organisations::OdsCode;
use domain::time::format_day;
use leptos::prelude::*;
use services::exceptions::{Exception, ExceptionDecision, ExceptionView, Request as Asked};
use services::outbox::Recipients;
use services::practice_access::ask_for_decision;

use super::view::{asked_for, before_agreeing, decided_before, limit, no_exception, what_stands};
use crate::web::address::practice;
use crate::web::components::{Button, Choice, DateField, DecisionButtons, FormName, Radios, SummaryList, Textarea, WithdrawForm};
use crate::web::errors::PageError;
use crate::web::format::also;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::page::Page;
use crate::web::request::Request;
use crate::web::told::told;

/// Its address.
pub const PATH: &str = "/practices/{ods}/exception";
/// The name of the form that asks.
pub const ASK: &str = "ask";
/// The name of the form that takes a request back.
pub const WITHDRAW: &str = "withdraw";
/// The name of the form that decides.
pub const DECIDE: &str = "decide";
/// The name of the form that renews or ends.
pub const REVIEW: &str = "review";

/// What stands between a practice and its ICB.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let view = services::exceptions::load(&request.services, viewer, &ods).await?;
    let name = view.practice.name.clone();
    let body = view! {
        <p>"An exception is for a practice that cannot switch on by the deadline for a reason that its ICB accepts. It lasts until a review date. Reports count the practice separately, not as switched on."</p>
        {current(&request, &view)}
        {waiting(&request, &view)}
        {ask_form(&request, &view)}
        {decided_before(&view.decided)}
    };
    Ok(Page::captioned(format!("{name}, {ods}"), "Exception from the deadline", body).under_practice(&ods, name))
}

fn current(request: &Request, view: &ExceptionView) -> AnyView {
    let Some(exception) = &view.current else { return no_exception(view).into_any() };
    let rows = what_stands(view, exception, request.services.programme.deadline);
    let review = view.may_decide.then(|| review_form(request, exception));
    view! {
        <h2>"This practice has an exception"</h2>
        <SummaryList rows />
        <p>"It ends automatically after that day, unless the ICB sets a later date."</p>
        {review}
    }
    .into_any()
}

fn review_form(request: &Request, exception: &Exception) -> impl IntoView + use<> {
    let (form, id) = (request.form(REVIEW), exception.id.clone());
    view! {
        <h2>"Look at it again"</h2>
        <form method="post" novalidate>
            <FormName name=REVIEW />
            <input type="hidden" name="exception" value=id />
            <DateField form=form.clone() name="review_on" legend="Until when should it last now?" hint="Only to renew it. For example, 31 3 2024" />
            <Textarea form=form name="note" label="What do you tell the practice?" hint="If you end it, say why" rows=3 limit=limit() />
            <DecisionButtons yes=("renew", "Renew") no=("end", "End it today") />
        </form>
    }
}

fn waiting(request: &Request, view: &ExceptionView) -> Option<impl IntoView + use<>> {
    let asked = view.waiting.as_ref()?;
    let decide = view.may_decide.then(|| view! { {before_agreeing(view)} {decide_form(request, asked)} });
    let withdraw = view.may_ask.then(|| view! { <WithdrawForm name=WITHDRAW request=asked.id.clone() /> });
    Some(view! {
        <h2>"Waiting for the ICB"</h2>
        <SummaryList rows=asked_for(asked) />
        {decide}
        {withdraw}
    })
}

fn decide_form(request: &Request, asked: &Asked) -> impl IntoView + use<> {
    let (form, id) = (request.form(DECIDE), asked.id.clone());
    view! {
        <form method="post" novalidate>
            <FormName name=DECIDE />
            <input type="hidden" name="request" value=id />
            <DateField form=form.clone() name="review_on" legend="If you agree: until when?" hint="Look at it again by then. For example, 31 1 2024" />
            <Textarea form=form name="note" label="What do you tell the practice?" hint="If you refuse, say why" rows=3 limit=limit() />
            <DecisionButtons yes=("agree", "Agree") no=("refuse", "Refuse") />
        </form>
    }
}

fn ask_form(request: &Request, view: &ExceptionView) -> Option<impl IntoView + use<>> {
    if !view.may_ask || view.switched_on || view.waiting.is_some() || view.current.is_some() {
        return None;
    }
    let form = request.form(ASK);
    let choices = Category::ALL.into_iter().map(|category| Choice::new(category.key(), category.name())).collect();
    Some(view! {
        <h2>"Ask your ICB"</h2>
        <form method="post" novalidate>
            <FormName name=ASK />
            <Radios form=form.clone() name="category" legend="What kind of exception is it?" choices />
            <Textarea form=form.clone() name="reason" label="Why does your practice need it?" hint="Do not write anything about patients." rows=4 limit=limit() />
            <Textarea form=form name="evidence" label="What evidence do you have? (optional)" hint="For example, the date of the contract or of the assessment, and where it can be read" rows=3 limit=limit() />
            <Button>"Ask for an exception"</Button>
        </form>
    })
}

/// Asks the ICB for an exception.
pub async fn ask(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let typed = ["category", "reason", "evidence"].map(|name| request.typed.raw(name).unwrap_or_default());
    let people = services::exceptions::ask(&request.services, viewer, &ods, typed).await?;
    Ok(succeed(
        practice(&ods).exception(),
        format!("You have asked your ICB for an exception. {} We will email you when it has decided.", told(&people, "your ICB sub-group")),
    ))
}

/// Takes the request back that waits.
pub async fn withdraw(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    services::exceptions::withdraw(&request.services, viewer, &ods, request.typed.get("request")).await?;
    Ok(succeed(practice(&ods).exception(), "Your request is withdrawn. It no longer waits for your ICB."))
}

/// Agrees to an exception, or refuses it.
pub async fn decide(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let (id, note) = (request.typed.get("request"), request.typed.raw("note").unwrap_or_default());
    let agrees = request.typed.get("verdict") == "agree";
    let verdict = if agrees { ExceptionDecision::Agree(last_day(&request, &ods).await?) } else { ExceptionDecision::Refuse };
    let (waits, people) = services::exceptions::decide(&request.services, viewer, &ods, id, verdict, note).await?;
    Ok(succeed(practice(&ods).exception(), decided(&request, verdict, waits, &people)))
}

/// What was decided, and what follows; the practice waited for so many EMIS dates.
fn decided(request: &Request, verdict: ExceptionDecision, waits: usize, people: &Recipients) -> String {
    let told = told(people, "the practice");
    let ExceptionDecision::Agree(last) = verdict else { return format!("The exception is refused. {told}") };
    let lists = match waits {
        0 => None,
        1 => Some("It no longer waits for an EMIS date.".to_owned()),
        many => Some(format!("It no longer waits for {many} EMIS dates.")),
    };
    let words = also(&format!("The exception is agreed. {told}"), lists);
    also(&words, early(request, last))
}

/// Renews an exception that stands, or ends it.
pub async fn review(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let (id, note) = (request.typed.get("exception"), request.typed.raw("note").unwrap_or_default());
    let words = if request.typed.get("verdict") == "renew" {
        let day = last_day(&request, &ods).await?;
        let people = services::exceptions::renew(&request.services, viewer, &ods, id, day, note).await?;
        also(&format!("The exception has another review date. {}", told(&people, "the practice")), early(&request, day))
    } else {
        let people = services::exceptions::end(&request.services, viewer, &ods, id, note).await?;
        format!("The exception has ended. {}", told(&people, "the practice"))
    };
    Ok(succeed(practice(&ods).exception(), words))
}

/// The day typed by somebody who may decide: nobody else is told what is wrong with it.
async fn last_day(request: &Request, ods: &OdsCode) -> Result<NaiveDate, PageError> {
    ask_for_decision(&request.services, request.viewer()?, ods).await?;
    Ok(request.typed.date("review_on").parse("review_on", "The review date")?)
}

/// That an exception ends too soon, where it does.
fn early(request: &Request, last: NaiveDate) -> Option<String> {
    let deadline = request.services.programme.deadline;
    ends_before_deadline(&format!("Its last day, {},", format_day(last)), last, deadline)
}
