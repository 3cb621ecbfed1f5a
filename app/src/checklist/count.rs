//! `/practices/{ods}/checklist/numbers/count`.

use domain::field::DateInput;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::checklist::{add_figure, numbers};
use services::places::ask_for_work;

use super::numbers::{address, step};
use crate::actions::{action, mistakes, path_of, succeed};
use crate::components::{Button, DateField, TextInput};
use crate::page::PageResult;
use crate::request::Request;

/// The name of the form.
const COUNT: &str = "count";

/// Asks for a figure and its day.
pub async fn count(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    ask_for_work(&request.services, viewer, &ods).await?;
    let practice = numbers(&request.services, viewer, &ods).await?.practice.name;
    let form = request.form(COUNT);
    let body = view! {
        <form method="post" action={path_of::<AddCount>()} novalidate>
            <input type="hidden" name="ods" value=ods.to_string() />
            <TextInput form=form.clone() name="patients" label="How many patients have the code 104?" width=5 inputmode="numeric" />
            <DateField form name="counted" legend="On which day did you count?" value=DateInput::of(request.today()) />
            <Button>"Record the figure"</Button>
        </form>
    };
    Ok(step("Record a figure", &ods, &practice, body))
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
