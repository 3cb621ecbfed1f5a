//! Signing in by smartcard, against a small issuer.

mod answers;
mod held;
mod issuer;
mod logout;
mod refusals;
mod strangers;
mod tabs;
mod views;

use axum::body::Body;
use axum::http::{Request, header};
use domain::accounts::Agreement;
use domain::accounts::card::Limits;
use domain::clock::Clock;
use domain::time::london_instant;
use issuer::{CLIENT, TestIssuer};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use server::cards::Cards;
use server::config::issuers::{Auth, IssuerConfig};
use url::Url;

use crate::support::{Answer, Who, World, today};

/// The service and its issuer.
pub struct Scene {
    pub world: World,
    pub issuer: TestIssuer,
}

/// A browser between the two.
pub struct Browser {
    cookie: String,
    state: String,
    nonce: String,
}

fn config(issuer: &TestIssuer, auth: Auth) -> IssuerConfig {
    IssuerConfig {
        key: "test".to_owned(),
        label: "the test card".to_owned(),
        issuer: issuer.address.clone(),
        client_id: CLIENT.to_owned(),
        auth,
        scopes: cis2::SCOPES.map(str::to_owned).to_vec(),
        acr_values: Some("AAL2_OR_AAL3_ANY".to_owned()),
        limits: Limits::default(),
    }
}

impl Scene {
    pub async fn set() -> Self {
        Self::with(Auth::Secret("secret".into())).await
    }

    async fn with(auth: Auth) -> Self {
        let clock = Clock::starting_at(london_instant(today(), 9, 5));
        let issuer = TestIssuer::start(clock.clone()).await;
        let cards = Cards::new(&[config(&issuer, auth)], "http://tracker.test", &clock).unwrap();
        Self { world: World::with_cards(cards).await, issuer }
    }

    /// Presses the button, and tells the issuer which nonce to put into its token.
    pub async fn begin(&self) -> (Browser, Url) {
        self.begin_in("", "/practices").await
    }

    /// The same in a browser that has a session, to a page.
    pub async fn begin_in(&self, session: &str, next: &str) -> (Browser, Url) {
        let answer = self.post(session, "/sign-in/card/test", &format!("next={next}")).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let to = Url::parse(answer.location()).unwrap();
        let of = |name: &str| to.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default();
        let browser = Browser { cookie: cookie(&answer).unwrap_or_else(|| session.to_owned()), state: of("state"), nonce: of("nonce") };
        self.issuer.says(|next| next.token["nonce"] = json!(browser.nonce));
        (browser, to)
    }

    /// Comes back from the issuer with `query`.
    pub async fn come_back(&self, browser: &Browser, query: &str) -> Answer {
        self.get(&browser.cookie, &format!("/sign-in/card/test/back?{query}")).await
    }

    /// The whole way.
    pub async fn sign_in(&self) -> Answer {
        let (browser, _) = self.begin().await;
        self.finish(&browser).await
    }

    /// Back with a good answer.
    pub async fn finish(&self, browser: &Browser) -> Answer {
        let answer = self.come_back(browser, &format!("code=code&state={}", browser.state)).await;
        // Of the agreement, other tests tell.
        let accepted = format!("UPDATE account SET agreement_version = {}", Agreement::current().version);
        self.world.services.store.writer().execute_unprepared(&accepted).await.unwrap();
        answer
    }

    pub async fn get(&self, cookie: &str, path: &str) -> Answer {
        self.world.send(Who::Nobody, Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, cookie: &str, path: &str, body: &str) -> Answer {
        let request = Request::post(path).header(header::COOKIE, cookie).header("sec-fetch-site", "same-origin");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").header(header::ACCEPT, "text/html");
        self.world.send(Who::Nobody, request.body(Body::from(body.to_owned())).unwrap()).await
    }
}

pub fn cookie(answer: &Answer) -> Option<String> {
    Some(answer.header("set-cookie").split(';').next()?.to_owned()).filter(|cookie| !cookie.is_empty())
}

fn heading(answer: &Answer) -> String {
    let text = answer.text();
    text.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_button_asks_for_what_it_should() {
    let scene = Scene::set().await;
    let page = scene.world.get(Who::Nobody, "/sign-in").await;
    assert!(page.text().contains("Sign in with the test card"));
    let policy = page.header("content-security-policy").to_owned();
    assert!(policy.contains(&format!("form-action 'self' {};", scene.issuer.address)), "{policy}");
    let (_, to) = scene.begin().await;
    let asked: std::collections::BTreeMap<_, _> = to.query_pairs().into_owned().collect();
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("redirect_uri", "http://tracker.test/sign-in/card/test/back"),
        ("scope", "openid profile email nhsperson nationalrbacaccess associatedorgs selectedrole"),
        ("prompt", "login"),
        ("acr_values", "AAL2_OR_AAL3_ANY"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(asked.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert!(asked["state"].len() > 20 && asked["nonce"].len() > 20);
}

#[tokio::test]
async fn without_settings_there_is_no_button() {
    let world = World::new().await;
    let page = world.get(Who::Nobody, "/sign-in").await;
    assert!(!page.text().contains("/sign-in/card/") && page.header("content-security-policy").contains("form-action 'self';"));
    assert_eq!(world.post(Who::Nobody, "/sign-in/card/test", &[]).await.status, 404);
}

#[tokio::test]
async fn of_two_practices_on_the_card_the_one_with_an_activity_is_seen() {
    let scene = Scene::set().await;
    let answer = scene.sign_in().await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/practices"));
    let cookie = cookie(&answer).expect("a new session");
    let page = scene.get(&cookie, "/practices").await.text();
    assert!(
        page.contains("Robin Hollins, Practice manager") && page.contains("Alder Surgery") && !page.contains("Birch Surgery"),
        "{page}"
    );
    assert_eq!(scene.get(&cookie, "/practices/X10001").await.status, 200);
    assert_eq!(scene.get(&cookie, "/practices/X10002").await.status, 404);
    assert!(!page.contains("Switch view"));
    let asked = scene.issuer.next.lock().unwrap().asked.clone();
    let has = |name: &str, value: &str| asked.iter().any(|(key, given)| key == name && given == value);
    assert!(has("client_secret", "secret") && asked.iter().any(|(key, value)| key == "code_verifier" && value.len() >= 43), "{asked:?}");
}

#[tokio::test]
async fn the_session_has_a_new_id_and_the_old_one_is_worth_nothing() {
    let scene = Scene::set().await;
    let (browser, _) = scene.begin().await;
    let answer = scene.come_back(&browser, &format!("code=code&state={}", browser.state)).await;
    assert_ne!(cookie(&answer).unwrap(), browser.cookie);
    assert_eq!(scene.get(&browser.cookie, "/practices").await.status, 303);
}

#[tokio::test]
async fn the_same_person_keeps_their_account() {
    use sea_orm::EntityTrait;
    let scene = Scene::set().await;
    let accounts = async || store::entity::account::Entity::find().all(scene.world.services.store.read()).await.unwrap().len();
    let before = accounts().await;
    for _ in 0..2 {
        scene.issuer.says(issuer::Next::refill);
        assert_eq!(scene.sign_in().await.status, 303);
    }
    assert_eq!(accounts().await, before + 1);
}

#[tokio::test]
async fn a_new_key_of_the_issuer_is_fetched_when_it_signs() {
    let scene = Scene::set().await;
    assert_eq!(scene.sign_in().await.status, 303);
    scene.issuer.says(|next| {
        (next.signs, next.published) = (1, 1);
        next.refill();
    });
    assert_eq!(scene.sign_in().await.status, 303);
}

#[tokio::test]
async fn with_keys_of_our_own_we_sign_who_we_are_and_publish_them() {
    let keys = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/http/keys/");
    let scene = Scene::with(Auth::KeyFiles(vec![format!("{keys}two.pem").into(), format!("{keys}one.pem").into()])).await;
    assert_eq!(scene.sign_in().await.status, 303);
    let asked = scene.issuer.next.lock().unwrap().asked.clone();
    let of = |name: &str| asked.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
    assert_eq!(of("client_assertion_type"), "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    assert_eq!((of("client_id").as_str(), of("client_secret").as_str()), (CLIENT, ""));
    let published: Value = serde_json::from_str(&scene.world.get(Who::Nobody, "/sign-in/keys.json").await.text()).unwrap();
    let ids: Vec<_> = published["keys"].as_array().unwrap().iter().map(|key| key["kid"].clone()).collect();
    assert!(ids.len() == 2 && published["keys"].as_array().unwrap().iter().all(|key| key.get("d").is_none()), "{published}");
    let part = |index: usize| -> Value {
        use base64::Engine;
        let assertion = of("client_assertion");
        let part = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(assertion.split('.').nth(index).unwrap()).unwrap();
        serde_json::from_slice(&part).unwrap()
    };
    assert_eq!(part(0)["kid"], ids[0]);
    assert_eq!(
        (&part(1)["iss"], &part(1)["sub"], &part(1)["aud"]),
        (&json!(CLIENT), &json!(CLIENT), &json!(format!("{}/token", scene.issuer.address)))
    );
}

#[tokio::test]
async fn signing_out_goes_by_the_issuer() {
    let scene = Scene::set().await;
    let cookie = cookie(&scene.sign_in().await).unwrap();
    let out = scene.post(&cookie, "/sign-out", "").await;
    let to = Url::parse(out.location()).unwrap();
    assert!(to.as_str().starts_with(&format!("{}/end?", scene.issuer.address)), "{to}");
    let asked: std::collections::BTreeMap<_, _> = to.query_pairs().into_owned().collect();
    assert_eq!(asked["post_logout_redirect_uri"], "http://tracker.test/");
    assert_eq!(asked["client_id"], CLIENT);
    assert!(!asked.contains_key("id_token_hint"), "{to}");
    assert_eq!(scene.get(&cookie, "/practices").await.status, 303);
}
