//! Where a practice stands, asked before a use case may go on. It takes no scope: its answer is what the policy holds against the scope.

use domain::accounts::PracticeHierarchy;
use domain::organisations::{OdsCode, Supplier};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect};

use crate::entity::{icb, practice, sub_icb};
use crate::{Result, StoreError, Tx};

/// A practice, as far as its journey asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeRecord {
    /// Where it stands in the hierarchy.
    pub hierarchy: PracticeHierarchy,
    pub name: String,
    /// The supplier of its clinical system.
    pub supplier: Supplier,
    /// Whether it is open.
    pub is_open: bool,
}

/// Name, supplier, whether it is open, and the codes above it from the bottom up.
pub(crate) type Row = (String, String, bool, Option<String>, Option<String>, Option<String>);

/// The practice with this code.
///
/// # Errors
/// When the database cannot be read or holds a code or supplier this version does not know.
pub async fn find(db: &impl ConnectionTrait, code: &OdsCode) -> Result<Option<PracticeRecord>> {
    let to_sub_icb = practice::Entity::belongs_to(sub_icb::Entity).from(practice::Column::SubIcbCode).to(sub_icb::Column::Code);
    let to_icb = sub_icb::Entity::belongs_to(icb::Entity).from(sub_icb::Column::IcbCode).to(icb::Column::Code);
    let row: Option<Row> = practice::Entity::find()
        .filter(practice::Column::OdsCode.eq(code.as_str()))
        .select_only()
        .columns([practice::Column::Name, practice::Column::Supplier, practice::Column::IsOpen, practice::Column::SubIcbCode])
        .columns([sub_icb::Column::IcbCode])
        .columns([icb::Column::RegionCode])
        .join(JoinType::LeftJoin, to_sub_icb.into())
        .join(JoinType::LeftJoin, to_icb.into())
        .into_tuple()
        .one(db)
        .await?;
    row.map(|row| read(code, row)).transpose()
}

pub(crate) fn read(code: &OdsCode, (name, supplier, is_open, sub_icb, icb, region): Row) -> Result<PracticeRecord> {
    let place = PracticeHierarchy {
        practice: code.clone(),
        sub_icb: parent(sub_icb, "practice.sub_icb_code")?,
        icb: parent(icb, "sub_icb.icb_code")?,
        region: parent(region, "icb.region_code")?,
    };
    Ok(PracticeRecord { hierarchy: place, name, supplier: crate::practices::supplier(&supplier)?, is_open })
}

pub(crate) fn parent(code: Option<String>, column: &'static str) -> Result<Option<OdsCode>> {
    code.map(|code| code.parse().map_err(|_| StoreError::unreadable(column, code))).transpose()
}

/// Waits until no other transaction works on this practice, and keeps others waiting until this one ends, so that a stage is never
/// derived from facts that somebody else is about to change.
///
/// On SQLite the clause falls away: a transaction that writes is alone there anyway.
///
/// # Errors
/// When the database refuses.
pub async fn lock(tx: &Tx, code: &OdsCode) -> Result<()> {
    let row = practice::Entity::find_by_id(code.as_str()).select_only().column(practice::Column::OdsCode).lock_exclusive();
    row.into_tuple::<String>().one(tx).await?;
    Ok(())
}
