//! The service on a small database, and people who ask it things.
//!
//! The cast: Mona manages the EMIS practice X10001 and the TPP practice X10002, Otto manages X10003 (another sub-ICB location); Ines works for the sub-group of
//! X1A, Olga for that of X1B; Colin reads the ICB XA1, Rita the ICB XB1 of another region; Ada runs the programme.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::accounts::card::{CARD_KEY, CardSession};
use app::accounts::session::ROLE_KEY;
use app::assets::Assets;
use app::request::{ACCOUNT_KEY, Branding, Site};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use chrono::TimeDelta;
use domain::accounts::card::View;
use domain::accounts::{Agreement, Method, Role, Scope};
use domain::clock::Clock;
use domain::organisations::OdsCode;
use domain::time::london_instant;
use http_body_util::BodyExt;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use server::cards::Cards;
use server::limits::LinkLimit;
use server::router::{self, Options};
use services::{Services, Settings, tokens};
use store::accounts::NewAccount;
use store::entity::{icb, practice, region, session, sub_icb};
use store::testing::TestStore;
use tower::ServiceExt;
use tower_sessions::session::Id;

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

/// The service on a database of its own.
pub struct World {
    pub services: Services,
    pub router: Router,
    cookies: BTreeMap<Who, String>,
    cards: Cards,
    _database: TestStore,
}

/// A code.
pub fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

/// The day on which every test begins, at 9:05am.
pub fn today() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2023, 9, 18).unwrap()
}

impl World {
    /// On SQLite; the queries themselves are tested on both databases in their own crates.
    pub async fn new() -> Self {
        Self::with(false, false).await
    }

    /// As a demonstration.
    pub async fn demo() -> Self {
        Self::with(true, false).await
    }

    /// As people reach it over https.
    pub async fn https() -> Self {
        Self::with(false, true).await
    }

    /// With issuers of smartcard sign-ins.
    pub async fn with_cards(cards: Cards) -> Self {
        Self::made(false, false, cards).await
    }

    async fn with(demo: bool, https: bool) -> Self {
        Self::made(demo, https, Cards::default()).await
    }

    async fn made(demo: bool, https: bool, cards: Cards) -> Self {
        Self::on(store::testing::sqlite().await, demo, https, cards).await
    }

    /// On this database.
    pub async fn on(database: TestStore, demo: bool, https: bool, cards: Cards) -> Self {
        organisations(&database).await;
        let clock = Clock::starting_at(london_instant(today(), 9, 5));
        let settings = Settings { public_url: "http://tracker.test".to_owned(), demo };
        let services = Services::new(database.store.clone(), clock, settings);
        let mut cookies = BTreeMap::new();
        for who in Who::ALL.into_iter().chain([Who::Sid, Who::Nell]) {
            if let Some((name, role, scope)) = person(who) {
                cookies.insert(who, sign_in(&services, name, role, scope, who != Who::Nell).await);
            }
        }
        database.writer().execute_unprepared("UPDATE account SET status = 'suspended' WHERE name = 'Sid'").await.unwrap();
        Self { router: router(&services, https, cards.clone()), services, cookies, cards, _database: database }
    }

    /// Lets the people with smartcards in.
    pub async fn with_card_holders(mut self) -> Self {
        let practice = View { role: Role::PracticeManager, scope: Scope::practices([code("X10001")]) };
        let group = View { role: Role::Icb, scope: Scope::sub_icbs([code("X1A")]) };
        for (who, name, views, chosen) in [
            (Who::Cleo, "Cleo", vec![practice.clone()], Some(0)),
            (Who::Dora, "Dora", vec![practice.clone(), group.clone()], Some(1)),
            (Who::Drew, "Drew", vec![practice, group], None),
        ] {
            let cookie = sign_in(&self.services, name, Role::PracticeManager, Scope::default(), true).await;
            show_card(&self.services, &cookie, CardSession { subject: name.to_owned(), views, chosen, ..a_card() }).await;
            self.cookies.insert(who, cookie);
        }
        self
    }

    /// The reference of somebody's session, as the audit trail names it.
    pub fn session_ref(&self, who: Who) -> String {
        let id = self.cookies[&who].trim_start_matches("session=");
        tokens::hash(id)[..12].to_owned()
    }

    /// The same people and data under other rules of access.
    pub fn with_access(self, access: services::accounts::Access) -> Self {
        let services = self.services.clone().with_access(access);
        Self { router: router(&services, false, self.cards.clone()), services, ..self }
    }

    /// `GET path`.
    pub async fn get(&self, who: Who, path: &str) -> Answer {
        self.send(who, Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// `POST path` with form fields, as a browser sends them.
    pub async fn post(&self, who: Who, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "text/html,application/xhtml+xml")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body));
        self.send(who, request.unwrap()).await
    }

    /// `GET path` in the session that an earlier answer began.
    pub async fn get_with_cookie(&self, earlier: &Answer, path: &str) -> Answer {
        let cookie = earlier.header("set-cookie").split(';').next().unwrap().to_owned();
        self.send(Who::Nobody, Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    /// Any request.
    pub async fn send(&self, who: Who, mut request: Request<Body>) -> Answer {
        request.headers_mut().insert(header::HOST, "tracker.test".parse().unwrap());
        if let Some(cookie) = self.cookies.get(&who) {
            request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        }
        Answer::read(self.router.clone().oneshot(request).await.unwrap()).await
    }

    /// The status of `GET path` for everybody, to compare with a table.
    pub async fn matrix(&self, path: &str) -> Vec<(Who, u16)> {
        let mut cells = Vec::new();
        for who in Who::ALL {
            cells.push((who, self.get(who, path).await.status.as_u16()));
        }
        cells
    }
}

fn router(services: &Services, https: bool, cards: Cards) -> Router {
    let site = Site { services: services.clone(), assets: Arc::new(Assets::default()), branding: Branding::Plain, cards: cards.shown() };
    // In a demonstration everybody walks from one address.
    let links = LinkLimit::new(if services.settings.demo { 1000 } else { 20 }, None);
    router::build(site, Options { assets: "nowhere".into(), https, links, cards })
}

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    async fn read(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        Self { status: parts.status, headers: parts.headers, body: body.collect().await.unwrap().to_bytes().to_vec() }
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body without the seconds until the session ends, which two answers need not share.
    pub fn steady_text(&self) -> String {
        let text = self.text();
        let Some((before, rest)) = text.split_once("data-session-seconds=\"") else { return text };
        format!("{before}{}", rest.split_once('"').unwrap().1)
    }

    /// Where it redirects to.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

fn person(who: Who) -> Option<(&'static str, Role, Scope)> {
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

async fn sign_in(services: &Services, name: &str, role: Role, scope: Scope, agreed: bool) -> String {
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
        data: serde_json::json!({ ACCOUNT_KEY: account.id, ROLE_KEY: role.word() }).to_string(),
        created_at: now,
        expires_at: now + TimeDelta::hours(12),
        last_seen_at: now,
        method: Method::Link.word().to_owned(),
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

fn a_card() -> CardSession {
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
async fn show_card(services: &Services, cookie: &str, card: CardSession) {
    let tx = services.store.begin().await.unwrap();
    let found = store::sessions::get(&tx, &tokens::hash(cookie.trim_start_matches("session=")), services.clock.now()).await.unwrap();
    let mut row = found.unwrap();
    let mut data: serde_json::Value = serde_json::from_str(&row.data).unwrap();
    if let Some(role) = card.chosen.map(|chosen| card.views[chosen].role) {
        data[ROLE_KEY] = role.word().into();
    }
    data[CARD_KEY] = serde_json::to_value(&card).unwrap();
    (row.data, row.issuer, row.subject) = (data.to_string(), Some(card.issuer), Some(card.subject));
    store::sessions::update(&tx, row).await.unwrap();
    tx.commit().await.unwrap();
}

async fn organisations(database: &TestStore) {
    let db = database.writer();
    for (code, name) in [("X01", "First region"), ("X02", "Second region")] {
        let row = region::ActiveModel { code: Set(code.into()), name: Set(name.into()), dated: Set(None), parent_dated: Set(None) };
        region::Entity::insert(row).exec_without_returning(db).await.unwrap();
    }
    for (code, name, region) in [("XA1", "First ICB", "X01"), ("XB1", "Second ICB", "X02")] {
        let row = icb::ActiveModel {
            code: Set(code.into()),
            name: Set(name.into()),
            dated: Set(None),
            parent_dated: Set(None),
            region_code: Set(Some(region.into())),
        };
        icb::Entity::insert(row).exec_without_returning(db).await.unwrap();
    }
    for (code, name) in [("X1A", "First sub-group"), ("X1B", "Second sub-group")] {
        let row = sub_icb::ActiveModel {
            code: Set(code.into()),
            name: Set(name.into()),
            dated: Set(None),
            parent_dated: Set(None),
            icb_code: Set(Some("XA1".into())),
        };
        sub_icb::Entity::insert(row).exec_without_returning(db).await.unwrap();
    }
    for (code, name, sub_icb, supplier) in [
        ("X10001", "Alder Surgery", "X1A", "emis"),
        ("X10002", "Birch Surgery", "X1A", "tpp"),
        ("X10003", "Cedar Surgery", "X1B", "emis"),
        ("X10004", "Dogwood Surgery", "X1A", "vision"),
    ] {
        practice::Entity::insert(practice(code, name, sub_icb, supplier)).exec_without_returning(db).await.unwrap();
    }
}

fn practice(code: &str, name: &str, sub_icb: &str, supplier: &str) -> practice::ActiveModel {
    practice::ActiveModel {
        ods_code: Set(code.into()),
        name: Set(name.into()),
        postcode: Set("ZZ99 9ZZ".into()),
        sub_icb_code: Set(Some(sub_icb.into())),
        supplier: Set(supplier.into()),
        list_size: Set(Some(8000)),
        is_open: Set(true),
        ..Default::default()
    }
}
