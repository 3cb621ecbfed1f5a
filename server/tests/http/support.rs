//! The service on a small database, and people who ask it things.
//!
//! The cast: Mona manages the EMIS practice X10001 and the TPP practice X10002, Otto manages X10003 (another sub-ICB location); Ines works for the sub-group of
//! X1A, Olga for that of X1B; Colin reads the ICB XA1, Rita the ICB XB1 of another region; Ada runs the programme.

mod answer;
mod cast;
mod organisations;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use app::web::assets::Assets;
use app::web::page::Branding;
use app::web::request::Site;
use app::web::session::CardSession;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use domain::accounts::card::View;
use domain::accounts::{Role, Scope};
use domain::clock::Clock;
use domain::organisations::OdsCode;
use domain::time::london_instant;
use sea_orm::ConnectionTrait;
use server::cards::Cards;
use server::limits::{Limits, Pace};
use server::router::{self, Options};
use services::{Services, Settings, tokens};
use store::testing::TestStore;
use tower::ServiceExt;

pub use answer::Answer;
pub use cast::Who;
use cast::{a_card, person, show_card, sign_in};
use organisations::organisations;

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

    /// The same people and data with help that the settings name.
    pub fn with_help(self, help: services::Help) -> Self {
        let services = self.services.clone().with_help(help);
        Self { router: router(&services, false, self.cards.clone()), services, ..self }
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

/// How many sessions of nobody a network may begin at once.
pub const SESSIONS_AT_ONCE: usize = 60;

fn router(services: &Services, https: bool, cards: Cards) -> Router {
    let site = Site { services: services.clone(), assets: Arc::new(Assets::default()), branding: Branding::Plain, cards: cards.shown() };
    // In a demonstration everybody walks from one address.
    let links = if services.settings.demo { 1000 } else { 20 };
    let at_once = u32::try_from(if services.settings.demo { 1000 } else { SESSIONS_AT_ONCE }).unwrap();
    // The next only after an hour, which no test lasts.
    let sessions = Pace { at_once, every: Duration::from_secs(60 * 60) };
    let limits = Limits::paced(Pace::per_hour(links), sessions, None);
    router::build(site, Options { assets: "nowhere".into(), https, limits, cards })
}
