//! A practice as whoever looks at it may see it.

use domain::accounts::{Action, Viewer};
use domain::organisations::OdsCode;
use store::practices::Practice;

use crate::free_text::readable;
use crate::{Error, Result, Services, authorise};

/// The practice, without words that are not for `viewer`.
///
/// # Errors
/// [`Error::NotFound`] where there is no such practice or it is out of scope.
pub(super) async fn visible(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<Practice> {
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let mut found = store::practices::find(db, programme, practice, services.clock.today()).await?.ok_or(Error::NotFound)?;
    authorise(viewer, Action::SeePractice, Some(&found.hierarchy))?;
    found.signed = readable(viewer, &found.hierarchy, found.signed);
    Ok(found)
}
