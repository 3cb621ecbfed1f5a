//! A session, by the hash of its id.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id_hash: String,
    pub account_id: Option<String>,
    pub data: String,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub last_seen_at: DateTimeUtc,
    /// How it began, in the words of `domain::accounts::Method`; empty before anybody signed in.
    pub method: String,
    /// In what browser, in a few words.
    pub device: String,
    /// Where it began by smartcard: the issuer, who it is there, and the session there.
    pub issuer: Option<String>,
    pub subject: Option<String>,
    pub sid: Option<String>,
    /// When the card was shown, by the issuer's time and not by our clock, which a demonstration moves.
    pub card_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
