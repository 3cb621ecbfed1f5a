//! `/admin/accounts/invite`: an account for somebody new.

use domain::accounts::{Action, Role};
use domain::field::FieldError;
use leptos::prelude::*;
use services::accounts::{AddAccount, invite};

use super::fields::{fields, read};
use crate::web::address::{ACCOUNTS, account};
use crate::web::components::{Button, TextInput};
use crate::web::format::email_hint;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/admin/accounts/invite";

/// Asks whom to invite.
pub async fn get(request: Request) -> PageResult {
    services::authorise(request.viewer()?, Action::ManageAccounts, None)?;
    let form = request.only_form();
    let hint = email_hint(&request.services.access.invite_domains);
    let body = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <h1>"Invite somebody"</h1>
                <form method="post" novalidate>
                    <TextInput form=form.clone() name="email" label="Work email address" hint kind="email" />
                    {fields(form, "", Role::PracticeManager, "")}
                    <Button>"Send the invitation"</Button>
                </form>
            </div>
        </div>
    };
    Ok(Page::new("Invite somebody", body).under("/admin", "Admin").under(ACCOUNTS, "Accounts"))
}

/// Makes an account and tells the person how to begin.
pub async fn post(request: Request) -> FormResult {
    let viewer = request.viewer()?;
    services::authorise(viewer, Action::ManageAccounts, None)?;
    let (role, orgs) = read(&request.typed)?;
    let (email, name) = (request.typed.get("email").to_owned(), request.typed.get("name").to_owned());
    match invite(&request.services, viewer, AddAccount { email, name, role, orgs }).await {
        Ok(id) => Ok(succeed(account(&id).page(), "The account is made, and an invitation is on its way.")),
        // It is the address that somebody has already.
        Err(services::Error::Conflict(message)) => Err(FieldError::new("email", message).into()),
        Err(error) => Err(error.into()),
    }
}
