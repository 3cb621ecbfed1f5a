//! Reads what reports are made from, whole: everything else about them is arithmetic in `domain`.

mod codes;
mod events;
mod facts;
mod places;

use domain::accounts::Scope;
use domain::reports::Register;

use crate::{Result, Store, Tx};

pub use events::unchanged_since;

/// The register of the practices in `scope`, as the database holds it at one moment, and the number of the newest event of the audit trail
/// at that moment.
///
/// # Errors
/// When the database cannot be read or holds a word or code that this version does not know.
pub async fn register(store: &Store, programme: &str, scope: &Scope) -> Result<(Register, i64)> {
    let tx: Tx = store.begin_read().await?;
    let mut register = Register::default();
    let places = places::load(&tx, &mut register).await?;
    let practices = places::practices(&tx, scope, &places, &mut register).await?;
    facts::load(&tx, programme, &places, &practices, &mut register).await?;
    let newest = events::newest(&tx).await?;
    tx.rollback().await?;
    Ok((register, newest))
}
