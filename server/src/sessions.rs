//! tower-sessions on our own table: only a hash of the session's id is kept, and the clock is ours.

use app::accounts::card::CARD_KEY;
use async_trait::async_trait;
use chrono::{TimeDelta, Utc};
use domain::clock::Clock;
use services::tokens;
use store::Store;
use store::entity::session as row;
use tower_sessions::cookie::time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{SessionManagerLayer, SessionStore};

/// The key under which a session keeps whose it is.
pub use app::request::ACCOUNT_KEY;

/// Sessions in the table `session`.
#[derive(Clone, Debug)]
pub struct DatabaseSessions {
    store: Store,
    clock: Clock,
    lifetime: TimeDelta,
}

impl DatabaseSessions {
    /// Sessions that end `lifetime` after their last change.
    #[must_use]
    pub fn new(store: Store, clock: Clock, lifetime: TimeDelta) -> Self {
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
        let card = |name| record.data.get(CARD_KEY).and_then(|card| card.get(name)?.as_str()).map(str::to_owned);
        Ok(row::Model {
            id_hash: hashed(&record.id),
            account_id: record.data.get(ACCOUNT_KEY).and_then(|value| value.as_str()).map(str::to_owned),
            data: serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?,
            created_at: now,
            expires_at: now + self.lifetime,
            issuer: card("issuer"),
            subject: card("subject"),
            sid: card("sid"),
        })
    }
}

fn hashed(id: &Id) -> String {
    tokens::hash(&id.to_string())
}

fn backend(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for DatabaseSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let session = self.row(record)?;
        let tx = self.store.begin().await.map_err(backend)?;
        store::sessions::insert(&tx, session).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let session = self.row(record)?;
        let tx = self.store.begin().await.map_err(backend)?;
        store::sessions::update(&tx, session).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = store::sessions::get(self.store.read(), &hashed(id), self.clock.now()).await.map_err(backend)?;
        found.map(|session| record(*id, &session)).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let tx = self.store.begin().await.map_err(backend)?;
        store::sessions::delete(&tx, &hashed(id)).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}

fn record(id: Id, session: &row::Model) -> Result<Record> {
    let data = serde_json::from_str(&session.data).map_err(|error| Error::Decode(error.to_string()))?;
    let expires: chrono::DateTime<Utc> = session.expires_at;
    let expiry_date = OffsetDateTime::from_unix_timestamp(expires.timestamp()).map_err(|error| Error::Decode(error.to_string()))?;
    Ok(Record { id, data, expiry_date })
}
