//! Signing in by a one-time link.

use chrono::{DateTime, TimeDelta, Utc};
use domain::accounts::Viewer;
use domain::audit::AccountEvent;
use domain::time::format_time;
use store::Tx;
use store::accounts as rows;
use store::entity::{account, sign_in_link};

use super::link::{LINK_MINUTES, NewLink};
use crate::demo::Persona;
use crate::{Error, Result, Services, tokens};

/// What a link can still do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It signs in when confirmed.
    Usable,
    /// Used, replaced by a newer one, or older than [`LINK_MINUTES`].
    Spent,
}

/// Sends a link to an address, if it has an account; whoever asks gets the same answer either way.
///
/// # Errors
/// [`Error::Invalid`] where nothing like an address was typed or links were asked for too often, or when the database refuses.
pub async fn request_link(services: &Services, email: &str) -> Result<()> {
    let email = domain::accounts::email(email, &[]).map_err(|mistake| Error::Invalid(vec![mistake]))?;
    let tx = services.store.begin().await?;
    let (tries, until) = rows::count_try(&tx, &tokens::hash(&email), services.clock.now()).await?;
    if tries > services.access.links_per_address {
        // The try is counted, known address or not.
        tx.commit().await?;
        return Err(Error::invalid("email", too_often(until)));
    }
    match new_link(services, &tx, &email).await? {
        Some(link) => crate::outbox::enqueue_sign_in(services, &tx, &link).await?,
        None => same_work(services, &tx, email).await?,
    }
    Ok(tx.commit().await?)
}

fn too_often(until: DateTime<Utc>) -> String {
    // A minute is rounded up: who comes back then is not turned away again.
    let until = format_time(until + TimeDelta::seconds(59));
    format!("Too many links requested for this address. Use the last one we sent, or try again after {until}")
}

/// What is done for a known address, undone at once: how long an answer takes must not tell who has an account.
async fn same_work(services: &Services, tx: &store::Tx, email: String) -> Result<()> {
    let now = services.clock.now();
    let nobody = account::Model {
        id: tokens::new_id(),
        email,
        name: String::new(),
        role: String::new(),
        status: String::new(),
        reminders: false,
        unsubscribe_token: String::new(),
        created_at: now,
        last_sign_in_at: None,
        agreement_version: None,
        revision: 0,
    };
    let link = link_for(services, tx, nobody).await?;
    crate::outbox::enqueue_sign_in(services, tx, &link).await?;
    Ok(rows::undo_link(tx, &link.account.id).await?)
}

/// Makes a link for an address, if an active account has it. Earlier links of the account die.
///
/// Whoever asks gets the same answer either way, so that nobody learns who has an account.
///
/// # Errors
/// When the database refuses.
pub async fn new_link(services: &Services, tx: &store::Tx, email: &str) -> Result<Option<NewLink>> {
    match rows::active_by_email(tx, &email.trim().to_lowercase()).await? {
        Some(account) => link_for(services, tx, account).await.map(Some),
        None => Ok(None),
    }
}

async fn link_for(services: &Services, tx: &store::Tx, account: account::Model) -> Result<NewLink> {
    let (now, token) = (services.clock.now(), tokens::new_token());
    let link = sign_in_link::Model {
        token_hash: tokens::hash(&token),
        account_id: account.id.clone(),
        created_at: now,
        expires_at: now + TimeDelta::minutes(LINK_MINUTES),
        used_at: None,
    };
    rows::lock(tx, &account.id).await?;
    rows::replace_link(tx, link).await?;
    Ok(NewLink { account, token })
}

/// What a link can still do; looking does not use it up, since mail scanners look.
///
/// # Errors
/// When the database cannot be read.
pub async fn look_at_link(services: &Services, token: &str) -> Result<LinkState> {
    let link = rows::link(services.store.read(), &tokens::hash(token)).await?;
    let usable = link.is_some_and(|link| link.used_at.is_none() && link.expires_at > services.clock.now());
    Ok(if usable { LinkState::Usable } else { LinkState::Spent })
}

/// Uses a link up and says who signed in, into the session that `session` refers to.
///
/// # Errors
/// [`Error::Conflict`] when it is spent or the account was suspended meanwhile.
pub async fn sign_in(services: &Services, token: &str, session: &str) -> Result<Viewer> {
    let spent = || Error::Conflict("This link has been used or has run out. Ask for a new one.".to_owned());
    let (hash, now) = (tokens::hash(token), services.clock.now());
    let tx = services.store.begin().await?;
    let link = rows::link(&tx, &hash).await?.ok_or_else(spent)?;
    rows::lock(&tx, &link.account_id).await?;
    if !rows::use_link(&tx, &hash, now).await? {
        return Err(spent());
    }
    let viewer = rows::viewer(&tx, &link.account_id).await?.ok_or_else(spent)?;
    record(tx, services, viewer, session).await
}

/// Signs one of the demonstration's people in, as a link does, into the session that `session` refers to.
///
/// # Errors
/// [`Error::NotFound`] outside a demonstration, or when the account is gone.
pub async fn sign_in_persona(services: &Services, persona: &Persona, session: &str) -> Result<Viewer> {
    let tx = services.store.begin().await?;
    let account = rows::active_by_email(&tx, persona.email).await?.filter(|_| services.settings.demo).ok_or(Error::NotFound)?;
    rows::lock(&tx, &account.id).await?;
    let viewer = rows::viewer(&tx, &account.id).await?.ok_or(Error::NotFound)?;
    record(tx, services, viewer, session).await
}

/// Writes down that a person signed in.
async fn record(tx: Tx, services: &Services, viewer: Viewer, session: &str) -> Result<Viewer> {
    let viewer = Viewer { session: Some(session.to_owned()), ..viewer };
    rows::signed_in(&tx, &viewer.account_id, services.clock.now()).await?;
    store::audit::append(&tx, services.actor(&viewer).did(AccountEvent::SignIn { after: None })).await?;
    tx.commit().await?;
    Ok(viewer)
}

/// Writes down that a person signed out; the session itself is the caller's to end.
///
/// # Errors
/// When the database refuses.
pub async fn sign_out(services: &Services, viewer: &Viewer) -> Result<()> {
    let tx = services.store.begin().await?;
    store::audit::append(&tx, services.actor(viewer).did(AccountEvent::SignOut { subject: None, after: None })).await?;
    Ok(tx.commit().await?)
}

/// The person of an account, if it is still active.
///
/// # Errors
/// When the database cannot be read.
pub async fn current(services: &Services, account_id: &str) -> Result<Option<Viewer>> {
    Ok(rows::viewer(services.store.read(), account_id).await?)
}
