//! The people, and how they are signed in.

use app::web::session::{ACCOUNT_KEY, CARD_KEY, CardSession, ROLE_KEY};
use chrono::TimeDelta;
use domain::accounts::{Agreement, Method, Role, Scope};
use services::{Services, tokens};
use store::accounts::NewAccount;
use store::entity::session;
use tower_sessions::session::Id;

use super::code;

/// Everybody who may ask, nobody included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Nobody,
    Mona,
    Otto,
    Ines,
    Olga,
    Colin,
    Rita,
    Ada,
    /// As Mona, but suspended; not among [`Who::ALL`], since nothing tells from nobody.
    Sid,
    /// Manages what Mona does, but has not accepted the agreement; not among [`Who::ALL`].
    Nell,
    /// Came by smartcard, with X10001 on it. This one and the next two are there after [`World::with_card_holders`] only.
    Cleo,
    /// Came by smartcard, with X10001 and X1A on it, and sees as the sub-group of X1A.
    Dora,
    /// As Dora, but has not chosen a view.
    Drew,
}

impl Who {
    /// All of them, but for Nell.
    pub const ALL: [Self; 8] = [Self::Nobody, Self::Mona, Self::Otto, Self::Ines, Self::Olga, Self::Colin, Self::Rita, Self::Ada];
}

pub(super) fn person(who: Who) -> Option<(&'static str, Role, Scope)> {
    let icb = |text| Scope { icbs: [code(text)].into(), ..Scope::default() };
    Some(match who {
        Who::Nobody => return None,
        Who::Mona => ("Mona", Role::PracticeManager, Scope::practices([code("X10001"), code("X10002")])),
        Who::Sid => ("Sid", Role::PracticeManager, Scope::practices([code("X10001"), code("X10002")])),
        Who::Otto => ("Otto", Role::PracticeManager, Scope::practices([code("X10003")])),
        Who::Ines => ("Ines", Role::Icb, Scope::sub_icbs([code("X1A")])),
        Who::Olga => ("Olga", Role::Icb, Scope::sub_icbs([code("X1B")])),
        Who::Colin => ("Colin", Role::Commissioner, icb("XA1")),
        Who::Rita => ("Rita", Role::Commissioner, icb("XB1")),
        Who::Ada => ("Ada", Role::Admin, Scope::england()),
        Who::Cleo | Who::Dora | Who::Drew => return None,
        Who::Nell => ("Nell", Role::PracticeManager, Scope::practices([code("X10001"), code("X10002")])),
    })
}

/// An account with a session; the cookie of it.
pub(super) async fn sign_in(services: &Services, name: &str, role: Role, scope: Scope, agreed: bool) -> String {
    let account = NewAccount {
        id: tokens::new_id(),
        email: format!("{}@practice.example", name.to_lowercase()),
        name: name.to_owned(),
        role,
        scope,
        unsubscribe_token: tokens::new_token(),
        created_at: services.clock.now(),
    };
    let (id, now) = (Id::default(), services.clock.now());
    let tx = services.store.begin().await.unwrap();
    let row = session::Model {
        id_hash: tokens::hash(&id.to_string()),
        account_id: Some(account.id.clone()),
        data: serde_json::json!({ ACCOUNT_KEY: account.id, ROLE_KEY: role.key() }).to_string(),
        created_at: now,
        expires_at: now + TimeDelta::hours(12),
        last_seen_at: now,
        method: Method::Link.key().to_owned(),
        device: "Edge on Windows".to_owned(),
        issuer: None,
        subject: None,
        sid: None,
        card_at: None,
    };
    let id_of = account.id.clone();
    store::accounts::insert(&tx, account).await.unwrap();
    if agreed {
        store::accounts::accept(&tx, &id_of, Agreement::current().version, now).await.unwrap();
    }
    store::sessions::insert(&tx, row).await.unwrap();
    tx.commit().await.unwrap();
    format!("session={id}")
}

pub(super) fn a_card() -> CardSession {
    CardSession {
        issuer: "https://issuer.example".to_owned(),
        subject: String::new(),
        sid: None,
        at: None,
        end_session: None,
        views: Vec::new(),
        chosen: None,
    }
}

/// Makes a session that of a card.
pub(super) async fn show_card(services: &Services, cookie: &str, card: CardSession) {
    let tx = services.store.begin().await.unwrap();
    let found = store::sessions::get(&tx, &tokens::hash(cookie.trim_start_matches("session=")), services.clock.now()).await.unwrap();
    let mut row = found.unwrap();
    let mut data: serde_json::Value = serde_json::from_str(&row.data).unwrap();
    if let Some(role) = card.chosen.map(|chosen| card.views[chosen].role) {
        data[ROLE_KEY] = role.key().into();
    }
    data[CARD_KEY] = serde_json::to_value(&card).unwrap();
    (row.data, row.issuer, row.subject) = (data.to_string(), Some(card.issuer), Some(card.subject));
    store::sessions::update(&tx, row).await.unwrap();
    tx.commit().await.unwrap();
}
