//! `/practices/{ods}/confirmation/withdraw`: taking a mistaken confirmation back.

use domain::organisations::{OdsCode, Route};
use leptos::prelude::*;
use services::practice_access::ask_for_work;
use services::self_switch::{SelfSwitchView, load};

use super::TEXT_MAX;
use crate::web::address::practice;
use crate::web::components::{Button, Textarea};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/confirmation/withdraw";

const TITLE: &str = "Take the confirmation back";

/// Asks why, before a confirmation is taken back.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    ask_for_work(&request.services, viewer, &ods).await?;
    let view = load(&request.services, viewer, &ods).await?;
    let back = stands_on(&ods, &view);
    if !view.may_work || view.confirmation.is_none() {
        return Err(PageError::Redirect(back));
    }
    let form = request.only_form();
    let body = view! {
        <p>"You can take the confirmation back, for example to correct the day. Your practice then no longer counts as switched on."</p>
        <form method="post" novalidate>
            <Textarea form name="reason" label="What was wrong?" rows=2 limit=TEXT_MAX />
            <Button kind="warning">"Take the confirmation back"</Button>
        </form>
        <p><a class="nhsuk-link" href=back.clone()>"Keep the confirmation"</a></p>
    };
    Ok(Page::captioned(format!("{}, {ods}", view.practice.name), TITLE, body).back_to(back, "Back to what you confirmed"))
}

/// Takes it back.
pub async fn post(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let reason = request.typed.raw("reason").unwrap_or_default();
    services::confirmation::withdraw(&request.services, viewer, &ods, reason).await?;
    let view = load(&request.services, viewer, &ods).await?;
    Ok(succeed(stands_on(&ods, &view), "The confirmation is taken back."))
}

/// The page on which the practice confirms.
fn stands_on(ods: &OdsCode, view: &SelfSwitchView) -> String {
    match view.practice.supplier.route() {
        Route::Emis => practice(ods).slots(),
        Route::Tpp | Route::Other => practice(ods).self_switch(),
    }
}
