//! `/exceptions`: what waits for a decision of the ICB.

use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::exceptions::{Exception, Waiting, WaitsFor, queue};

use crate::components::{Column, InsetText, Table};
use crate::page::{Page, PageResult};
use crate::request::Request;

/// The address of the page.
pub const QUEUE: &str = "/exceptions";

/// What waits, with links to where it is decided, and the reviews that are near.
pub async fn exceptions(request: Request) -> PageResult {
    let found = queue(&request.services, request.viewer()?).await?;
    let body = view! {
        <h1>"Exceptions and other decisions"</h1>
        <p>"Practices ask you for exceptions, say that they use another system, or that another supplier has switched them on. None of this counts until you agree."</p>
        {waiting(found.waiting)}
        {reviews(found.reviews)}
    };
    Ok(Page::new("Exceptions and other decisions", body))
}

fn waiting(waiting: Vec<Waiting>) -> AnyView {
    if waiting.is_empty() {
        return view! { <InsetText><p>"Nothing waits for a decision."</p></InsetText> }.into_any();
    }
    let columns = ["Practice", "What is asked", "Since"].map(Column::new).to_vec();
    let rows = waiting.into_iter().map(|one| {
        let (page, what) = match one.waits_for {
            WaitsFor::Exception(category) => ("exception", format!("Exception: {category}")),
            WaitsFor::Supplier(supplier) => ("changes", format!("Its system is {supplier}")),
            WaitsFor::SwitchOn => ("self-switch", "It is switched on".to_owned()),
        };
        let href = format!("/practices/{}/{page}", one.practice);
        let name = view! { <span><a href=href>{one.name}</a><span class="app-line">{one.practice}</span></span> };
        vec![name.into_any(), what.into_any(), format_instant(one.since).into_any()]
    });
    view! { <Table caption="Waiting for a decision" columns rows=rows.collect() /> }.into_any()
}

fn reviews(reviews: Vec<Exception>) -> Option<AnyView> {
    if reviews.is_empty() {
        return None;
    }
    let columns = ["Practice", "Exception", "Lasts until"].map(Column::new).to_vec();
    let rows = reviews.into_iter().map(|one| {
        let href = format!("/practices/{}/exception", one.practice);
        let link = view! { <a href=href>{one.practice.to_string()}</a> };
        vec![link.into_any(), one.agreed.category.into_any(), format_day(one.agreed.review_on).into_any()]
    });
    Some(view! { <Table caption="To look at again soon" columns rows=rows.collect() /> }.into_any())
}
