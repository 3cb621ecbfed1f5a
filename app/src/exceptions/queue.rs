//! `/exceptions`: what waits for a decision of the ICB, and the exceptions that it has agreed.

use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::exceptions::{InForce, PendingDecision, WaitsFor, queue};

use crate::web::address::{EXCEPTIONS, practice};
use crate::web::components::{Cell, Colour, Column, InsetText, Table, Tag};
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = EXCEPTIONS;

/// What waits, with links to where it is decided, and the exceptions in force.
pub async fn get(request: Request) -> PageResult {
    let found = queue(&request.services, request.viewer()?).await?;
    let body = view! {
        <h1>"Exceptions and other decisions"</h1>
        <p>"Practices ask you for exceptions, say that they use another system, or that another supplier has switched them on. None of this counts until you agree."</p>
        {waiting(found.waiting)}
        {in_force(found.in_force)}
    };
    Ok(Page::new("Exceptions and other decisions", body))
}

fn waiting(waiting: Vec<PendingDecision>) -> AnyView {
    if waiting.is_empty() {
        return view! { <InsetText><p>"Nothing waits for a decision."</p></InsetText> }.into_any();
    }
    let columns = ["Practice", "What is asked", "Since"].map(Column::new).to_vec();
    let rows = waiting.into_iter().map(|one| {
        let page = practice(&one.practice);
        let (href, what) = match one.waits_for {
            WaitsFor::Exception(category) => (page.exception(), format!("Exception: {category}")),
            WaitsFor::Supplier(supplier) => (page.changes(), format!("Its system is {supplier}")),
            WaitsFor::SwitchOn => (page.self_switch(), "It is switched on".to_owned()),
        };
        vec![name(href, &one.practice, one.name), what.into_any(), format_instant(one.since).into_any()]
    });
    view! { <Table caption="Waiting for a decision" columns rows=rows.collect() /> }.into_any()
}

fn in_force(exceptions: Vec<InForce>) -> AnyView {
    if exceptions.is_empty() {
        return view! { <p>"No exception is in force."</p> }.into_any();
    }
    let caption = format!("Exceptions in force ({})", exceptions.len());
    let columns = ["Practice", "Exception", "Last day"].map(Column::new).to_vec();
    let rows = exceptions.into_iter().map(|one| {
        let agreed = one.exception.agreed;
        let near = one.is_review_near.then(|| view! { <br /><Tag colour=Colour::Yellow text="Look at it again" /> });
        let last = view! { <span>{format_day(agreed.review_on)}{near}</span> };
        let (href, code) = (practice(&one.practice.code).exception(), one.practice.code);
        vec![name(href, code.as_str(), one.practice.name), agreed.category.into_any(), last.into_any()]
    });
    view! { <Table caption columns rows=rows.collect() /> }.into_any()
}

/// Its name with a link to the page where it is decided, and its code.
fn name(href: String, code: &str, name: String) -> Cell {
    let code = code.to_owned();
    view! { <span><a href=href>{name}</a><span class="app-line">{code}</span></span> }.into_any()
}
