//! `/practices/{ods}/checklist/numbers/count`, and `…/count/{figure}` to correct or remove a figure.

use domain::exceptions::TEXT_MAX;
use domain::field::DateInput;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::checklist::{Named, add_figure, correct_figure, figure_seen, numbers, remove_figure};
use services::places::ask_for_work;

use super::numbers::{address, count, figure_list, step};
use crate::legacy::{Outcome, action, mistakes, path_of, succeed};
use crate::web::components::{Button, DateField, TextInput, Textarea};
use crate::web::errors::PageError;
use crate::web::form::Form;
use crate::web::page::PageResult;
use crate::web::request::Request;

/// The name of the form that records a figure.
const COUNT: &str = "count";
/// The name of the form that corrects or removes one.
const CORRECT: &str = "correct";

fn fields(form: &Form, patients: String, counted: DateInput) -> impl IntoView + use<> {
    view! {
        <TextInput
            form=form.clone()
            name="patients"
            label="How many patients have the code 104?"
            value=patients
            width=5
            inputmode="numeric"
        />
        <DateField form=form.clone() name="counted" legend="On which day did you count?" value=counted />
    }
}

/// Asks for a figure and its day.
pub async fn add(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    ask_for_work(&request.services, viewer, &ods).await?;
    let view = numbers(&request.services, viewer, &ods).await?;
    if !view.may_work {
        return Err(PageError::Redirect(address(&ods)));
    }
    let form = request.form(COUNT);
    let body = view! {
        <form method="post" action={path_of::<AddCount>()} novalidate>
            <input type="hidden" name="ods" value=ods.to_string() />
            {fields(&form, String::new(), DateInput::of(request.today()))}
            <Button>"Record the figure"</Button>
        </form>
    };
    Ok(step("Record a figure", &ods, &view.practice.name, body))
}

/// Records a figure.
#[server(prefix = "/api", endpoint = "checklist/count")]
pub async fn add_count() -> Result<(), ServerFnError> {
    action(async |request| {
        let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
        let (patients, counted) = (request.typed.get("patients"), request.typed.date("counted"));
        let done = add_figure(&request.services, viewer, &ods, patients, &counted).await;
        let page = format!("{}/count", address(&ods));
        done.map(|()| succeed(address(&ods), "The figure is recorded.")).or_else(|error| mistakes(page, COUNT, error))
    })
    .await
}

/// Shows a figure, to correct it or remove it.
pub async fn correct(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    ask_for_work(&request.services, viewer, &ods).await?;
    let view = numbers(&request.services, viewer, &ods).await?;
    // Somebody may have removed it while this person worked on it: the numbers say what is left.
    let Some(figure) = view.figures.iter().find(|figure| view.may_work && figure.id == request.param("figure")) else {
        return Err(PageError::Redirect(address(&ods)));
    };
    let form = request.form(CORRECT);
    // After a clash the person sees the other figure above.
    let now = figure_seen(figure.counted);
    let seen = if request.flash.conflict { now } else { form.value("seen", &now) };
    let limit = u32::try_from(TEXT_MAX).unwrap_or(u32::MAX);
    let body = view! {
        {figure_list(figure)}
        <form method="post" action={path_of::<CorrectCount>()} novalidate>
            <input type="hidden" name="ods" value=ods.to_string() />
            <input type="hidden" name="figure" value=figure.id.clone() />
            <input type="hidden" name="seen" value=seen />
            {fields(&form, count(figure.counted.patients), DateInput::of(figure.counted.on))}
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
#[server(prefix = "/api", endpoint = "checklist/count-correct")]
pub async fn correct_count() -> Result<(), ServerFnError> {
    action(correcting).await
}

async fn correcting(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let (services, typed) = (&request.services, &request.typed);
    let named = Named { id: typed.get("figure"), seen: typed.get("seen"), reason: typed.raw("reason").unwrap_or_default() };
    let (done, words) = if typed.get("verdict") == "remove" {
        (remove_figure(services, viewer, &ods, named).await, "The figure is removed.")
    } else {
        let figure = (typed.get("patients"), &typed.date("counted"));
        (correct_figure(services, viewer, &ods, named, figure).await, "The figure is corrected.")
    };
    let id: String = named.id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let page = format!("{}/count/{id}", address(&ods));
    done.map(|()| succeed(address(&ods), words)).or_else(|error| mistakes(page, CORRECT, error))
}
