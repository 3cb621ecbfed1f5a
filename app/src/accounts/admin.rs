//! `/admin/accounts`: everybody's accounts.

use domain::accounts::{Action, Role};
use domain::time::format_instant;
use leptos::prelude::*;
use services::accounts::{Listing, Shown, is_active, list as find, show};

use super::admin_actions::{ChangeAccount, InviteAccount, RestoreAccount, SuspendAccount};
use super::scope::scope_table;
use crate::legacy::path_of;
use crate::web::components::{Button, Choice, Colour, Column, LinkButton, Pagination, Row, Select, SummaryList, Table, Tag, TextInput};
use crate::web::errors::PageError;
use crate::web::form::Form;
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;
use crate::web::words::counted;

/// The address of the list.
pub const LIST: &str = "/admin/accounts";
/// The page that invites.
pub(super) const INVITE: &str = "/admin/accounts/invite";
/// The name of the form that invites or changes.
pub(super) const FORM: &str = "account";
/// The name of the form that suspends or restores.
pub(super) const STATUS: &str = "status";

/// Everybody, by name, with a search.
pub async fn list(request: Request) -> PageResult {
    let text: String = request.query.get("q").chars().take(100).collect();
    let listing = find(&request.services, request.viewer()?, &text, request.query.page()).await?;
    let (page, pages) = (listing.page, listing.pages);
    let body = view! {
        <h1>"Accounts"</h1>
        <LinkButton href=INVITE>"Invite somebody"</LinkButton>
        <form class="app-filter" method="get" action=LIST role="search" aria-label="Accounts">
            <TextInput form=Form::fresh() name="q" label="Name, e-mail address or organisation code" value=text kind="search" width=20 />
            <Button kind="secondary">"Search"</Button>
        </form>
        <p role="status">{counted(listing.total, "account", "accounts")}</p>
        {table(listing)}
        <Pagination path=LIST query=request.query.clone() page pages />
    };
    Ok(Page::new("Accounts", body).under("/admin", "Admin"))
}

fn table(listing: Listing) -> AnyView {
    if listing.lines.is_empty() {
        return view! { <p>"No account fits. "<a href=LIST>"Show all accounts"</a></p> }.into_any();
    }
    let rows = listing.lines.into_iter().map(|line| {
        let href = format!("{LIST}/{}", line.account.id);
        let last = line.account.last_sign_in_at.map_or_else(|| "Never".to_owned(), format_instant);
        let name = view! { <span><a href=href>{line.account.name}</a><span class="app-line">{line.account.email}</span></span> };
        vec![name.into_any(), line.role.name().into_any(), tag(&line.account.status), last.into_any()]
    });
    let columns = ["Name", "Role", "Status", "Last sign-in"].map(Column::new).to_vec();
    view! { <Table caption="Accounts by name" caption_hidden=true columns rows=rows.collect() /> }.into_any()
}

fn tag(status: &str) -> AnyView {
    let (colour, text) = if is_active(status) { (Colour::Green, "Active") } else { (Colour::Red, "Suspended") };
    view! { <Tag colour text /> }.into_any()
}

/// Asks whom to invite.
pub async fn invite(request: Request) -> PageResult {
    services::authorise(request.viewer()?, Action::ManageAccounts, None)?;
    let form = request.form(FORM);
    let domains = request.services.access.invite_domains.join(", ");
    let hint = if domains.is_empty() { None } else { Some(format!("It must end in one of: {domains}")) };
    let body = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <h1>"Invite somebody"</h1>
                <form method="post" action={path_of::<InviteAccount>()} novalidate>
                    <TextInput form=form.clone() name="email" label="Work e-mail address" hint=hint.unwrap_or_default() kind="email" />
                    {fields(form, "", Role::PracticeManager, "")}
                    <Button>"Send the invitation"</Button>
                </form>
            </div>
        </div>
    };
    Ok(Page::new("Invite somebody", body).under("/admin", "Admin").under(LIST, "Accounts"))
}

/// What an invitation and a change ask alike.
fn fields(form: Form, name: &str, role: Role, orgs: &str) -> impl IntoView + use<> {
    let roles = Role::ALL.map(|role| Choice::new(role.word(), role.name())).into_iter().collect();
    view! {
        <TextInput form=form.clone() name="name" label="Name" value=name width=20 />
        <Select form=form.clone() name="role" label="Role" choices=roles value=role.word() />
        <TextInput
            form
            name="org"
            label="Codes of the organisations they work for"
            hint="With spaces between them. Practices for a practice manager; sub-ICB locations or ICBs for an ICB sub-group; ICBs, regions or ENGLAND for a commissioner; none for an admin."
            value=orgs
        />
    }
}

/// One account, to change, suspend or restore.
pub async fn account(request: Request) -> PageResult {
    let shown = show(&request.services, request.viewer()?, request.param("account")).await?;
    let account = shown.line.account.clone();
    let orgs = shown.scope.iter().map(|line| line.code.clone()).filter(|_| shown.line.role != Role::Admin).collect::<Vec<_>>().join(" ");
    let (name, id) = (account.name.clone(), account.id.clone());
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
                <form method="post" action={path_of::<ChangeAccount>()} novalidate>
                    <input type="hidden" name="account" value=id.clone() />
                    <input type="hidden" name="revision" value=account.revision.to_string() />
                    {fields(request.form(FORM), &name, shown.line.role, &orgs)}
                    <Button>"Save the changes"</Button>
                </form>
                {(request.viewer()?.account_id != id).then(|| status_link(&id, is_active(&account.status)))}
            </div>
        </div>
    };
    Ok(Page::new(name, body).under("/admin", "Admin").under(LIST, "Accounts"))
}

fn facts(shown: &Shown) -> Vec<Row> {
    let account = &shown.line.account;
    let agreement = shown.agreement.map_or_else(
        || "Not accepted yet".to_owned(),
        |accepted| format!("Version {}, accepted on {}", accepted.version, format_instant(accepted.at)),
    );
    vec![
        Row::new("E-mail address", account.email.clone()),
        Row::new("Role", shown.line.role.name()),
        Row::new("Status", tag(&account.status)),
        Row::new("Last sign-in", account.last_sign_in_at.map_or_else(|| "Never".to_owned(), format_instant)),
        Row::new("Made", format_instant(account.created_at)),
        Row::new("Agreement", agreement),
    ]
}

/// What suspending and restoring are called, and what follows from them.
fn status_words(active: bool) -> (&'static str, &'static str) {
    if active {
        let words = "Whoever has it is signed out at once, cannot sign in, and gets no more e-mails. What they recorded stays.";
        ("Suspend the account", words)
    } else {
        ("Restore the account", "The person can then sign in again and sees what they saw before.")
    }
}

fn status_link(id: &str, active: bool) -> impl IntoView + use<> {
    let href = format!("{LIST}/{id}/status");
    view! { <p><a class="nhsuk-link" href=href>{status_words(active).0}</a></p> }
}

/// Says what follows, before an account is suspended or restored.
pub async fn status(request: Request) -> PageResult {
    let viewer = request.viewer()?;
    let account = show(&request.services, viewer, request.param("account")).await?.line.account;
    let back = format!("{LIST}/{}", account.id);
    if viewer.account_id == account.id {
        return Err(PageError::Redirect(back));
    }
    let active = is_active(&account.status);
    let (title, words) = status_words(active);
    let (kind, path) = if active { ("warning", path_of::<SuspendAccount>()) } else { ("secondary", path_of::<RestoreAccount>()) };
    let body = view! {
        <h1><span class="nhsuk-caption-l">{account.name}</span>{title}</h1>
        <p>{words}</p>
        <form method="post" action=path novalidate>
            <input type="hidden" name="account" value=account.id />
            <Button kind=kind>{title}</Button>
        </form>
    };
    Ok(Page::new(title, body).back_to(back, "Back to the account"))
}
