//! Whom an answer of the issuer does not let in, and what each is told.

use domain::clock::Clock;
use domain::time::london_instant;
use rstest::rstest;
use serde_json::{Value, json};
use server::cards::Cards;
use server::config::issuers::{Auth, IssuerConfig};

use super::issuer::{self, CLIENT, TestIssuer};
use super::{Scene, config, cookie, heading};
use crate::support::{Who, World, today};

/// What is laid over the ID token or the user information, and the heading of the page that refuses it.
#[rstest]
#[case::wrong_nonce(json!({ "nonce": "another" }), json!({}), "Your sign-in could not be accepted")]
#[case::no_nonce(json!({ "nonce": null }), json!({}), "Your sign-in could not be accepted")]
#[case::wrong_issuer(json!({ "iss": "https://elsewhere.example" }), json!({}), "Your sign-in could not be accepted")]
#[case::other_client(json!({ "aud": "somebody-else" }), json!({}), "Your sign-in could not be accepted")]
#[case::for_others_too(json!({ "aud": [CLIENT, "somebody-else"] }), json!({}), "Your sign-in could not be accepted")]
#[case::expired(json!({ "exp": 1_600_000_000 }), json!({}), "Your sign-in could not be accepted")]
#[case::stale(json!({ "auth_time": 1_600_000_000 }), json!({}), "You need to show your smartcard again")]
#[case::no_auth_time(json!({ "auth_time": null }), json!({}), "You need to show your smartcard again")]
#[case::weak_identity(json!({ "id_assurance_level": "2" }), json!({}), "Your identity has not been checked to the level this service needs")]
#[case::weak_authentication(json!({ "authentication_assurance_level": 1 }), json!({}), "You need a stronger way to sign in")]
#[case::somebody_else(json!({}), json!({ "sub": "555000000002" }), "Your sign-in names two different people")]
#[case::other_uid(json!({}), json!({ "uid": "555000000002" }), "Your sign-in names two different people")]
#[case::no_roles(json!({}), json!({ "nhsid_nrbac_roles": null }), "There is no role on your smartcard")]
#[case::no_activity(json!({}), json!({ "nhsid_nrbac_roles": [{ "org_code": "X10001" }] }), "Your smartcard does not open anything here")]
#[tokio::test]
async fn refusals(#[case] token: Value, #[case] info: Value, #[case] expected: &str) {
    let scene = Scene::set().await;
    let (browser, _) = scene.begin().await;
    scene.issuer.says(|next| {
        next.token = issuer::laid_over(next.token.clone(), &token);
        // Null is "not there" here, where laying over would keep it.
        for (name, value) in token.as_object().unwrap().iter().filter(|(_, value)| value.is_null()) {
            next.token[name] = value.clone();
        }
        next.info = info;
    });
    let answer = scene.come_back(&browser, &format!("code=code&state={}", browser.state)).await;
    assert_eq!((answer.status.as_u16(), heading(&answer).as_str()), (403, expected));
    assert!(answer.text().contains("Back to sign in"));
    assert_eq!(scene.get(&browser.cookie, "/practices").await.status, 303, "nobody is signed in");
}

#[tokio::test]
async fn an_unsigned_token_is_refused_though_the_issuer_lists_it() {
    let scene = Scene::set().await;
    scene.issuer.says(|next| next.unsigned = true);
    assert_eq!(heading(&scene.sign_in().await), "Your sign-in could not be accepted");
}

#[tokio::test]
async fn a_key_that_is_not_published_is_refused() {
    let scene = Scene::set().await;
    scene.issuer.says(|next| next.signs = 1);
    assert_eq!(heading(&scene.sign_in().await), "Your sign-in could not be accepted");
}

#[tokio::test]
async fn a_code_is_worth_something_once() {
    let scene = Scene::set().await;
    assert_eq!(scene.sign_in().await.status, 303);
    assert_eq!(heading(&scene.sign_in().await), "Your sign-in could not be accepted");
}

#[tokio::test]
async fn a_state_is_worth_something_once_and_in_its_own_browser() {
    let scene = Scene::set().await;
    let (mine, _) = scene.begin().await;
    let (theirs, _) = scene.begin().await;
    let crossed = scene.come_back(&theirs, &format!("code=code&state={}", mine.state)).await;
    assert_eq!((crossed.status.as_u16(), heading(&crossed).as_str()), (403, "This sign-in cannot be used"));
    let own = scene.come_back(&mine, &format!("error=access_denied&state={}", mine.state)).await;
    assert_eq!(heading(&own), "You did not finish signing in", "what another browser brought used nothing up");
    let again = scene.come_back(&mine, &format!("code=code&state={}", mine.state)).await;
    assert_eq!(heading(&again), "This sign-in cannot be used", "what was answered once is gone");
    let nobody = scene.world.get(Who::Nobody, &format!("/sign-in/card/test/back?code=code&state={}", mine.state)).await;
    assert_eq!(heading(&nobody), "This sign-in cannot be used");
}

#[tokio::test]
async fn an_answer_of_another_issuer_and_one_without_a_code_are_refused() {
    let scene = Scene::set().await;
    for (query, expected) in [
        ("code=code&iss=https://elsewhere.example", "Your sign-in could not be accepted"),
        ("error=access_denied", "You did not finish signing in"),
        ("code=code&error=access_denied", "You did not finish signing in"),
        ("", "You did not finish signing in"),
    ] {
        let (browser, _) = scene.begin().await;
        let answer = scene.come_back(&browser, &format!("{query}&state={}", browser.state)).await;
        assert_eq!(heading(&answer), expected, "{query}");
    }
}

#[tokio::test]
async fn a_suspended_account_stays_out() {
    use sea_orm::{ConnectionTrait, EntityTrait};
    let scene = Scene::set().await;
    let cookie = cookie(&scene.sign_in().await).unwrap();
    let db = &scene.world.services.store;
    assert!(store::entity::identity::Entity::find().one(db.read()).await.unwrap().is_some());
    let tx = db.begin().await.unwrap();
    tx.execute_unprepared("UPDATE account SET status = 'suspended' WHERE name = 'Robin Hollins'").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(scene.get(&cookie, "/practices").await.status, 303);
    scene.issuer.says(issuer::Next::refill);
    assert_eq!(heading(&scene.sign_in().await), "Your account is suspended");
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_is_said_so() {
    let clock = Clock::starting_at(london_instant(today(), 9, 5));
    let issuer = TestIssuer::start(clock.clone()).await;
    let gone = IssuerConfig { issuer: "http://127.0.0.1:9".to_owned(), ..config(&issuer, Auth::Secret("secret".into())) };
    let world = World::with_cards(Cards::new(&[gone], "http://tracker.test", &clock).unwrap()).await;
    let answer = world.post(Who::Nobody, "/sign-in/card/test", &[]).await;
    assert_eq!((answer.status.as_u16(), heading(&answer).as_str()), (503, "The smartcard service does not answer"));
    assert!(answer.text().contains("0300 303 5035"));
}
