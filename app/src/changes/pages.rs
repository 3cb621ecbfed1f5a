//! `/practices/{ods}/changes`.

use domain::exceptions::TEXT_MAX;
use domain::organisations::Supplier;
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::changes::{ChangesView, Request as Claim};
use services::practices::Practice;

use super::actions::{ClaimSupplier, DecideSupplier, WithdrawClaim};
use super::view::{what_changed, what_follows};
use crate::legacy::path_of;
use crate::web::components::{Button, Choice, Details, Radios, Row, SummaryList, Textarea, Verdicts, WithdrawForm};
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;
use crate::web::words::by;

/// The name of the form in which a practice says what it uses.
pub(super) const CLAIM: &str = "claim";
/// The name of the form in which its ICB decides.
pub(super) const DECIDE: &str = "decide";
/// The name of the form in which the practice takes that back.
pub(super) const WITHDRAW: &str = "withdraw";

fn limit() -> u32 {
    u32::try_from(TEXT_MAX).unwrap_or_default()
}

/// What changed about a practice, what follows, and its system.
pub async fn changes(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let view = services::changes::load(&request.services, viewer, &ods).await?;
    let name = view.practice.name.clone();
    let body = view! {
        <h2>"System"</h2>
        {system(&view.practice)}
        {waiting(&request, ods.as_str(), &view)}
        {claim_form(&request, ods.as_str(), &view)}
        {successor(ods.as_str(), &view)}
        <h2>"What has changed"</h2>
        {what_changed(&view.changes)}
        <h2>"What happens when"</h2>
        {what_follows()}
    };
    Ok(Page::captioned(format!("{name}, {ods}"), "When a practice changes", body).under_practice(&ods, name))
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
    Supplier::from_word(&claim.what).map_or_else(|| claim.what.clone(), |supplier| supplier.name().to_owned())
}

fn waiting(request: &Request, ods: &str, view: &ChangesView) -> Option<impl IntoView + use<>> {
    let claim = view.waiting.as_ref()?;
    let mut rows = vec![Row::new("The practice says", supplier_name(claim))];
    rows.extend(Row::words("How it knows", &claim.reason));
    rows.extend(Row::words("Evidence", &claim.evidence));
    rows.push(Row::new("Said", by(format_instant(claim.asked_at), &claim.asked_by)));
    let withdraw = view.may_claim.then(|| view! { <WithdrawForm action={path_of::<WithdrawClaim>()} ods=ods request=claim.id.clone() /> });
    let (form, ods, id) = (request.form(DECIDE), ods.to_owned(), claim.id.clone());
    let decide = view.may_decide.then(|| {
        view! {
            <form method="post" action={path_of::<DecideSupplier>()} novalidate>
                <input type="hidden" name="ods" value=ods />
                <input type="hidden" name="request" value=id />
                <Textarea form=form name="note" label="What do you tell the practice?" hint="If you refuse, say why" rows=3 limit=limit() />
                <Verdicts yes=("agree", "Confirm the system") no=("refuse", "Refuse") />
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

fn claim_form(request: &Request, ods: &str, view: &ChangesView) -> Option<impl IntoView + use<>> {
    if !view.may_claim || view.waiting.is_some() {
        return None;
    }
    let (form, ods) = (request.form(CLAIM), ods.to_owned());
    let others = Supplier::ALL.into_iter().filter(|supplier| ![Supplier::Unknown, view.practice.supplier].contains(supplier));
    let choices = others.map(|supplier| Choice::new(supplier.word(), supplier.name())).collect();
    let open = form.failed();
    Some(view! {
        <Details summary="This is not our system" open=open>
            <p>"Say which system your practice uses. Your ICB confirms it; until then nothing changes."</p>
            <form method="post" action={path_of::<ClaimSupplier>()} novalidate>
                <input type="hidden" name="ods" value=ods />
                <Radios form=form.clone() name="supplier" legend="Which system does your practice use?" choices />
                <Textarea form=form.clone() name="reason" label="Since when, and how do you know?" rows=3 limit=limit() />
                <Textarea form=form name="evidence" label="What shows it? (optional)" rows=2 limit=limit() />
                <Button>"Ask your ICB to confirm"</Button>
            </form>
        </Details>
    })
}

fn successor(ods: &str, view: &ChangesView) -> Option<impl IntoView + use<>> {
    if view.practice.is_open {
        return None;
    }
    let (named, word) = match view.practice.successor.clone() {
        Some(code) => {
            let href = format!("/practices/{code}");
            (view! { "Its patients are with "<a href=href>{code}</a>"." }.into_any(), "Change who took over")
        }
        None => ("It is not recorded which practice took over.".into_any(), "Record who took over"),
    };
    let href = super::successor::address(ods);
    let name = view.may_decide.then(|| view! { <p><a class="nhsuk-link" href=href>{word}</a></p> });
    Some(view! {
        <h2>"Who took over"</h2>
        <p>{named}</p>
        {name}
    })
}
