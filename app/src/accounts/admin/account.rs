//! `/admin/accounts/{account}`: one account, and changing it.

use domain::accounts::{Action, Role};
use domain::time::format_instant;
use leptos::prelude::*;
use services::accounts::{Change, Shown, change, is_active, show};

use super::fields::{fields, read};
use super::view::{status_words, tag};
use crate::accounts::scope::scope_table;
use crate::web::address::{ACCOUNTS, account};
use crate::web::components::{Button, Row, SummaryList};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/admin/accounts/{account}";

/// One account, to change, suspend or restore.
pub async fn get(request: Request) -> PageResult {
    let shown = show(&request.services, request.viewer()?, request.param("account")).await?;
    let found = shown.line.account.clone();
    let orgs = shown.scope.iter().map(|line| line.code.clone()).filter(|_| shown.line.role != Role::Admin).collect::<Vec<_>>().join(" ");
    let (name, id) = (found.name.clone(), found.id.clone());
    let body = view! {
        <h1><span class="nhsuk-caption-l">"Account"</span>{name.clone()}</h1>
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds"><SummaryList rows=facts(&shown) /></div>
        </div>
        <h2>"What the account sees"</h2>
        {scope_table(&shown.scope)}
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <h2>"Change the account"</h2>
                <form method="post" novalidate>
                    <input type="hidden" name="revision" value=found.revision.to_string() />
                    {fields(request.only_form(), &name, shown.line.role, &orgs)}
                    <Button>"Save the changes"</Button>
                </form>
                {(request.viewer()?.account_id != id).then(|| status_link(&id, is_active(&found.status)))}
            </div>
        </div>
    };
    Ok(Page::new(name, body).under("/admin", "Admin").under(ACCOUNTS, "Accounts"))
}

fn facts(shown: &Shown) -> Vec<Row> {
    let account = &shown.line.account;
    let agreement = shown.agreement.map_or_else(
        || "Not accepted yet".to_owned(),
        |accepted| format!("Version {}, accepted on {}", accepted.version, format_instant(accepted.at)),
    );
    vec![
        Row::new("Email address", account.email.clone()),
        Row::new("Role", shown.line.role.name()),
        Row::new("Status", tag(&account.status)),
        Row::new("Last sign-in", account.last_sign_in_at.map_or_else(|| "Never".to_owned(), format_instant)),
        Row::new("Made", format_instant(account.created_at)),
        Row::new("Agreement", agreement),
    ]
}

fn status_link(id: &str, active: bool) -> impl IntoView + use<> {
    let href = account(id).status();
    view! { <p><a class="nhsuk-link" href=href>{status_words(active).0}</a></p> }
}

/// Changes name, role and organisations.
pub async fn post(request: Request) -> FormResult {
    let (viewer, id) = (request.viewer()?, request.param("account"));
    services::authorise(viewer, Action::ManageAccounts, None)?;
    let (role, orgs) = read(&request.typed)?;
    let revision = request.typed.get("revision").parse().map_err(|_| PageError::BadRequest)?;
    change(&request.services, viewer, id, Change { name: request.typed.get("name").to_owned(), role, orgs, revision }).await?;
    Ok(succeed(account(id).page(), "The changes are saved."))
}
