//! What somebody who is not signed in leaves behind: few sessions from one network, and none of them for long.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use services::accounts::purge_sessions;
use store::entity::{session, sign_in_link};

use super::{Scene, heading};
use crate::sessions::{account_of, pass};
use crate::support::{Answer, SESSIONS_AT_ONCE, Who};

async fn of_nobody(scene: &Scene) -> Vec<session::Model> {
    let rows = session::Entity::find().filter(session::Column::AccountId.is_null());
    rows.all(scene.world.services.store.read()).await.unwrap()
}

async fn press(scene: &Scene) -> Answer {
    scene.post("", "/sign-in/card/test", "next=/practices").await
}

#[tokio::test]
async fn one_network_begins_so_many_sessions_and_is_then_told_when_to_come_back() {
    let scene = Scene::set().await;
    let (known, _) = scene.begin().await;
    let mut refused = Vec::new();
    for _ in 0..SESSIONS_AT_ONCE + 20 {
        let answer = press(&scene).await;
        if answer.status != 303 {
            refused.push(answer);
        }
    }
    assert_eq!(of_nobody(&scene).await.len(), SESSIONS_AT_ONCE);
    assert_eq!(refused.len(), 21);
    let answer = &refused[0];
    assert_eq!((answer.status.as_u16(), heading(answer).as_str()), (429, "Too many people came from your network at once"));
    assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0 && answer.header("set-cookie").is_empty());
    // Whoever has a session begins again in it: that takes no row.
    let again = scene.post(&known.cookie, "/sign-in/card/test", "next=/practices").await;
    assert_eq!(again.status, 303);
    assert_eq!(scene.come_back(&known, &format!("code=code&state={}", known.state)).await.status, 303, "and signs in");
}

#[tokio::test]
async fn a_form_that_is_refused_has_done_nothing() {
    let scene = Scene::set().await;
    for _ in 0..SESSIONS_AT_ONCE {
        press(&scene).await;
    }
    let email = account_of(&scene.world, "Mona").await.email;
    let answer = scene.world.post(Who::Nobody, "/sign-in?next=/practices", &[("email", email.as_str())]).await;
    assert_eq!((answer.status.as_u16(), of_nobody(&scene).await.len()), (429, SESSIONS_AT_ONCE));
    let links = sign_in_link::Entity::find().all(scene.world.services.store.read()).await.unwrap();
    assert!(links.is_empty(), "no link was sent that the answer does not speak of");
}

#[tokio::test]
async fn an_answer_to_nothing_leaves_no_session() {
    let scene = Scene::set().await;
    for query in ["code=code&state=x", "", "error=access_denied&state=x"] {
        let answer = scene.world.get(Who::Nobody, &format!("/sign-in/card/test/back?{query}")).await;
        assert_eq!((heading(&answer).as_str(), answer.header("set-cookie")), ("This sign-in cannot be used", ""));
    }
    assert!(of_nobody(&scene).await.is_empty());
}

#[tokio::test]
async fn a_session_of_nobody_ends_after_half_an_hour_whatever_is_done_in_it() {
    let scene = Scene::set().await;
    let (browser, _) = scene.begin().await;
    for _ in 0..2 {
        pass(&scene.world, 14);
        scene.get(&browser.cookie, "/sign-in").await;
        scene.begin_in(&browser.cookie, "/practices").await;
        assert_eq!(of_nobody(&scene).await.len(), 1, "still the same");
    }
    let (late, _) = scene.begin_in(&browser.cookie, "/practices").await;
    pass(&scene.world, 2);
    let answer = scene.finish(&late).await;
    assert_eq!(heading(&answer), "This sign-in cannot be used");
    purge_sessions(&scene.world.services).await.unwrap();
    assert!(of_nobody(&scene).await.is_empty());
}

#[tokio::test]
async fn signing_in_gives_the_session_its_hours() {
    let scene = Scene::set().await;
    let cookie = super::cookie(&scene.sign_in().await).unwrap();
    for _ in 0..3 {
        pass(&scene.world, 25);
        assert_eq!(scene.get(&cookie, "/practices").await.status, 200);
    }
}
