//! The issuer's word that a session has ended.

use std::sync::Arc;

use app::accounts::session::rotate;
use app::web::errors::PageError;
use axum::body::Body;
use axum::http::{Request, header};
use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use server::sessions::{ACCOUNT_KEY, DatabaseSessions};
use store::entity::audit_event;
use tower_sessions::Session;

use super::{Scene, cookie, issuer};
use crate::sessions::account_of;
use crate::support::{Answer, Who};

fn claims(scene: &Scene) -> Value {
    json!({
        "iss": scene.issuer.address, "aud": issuer::CLIENT, "sub": "555000000001", "sid": "session-1", "iat": scene.issuer.now(),
        "jti": "1", "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
    })
}

async fn send(scene: &Scene, token: &str) -> u16 {
    send_form(scene, &format!("logout_token={token}"), "application/x-www-form-urlencoded").await.status.as_u16()
}

async fn send_form(scene: &Scene, form: &str, kind: &str) -> Answer {
    // As an issuer does: no cookie, no word of where it comes from.
    let request = Request::post("/sign-in/card/test/logout").header(header::CONTENT_TYPE, kind);
    let answer = scene.world.send(Who::Nobody, request.body(Body::from(form.to_owned())).unwrap()).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    answer
}

/// What is laid over a good token, the key that signs it, the answer, and whether the person is still signed in after it.
#[rstest]
#[case::this_session(json!({}), 0, 200, false)]
#[case::all_sessions(json!({ "sid": null }), 0, 200, false)]
#[case::this_session_by_its_name_alone(json!({ "sub": null }), 0, 200, false)]
#[case::another_session_by_its_name_alone(json!({ "sub": null, "sid": "session-2" }), 0, 200, true)]
#[case::nobody(json!({ "sub": null, "sid": null }), 0, 400, true)]
#[case::a_session_without_a_name(json!({ "sid": "" }), 0, 400, true)]
#[case::no_id(json!({ "jti": null }), 0, 400, true)]
#[case::an_empty_id(json!({ "jti": "" }), 0, 400, true)]
#[case::another_session(json!({ "sid": "session-2" }), 0, 200, true)]
#[case::unknown_person(json!({ "sub": "555000000009" }), 0, 400, true)]
#[case::other_issuer(json!({ "iss": "https://elsewhere.example" }), 0, 400, true)]
#[case::other_client(json!({ "aud": "somebody-else" }), 0, 400, true)]
#[case::not_a_logout(json!({ "events": {} }), 0, 400, true)]
#[case::an_id_token(json!({ "nonce": "n" }), 0, 400, true)]
#[case::long_ago(json!({ "iat": 1_600_000_000 }), 0, 400, true)]
#[case::to_come(json!({ "iat": 1_900_000_000 }), 0, 400, true)]
#[case::expired(json!({ "exp": 1_600_000_000 }), 0, 400, true)]
#[case::unknown_key(json!({}), 1, 400, true)]
#[tokio::test]
async fn tokens(#[case] over: Value, #[case] key: usize, #[case] status: u16, #[case] still_in: bool) {
    let scene = Scene::set().await;
    let session = cookie(&scene.sign_in().await).unwrap();
    let token = scene.issuer.sign(key, &issuer::laid_over(claims(&scene), &over));
    assert_eq!(send(&scene, &token).await, status);
    assert_eq!(scene.get(&session, "/practices").await.status == 200, still_in);
}

/// A nonce of any kind, null included, which laying over cannot say.
#[rstest]
#[tokio::test]
async fn what_has_a_nonce_is_no_logout_token(#[values(json!(null), json!("n"), json!(1), json!({}), json!(false))] nonce: Value) {
    let scene = Scene::set().await;
    let session = cookie(&scene.sign_in().await).unwrap();
    let mut claims = claims(&scene);
    claims["nonce"] = nonce;
    assert_eq!(send(&scene, &scene.issuer.sign(0, &claims)).await, 400);
    assert_eq!(scene.get(&session, "/practices").await.status, 200);
}

#[tokio::test]
async fn a_token_that_is_sent_again_ends_no_later_session() {
    let scene = Scene::set().await;
    let sign_in = async || {
        scene.issuer.says(issuer::Next::refill);
        cookie(&scene.sign_in().await).unwrap()
    };
    let first = sign_in().await;
    let token = scene.issuer.sign(0, &issuer::laid_over(claims(&scene), &json!({ "sub": null })));
    assert_eq!(send(&scene, &token).await, 200);
    assert_eq!(scene.get(&first, "/practices").await.status, 303);
    scene.issuer.pass(2);
    let second = sign_in().await;
    assert_eq!(send(&scene, &token).await, 400, "the session of that name began after it");
    assert_eq!(scene.get(&second, "/practices").await.status, 200);
}

#[tokio::test]
async fn a_session_ended_by_its_name_stands_in_the_trail_with_its_account() {
    let scene = Scene::set().await;
    scene.sign_in().await;
    assert_eq!(send(&scene, &scene.issuer.sign(0, &issuer::laid_over(claims(&scene), &json!({ "sub": null })))).await, 200);
    let account = account_of(&scene.world, "Robin Hollins").await;
    let trail = audit_event::Entity::find().filter(audit_event::Column::Action.eq("accounts.sign-out"));
    let events = trail.all(scene.world.services.store.read()).await.unwrap();
    assert_eq!(events.iter().map(|event| event.subject.as_deref()).collect::<Vec<_>>(), [Some(account.id.as_str())]);
}

#[tokio::test]
async fn while_the_issuer_is_away_it_is_to_say_it_again() {
    let scene = Scene::set().await;
    scene.issuer.says(|next| next.is_down = true);
    let token = scene.issuer.sign(0, &claims(&scene));
    let answer = send_form(&scene, &format!("logout_token={token}"), "application/x-www-form-urlencoded").await;
    assert_eq!(answer.status, 503);
    assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
    assert_eq!(answer.text(), r#"{"error":"temporarily_unavailable"}"#);
}

/// What is no form with one token in it is refused in the same words for machines.
#[rstest]
#[case::no_field("a=b", "application/x-www-form-urlencoded")]
#[case::nothing("", "application/x-www-form-urlencoded")]
#[case::twice("logout_token=a&logout_token=b", "application/x-www-form-urlencoded")]
#[case::no_text("logout_token=%FF%", "application/x-www-form-urlencoded")]
#[case::json(r#"{"logout_token":"a"}"#, "application/json")]
#[case::long(&"a=b&".repeat(64 * 1024), "application/x-www-form-urlencoded")]
#[tokio::test]
async fn what_is_no_form_of_ours(#[case] form: &str, #[case] kind: &str) {
    let scene = Scene::set().await;
    let answer = send_form(&scene, form, kind).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (400, "application/json"));
    assert_eq!(answer.text(), r#"{"error":"invalid_request"}"#);
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let scene = Scene::set().await;
    for text in ["", "a.b.c", "eyJhbGciOiJub25lIn0.e30."] {
        assert_eq!(send(&scene, text).await, 400, "{text}");
    }
}

#[tokio::test]
async fn a_token_from_before_the_last_sign_in_ends_nothing() {
    let scene = Scene::set().await;
    let old = scene.issuer.sign(0, &issuer::laid_over(claims(&scene), &json!({ "iat": scene.issuer.now() - 60 })));
    let session = cookie(&scene.sign_in().await).unwrap();
    assert_eq!(send(&scene, &old).await, 400);
    assert_eq!(scene.get(&session, "/practices").await.status, 200);
}

/// A word about the first session that arrives once the person has signed in elsewhere: with the session's name, and without.
#[rstest]
#[case::by_name(json!({}))]
#[case::all_until_then(json!({ "sid": null }))]
#[tokio::test]
async fn a_late_word_ends_the_session_that_it_is_about_and_no_later_one(#[case] over: Value) {
    let scene = Scene::set().await;
    let first = cookie(&scene.sign_in().await).unwrap();
    let late = scene.issuer.sign(0, &issuer::laid_over(claims(&scene), &over));
    scene.issuer.pass(60);
    scene.issuer.says(|next| {
        next.token = json!({ "sid": "session-2" });
        next.refill();
    });
    let second = cookie(&scene.sign_in().await).unwrap();
    assert_eq!(send(&scene, &late).await, 200);
    assert_eq!(scene.get(&first, "/practices").await.status, 303);
    assert_eq!(scene.get(&second, "/practices").await.status, 200);
}

/// The session of a cookie, as the server loads it for a request.
async fn loaded(scene: &Scene, cookie: &str) -> Session {
    let services = &scene.world.services;
    let sessions = DatabaseSessions::new(services.store.clone(), services.clock.clone(), services.access.lifetime);
    let id = cookie.trim_start_matches("session=").parse().unwrap();
    let session = Session::new(Some(id), Arc::new(sessions), None);
    assert!(session.get::<String>(ACCOUNT_KEY).await.unwrap().is_some());
    session
}

/// A switch of the view loads the session, gives it another id, and writes it with the answer. The issuer's word may come in between.
#[tokio::test]
async fn a_logout_before_the_session_has_another_id_leaves_nothing_to_switch() {
    let scene = Scene::set().await;
    let session = loaded(&scene, &cookie(&scene.sign_in().await).unwrap()).await;
    assert_eq!(send(&scene, &scene.issuer.sign(0, &claims(&scene))).await, 200);
    assert!(matches!(rotate(&scene.world.services, &session).await, Err(PageError::SignIn)));
    assert_eq!(sessions_from_cards(&scene).await, 0);
}

#[tokio::test]
async fn a_logout_after_the_session_has_another_id_ends_it_under_that() {
    let scene = Scene::set().await;
    let session = loaded(&scene, &cookie(&scene.sign_in().await).unwrap()).await;
    rotate(&scene.world.services, &session).await.unwrap();
    let switched = format!("session={}", session.id().unwrap());
    assert_eq!(scene.get(&switched, "/practices").await.status, 200);
    assert_eq!(send(&scene, &scene.issuer.sign(0, &claims(&scene))).await, 200);
    session.insert("view", 1).await.unwrap();
    session.save().await.unwrap();
    assert_eq!(scene.get(&switched, "/practices").await.status, 303);
    assert_eq!(sessions_from_cards(&scene).await, 0);
}

async fn sessions_from_cards(scene: &Scene) -> u64 {
    use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
    use store::entity::session::{Column, Entity};
    Entity::find().filter(Column::Issuer.is_not_null()).count(scene.world.services.store.read()).await.unwrap()
}

#[tokio::test]
async fn two_switches_at_once_leave_one_session() {
    let scene = Scene::set().await;
    let before = cookie(&scene.sign_in().await).unwrap();
    let (one, two) = (loaded(&scene, &before).await, loaded(&scene, &before).await);
    let services = &scene.world.services;
    let (first, second) = tokio::join!(rotate(services, &one), rotate(services, &two));
    assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
    assert_eq!(sessions_from_cards(&scene).await, 1);
}
