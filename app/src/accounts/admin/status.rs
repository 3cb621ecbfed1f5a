//! `/admin/accounts/{account}/status`: suspending or restoring an account.

use leptos::prelude::*;
use services::accounts::{is_active, show};

use super::view::status_words;
use crate::web::address::account;
use crate::web::components::{Button, FormName};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/admin/accounts/{account}/status";
/// The name of the form that suspends.
pub const SUSPEND: &str = "suspend";
/// The name of the form that restores.
pub const RESTORE: &str = "restore";

/// Says what follows, before an account is suspended or restored.
pub async fn get(request: Request) -> PageResult {
    let viewer = request.viewer()?;
    let shown = show(&request.services, viewer, request.param("account")).await?.line.account;
    let back = account(&shown.id).page();
    if viewer.account_id == shown.id {
        return Err(PageError::Redirect(back));
    }
    let active = is_active(&shown.status);
    let (title, words) = status_words(active);
    let (kind, name) = if active { ("warning", SUSPEND) } else { ("secondary", RESTORE) };
    let body = view! {
        <h1><span class="nhsuk-caption-l">{shown.name}</span>{title}</h1>
        <p>{words}</p>
        <form method="post" novalidate>
            <FormName name />
            <Button kind=kind>{title}</Button>
        </form>
    };
    Ok(Page::new(title, body).back_to(back, "Back to the account"))
}

pub async fn suspend(request: Request) -> FormResult {
    let id = request.param("account");
    services::accounts::suspend(&request.services, request.viewer()?, id).await?;
    Ok(succeed(account(id).page(), "The account is suspended."))
}

pub async fn restore(request: Request) -> FormResult {
    let id = request.param("account");
    services::accounts::restore(&request.services, request.viewer()?, id).await?;
    Ok(succeed(account(id).page(), "The account can sign in again."))
}
