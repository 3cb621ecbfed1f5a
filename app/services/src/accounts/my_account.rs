//! What a person sees and sets of their own account.

use chrono::NaiveDate;
use domain::accounts::{Source, Viewer};
use domain::audit::AccountEvent;
use domain::audit::accounts::Wanted;
use domain::reminders::card_counts_until;
use store::accounts::ScopeLine;
use store::entity::session;

use crate::{Error, Result, Services};

/// What a person may see, and why.
pub type Seen = ScopeLine;

/// What the person may see and why, by code. After a smartcard that is what stands on the card.
///
/// # Errors
/// When the database cannot be read.
pub async fn seen_by(services: &Services, viewer: &Viewer, by_card: bool) -> Result<Vec<Seen>> {
    let db = services.store.read();
    Ok(if by_card {
        store::accounts::lines_of(db, &viewer.scope, Source::Card).await?
    } else {
        store::accounts::scope_lines(db, &viewer.account_id).await?
    })
}

/// The person's sessions that go on, the one used last first.
///
/// # Errors
/// When the database cannot be read.
pub async fn sessions(services: &Services, viewer: &Viewer) -> Result<Vec<session::Model>> {
    let now = services.clock.now();
    let idle_since = now - services.access.lifetime.idle;
    Ok(store::sessions::of_account(services.store.read(), &viewer.account_id, now, idle_since).await?)
}

/// Ends one of the person's sessions.
///
/// # Errors
/// [`Error::NotFound`] where the person has no such session, or when the database refuses.
pub async fn end_session(services: &Services, viewer: &Viewer, id_hash: &str) -> Result<()> {
    let tx = services.store.begin().await?;
    if !store::sessions::end(&tx, &viewer.account_id, id_hash).await? {
        return Err(Error::NotFound);
    }
    store::audit::append(&tx, services.actor(viewer).did(AccountEvent::EndSession {})).await?;
    Ok(tx.commit().await?)
}

/// Ends the person's sessions but for the one with this hash; returns how many.
///
/// # Errors
/// When the database refuses.
pub async fn end_other_sessions(services: &Services, viewer: &Viewer, kept: &str) -> Result<u64> {
    let tx = services.store.begin().await?;
    let ended = store::sessions::end_all(&tx, &viewer.account_id, Some(kept)).await?;
    if ended > 0 {
        store::audit::append(&tx, services.actor(viewer).did(AccountEvent::EndSession {})).await?;
    }
    tx.commit().await?;
    Ok(ended)
}

/// Whether the person gets reminders.
///
/// # Errors
/// [`Error::NotFound`] where the account is gone, or when the database cannot be read.
pub async fn wants_reminders(services: &Services, viewer: &Viewer) -> Result<bool> {
    let found = store::accounts::by_id(services.store.read(), &viewer.account_id).await?;
    Ok(found.ok_or(Error::NotFound)?.account.reminders)
}

/// What a person is reminded of because of their smartcard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByCard {
    /// How many practices.
    pub practices: usize,
    /// The day on which the card was shown last.
    pub read_on: NaiveDate,
    /// The last day on which it counts.
    pub until: NaiveDate,
}

/// What the person is reminded of because of their smartcard; none where it gave no work address, or opens no practice.
///
/// # Errors
/// When the database cannot be read.
pub async fn reminded_by_card(services: &Services, viewer: &Viewer) -> Result<Option<ByCard>> {
    let kept = store::identities::kept_practices(services.store.read(), &viewer.account_id).await?;
    let until = |read_on| card_counts_until(read_on, services.access.card_days);
    Ok(kept.map(|(read_on, practices)| ByCard { practices, read_on, until: until(read_on) }))
}

/// Turns the person's reminders on or off.
///
/// # Errors
/// When the database refuses.
pub async fn set_reminders(services: &Services, viewer: &Viewer, on: bool) -> Result<()> {
    let tx = services.store.begin().await?;
    if store::accounts::set_reminders(&tx, &viewer.account_id, on).await? {
        let event = AccountEvent::Reminders { before: Wanted { reminders: !on }, after: Wanted { reminders: on } };
        store::audit::append(&tx, services.actor(viewer).did(event)).await?;
    }
    Ok(tx.commit().await?)
}
