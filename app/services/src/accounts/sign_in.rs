//! Signing in by a one-time link.

use chrono::TimeDelta;
use domain::accounts::Viewer;
use store::accounts as rows;
use store::entity::{account, sign_in_link};

use crate::{Error, Result, Services, tokens};

/// How long a link can be used.
pub const LINK_MINUTES: i64 = 15;

/// What a link can still do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It signs in when confirmed.
    Usable,
    /// Used, replaced by a newer one, or older than [`LINK_MINUTES`].
    Spent,
}

/// A link that was made for an account: whoever calls sends it, in the same transaction.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// Whose it is.
    pub account: account::Model,
    /// The secret; only its hash is kept.
    pub token: String,
}

/// Sends a link to an address, if it has an account; whoever asks gets the same answer either way.
///
/// # Errors
/// [`Error::Invalid`] where nothing like an address was typed, or when the database refuses.
pub async fn request_link(services: &Services, email: &str) -> Result<()> {
    super::add::check_email(&email.trim().to_lowercase())?;
    let tx = services.store.begin().await?;
    if let Some(link) = new_link(services, &tx, email).await? {
        crate::outbox::enqueue_sign_in(services, &tx, &link).await?;
    }
    Ok(tx.commit().await?)
}

/// Makes a link for an address, if an active account has it. Earlier links of the account die.
///
/// Whoever asks gets the same answer either way, so that nobody learns who has an account.
///
/// # Errors
/// When the database refuses.
pub async fn new_link(services: &Services, tx: &store::Tx, email: &str) -> Result<Option<NewLink>> {
    let Some(account) = rows::active_by_email(tx, &email.trim().to_lowercase()).await? else { return Ok(None) };
    let (now, token) = (services.clock.now(), tokens::new_token());
    let link = sign_in_link::Model {
        token_hash: tokens::hash(&token),
        account_id: account.id.clone(),
        created_at: now,
        expires_at: now + TimeDelta::minutes(LINK_MINUTES),
        used_at: None,
    };
    rows::replace_link(tx, link).await?;
    Ok(Some(NewLink { account, token }))
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

/// Uses a link up and says who signed in.
///
/// # Errors
/// [`Error::Conflict`] when it is spent or the account was suspended meanwhile.
pub async fn sign_in(services: &Services, token: &str) -> Result<Viewer> {
    let spent = || Error::Conflict("This link has been used or has run out. Ask for a new one.".to_owned());
    let (hash, now) = (tokens::hash(token), services.clock.now());
    let tx = services.store.begin().await?;
    if !rows::use_link(&tx, &hash, now).await? {
        return Err(spent());
    }
    let link = rows::link(&tx, &hash).await?.ok_or_else(spent)?;
    let viewer = rows::viewer(&tx, &link.account_id).await?.ok_or_else(spent)?;
    rows::signed_in(&tx, &viewer.account_id, now).await?;
    store::audit::append(&tx, services.event(&viewer, "accounts.sign-in")).await?;
    tx.commit().await?;
    Ok(viewer)
}

/// Writes down that a person signed out; the session itself is the caller's to end.
///
/// # Errors
/// When the database refuses.
pub async fn sign_out(services: &Services, viewer: &Viewer) -> Result<()> {
    let tx = services.store.begin().await?;
    store::audit::append(&tx, services.event(viewer, "accounts.sign-out")).await?;
    Ok(tx.commit().await?)
}

/// Removes sessions that have expired.
///
/// # Errors
/// When the database refuses.
pub async fn purge_sessions(services: &Services) -> Result<()> {
    let tx = services.store.begin().await?;
    let gone = store::sessions::purge(&tx, services.clock.now()).await?;
    tx.commit().await?;
    tracing::debug!(gone, "expired sessions removed");
    Ok(())
}

/// The person of an account, if it is still active.
///
/// # Errors
/// When the database cannot be read.
pub async fn current(services: &Services, account_id: &str) -> Result<Option<Viewer>> {
    Ok(rows::viewer(services.store.read(), account_id).await?)
}
