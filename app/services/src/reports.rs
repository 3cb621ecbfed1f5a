//! Reports: read, and written as files.

mod csv;
mod files;
mod json;
mod register_cache;
mod report_cache;
#[cfg(test)]
mod tests;
mod xlsx;

use std::sync::Arc;

use domain::accounts::{Action, Viewer};
use domain::reports::{DeadlineReport, Question};

use crate::{Error, Result, Services, authorise};

pub use files::{Content, Download, Format, write};
pub use register_cache::Registers;

/// The deadline report that `question` asks for, of the practices that `viewer` may see.
///
/// # Errors
/// [`Error::Invalid`] in `within` where the code names nothing that the person may see; a fault of the database.
pub async fn deadline(services: &Services, viewer: &Viewer, question: &Question) -> Result<Arc<DeadlineReport>> {
    authorise(viewer, Action::ReadReports, None)?;
    let facts = services.registers.current(services).await?;
    facts
        .report(&viewer.scope, question, services.programme, services.clock.now())
        .ok_or_else(|| Error::invalid("within", "No organisation that you may see has this code: check it, or leave this empty"))
}
