//! `/practices/{ods}/confirmation/withdraw`.

use domain::organisations::Route;
use leptos::prelude::*;
use services::places::ask_for_work;
use services::self_switch::load;

use super::actions::WithdrawConfirmation;
use super::confirm::{TEXT_MAX, hidden};
use crate::legacy::path_of;
use crate::web::components::{Button, Textarea};
use crate::web::errors::PageError;
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;

/// The name of the form.
pub(super) const WITHDRAW: &str = "withdraw";

const TITLE: &str = "Take the confirmation back";

/// Asks why, before a confirmation is taken back.
pub async fn withdraw(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    ask_for_work(&request.services, viewer, &ods).await?;
    let view = load(&request.services, viewer, &ods).await?;
    let page = if view.practice.supplier.route() == Route::Emis { "slots" } else { "self-switch" };
    let back = format!("/practices/{ods}/{page}");
    if !view.may_work || view.confirmation.is_none() {
        return Err(PageError::Redirect(back));
    }
    let form = request.form(WITHDRAW);
    let body = view! {
        <p>"You can take the confirmation back, for example to correct the day. Your practice then no longer counts as switched on."</p>
        <form method="post" action={path_of::<WithdrawConfirmation>()} novalidate>
            {hidden(ods.as_str(), page)}
            <Textarea form name="reason" label="What was wrong?" rows=2 limit=TEXT_MAX />
            <Button kind="warning">"Take the confirmation back"</Button>
        </form>
        <p><a class="nhsuk-link" href=back.clone()>"Keep the confirmation"</a></p>
    };
    Ok(Page::captioned(format!("{}, {ods}", view.practice.name), TITLE, body).back_to(back, "Back to what you confirmed"))
}
