//! tower-sessions on our own table: only a hash of the session's id is kept, and the clock is ours.
//!
//! A session holds values by name; what lists and rules need of them stands in columns, too.

use std::collections::HashMap;

use app::accounts::session::NewId;
use app::web::session::{BEGAN_KEY, CARD_KEY, DEVICE_KEY, METHOD_KEY, NEW_ID_KEY};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::accounts::{Lifetime, Role, Scope, Viewer};
use domain::clock::Clock;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use services::tokens;
use store::Store;
use store::entity::session as row;
use store::sessions::Opened;
use tower_sessions::cookie::time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{SessionManagerLayer, SessionStore};

/// The key under which a session keeps whose it is.
pub use app::web::session::ACCOUNT_KEY;

/// The key under which a loaded session says when it was used last; it is a column, and never kept among the values.
pub const SEEN_KEY: &str = "seen";

/// The key under which a loaded session says whose it is as they are now, an [`Owner`]; never kept among the values either.
pub const OWNER_KEY: &str = "owner";

/// The person whose session it is, read together with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Owner {
    account_id: String,
    name: String,
    email: String,
    role: Role,
    scope: Scope,
    /// The version of the agreement that they accepted last.
    pub accepted: Option<i32>,
}

impl Owner {
    fn new(viewer: Viewer, accepted: Option<i32>) -> Self {
        let Viewer { account_id, name, email, role, scope, session: _ } = viewer;
        Self { account_id, name, email, role, scope, accepted }
    }

    /// The person.
    #[must_use]
    pub fn viewer(self) -> Viewer {
        let Self { account_id, name, email, role, scope, accepted: _ } = self;
        Viewer { account_id, name, email, role, scope, session: None }
    }
}

/// Sessions in the table `session`.
#[derive(Clone, Debug)]
pub struct DatabaseSessions {
    store: Store,
    clock: Clock,
    lifetime: Lifetime,
}

impl DatabaseSessions {
    /// Sessions that last as `lifetime` says.
    #[must_use]
    pub fn new(store: Store, clock: Clock, lifetime: Lifetime) -> Self {
        Self { store, clock, lifetime }
    }

    /// The layer that hands each request its session. The cookie is a `__Host-` one where people come over https.
    #[must_use]
    pub fn layer(self, https: bool) -> SessionManagerLayer<Self> {
        SessionManagerLayer::new(self)
            .with_name(if https { "__Host-session" } else { "session" })
            .with_secure(https)
            .with_same_site(tower_sessions::cookie::SameSite::Lax)
            .with_path("/")
    }
}

impl DatabaseSessions {
    fn row(&self, record: &Record) -> Result<row::Model> {
        let now = self.clock.now();
        let began: DateTime<Utc> = value(record, BEGAN_KEY).unwrap_or(now);
        let account_id: Option<String> = value(record, ACCOUNT_KEY);
        let card = |name| record.data.get(CARD_KEY).and_then(|card| card.get(name)?.as_str()).map(str::to_owned);
        let mut data = record.data.clone();
        data.remove(SEEN_KEY);
        data.remove(OWNER_KEY);
        Ok(row::Model {
            id_hash: hashed(&record.id),
            expires_at: self.lifetime.over_at(began, account_id.is_some()),
            account_id,
            data: serde_json::to_string(&data).map_err(|error| Error::Encode(error.to_string()))?,
            created_at: began,
            last_seen_at: now,
            method: value(record, METHOD_KEY).unwrap_or_default(),
            device: value(record, DEVICE_KEY).unwrap_or_default(),
            issuer: card("issuer"),
            subject: card("subject"),
            sid: card("sid"),
            card_at: card("at").and_then(|at| at.parse().ok()),
        })
    }
}

fn value<T: DeserializeOwned>(record: &Record, key: &str) -> Option<T> {
    serde_json::from_value(record.data.get(key)?.clone()).ok()
}

/// How the id of a session stands in the database.
#[must_use]
pub fn hashed(id: &Id) -> String {
    tokens::hash(&id.to_string())
}

fn backend(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for DatabaseSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        if let Some(new) = value::<NewId>(record, NEW_ID_KEY) {
            record.data.remove(NEW_ID_KEY);
            record.id = new.id.parse().map_err(|_| Error::Decode("the new id is no id".to_owned()))?;
            if new.has_row {
                return self.save(record).await;
            }
        }
        let session = self.row(record)?;
        store::sessions::insert(self.store.writer(), session).await.map_err(backend)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let session = self.row(record)?;
        store::sessions::update(self.store.writer(), session).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = self.clock.now();
        let found = store::sessions::open(self.store.read(), &hashed(id), now).await.map_err(backend)?;
        let alive = found.filter(|Opened { session, .. }| self.lifetime.ends_at(session.created_at, session.last_seen_at) > now);
        alive.map(|opened| record(*id, opened)).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        store::sessions::delete(self.store.writer(), &hashed(id)).await.map_err(backend)
    }
}

fn record(id: Id, Opened { session, owner }: Opened) -> Result<Record> {
    let mut data: HashMap<String, serde_json::Value> =
        serde_json::from_str(&session.data).map_err(|error| Error::Decode(error.to_string()))?;
    data.insert(SEEN_KEY.to_owned(), serde_json::json!(session.last_seen_at));
    data.remove(OWNER_KEY);
    if let Some((viewer, accepted)) = owner {
        data.insert(OWNER_KEY.to_owned(), serde_json::json!(Owner::new(viewer, accepted)));
    }
    let expiry_date =
        OffsetDateTime::from_unix_timestamp(session.expires_at.timestamp()).map_err(|error| Error::Decode(error.to_string()))?;
    Ok(Record { id, data, expiry_date })
}
