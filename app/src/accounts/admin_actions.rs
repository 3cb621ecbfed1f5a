//! What the forms of `/admin/accounts` do.

use domain::accounts::{Action, Role};
use domain::field::FieldError;
use domain::organisations::OdsCode;
use leptos::prelude::*;
use services::accounts::{AddAccount, Change, change, restore, suspend};

use super::admin::{FORM, INVITE, LIST, STATUS};
use crate::legacy::{Outcome, action, fail_back, mistakes, succeed};
use crate::web::errors::PageError;
use crate::web::request::Request;

/// Makes an account and tells the person how to begin.
#[server(prefix = "/api", endpoint = "admin/accounts/invite")]
pub async fn invite_account() -> Result<(), ServerFnError> {
    action(inviting).await
}

/// Changes name, role and organisations of an account.
#[server(prefix = "/api", endpoint = "admin/accounts/change")]
pub async fn change_account() -> Result<(), ServerFnError> {
    action(changing).await
}

/// Suspends an account.
#[server(prefix = "/api", endpoint = "admin/accounts/suspend")]
pub async fn suspend_account() -> Result<(), ServerFnError> {
    action(async |request: Request| {
        let id = request.typed.get("account");
        let done = suspend(&request.services, request.viewer()?, id).await;
        let page = page_of(id);
        done.map(|()| succeed(&page, "The account is suspended.")).or_else(|error| mistakes(&page, STATUS, error))
    })
    .await
}

/// Restores an account.
#[server(prefix = "/api", endpoint = "admin/accounts/restore")]
pub async fn restore_account() -> Result<(), ServerFnError> {
    action(async |request: Request| {
        let id = request.typed.get("account");
        restore(&request.services, request.viewer()?, id).await?;
        Ok(succeed(page_of(id), "The account can sign in again."))
    })
    .await
}

fn page_of(id: &str) -> String {
    let id: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    format!("{LIST}/{id}")
}

/// The role and the codes, or what is wrong with them.
fn typed(request: &Request) -> Result<(Role, Vec<OdsCode>), Vec<FieldError>> {
    let role = Role::from_word(request.typed.get("role")).ok_or_else(|| FieldError::new("role", "Choose a role"));
    let words = request.typed.get("org").split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|word| !word.is_empty());
    let codes: Result<Vec<OdsCode>, _> =
        words.map(|word| word.parse().map_err(|_| FieldError::new("org", format!("{word} is not an organisation's code")))).collect();
    match (role, codes) {
        (Ok(role), Ok(codes)) => Ok((role, codes)),
        (role, codes) => Err([role.err(), codes.err()].into_iter().flatten().collect()),
    }
}

async fn inviting(request: Request) -> Result<Outcome, PageError> {
    let viewer = request.viewer()?;
    services::authorise(viewer, Action::ManageAccounts, None)?;
    let (role, orgs) = match typed(&request) {
        Ok(typed) => typed,
        Err(errors) => return Ok(fail_back(INVITE, FORM, errors)),
    };
    let (email, name) = (request.typed.get("email").to_owned(), request.typed.get("name").to_owned());
    match services::accounts::invite(&request.services, viewer, AddAccount { email, name, role, orgs }).await {
        Ok(id) => Ok(succeed(page_of(&id), "The account is made, and an invitation is on its way.")),
        Err(services::Error::Conflict(message)) => Ok(fail_back(INVITE, FORM, vec![FieldError::new("email", message)])),
        Err(error) => mistakes(INVITE, FORM, error),
    }
}

async fn changing(request: Request) -> Result<Outcome, PageError> {
    let viewer = request.viewer()?;
    services::authorise(viewer, Action::ManageAccounts, None)?;
    let id = request.typed.get("account");
    let page = page_of(id);
    let (role, orgs) = match typed(&request) {
        Ok(typed) => typed,
        Err(errors) => return Ok(fail_back(page, FORM, errors)),
    };
    let revision = request.typed.get("revision").parse().map_err(|_| PageError::BadRequest)?;
    let wanted = Change { name: request.typed.get("name").to_owned(), role, orgs, revision };
    match change(&request.services, viewer, id, wanted).await {
        Ok(()) => Ok(succeed(page, "The changes are saved.")),
        Err(error) => mistakes(page, FORM, error),
    }
}
