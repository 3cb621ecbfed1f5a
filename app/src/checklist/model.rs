//! `/practices/{ods}/checklist/numbers/model`: how patients get access.

use domain::accounts::changed_meanwhile;
use domain::checklist::Model;
use domain::field::{DateInput, FieldError};
use leptos::prelude::*;
use services::checklist::{ModelSet, NumbersView, TypedModel, numbers, set_model};
use services::practice_access::ask_for_work;

use super::numbers_view::{model_list, step};
use crate::web::address::practice;
use crate::web::components::{Button, Choice, DateField, Radios};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, clash, succeed};
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/checklist/numbers/model";

/// Asks for the model of access.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    ask_for_work(&request.services, viewer, &ods).await?;
    let view = numbers(&request.services, viewer, &ods).await?;
    if !view.assessed || !view.may_work {
        return Err(PageError::Redirect(practice(&ods).numbers()));
    }
    let body = form(&request, &view);
    Ok(step("Model of access", &ods, &view.practice.name, body))
}

fn form(request: &Request, view: &NumbersView) -> impl IntoView + use<> {
    let form = request.only_form();
    let choices = vec![
        Choice::new(Model::OptOut.key(), "Opt-out").hint("Patients get access unless they say no"),
        Choice::new(Model::OptIn.key(), "Opt-in").hint("Patients get access when they ask"),
    ];
    let chosen = view.model.as_ref();
    let revision = chosen.map_or(0, |chosen| chosen.revision).to_string();
    // What the form was filled with, kept while a mistake is put right; after a clash the person sees the other model above.
    let clashed = request.flash.conflict && form.error("model").is_some();
    let revision = if clashed { revision } else { form.value("revision", &revision) };
    let day = chosen.map_or_else(DateInput::default, |chosen| DateInput::of(chosen.decided_on));
    view! {
        {chosen.filter(|_| clashed).map(model_list)}
        <form method="post" novalidate>
            <input type="hidden" name="revision" value=revision />
            <Radios
                form=form.clone()
                name="model"
                legend="How do your patients get access?"
                choices
                value=chosen.map_or("", |chosen| chosen.model.key())
            />
            <DateField form name="decided" legend="When was this decided?" value=day />
            <Button>"Record the model"</Button>
        </form>
    }
}

/// Records the model of access.
pub async fn post(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let revision = request.typed.get("revision").parse().unwrap_or(0);
    let typed = TypedModel { model: request.typed.get("model").to_owned(), decided: request.typed.date("decided"), revision };
    match set_model(&request.services, viewer, &ods, &typed).await? {
        ModelSet::Done => Ok(succeed(practice(&ods).numbers(), "The model is recorded.")),
        ModelSet::Clashed { stands, oneself } => {
            let first = changed_meanwhile(oneself, &stands.recorded_by, "the model", stands.recorded_at, request.today());
            Ok(clash(vec![FieldError::new("model", format!("{first}. Compare the two, then save again"))]))
        }
    }
}
