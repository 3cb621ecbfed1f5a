//! `/admin/accounts`: everybody's accounts, by name, with a search.

use domain::time::format_instant;
use leptos::prelude::*;
use services::accounts::{Listing, list};

use super::invite;
use super::view::tag;
use crate::web::address::{ACCOUNTS, account};
use crate::web::components::{Button, Column, LinkButton, Pagination, Table, TextInput};
use crate::web::form::Form;
use crate::web::format::counted;
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = ACCOUNTS;

/// Everybody, by name, with a search.
pub async fn get(request: Request) -> PageResult {
    let text: String = request.query.get("q").chars().take(100).collect();
    let listing = list(&request.services, request.viewer()?, &text, request.query.page()).await?;
    let (page, pages) = (listing.page, listing.pages);
    let body = view! {
        <h1>"Accounts"</h1>
        <LinkButton href=invite::PATH>"Invite somebody"</LinkButton>
        <form class="app-filter" method="get" action=PATH role="search" aria-label="Accounts">
            <TextInput form=Form::fresh() name="q" label="Name, email address or organisation code" value=text kind="search" width=20 />
            <Button kind="secondary">"Search"</Button>
        </form>
        <p role="status">{counted(listing.total, "account", "accounts")}</p>
        {table(listing)}
        <Pagination path=PATH query=request.query.clone() page pages />
    };
    Ok(Page::new("Accounts", body).under("/admin", "Admin"))
}

fn table(listing: Listing) -> AnyView {
    if listing.lines.is_empty() {
        return view! { <p>"No accounts found. "<a href=PATH>"Show all accounts"</a></p> }.into_any();
    }
    let rows = listing.lines.into_iter().map(|line| {
        let href = account(&line.account.id).page();
        let last = line.account.last_sign_in_at.map_or_else(|| "Never".to_owned(), format_instant);
        let name = view! { <span><a href=href>{line.account.name}</a><span class="app-line">{line.account.email}</span></span> };
        vec![name.into_any(), line.role.name().into_any(), tag(&line.account.status), last.into_any()]
    });
    let columns = ["Name", "Role", "Status", "Last sign-in"].map(Column::new).to_vec();
    view! { <Table caption="Accounts by name" caption_hidden=true columns rows=rows.collect() /> }.into_any()
}
