//! `/practices/{ods}/checklist/numbers/count`: a new figure.

use domain::field::DateInput;
use leptos::prelude::*;
use services::checklist::{add_figure, numbers};
use services::practice_access::ask_for_work;

use super::numbers_view::{figure_fields, step};
use crate::web::address::practice;
use crate::web::components::Button;
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/checklist/numbers/count";

/// Asks for a figure and its day.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    ask_for_work(&request.services, viewer, &ods).await?;
    let view = numbers(&request.services, viewer, &ods).await?;
    if !view.may_work {
        return Err(PageError::Redirect(practice(&ods).numbers()));
    }
    let form = request.only_form();
    let body = view! {
        <form method="post" novalidate>
            {figure_fields(&form, String::new(), DateInput::of(request.today()))}
            <Button>"Record the figure"</Button>
        </form>
    };
    Ok(step("Record a figure", &ods, &view.practice.name, body))
}

/// Records a figure.
pub async fn post(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let (patients, counted) = (request.typed.get("patients"), request.typed.date("counted"));
    add_figure(&request.services, viewer, &ods, patients, &counted).await?;
    Ok(succeed(practice(&ods).numbers(), "The figure is recorded."))
}
