//! `/practices/{ods}/checklist/numbers/count/{figure}`: a figure, to correct it or remove it.

use domain::exceptions::TEXT_MAX;
use domain::field::DateInput;
use leptos::prelude::*;
use services::checklist::{Named, correct_figure, figure_seen, numbers, remove_figure};
use services::practice_access::ask_for_work;

use super::numbers_view::{count, figure_fields, figure_list, step};
use crate::web::address::practice;
use crate::web::components::{Button, Textarea};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/checklist/numbers/count/{figure}";

/// Shows a figure, to correct it or remove it.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    ask_for_work(&request.services, viewer, &ods).await?;
    let view = numbers(&request.services, viewer, &ods).await?;
    // Somebody may have removed it while this person worked on it: the numbers say what is left.
    let Some(figure) = view.figures.iter().find(|figure| view.may_work && figure.id == request.param("figure")) else {
        return Err(PageError::Redirect(practice(&ods).numbers()));
    };
    let form = request.only_form();
    // After a clash the person sees the other figure above.
    let now = figure_seen(figure.counted);
    let seen = if request.flash.conflict { now } else { form.value("seen", &now) };
    let limit = u32::try_from(TEXT_MAX).unwrap_or(u32::MAX);
    let body = view! {
        {figure_list(figure)}
        <form method="post" novalidate>
            <input type="hidden" name="seen" value=seen />
            {figure_fields(&form, count(figure.counted.patients), DateInput::of(figure.counted.on))}
            <Textarea form=form name="reason" label="Why do you correct or remove it?" rows=2 limit />
            <div class="nhsuk-button-group">
                <Button name="verdict" value="correct">"Save the correction"</Button>
                " "
                <Button kind="warning" name="verdict" value="remove">"Remove this figure"</Button>
            </div>
        </form>
    };
    Ok(step("Correct or remove a figure", &ods, &view.practice.name, body))
}

/// Corrects a figure, or removes it.
pub async fn post(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let (services, typed) = (&request.services, &request.typed);
    let named = Named { id: request.param("figure"), seen: typed.get("seen"), reason: typed.raw("reason").unwrap_or_default() };
    let done = if typed.get("verdict") == "remove" {
        remove_figure(services, viewer, &ods, named).await?;
        "The figure is removed."
    } else {
        let figure = (typed.get("patients"), &typed.date("counted"));
        correct_figure(services, viewer, &ods, named, figure).await?;
        "The figure is corrected."
    };
    Ok(succeed(practice(&ods).numbers(), done))
}
