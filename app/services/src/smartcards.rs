//! What people at a practice still need before they can sign in with a smartcard. The practice keeps it; others see how many.

use domain::accounts::{Action, Role, Viewer};
use domain::audit::{SmartcardEvent, smartcards as event};
use domain::field::{FieldError, check_length, clean_line};
use domain::organisations::OdsCode;
use domain::smartcards::Need;
use store::audit;
use store::smartcards as rows;

use crate::{Error, Result, Services, authorise, practice_access, tokens};

pub use store::smartcards::{Count, Holder};

/// The most characters of a name.
const NAME_MAX: usize = 100;

/// The people of a practice, with its name.
///
/// # Errors
/// [`Error::NotFound`] where the practice is out of scope, [`Error::Forbidden`] for who does not work for it: names are the practice's own.
pub async fn holders(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<(String, Vec<Holder>)> {
    let db = services.store.read();
    let found = practice_access::for_action(db, viewer, Action::WorkJourney, practice).await?;
    Ok((found.name, rows::holders(db, practice).await?))
}

/// One of them, with the practice's name.
///
/// # Errors
/// As [`holders`], and [`Error::NotFound`] for who is not among them.
pub async fn holder(services: &Services, viewer: &Viewer, practice: &OdsCode, id: &str) -> Result<(String, Holder)> {
    let db = services.store.read();
    let found = practice_access::for_action(db, viewer, Action::WorkJourney, practice).await?;
    Ok((found.name, rows::holder(db, practice, id).await?.ok_or(Error::NotFound)?))
}

/// Adds a person.
///
/// # Errors
/// [`Error::Invalid`] on `name`; otherwise as [`practice_access::for_work`].
pub async fn add(services: &Services, viewer: &Viewer, practice: &OdsCode, name: &str, missing: &[Need]) -> Result<()> {
    let tx = services.store.begin().await?;
    practice_access::for_work(&tx, viewer, practice).await?;
    let name = checked(name)?;
    if rows::holders(&tx, practice).await?.iter().any(|other| other.name.eq_ignore_ascii_case(&name)) {
        return Err(Error::invalid("name", "This person is in the list already"));
    }
    let actor = services.actor(viewer);
    let holder = Holder {
        id: tokens::new_id(),
        name,
        missing: missing.to_vec(),
        revision: 1,
        updated_at: actor.at,
        updated_by: viewer.name.clone(),
    };
    let event = SmartcardEvent::Add { subject: (&holder.id).into(), after: listed(&holder) };
    audit::append(&tx, actor.did_to(practice, event)).await?;
    rows::insert(&tx, practice, holder).await?;
    Ok(tx.commit().await?)
}

/// Changes what a person misses, or how they are called. `revision` is the one that was seen.
///
/// # Errors
/// As [`add`]; [`Error::NotFound`] for who is not there, [`Error::Conflict`] where somebody else was faster.
pub async fn change(
    services: &Services,
    viewer: &Viewer,
    practice: &OdsCode,
    (id, revision): (&str, i32),
    name: &str,
    missing: &[Need],
) -> Result<()> {
    let tx = services.store.begin().await?;
    practice_access::for_work(&tx, viewer, practice).await?;
    let before = rows::holder(&tx, practice, id).await?.ok_or(Error::NotFound)?;
    let name = checked(name)?;
    let actor = services.actor(viewer);
    let after = Holder {
        name,
        missing: missing.to_vec(),
        revision: revision.saturating_add(1),
        updated_at: actor.at,
        updated_by: viewer.name.clone(),
        ..before.clone()
    };
    if !rows::update(&tx, practice, &after).await? {
        return Err(Error::Conflict("Somebody else has changed this. Check the latest version, then change it.".to_owned()));
    }
    let event = SmartcardEvent::Change { subject: (&before.id).into(), before: listed(&before), after: listed(&after) };
    audit::append(&tx, actor.did_to(practice, event)).await?;
    Ok(tx.commit().await?)
}

/// Takes a person out of the list.
///
/// # Errors
/// As [`change`].
pub async fn remove(services: &Services, viewer: &Viewer, practice: &OdsCode, id: &str) -> Result<()> {
    let tx = services.store.begin().await?;
    practice_access::open_or_not(&tx, viewer, Action::WorkJourney, practice).await?;
    let before = rows::holder(&tx, practice, id).await?.ok_or(Error::NotFound)?;
    rows::remove(&tx, practice, id).await?;
    let event = SmartcardEvent::Remove { subject: (&before.id).into(), before: listed(&before) };
    audit::append(&tx, services.actor(viewer).did_to(practice, event)).await?;
    Ok(tx.commit().await?)
}

/// The practices within scope that recorded somebody, with how many people still need something. For those who look after many.
///
/// # Errors
/// [`Error::Forbidden`] for a practice manager or a commissioner.
pub async fn counts(services: &Services, viewer: &Viewer) -> Result<Vec<Count>> {
    authorise(viewer, Action::ListPractices, None)?;
    if !matches!(viewer.role, Role::Icb | Role::Admin) {
        return Err(Error::Forbidden);
    }
    Ok(rows::counts(services.store.read(), &viewer.scope).await?)
}

fn checked(name: &str) -> Result<String> {
    let name = clean_line(name);
    if name.is_empty() {
        return Err(Error::invalid("name", "Enter the person’s name"));
    }
    check_length(&name, NAME_MAX, "name", "The name").map_err(|mistake: FieldError| Error::Invalid(vec![mistake]))?;
    Ok(name)
}

fn listed(holder: &Holder) -> event::Holder {
    event::Holder { name: holder.name.as_str().into(), missing: holder.missing.clone(), revision: holder.revision }
}
