//! `/practices/{ods}/checklist/numbers/model`.

use domain::accounts::changed_meanwhile;
use domain::checklist::Model;
use domain::field::{DateInput, FieldError};
use domain::organisations::OdsCode;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::checklist::{ModelSet, NumbersView, TypedModel, numbers};
use services::places::ask_for_work;

use super::numbers::{address, model_list, step};
use crate::legacy::{Outcome, action, clash_back, mistakes, path_of, succeed};
use crate::web::components::{Button, Choice, DateField, Radios};
use crate::web::errors::PageError;
use crate::web::page::PageResult;
use crate::web::request::Request;

/// The name of the form.
const MODEL: &str = "model";

/// Asks for the model of access.
pub async fn model(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    ask_for_work(&request.services, viewer, &ods).await?;
    let view = numbers(&request.services, viewer, &ods).await?;
    if !view.assessed || !view.may_work {
        return Err(PageError::Redirect(address(&ods)));
    }
    let body = form(&request, &view, &ods);
    Ok(step("Model of access", &ods, &view.practice.name, body))
}

fn form(request: &Request, view: &NumbersView, ods: &OdsCode) -> impl IntoView + use<> {
    let form = request.form(MODEL);
    let choices = vec![
        Choice::new(Model::OptOut.word(), "Opt-out").hint("Patients get access unless they say no"),
        Choice::new(Model::OptIn.word(), "Opt-in").hint("Patients get access when they ask"),
    ];
    let chosen = view.model.as_ref();
    let revision = chosen.map_or(0, |chosen| chosen.revision).to_string();
    // What the form was filled with, kept while a mistake is put right; after a clash the person sees the other model above.
    let clashed = request.flash.conflict && form.error("model").is_some();
    let revision = if clashed { revision } else { form.value("revision", &revision) };
    let day = chosen.map_or_else(DateInput::default, |chosen| DateInput::of(chosen.decided_on));
    view! {
        {chosen.filter(|_| clashed).map(model_list)}
        <form method="post" action={path_of::<SetModel>()} novalidate>
            <input type="hidden" name="ods" value=ods.to_string() />
            <input type="hidden" name="revision" value=revision />
            <Radios
                form=form.clone()
                name="model"
                legend="How do your patients get access?"
                choices
                value=chosen.map_or("", |chosen| chosen.model.word())
            />
            <DateField form name="decided" legend="When was this decided?" value=day />
            <Button>"Record the model"</Button>
        </form>
    }
}

/// Records the model of access.
#[server(prefix = "/api", endpoint = "checklist/model")]
pub async fn set_model() -> Result<(), ServerFnError> {
    action(setting).await
}

async fn setting(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let page = format!("{}/model", address(&ods));
    let revision = request.typed.get("revision").parse().unwrap_or(0);
    let typed = TypedModel { model: request.typed.get("model").to_owned(), decided: request.typed.date("decided"), revision };
    match services::checklist::set_model(&request.services, viewer, &ods, &typed).await {
        Ok(ModelSet::Done) => Ok(succeed(address(&ods), "The model is recorded.")),
        Ok(ModelSet::Clashed { stands, oneself }) => {
            let first = changed_meanwhile(oneself, &stands.recorded_by, "the model", stands.recorded_at, request.today());
            let words = format!("{first}. Compare the two, then save again");
            Ok(clash_back(page, MODEL, vec![FieldError::new("model", words)]))
        }
        Err(error) => mistakes(page, MODEL, error),
    }
}
