//! Whose account an issuer's subject is, and the sessions that came from there.

use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::card::Known;
use domain::organisations::{Level, OdsCode};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QuerySelect,
};
use std::collections::{BTreeMap, BTreeSet};

use crate::entity::{card_practice, icb, identity, practice, region, session, sub_icb};
use crate::{Result, StoreError};

/// Codes are asked for in portions: databases limit how many a statement may name.
const PORTION: usize = 500;

/// The account of a subject, if they have signed in before.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(db: &impl ConnectionTrait, issuer: &str, subject: &str) -> Result<Option<identity::Model>> {
    Ok(identity::Entity::find_by_id((issuer.to_owned(), subject.to_owned())).one(db).await?)
}

/// Adds a subject's account.
///
/// # Errors
/// When the database refuses, e.g. since another process added it just now.
pub async fn insert(db: &impl ConnectionTrait, row: identity::Model) -> Result<()> {
    row.into_active_model().insert(db).await?;
    Ok(())
}

/// Remembers that a subject signed in.
///
/// # Errors
/// When the database refuses.
pub async fn signed_in(db: &impl ConnectionTrait, issuer: &str, subject: &str, at: DateTime<Utc>) -> Result<()> {
    identity::Entity::update_many()
        .col_expr(identity::Column::LastSignInAt, Expr::value(at))
        .filter(identity::Column::Issuer.eq(issuer))
        .filter(identity::Column::Subject.eq(subject))
        .exec(db)
        .await?;
    Ok(())
}

/// The sessions that an issuer means: of a subject, of one session there, or both; none where it names neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meant<'a> {
    pub issuer: &'a str,
    /// Who it is, to the issuer.
    pub subject: Option<&'a str>,
    /// The session at the issuer.
    pub sid: Option<&'a str>,
}

/// What became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndedSessions {
    /// How many ended.
    pub ended: u64,
    /// Whose they were.
    pub accounts: BTreeSet<String>,
    /// How many go on, of a later card.
    pub later: u64,
}

/// Ends the sessions that are meant and whose card was shown before `until`.
///
/// # Errors
/// When the database refuses.
pub async fn end_sessions(db: &impl ConnectionTrait, meant: Meant<'_>, until: DateTime<Utc>) -> Result<EndedSessions> {
    let Meant { issuer, subject, sid } = meant;
    if subject.is_none() && sid.is_none() {
        return Ok(EndedSessions::default());
    }
    let theirs = Condition::all()
        .add(session::Column::Issuer.eq(issuer))
        .add_option(subject.map(|subject| session::Column::Subject.eq(subject)))
        .add_option(sid.map(|sid| session::Column::Sid.eq(sid)));
    let before = Condition::any().add(session::Column::CardAt.is_null()).add(session::Column::CardAt.lt(until));
    let whose = session::Entity::find().select_only().column(session::Column::AccountId).filter(theirs.clone()).filter(before.clone());
    let whose: Vec<Option<String>> = whose.into_tuple().all(db).await?;
    // By what they are and not by the ids found: one that gets another id just now is meant, too.
    let ended = session::Entity::delete_many().filter(theirs.clone()).filter(before).exec(db).await?.rows_affected;
    let later = session::Entity::find().filter(theirs).count(db).await?;
    Ok(EndedSessions { ended, accounts: whose.into_iter().flatten().collect(), later })
}

/// Keeps the practices of a holder's card, as it was shown on `read_on`, in place of those kept before; returns how many those were.
///
/// # Errors
/// When the database refuses.
pub async fn keep_practices(db: &impl ConnectionTrait, account_id: &str, practices: &BTreeSet<OdsCode>, read_on: NaiveDate) -> Result<u64> {
    let before = card_practice::Entity::delete_many().filter(card_practice::Column::AccountId.eq(account_id)).exec(db).await?;
    let codes: Vec<&OdsCode> = practices.iter().collect();
    for codes in codes.chunks(PORTION) {
        let rows = codes.iter().map(|code| card_practice::ActiveModel {
            account_id: Set(account_id.to_owned()),
            practice_code: Set(code.to_string()),
            read_on: Set(read_on),
        });
        card_practice::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(before.rows_affected)
}

/// The day on which the card of an account was shown last, and how many practices are kept of it; none where nothing is.
///
/// # Errors
/// When the database cannot be read.
pub async fn kept_practices(db: &impl ConnectionTrait, account_id: &str) -> Result<Option<(NaiveDate, usize)>> {
    let kept = card_practice::Entity::find().filter(card_practice::Column::AccountId.eq(account_id)).all(db).await?;
    Ok(kept.first().map(|one| (one.read_on, kept.len())))
}

/// What is known of the organisations with these codes.
///
/// # Errors
/// When the database cannot be read.
pub async fn known(db: &impl ConnectionTrait, codes: &BTreeSet<OdsCode>) -> Result<BTreeMap<OdsCode, Known>> {
    let codes: Vec<String> = codes.iter().map(OdsCode::to_string).collect();
    let mut known = BTreeMap::new();
    for codes in codes.chunks(PORTION) {
        // From the widest level down: a practice's own code counts as the practice's.
        let of = |level| move |code: String| (code, Known { level, is_open: true });
        let mut rows: Vec<(String, Known)> = Vec::new();
        let regions = region::Entity::find().select_only().column(region::Column::Code).filter(region::Column::Code.is_in(codes));
        rows.extend(regions.into_tuple().all(db).await?.into_iter().map(of(Level::Region)));
        let icbs = icb::Entity::find().select_only().column(icb::Column::Code).filter(icb::Column::Code.is_in(codes));
        rows.extend(icbs.into_tuple().all(db).await?.into_iter().map(of(Level::Icb)));
        let sub_icbs = sub_icb::Entity::find().select_only().column(sub_icb::Column::Code).filter(sub_icb::Column::Code.is_in(codes));
        rows.extend(sub_icbs.into_tuple().all(db).await?.into_iter().map(of(Level::SubIcb)));
        let practices = practice::Entity::find().select_only().columns([practice::Column::OdsCode, practice::Column::IsOpen]);
        let practices: Vec<(String, bool)> = practices.filter(practice::Column::OdsCode.is_in(codes)).into_tuple().all(db).await?;
        rows.extend(practices.into_iter().map(|(code, is_open)| (code, Known { level: Level::Practice, is_open })));
        for (code, found) in rows {
            known.insert(code.parse().map_err(|_| StoreError::unreadable("the code of an organisation", code))?, found);
        }
    }
    Ok(known)
}
