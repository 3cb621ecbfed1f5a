//! Organisations by code or name, for somebody who is not signed in: what stands here is published.

use domain::organisations::{Level, OdsCode};
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{icb, practice, region, sub_icb};
use crate::pattern::escaped;
use crate::{Result, StoreError};

/// An organisation that somebody can work for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// What kind it is.
    pub level: Level,
    pub code: OdsCode,
    pub name: String,
    /// Its postcode, where it is known; of practices alone.
    pub postcode: Option<String>,
}

/// The organisation with this code: an open practice, a sub-ICB location, an ICB or a region.
///
/// # Errors
/// When the database cannot be read.
pub async fn one(db: &impl ConnectionTrait, code: &OdsCode) -> Result<Option<Organisation>> {
    let (key, found) = (code.as_str(), |level, name| Some(Organisation { level, code: code.clone(), name, postcode: None }));
    if let Some(row) = practice::Entity::find_by_id(key).one(db).await? {
        let practice = found(Level::Practice, row.name).map(|practice| Organisation { postcode: Some(row.postcode), ..practice });
        return Ok(practice.filter(|_| row.is_open));
    }
    if let Some(row) = sub_icb::Entity::find_by_id(key).one(db).await? {
        return Ok(found(Level::SubIcb, row.name));
    }
    if let Some(row) = icb::Entity::find_by_id(key).one(db).await? {
        return Ok(found(Level::Icb, row.name));
    }
    Ok(region::Entity::find_by_id(key).one(db).await?.and_then(|row| found(Level::Region, row.name)))
}

/// Up to `limit` organisations of each of these levels whose code begins so or whose name holds every word, by name.
///
/// # Errors
/// When the database cannot be read or holds a code this version does not know.
pub async fn search(db: &impl ConnectionTrait, levels: &[Level], text: &str, limit: u64) -> Result<Vec<Organisation>> {
    let mut all = Vec::new();
    for level in levels {
        let rows = of_level(db, *level, text, limit).await?;
        for (code, name, postcode) in rows {
            let postcode = (!postcode.is_empty()).then_some(postcode);
            let code = code.parse().map_err(|_| StoreError::unreadable("organisation code", &code))?;
            all.push(Organisation { level: *level, code, name, postcode });
        }
    }
    Ok(all)
}

async fn of_level(db: &impl ConnectionTrait, level: Level, text: &str, limit: u64) -> Result<Vec<(String, String, String)>> {
    macro_rules! rows {
        ($entity:ident, $code:ident, $postcode:literal, $condition:expr) => {{
            use $entity::{Column, Entity};
            Entity::find()
                .filter($condition)
                .filter(fits(Expr::col((Entity, Column::$code)), Expr::col((Entity, Column::Name)), text))
                .select_only()
                .columns([Column::$code, Column::Name])
                .column_as(Expr::cust($postcode), "postcode")
                .order_by_asc(Column::Name)
                .order_by_asc(Column::$code)
                .limit(limit)
                .into_tuple()
                .all(db)
                .await?
        }};
    }
    Ok(match level {
        Level::Practice => rows!(practice, OdsCode, "postcode", practice::Column::IsOpen.eq(true)),
        Level::SubIcb => rows!(sub_icb, Code, "''", Condition::all()),
        Level::Icb => rows!(icb, Code, "''", Condition::all()),
        Level::Region => rows!(region, Code, "''", Condition::all()),
        Level::Pcn => Vec::new(),
    })
}

fn fits(code: Expr, name: Expr, text: &str) -> Condition {
    let like = |column: &Expr, pattern: String| {
        Expr::from(Func::lower(column.clone())).like(LikeExpr::new(pattern.to_ascii_lowercase()).escape('\\'))
    };
    text.split_whitespace().take(10).fold(Condition::all(), |all, word| {
        let word = escaped(word);
        all.add(Condition::any().add(like(&code, format!("{word}%"))).add(like(&name, format!("%{word}%"))))
    })
}
