//! `/practices/{ods}/checklist/sign-off`: declaring the checklist complete, and reopening it.

use domain::checklist::{REASON_MAX, TypedSignOff};
use domain::organisations::OdsCode;
use domain::time::format_instant;
use leptos::prelude::*;
use services::checklist::SignOffView;

use super::view::whole_list;
use crate::practices::{address_of, next_sentence};
use crate::web::address::practice;
use crate::web::components::{Button, Checkboxes, Choice, Details, FormName, InsetText, Row, SummaryList, TextInput, Textarea};
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/checklist/sign-off";
/// The name of the form that signs.
pub const SIGN_OFF: &str = "sign-off";
/// The name of the form that takes a sign-off back.
pub const REOPEN: &str = "reopen";

/// The declaration: to sign, or as it was signed, with reopening.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let view = services::checklist::sign_off(&request.services, viewer, &ods).await?;
    let name = view.practice.name.clone();
    let body = if view.signed.is_some() { signed(&request, &view).into_any() } else { open(&request, &view, &ods) };
    let body = view! {
        {whole_list(&ods)}
        {body}
        {ended(&view)}
    };
    let page = Page::captioned(format!("{name}, {ods}"), "Sign off the checklist", body);
    Ok(page.under_practice(&ods, name))
}

fn declaration(view: &SignOffView) -> impl IntoView + use<> {
    let points = view.checklist.sign_off.declares.iter().map(|point| view! { <li>{point.clone()}</li> }).collect_view();
    view! {
        <p>"The person who signs declares that, as far as they know:"</p>
        <ul>{points}</ul>
    }
}

fn open(request: &Request, view: &SignOffView, ods: &OdsCode) -> AnyView {
    if !view.open.is_empty() {
        let items = view.open.iter().filter_map(|item| {
            let (section, _) = view.checklist.item(&item.code)?;
            Some(view! { <li><a href=practice(ods).checklist(&section.code)>{item.title.clone()}</a></li> })
        });
        return view! {
            <p>"You can sign off the checklist when every required item is complete. These are still open:"</p>
            <ul>{items.collect_view()}</ul>
            {declaration(view)}
        }
        .into_any();
    }
    if !view.may_work {
        let told = view! { <InsetText><p>"Every required item is complete. Only the practice itself signs off."</p></InsetText> };
        return view! { {told} {declaration(view)} }.into_any();
    }
    let form = request.form(SIGN_OFF);
    let name = request.viewer_if_any().map(|viewer| viewer.name.clone()).unwrap_or_default();
    let declare = vec![Choice::new("yes", "I declare this")];
    view! {
        {declaration(view)}
        <InsetText>
            <p>"After this the practice is ready to switch on. If a required item is opened again later, the checklist has to be signed off again."</p>
        </InsetText>
        <form method="post" novalidate>
            <FormName name=SIGN_OFF />
            <input type="hidden" name="version" value=view.checklist.version.to_string() />
            <TextInput form=form.clone() name="name" label="Full name of the person who declares this" value=name />
            <TextInput
                form=form.clone()
                name="deputy"
                label="Full name of the deputy (optional)"
                hint="Who answers for the checklist when that person is away"
            />
            <Checkboxes form name="declared" legend="Declaration" choices=declare />
            <Button>"Sign off the checklist"</Button>
        </form>
    }
    .into_any()
}

fn signed(request: &Request, view: &SignOffView) -> impl IntoView + use<> {
    let form = request.form(REOPEN);
    let rows = view.signed.as_ref().map(|signed| {
        // Who only reads figures is not told who it was.
        let people = [("Declared by", &signed.name), ("Deputy", &signed.deputy)].into_iter().filter(|(_, name)| !name.is_empty());
        let mut rows: Vec<_> = people.map(|(key, name)| Row::new(key, name.clone())).collect();
        rows.push(Row::new("When", format_instant(signed.at)));
        rows.push(Row::new("Version of the checklist", signed.version.to_string()));
        rows
    });
    let reopen = view.may_work.then(|| {
        let failed = form.failed();
        let limit = u32::try_from(REASON_MAX).unwrap_or(u32::MAX);
        view! {
            <Details summary="Reopen the checklist" open=failed>
                <p>"If the practice is ready to switch on, it goes back to “Checklist in progress”. A date that is booked stays booked."</p>
                <form method="post" novalidate>
                    <FormName name=REOPEN />
                    <Textarea form name="reason" label="Why is it reopened?" rows=3 limit />
                    <Button kind="warning">"Reopen the checklist"</Button>
                </form>
            </Details>
        }
    });
    view! {
        <p>"The checklist is signed off."</p>
        <SummaryList rows=rows.unwrap_or_default() />
        {declaration(view)}
        {reopen}
    }
}

fn ended(view: &SignOffView) -> Option<impl IntoView + use<>> {
    let lines = view.ended.iter().map(|row| {
        let ended = row.ended_at.map(format_instant).unwrap_or_default();
        let words = match &row.ended_by {
            Some(by) => format!("Signed by {} on {}. Ended on {ended}, {by}: {}", row.name, format_instant(row.signed_at), row.reason),
            None => format!("Signed on {}. Ended on {ended}.", format_instant(row.signed_at)),
        };
        view! { <li>{words}</li> }
    });
    let lines = lines.collect_view();
    (!view.ended.is_empty()).then(|| view! { <h2 class="nhsuk-heading-m">"Sign-offs that ended"</h2> <ul>{lines}</ul> })
}

/// Declares the checklist of a practice complete, and goes where the practice does what comes next.
pub async fn sign_off(request: Request) -> FormResult {
    let (services, viewer, ods) = (&request.services, request.viewer()?, request.code("ods")?);
    let version = request.typed.get("version").parse().unwrap_or(0);
    let part = |name: &str| request.typed.get(name).to_owned();
    let typed = TypedSignOff { name: part("name"), deputy: part("deputy"), declared: request.typed.get("declared") == "yes" };
    services::checklist::sign(services, viewer, &ods, version, &typed).await?;
    let overview = services::practices::overview(services, viewer, &ods).await?;
    let done = "The checklist is signed off.";
    Ok(match overview.next {
        Some(step) => succeed(address_of(step, &ods, overview.section), format!("{done} {}", next_sentence(&overview))),
        None => succeed(practice(&ods).page(), done),
    })
}

/// Takes a sign-off back.
pub async fn reopen(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let reason = request.typed.raw("reason").unwrap_or_default();
    services::checklist::reopen(&request.services, viewer, &ods, reason).await?;
    Ok(succeed(practice(&ods).page(), "The checklist is open again."))
}
