//! The practice that a use case is about, and whether the person may go on there.

use domain::accounts::{Action, PracticeHierarchy, Viewer};
use domain::organisations::OdsCode;
use store::practice_records::PracticeRecord;
use store::{ConnectionTrait, Tx};

use crate::{Error, Result, Services, authorise};

/// Where a practice stands, for the policy.
///
/// # Errors
/// [`Error::NotFound`] where there is no practice with this code.
pub async fn place(db: &impl ConnectionTrait, practice: &OdsCode) -> Result<PracticeHierarchy> {
    Ok(store::practice_records::find(db, practice).await?.ok_or(Error::NotFound)?.hierarchy)
}

/// The practice, if `viewer` may do `action` there.
///
/// # Errors
/// [`Error::NotFound`] where there is no such practice or it is out of scope, [`Error::Forbidden`] where the role may not.
pub async fn for_action(db: &impl ConnectionTrait, viewer: &Viewer, action: Action, practice: &OdsCode) -> Result<PracticeRecord> {
    let found = store::practice_records::find(db, practice).await?.ok_or(Error::NotFound)?;
    authorise(viewer, action, Some(&found.hierarchy))?;
    Ok(found)
}

/// Asks whether `viewer` may work on the journey of a practice, before anything is said about what was typed.
///
/// # Errors
/// As [`for_action`].
pub async fn ask_for_work(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<()> {
    for_action(services.store.read(), viewer, Action::WorkJourney, practice).await.map(|_| ())
}

/// Asks whether `viewer` may decide for the ICB of a practice, before anything is said about what was typed.
///
/// # Errors
/// As [`for_action`].
pub async fn ask_for_decision(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<()> {
    for_action(services.store.read(), viewer, Action::DecideForPractice, practice).await.map(|_| ())
}

/// Whether `viewer` may work on the journey of the practice at `place`, so that a page offers no form that would be refused.
pub(crate) fn may_work(viewer: &Viewer, is_open: bool, place: &PracticeHierarchy) -> bool {
    is_open && authorise(viewer, Action::WorkJourney, Some(place)).is_ok()
}

/// The practice, if it is open and `viewer` may work on its journey; until `tx` ends nobody else does.
///
/// # Errors
/// As [`for_action`], and [`Error::Conflict`] where the practice has closed.
pub async fn for_work(tx: &Tx, viewer: &Viewer, practice: &OdsCode) -> Result<PracticeRecord> {
    open(open_or_not(tx, viewer, Action::WorkJourney, practice).await?)
}

/// The practice, if it is open and `viewer` may move its booking; until `tx` ends nobody else works on its journey.
///
/// # Errors
/// As [`for_work`].
pub async fn for_moving(tx: &Tx, viewer: &Viewer, practice: &OdsCode) -> Result<PracticeRecord> {
    open(open_or_not(tx, viewer, Action::ChangeBooking, practice).await?)
}

fn open(found: PracticeRecord) -> Result<PracticeRecord> {
    if found.is_open {
        Ok(found)
    } else {
        Err(Error::Conflict("This practice has closed, so nothing more can be recorded for it.".to_owned()))
    }
}

/// The practice, open or not, if `viewer` may do this with it; until `tx` ends nobody else works on its journey. For giving back what it
/// holds, which is possible after it has closed, too.
///
/// # Errors
/// As [`for_action`].
pub async fn open_or_not(tx: &Tx, viewer: &Viewer, action: Action, practice: &OdsCode) -> Result<PracticeRecord> {
    store::practice_records::lock(tx, practice).await?;
    for_action(tx, viewer, action, practice).await
}
