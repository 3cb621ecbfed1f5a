//! Practices as they are named in lists of something else.

use std::collections::BTreeMap;

use domain::accounts::Scope;
use domain::organisations::OdsCode;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect};

use crate::entity::{icb, practice, sub_icb};
use crate::scope::practices_in;
use crate::{Result, StoreError};

/// A practice by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub code: OdsCode,
    pub name: String,
    /// The name of its ICB, or the code where the name is not known.
    pub icb: Option<String>,
}

/// Those of these practices that lie in `scope`, by code.
///
/// # Errors
/// When the database cannot be read or holds a code this version does not know.
pub async fn named(
    db: &impl ConnectionTrait,
    scope: &Scope,
    codes: impl IntoIterator<Item = &OdsCode>,
) -> Result<BTreeMap<OdsCode, Named>> {
    let to_sub_icb = practice::Entity::belongs_to(sub_icb::Entity).from(practice::Column::SubIcbCode).to(sub_icb::Column::Code);
    let to_icb = sub_icb::Entity::belongs_to(icb::Entity).from(sub_icb::Column::IcbCode).to(icb::Column::Code);
    let rows: Vec<(String, String, Option<String>, Option<String>)> = practices_in(scope)
        .filter(practice::Column::OdsCode.is_in(codes.into_iter().map(OdsCode::as_str)))
        .select_only()
        .columns([practice::Column::OdsCode, practice::Column::Name])
        .column(sub_icb::Column::IcbCode)
        .column(icb::Column::Name)
        .join(JoinType::LeftJoin, to_sub_icb.into())
        .join(JoinType::LeftJoin, to_icb.into())
        .into_tuple()
        .all(db)
        .await?;
    let read = |(code, name, icb_code, icb_name): (String, String, Option<String>, Option<String>)| {
        let code: OdsCode = code.parse().map_err(|_| StoreError::unreadable("practice.ods_code", code))?;
        Ok((code.clone(), Named { code, name, icb: icb_name.or(icb_code) }))
    };
    rows.into_iter().map(read).collect()
}
