//! A practice that merged: its ICB names who took over its patients.

use domain::accounts::{Action, Viewer};
use domain::audit::ChangeEvent;
use domain::audit::changes::{Before, Successor};
use domain::organisations::OdsCode;
use store::audit;

use crate::{Error, Result, Services, practice_access};

/// Names the practice that took over from one that has closed. No published file says it.
///
/// # Errors
/// [`Error::Invalid`] on `successor` where that is no open practice or the practice itself; [`Error::Conflict`] where the practice is
/// open; otherwise as [`practice_access::for_action`].
pub async fn name_successor(services: &Services, viewer: &Viewer, practice: &OdsCode, successor: &str) -> Result<()> {
    let tx = services.store.begin().await?;
    // Before the practice, as an import does.
    store::organisations::lock(&tx).await?;
    store::practice_records::lock(&tx, practice).await?;
    let record = practice_access::for_action(&tx, viewer, Action::DecideForPractice, practice).await?;
    if record.is_open {
        return Err(Error::Conflict("This practice is open: nobody has taken over from it.".to_owned()));
    }
    let unknown = || Error::invalid("successor", "Enter the code of an open practice, like A81001");
    let code: OdsCode = successor.trim().to_uppercase().parse().map_err(|_| unknown())?;
    let found = store::practice_records::find(&tx, &code).await?.filter(|found| found.is_open && code != *practice).ok_or_else(unknown)?;
    let before = store::organisations::set_successor(&tx, practice, &code).await?;
    let event = ChangeEvent::NameSuccessor {
        before: before.map(|successor| Before { successor: successor.into() }),
        after: Successor { successor: code, name: found.name.into() },
    };
    audit::append(&tx, services.actor(viewer).did_to(practice, event)).await?;
    Ok(tx.commit().await?)
}
