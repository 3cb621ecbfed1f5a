//! A session with the person whose it is, in one query: it is asked for before everything else that a request does.

use chrono::{DateTime, Utc};
use domain::accounts::{Role, Scope, Viewer};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

use crate::accounts::{ACTIVE, add_to_scope};
use crate::entity::session;
use crate::{Result, StoreError};

/// A session that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub session: session::Model,
    /// Whose it is, as they are now, with the version of the agreement that they accepted last; nobody where it is no active account's.
    pub owner: Option<(Viewer, Option<i32>)>,
}

// Written out, as it is asked for every request; a row for each part of the owner's scope.
const SQL: &str = "\
SELECT s.account_id, s.data, s.created_at, s.expires_at, s.last_seen_at, s.method, s.device, s.issuer, s.subject, s.sid, s.card_at, \
  a.id AS owner, a.email, a.name, a.role, a.agreement_version, c.level, c.code \
FROM session s \
LEFT JOIN account a ON a.id = s.account_id AND a.status = $3 \
LEFT JOIN account_scope c ON c.account_id = a.id \
WHERE s.id_hash = $1 AND s.expires_at > $2";

#[derive(FromQueryResult)]
struct Row {
    account_id: Option<String>,
    data: String,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
    method: String,
    device: String,
    issuer: Option<String>,
    subject: Option<String>,
    sid: Option<String>,
    card_at: Option<DateTime<Utc>>,
    owner: Option<String>,
    email: Option<String>,
    name: Option<String>,
    role: Option<String>,
    agreement_version: Option<i32>,
    level: Option<String>,
    code: Option<String>,
}

/// The session with this hash and its owner, unless it has expired by `now`.
///
/// # Errors
/// When the database cannot be read or holds a role or code this version does not know.
pub async fn open(db: &impl ConnectionTrait, id_hash: &str, now: DateTime<Utc>) -> Result<Option<Opened>> {
    let values = [id_hash.into(), now.into(), ACTIVE.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), SQL, values);
    let rows = Row::find_by_statement(statement).all(db).await?;
    let mut scope = Scope::default();
    for row in &rows {
        if let (Some(level), Some(code)) = (&row.level, &row.code) {
            add_to_scope(&mut scope, level, code)?;
        }
    }
    rows.into_iter().next().map(|row| read(row, id_hash, scope)).transpose()
}

fn read(row: Row, id_hash: &str, scope: Scope) -> Result<Opened> {
    let owner = row.owner.map(|account_id| owner(account_id, row.name, row.email, row.role, scope)).transpose()?;
    let session = session::Model {
        id_hash: id_hash.to_owned(),
        account_id: row.account_id,
        data: row.data,
        created_at: row.created_at,
        expires_at: row.expires_at,
        last_seen_at: row.last_seen_at,
        method: row.method,
        device: row.device,
        issuer: row.issuer,
        subject: row.subject,
        sid: row.sid,
        card_at: row.card_at,
    };
    Ok(Opened { session, owner: owner.map(|viewer| (viewer, row.agreement_version)) })
}

fn owner(account_id: String, name: Option<String>, email: Option<String>, role: Option<String>, scope: Scope) -> Result<Viewer> {
    let role = role.unwrap_or_default();
    let role = Role::from_key(&role).ok_or_else(|| StoreError::unreadable("account.role", &role))?;
    Ok(Viewer { account_id, name: name.unwrap_or_default(), email: email.unwrap_or_default(), role, scope, session: None })
}
