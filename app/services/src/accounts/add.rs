//! Letting a person in.

use domain::accounts::{Action, Role, Scope, Viewer};
use domain::audit::AccountEvent;
use domain::audit::accounts::Added;
use domain::field::{FieldError, check_length, clean_line};
use domain::organisations::{Level, OdsCode};
use store::accounts::NewAccount;

use crate::{Error, Result, Services, tokens};

/// How long a name may be, in characters.
pub(super) const NAME: usize = 200;

/// A person to let in.
#[derive(Clone, Debug)]
pub struct AddAccount {
    /// The email address, as typed.
    pub email: String,
    /// The person's name; empty: the part of the address before the @, but an invitation needs one.
    pub name: String,
    /// What they do.
    pub role: Role,
    /// The organisations they work for. `ENGLAND` stands for all of it.
    pub orgs: Vec<OdsCode>,
}

/// Adds an account and returns its id.
///
/// A practice manager works for practices, a person of an ICB sub-group for sub-ICB locations (or an ICB, which is all of its
/// locations), a commissioner for an ICB, a region or England; an admin sees everything.
///
/// # Errors
/// [`Error::Invalid`] for an address that is none or under no domain that people may be invited from, an organisation that is not known
/// or not of the role's level; [`Error::Conflict`] where the address has an account.
pub async fn add(services: &Services, viewer: &Viewer, new: AddAccount) -> Result<String> {
    insert(services, viewer, new, &services.access.invite_domains, false).await
}

/// As [`add`], whatever the address lies under: for whoever runs the service and says so.
///
/// # Errors
/// As [`add`].
pub async fn add_from_anywhere(services: &Services, viewer: &Viewer, new: AddAccount) -> Result<String> {
    insert(services, viewer, new, &[], false).await
}

/// As [`add`], and tells the person by email how to begin.
///
/// # Errors
/// As [`add`], and [`Error::Invalid`] on `name` where there is none: a message greets nobody by a part of an address.
pub async fn invite(services: &Services, viewer: &Viewer, new: AddAccount) -> Result<String> {
    insert(services, viewer, new, &services.access.invite_domains, true).await
}

/// Every mistake at once; a fault goes before them.
fn all_of(typed: [Option<FieldError>; 2], scope: Option<Error>) -> Error {
    let mut mistakes: Vec<_> = typed.into_iter().flatten().collect();
    match scope {
        Some(Error::Invalid(more)) => mistakes.extend(more),
        Some(other) => return other,
        None => {}
    }
    Error::Invalid(mistakes)
}

async fn insert(services: &Services, viewer: &Viewer, new: AddAccount, domains: &[String], tell: bool) -> Result<String> {
    crate::authorise(viewer, Action::ManageAccounts, None)?;
    let tx = services.store.begin().await?;
    let name = clean_line(&new.name);
    let nameless = (tell && name.is_empty()).then(|| FieldError::new("name", "Enter the person's name"));
    let (email, scope) = match (domain::accounts::email(&new.email, domains), scope(&tx, new.role, &new.orgs).await) {
        (Ok(email), Ok(scope)) if nameless.is_none() => (email, scope),
        (email, scope) => return Err(all_of([email.err(), nameless], scope.err())),
    };
    if store::accounts::by_email(&tx, &email).await?.is_some() {
        return Err(Error::Conflict("There is an account with this email address already.".to_owned()));
    }
    let name = if name.is_empty() { email.split('@').next().unwrap_or_default().to_owned() } else { name };
    check_length(&name, NAME, "name", "The name").map_err(|mistake| Error::Invalid(vec![mistake]))?;
    let account = NewAccount {
        id: tokens::new_id(),
        email: email.clone(),
        name,
        role: new.role,
        scope,
        unsubscribe_token: tokens::new_token(),
        created_at: services.clock.now(),
    };
    let id = account.id.clone();
    store::accounts::insert(&tx, account.clone()).await?;
    if tell {
        crate::outbox::enqueue_invitation(services, &tx, viewer, &account).await?;
    }
    let after = Added { role: new.role, orgs: new.orgs.iter().map(|code| code.as_str().into()).collect() };
    let subject = (&id).into();
    let event = if tell { AccountEvent::Invite { subject, after } } else { AccountEvent::Add { subject, after } };
    store::audit::append(&tx, services.actor(viewer).did(event)).await?;
    tx.commit().await?;
    Ok(id)
}

/// What a role sees of these organisations.
pub(super) async fn scope(tx: &store::Tx, role: Role, orgs: &[OdsCode]) -> Result<Scope> {
    if role == Role::Admin {
        return match orgs.iter().find(|code| code.as_str() != "ENGLAND") {
            Some(code) => {
                let mistake =
                    format!("An admin sees all of England, not {code} alone: leave the organisations empty, or choose another role");
                Err(Error::invalid("org", mistake))
            }
            None => Ok(Scope::england()),
        };
    }
    if orgs.is_empty() {
        return Err(Error::invalid("org", "Name at least one organisation that the person works for"));
    }
    let mut scope = Scope::default();
    for code in orgs {
        if code.as_str() == "ENGLAND" && role == Role::Commissioner {
            scope.everything = true;
            continue;
        }
        let Some(level) = store::organisations::level_of(tx, code).await? else {
            return Err(Error::invalid("org", format!("{code} is not an organisation that was imported")));
        };
        let set = match (role, level) {
            (Role::PracticeManager, Level::Practice) => &mut scope.practices,
            (Role::Icb, Level::SubIcb) => &mut scope.sub_icbs,
            (Role::Icb | Role::Commissioner, Level::Icb) => &mut scope.icbs,
            (Role::Commissioner, Level::Region) => &mut scope.regions,
            _ => {
                let wanted = match role {
                    Role::PracticeManager => "a practice",
                    Role::Icb => "a sub-ICB location or an ICB",
                    Role::Commissioner | Role::Admin => "an ICB, a region or ENGLAND",
                };
                return Err(Error::invalid("org", format!("{code} is not {wanted}, which this role needs")));
            }
        };
        set.insert(code.clone());
    }
    Ok(scope)
}
