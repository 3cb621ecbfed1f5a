//! Reports: read, and written as files.

mod columns;
mod csv;
mod files;
mod json;
mod registers;
#[cfg(test)]
mod tests;
mod xlsx;

use domain::accounts::{Action, Viewer};
use domain::reports::{DeadlineReport, Question};

use crate::{Error, Result, Services, authorise};

pub use files::{Content, Download, Format, write};
pub use registers::Registers;

/// The deadline report that `question` asks for, of the practices that `viewer` may see.
///
/// # Errors
/// [`Error::Invalid`] in `within` where the code names nothing that the person may see; a fault of the database.
pub async fn deadline(services: &Services, viewer: &Viewer, question: &Question) -> Result<DeadlineReport> {
    authorise(viewer, Action::ReadReports, None)?;
    let register = services.registers.current(services).await?;
    domain::reports::deadline(&register, &viewer.scope, question, services.programme.deadline, services.clock.now())
        .ok_or_else(|| Error::invalid("within", "No organisation that you may see has this code: check it, or leave this empty"))
}
