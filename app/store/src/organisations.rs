//! Organisations.

mod apply;
mod corrections;
mod imports;
mod known;
mod put;
mod registers;

use domain::organisations::{Level, OdsCode};
use sea_orm::{ConnectionTrait, EntityTrait};

pub use apply::apply;
pub use corrections::{changes_of, confirm_supplier, set_successor};
pub use imports::{ImportRecord, Upload, add_changes, has_uploads, imports, lock, record, remove_uploads, upload, uploads};
pub use known::known;
pub(crate) use registers::spells;

use crate::Result;
use crate::entity::{icb, pcn, practice, region, sub_icb};

/// What kind of organisation a code names, if it is known.
///
/// # Errors
/// When the database cannot be read.
pub async fn level_of(db: &impl ConnectionTrait, code: &OdsCode) -> Result<Option<Level>> {
    let code = code.as_str();
    Ok(if practice::Entity::find_by_id(code).one(db).await?.is_some() {
        Some(Level::Practice)
    } else if sub_icb::Entity::find_by_id(code).one(db).await?.is_some() {
        Some(Level::SubIcb)
    } else if icb::Entity::find_by_id(code).one(db).await?.is_some() {
        Some(Level::Icb)
    } else if region::Entity::find_by_id(code).one(db).await?.is_some() {
        Some(Level::Region)
    } else if pcn::Entity::find_by_id(code).one(db).await?.is_some() {
        Some(Level::Pcn)
    } else {
        None
    })
}
