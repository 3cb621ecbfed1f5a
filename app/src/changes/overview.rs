//! `/practices/{ods}/changes`: which system a practice has, what changed about it, and what follows.

use domain::exceptions::TEXT_MAX;
use domain::organisations::{OdsCode, Supplier};
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::changes::{ChangesView, ClaimDecision, Request as Claim};
use services::practices::Practice;

use super::view::{what_changed, what_follows};
use crate::web::address::practice;
use crate::web::components::{Button, Choice, DecisionButtons, Details, FormName, Radios, Row, SummaryList, Textarea, WithdrawForm};
use crate::web::format::by;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::page::Page;
use crate::web::request::Request;
use crate::web::told::told;

/// Its address.
pub const PATH: &str = "/practices/{ods}/changes";
/// The name of the form in which a practice says what it uses.
pub const CLAIM: &str = "claim";
/// The name of the form in which its ICB decides.
pub const DECIDE: &str = "decide";
/// The name of the form in which the practice takes that back.
pub const WITHDRAW: &str = "withdraw";

fn limit() -> u32 {
    u32::try_from(TEXT_MAX).unwrap_or_default()
}

/// What changed about a practice, what follows, and its system.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let view = services::changes::load(&request.services, viewer, &ods).await?;
    let name = view.practice.name.clone();
    let body = view! {
        <h2>"System"</h2>
        {system(&view.practice)}
        {waiting(&request, &view)}
        {claim_form(&request, &view)}
        {successor(&ods, &view.practice, view.may_decide)}
        <h2>"What has changed"</h2>
        {what_changed(&view.changes)}
        <h2>"What happens when"</h2>
        {what_follows()}
    };
    Ok(Page::captioned(format!("{name}, {ods}"), "Change of system, closing or merging", body).under_practice(&ods, name))
}

fn system(practice: &Practice) -> impl IntoView + use<> {
    let day = practice.supplier_dated.map(format_day);
    let source = match (practice.supplier_confirmed, day) {
        (true, Some(day)) => format!("Confirmed by the ICB on {day}; published files do not change it"),
        (true, None) => "Confirmed by the ICB; published files do not change it".to_owned(),
        (false, Some(day)) => format!("A published file of {day}"),
        (false, None) => "A published file".to_owned(),
    };
    let source = if practice.supplier == Supplier::Unknown { "No file names it".to_owned() } else { source };
    let rows = vec![Row::new("Clinical system", practice.supplier.name()), Row::new("How we know", source)];
    view! { <SummaryList rows /> }
}

fn supplier_name(claim: &Claim) -> String {
    Supplier::from_key(&claim.what).map_or_else(|| claim.what.clone(), |supplier| supplier.name().to_owned())
}

fn waiting(request: &Request, view: &ChangesView) -> Option<impl IntoView + use<>> {
    let claim = view.waiting.as_ref()?;
    let mut rows = vec![Row::new("The practice says", supplier_name(claim))];
    rows.extend(Row::if_any("How it knows", &claim.reason));
    rows.extend(Row::if_any("Evidence", &claim.evidence));
    rows.push(Row::new("Said", by(format_instant(claim.asked_at), &claim.asked_by)));
    let withdraw = view.may_claim.then(|| view! { <WithdrawForm name=WITHDRAW request=claim.id.clone() /> });
    let (form, id) = (request.form(DECIDE), claim.id.clone());
    let decide = view.may_decide.then(|| {
        view! {
            <form method="post" novalidate>
                <FormName name=DECIDE />
                <input type="hidden" name="request" value=id />
                <Textarea form=form name="note" label="What do you tell the practice?" hint="If you refuse, say why" rows=3 limit=limit() />
                <DecisionButtons yes=("agree", "Confirm the system") no=("refuse", "Refuse") />
            </form>
        }
    });
    Some(view! {
        <h3>"Waiting for the ICB"</h3>
        <SummaryList rows />
        {decide}
        {withdraw}
    })
}

fn claim_form(request: &Request, view: &ChangesView) -> Option<impl IntoView + use<>> {
    if !view.may_claim || view.waiting.is_some() {
        return None;
    }
    let form = request.form(CLAIM);
    let others = Supplier::ALL.into_iter().filter(|supplier| ![Supplier::Unknown, view.practice.supplier].contains(supplier));
    let choices = others.map(|supplier| Choice::new(supplier.key(), supplier.name())).collect();
    let open = form.failed();
    Some(view! {
        <Details summary="This is not our system" open=open>
            <p>"Say which system your practice uses. Your ICB confirms it; until then nothing changes."</p>
            <form method="post" novalidate>
                <FormName name=CLAIM />
                <Radios form=form.clone() name="supplier" legend="Which system does your practice use?" choices />
                <Textarea form=form.clone() name="reason" label="Since when, and how do you know?" rows=3 limit=limit() />
                <Textarea form=form name="evidence" label="What evidence do you have? (optional)" rows=2 limit=limit() />
                <Button>"Ask your ICB to confirm"</Button>
            </form>
        </Details>
    })
}

fn successor(ods: &OdsCode, closed: &Practice, may_decide: bool) -> Option<impl IntoView + use<>> {
    if closed.is_open {
        return None;
    }
    let (named, word) = match closed.successor.clone() {
        Some(code) => {
            let href = practice(&code).page();
            (view! { "Its patients are with "<a href=href>{code}</a>"." }.into_any(), "Change who took over")
        }
        None => ("It is not recorded which practice took over.".into_any(), "Record who took over"),
    };
    let href = practice(ods).successor();
    let name = may_decide.then(|| view! { <p><a class="nhsuk-link" href=href>{word}</a></p> });
    Some(view! {
        <h2>"Who took over"</h2>
        <p>{named}</p>
        {name}
    })
}

/// A practice says which system it uses.
pub async fn claim(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let typed = ["supplier", "reason", "evidence"].map(|name| request.typed.raw(name).unwrap_or_default());
    let people = services::changes::claim(&request.services, viewer, &ods, typed).await?;
    Ok(succeed(
        practice(&ods).changes(),
        format!(
            "We have asked your ICB to confirm your system. {} We will email you when it has decided.",
            told(&people, "your ICB sub-group")
        ),
    ))
}

/// The practice takes that back.
pub async fn withdraw(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    services::changes::withdraw(&request.services, viewer, &ods, request.typed.get("request")).await?;
    Ok(succeed(practice(&ods).changes(), "Your request is withdrawn. It no longer waits for your ICB."))
}

/// The ICB confirms it, or does not.
pub async fn decide(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let (id, note) = (request.typed.get("request"), request.typed.raw("note").unwrap_or_default());
    let (verdict, words) = match request.typed.get("verdict") {
        "agree" => (ClaimDecision::Agree, "The system of the practice is changed."),
        _ => (ClaimDecision::Refuse, "The system stays as it was."),
    };
    let people = services::changes::decide(&request.services, viewer, &ods, id, verdict, note).await?;
    Ok(succeed(practice(&ods).changes(), format!("{words} {}", told(&people, "the practice"))))
}
