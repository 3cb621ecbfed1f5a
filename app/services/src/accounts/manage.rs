//! Looking after accounts: who there is, what they may see, and an end to it.

use domain::accounts::{Action, Role, Viewer};
use domain::audit::AccountEvent;
use domain::audit::accounts::{Account, AccountStatus};
use domain::field::{check_length, clean_line};
use domain::organisations::OdsCode;
use store::Tx;
use store::accounts::{self as rows, Changed, Line, PAGE, ScopeLine};

use super::add::{NAME, scope};
use super::agreement::{self, Acceptance};
use crate::paging::{Paged, paged};
use crate::{Error, Result, Services, authorise};

/// A page of the list of accounts.
#[derive(Clone, Debug)]
pub struct Listing {
    /// By name.
    pub lines: Vec<Line>,
    /// How many there are on all pages.
    pub total: u64,
    /// The page, from 1.
    pub page: u64,
    /// How many pages there are, at least 1.
    pub pages: u64,
}

/// The accounts that fit a search. A page after the last is the last.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but an admin, or when the database cannot be read.
pub async fn list(services: &Services, viewer: &Viewer, text: &str, page: u64) -> Result<Listing> {
    authorise(viewer, Action::ManageAccounts, None)?;
    let db = services.store.read();
    let read = async |page| rows::list(db, text, page).await.map(|found| (found.lines, found.total));
    let Paged { lines, total, page, pages } = paged(page, PAGE, read).await?;
    Ok(Listing { lines, total, page, pages })
}

/// The account with this address, in any case of letters.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but an admin, [`Error::Invalid`] where there is none, or when the database cannot be read.
pub async fn by_email(services: &Services, viewer: &Viewer, email: &str) -> Result<Line> {
    authorise(viewer, Action::ManageAccounts, None)?;
    let (db, email) = (services.store.read(), email.trim().to_lowercase());
    let none = || Error::invalid("email", format!("There is no account with the email address {email}"));
    let account = rows::by_email(db, &email).await?.ok_or_else(none)?;
    rows::by_id(db, &account.id).await?.ok_or_else(none)
}

/// Whether an account of this status may sign in.
#[must_use]
pub fn is_active(status: &str) -> bool {
    status == rows::ACTIVE
}

/// One account, whole.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The account and its role.
    pub line: Line,
    /// What it may see, and why.
    pub scope: Vec<ScopeLine>,
    /// What of the agreement it accepted last.
    pub agreement: Option<Acceptance>,
}

/// One account.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but an admin, [`Error::NotFound`] where there is none, or when the database cannot be read.
pub async fn show(services: &Services, viewer: &Viewer, account_id: &str) -> Result<Shown> {
    authorise(viewer, Action::ManageAccounts, None)?;
    let line = rows::by_id(services.store.read(), account_id).await?.ok_or(Error::NotFound)?;
    let scope = rows::scope_lines(services.store.read(), account_id).await?;
    Ok(Shown { line, scope, agreement: agreement::of(services, account_id).await? })
}

/// What an account is to be.
#[derive(Clone, Debug)]
pub struct Change {
    /// The person's name.
    pub name: String,
    /// What they do.
    pub role: Role,
    /// The organisations they work for, as in [`super::AddAccount`].
    pub orgs: Vec<OdsCode>,
    /// The revision of the account that the person looked at.
    pub revision: i32,
}

/// Changes an account: name, role and what it may see.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but an admin; [`Error::Invalid`] for a name that is none or organisations that do not fit the role;
/// [`Error::Conflict`] for one's own role, for the last admin's, or where somebody else changed the account meanwhile.
pub async fn change(services: &Services, viewer: &Viewer, account_id: &str, change: Change) -> Result<()> {
    authorise(viewer, Action::ManageAccounts, None)?;
    let name = clean_line(&change.name);
    if name.is_empty() {
        return Err(Error::invalid("name", "Enter the person's name"));
    }
    check_length(&name, NAME, "name", "The name").map_err(|mistake| Error::Invalid(vec![mistake]))?;
    let tx = services.store.begin().await?;
    let admins = as_admin(&tx, viewer).await?;
    let before = rows::by_id(&tx, account_id).await?.ok_or(Error::NotFound)?;
    let scope = scope(&tx, change.role, &change.orgs).await?;
    let orgs_before: Vec<_> = rows::scope_lines(&tx, account_id).await?.into_iter().map(|line| line.code.into()).collect();
    if before.role != change.role {
        refuse_own(viewer, account_id, "You cannot change your own role. Ask another admin.")?;
        if before.role == Role::Admin {
            keep_one(&admins, account_id)?;
        }
    }
    let after = Changed { name, role: change.role, scope };
    if !rows::change(&tx, account_id, change.revision, &after).await? {
        return Err(Error::Conflict(
            "Somebody else has changed this account. Its current details are above; your changes are below.".to_owned(),
        ));
    }
    let orgs = change.orgs.iter().map(|code| code.as_str().into()).collect();
    let event = AccountEvent::Change {
        subject: account_id.into(),
        before: Account { name: before.account.name.into(), role: before.role, orgs: orgs_before },
        after: Account { name: after.name.into(), role: after.role, orgs },
    };
    store::audit::append(&tx, services.actor(viewer).did(event)).await?;
    Ok(tx.commit().await?)
}

/// Suspends an account: whoever has it is out at once, everywhere, and gets no more messages.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but an admin, [`Error::NotFound`] where there is none, [`Error::Conflict`] for one's own account or the
/// last active admin's.
pub async fn suspend(services: &Services, viewer: &Viewer, account_id: &str) -> Result<()> {
    authorise(viewer, Action::ManageAccounts, None)?;
    refuse_own(viewer, account_id, "You cannot suspend your own account. Ask another admin.")?;
    let tx = services.store.begin().await?;
    let admins = as_admin(&tx, viewer).await?;
    let account = rows::by_id(&tx, account_id).await?.ok_or(Error::NotFound)?;
    if account.role == Role::Admin {
        keep_one(&admins, account_id)?;
    }
    if rows::suspend(&tx, account_id, services.clock.now()).await? {
        let (before, after) = (account_status(rows::ACTIVE), account_status(rows::SUSPENDED));
        let event = AccountEvent::Suspend { subject: account_id.into(), before, after };
        store::audit::append(&tx, services.actor(viewer).did(event)).await?;
    }
    Ok(tx.commit().await?)
}

/// Lets a suspended account sign in again.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but an admin, [`Error::NotFound`] where there is none, or when the database refuses.
pub async fn restore(services: &Services, viewer: &Viewer, account_id: &str) -> Result<()> {
    authorise(viewer, Action::ManageAccounts, None)?;
    let tx = services.store.begin().await?;
    as_admin(&tx, viewer).await?;
    rows::by_id(&tx, account_id).await?.ok_or(Error::NotFound)?;
    if rows::restore(&tx, account_id).await? {
        let (before, after) = (account_status(rows::SUSPENDED), account_status(rows::ACTIVE));
        let event = AccountEvent::Restore { subject: account_id.into(), before, after };
        store::audit::append(&tx, services.actor(viewer).did(event)).await?;
    }
    Ok(tx.commit().await?)
}

/// The active admins, who stay so until `tx` ends. Whoever acts must be one of them still: two who suspend each other do not both succeed.
async fn as_admin(tx: &Tx, viewer: &Viewer) -> Result<Vec<String>> {
    let admins = rows::lock_admins(tx).await?;
    let is_program = viewer.account_id.is_empty();
    if is_program || admins.contains(&viewer.account_id) { Ok(admins) } else { Err(Error::Forbidden) }
}

fn keep_one(admins: &[String], account_id: &str) -> Result<()> {
    if admins.iter().any(|admin| admin != account_id) {
        return Ok(());
    }
    Err(Error::Conflict("This is the last admin. Make somebody else an admin first.".to_owned()))
}

fn refuse_own(viewer: &Viewer, account_id: &str, why: &str) -> Result<()> {
    if viewer.account_id == account_id { Err(Error::Conflict(why.to_owned())) } else { Ok(()) }
}

fn account_status(status: &str) -> AccountStatus {
    AccountStatus { status: status.into() }
}
