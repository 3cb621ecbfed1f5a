//! Keeping the list of who still misses what.

use domain::smartcards::Need;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::smartcards;

use super::staff::{ADD, CHANGE};
use crate::legacy::{action, mistakes, succeed};
use crate::web::request::Request;

fn missing(request: &Request) -> Vec<Need> {
    Need::ALL.into_iter().filter(|need| request.typed.all("missing").any(|word| word == need.word())).collect()
}

/// Adds a person.
#[server(prefix = "/api", endpoint = "smartcards/add")]
pub async fn add_holder() -> Result<(), ServerFnError> {
    action(async |request: Request| {
        let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
        let page = format!("/practices/{ods}/smartcards");
        match smartcards::add(&request.services, viewer, &ods, request.typed.get("name"), &missing(&request)).await {
            Ok(()) => Ok(succeed(page, format!("{} is in the list.", request.typed.get("name")))),
            Err(error) => mistakes(page, ADD, error),
        }
    })
    .await
}

/// Changes a person.
#[server(prefix = "/api", endpoint = "smartcards/change")]
pub async fn change_holder() -> Result<(), ServerFnError> {
    action(async |request: Request| {
        let (viewer, ods, id) = (request.viewer()?, request.typed_code("ods")?, request.typed.get("id"));
        let (list, revision) = (format!("/practices/{ods}/smartcards"), request.typed.get("revision").parse().unwrap_or_default());
        let name = request.typed.get("name");
        match smartcards::change(&request.services, viewer, &ods, (id, revision), name, &missing(&request)).await {
            Ok(()) => Ok(succeed(list, format!("{name} is saved."))),
            Err(error) => mistakes(format!("{list}/{id}"), CHANGE, error),
        }
    })
    .await
}

/// Takes a person out.
#[server(prefix = "/api", endpoint = "smartcards/remove")]
pub async fn remove_holder() -> Result<(), ServerFnError> {
    action(async |request: Request| {
        let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
        smartcards::remove(&request.services, viewer, &ods, request.typed.get("id")).await?;
        Ok(succeed(format!("/practices/{ods}/smartcards"), "The person is taken out of the list."))
    })
    .await
}
