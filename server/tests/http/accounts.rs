//! `/sign-in` and what is behind it.

use services::accounts::new_link;

use crate::support::{Who, World};

async fn link(world: &World, email: &str) -> String {
    let tx = world.services.store.begin().await.unwrap();
    let link = new_link(&world.services, &tx, email).await.unwrap().expect("an account");
    tx.commit().await.unwrap();
    link.token
}

#[tokio::test]
async fn everybody_gets_the_same_answer() {
    let world = World::new().await;
    let known = world.post(Who::Nobody, "/sign-in", &[("email", "mona@practice.example")]).await;
    let unknown = world.post(Who::Nobody, "/sign-in", &[("email", "who@practice.example")]).await;
    for answer in [known, unknown] {
        assert_eq!((answer.status.as_u16(), answer.location()), (303, "/sign-in/sent"));
    }
}

#[tokio::test]
async fn looking_at_a_link_does_not_use_it_up_and_the_button_does() {
    let world = World::new().await;
    let token = link(&world, "mona@practice.example").await;
    for _ in 0..2 {
        let page = world.get(Who::Nobody, &format!("/sign-in/{token}")).await;
        assert!(page.text().contains("Confirm that you want to sign in"));
    }
    let first = world.post(Who::Nobody, &format!("/sign-in/{token}"), &[]).await;
    assert_eq!((first.status.as_u16(), first.location()), (303, "/"));
    assert!(first.header("set-cookie").contains("HttpOnly") && first.header("set-cookie").contains("SameSite=Lax"));
    let second = world.post(Who::Nobody, &format!("/sign-in/{token}"), &[]).await;
    assert!(second.text().contains("This link no longer works") && second.header("set-cookie").is_empty(), "{}", second.text());
}

#[tokio::test]
async fn a_link_dies_after_fifteen_minutes_and_when_replaced() {
    let world = World::new().await;
    let old = link(&world, "mona@practice.example").await;
    let new = link(&world, "mona@practice.example").await;
    assert!(world.get(Who::Nobody, &format!("/sign-in/{old}")).await.text().contains("no longer works"));
    world.services.clock.move_to(world.services.clock.now() + chrono::TimeDelta::minutes(16));
    assert!(world.get(Who::Nobody, &format!("/sign-in/{new}")).await.text().contains("no longer works"));
    let late = world.post(Who::Nobody, &format!("/sign-in/{new}"), &[]).await;
    assert!(late.text().contains("no longer works") && late.header("set-cookie").is_empty(), "{}", late.text());
}

#[tokio::test]
async fn an_address_that_is_none_comes_back_with_what_was_typed() {
    let world = World::new().await;
    let page = world.post(Who::Nobody, "/sign-in?next=//evil.example", &[("email", "mona at practice")]).await;
    assert_eq!(page.status, 422);
    let text = page.text();
    assert!(text.contains("<title>Error: Sign in"), "{text}");
    assert!(text.contains("mona at practice") && text.contains("href=\"#email\""), "{text}");
    assert_eq!(world.get(Who::Nobody, "/sign-in").await.status, 200, "it is shown once");
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let world = World::new().await;
    assert_eq!(world.get(Who::Ada, "/admin").await.status, 200);
    let out = world.post(Who::Ada, "/sign-out", &[]).await;
    assert_eq!((out.status.as_u16(), out.location()), (303, "/"));
    assert_eq!(world.get(Who::Ada, "/admin").await.status, 303);
}

#[tokio::test]
async fn a_session_that_has_ended_is_not_written_again() {
    use store::entity::session;
    let world = World::new().await;
    let now = world.services.clock.now();
    let row = session::Model {
        id_hash: "ended".to_owned(),
        account_id: None,
        data: "{}".to_owned(),
        created_at: now,
        expires_at: now + chrono::TimeDelta::hours(1),
        last_seen_at: now,
        method: String::new(),
        device: String::new(),
        issuer: None,
        subject: None,
        sid: None,
        card_at: None,
    };
    let tx = world.services.store.begin().await.unwrap();
    store::sessions::insert(&tx, row.clone()).await.unwrap();
    store::sessions::delete(&tx, "ended").await.unwrap();
    store::sessions::update(&tx, row).await.unwrap();
    assert!(store::sessions::get(&tx, "ended", now).await.unwrap().is_none());
}

#[tokio::test]
async fn the_caller_does_not_choose_the_reference() {
    let world = World::new().await;
    let request = axum::http::Request::get("/none").header("x-request-id", "mine").body(axum::body::Body::empty()).unwrap();
    let answer = world.send(Who::Nobody, request).await;
    assert_ne!(answer.header("x-request-id"), "mine");
}

#[tokio::test]
async fn expired_sessions_are_removed() {
    let world = World::new().await;
    world.services.clock.move_to(world.services.clock.now() + chrono::TimeDelta::hours(13));
    services::accounts::purge_sessions(&world.services).await.unwrap();
    world.services.clock.move_to(world.services.clock.now() - chrono::TimeDelta::hours(13));
    assert_eq!(world.get(Who::Ada, "/admin").await.status, 303, "the session is gone even for an earlier clock");
}

#[tokio::test]
async fn only_an_admin_sees_the_admin_page() {
    let world = World::new().await;
    for (who, status) in world.matrix("/admin").await {
        let expected = match who {
            Who::Nobody => 303,
            Who::Ada => 200,
            _ => 403,
        };
        assert_eq!(status, expected, "{who:?}");
    }
}

#[tokio::test]
async fn the_demonstration_is_nowhere_else() {
    let world = World::new().await;
    assert_eq!(world.get(Who::Nobody, "/demo/sign-in").await.status, 404);
    assert_eq!(world.post(Who::Nobody, "/demo/sign-in", &[("form", "persona"), ("persona", "admin")]).await.status, 404);
    assert_eq!(
        world
            .post(Who::Nobody, "/demo/sign-in", &[("form", "clock"), ("to[day]", "1"), ("to[month]", "10"), ("to[year]", "2023")])
            .await
            .status,
        404
    );
    assert_eq!(World::demo().await.get(Who::Nobody, "/demo/sign-in").await.status, 200);
}

#[tokio::test]
async fn a_sixth_link_in_an_hour_has_to_wait_known_address_or_not() {
    for email in ["mona@practice.example", "who@practice.example"] {
        let world = World::new().await;
        let ask = async || world.post(Who::Nobody, "/sign-in", &[("email", email)]).await;
        for _ in 0..5 {
            assert_eq!(ask().await.location(), "/sign-in/sent");
        }
        let page = ask().await;
        assert_eq!(page.status, 422);
        assert!(page.text().contains("try again after 10:0"), "{}", page.text());
        world.services.clock.move_to(world.services.clock.now() + chrono::TimeDelta::minutes(61));
        assert_eq!(ask().await.location(), "/sign-in/sent");
    }
}

#[tokio::test]
async fn ten_mails_at_once_are_enough_for_a_network() {
    let world = World::new().await;
    // Of twenty in an hour; `limits.rs` asks for the rest of it.
    for n in 0..5 {
        let email = format!("somebody{n}@nhs.net");
        for (path, status) in [("/sign-in", 303), ("/request-access", 422)] {
            assert_eq!(world.post(Who::Nobody, path, &[("email", &email)]).await.status, status, "{path}");
        }
    }
    for path in ["/sign-in", "/request-access"] {
        let next = world.post(Who::Nobody, path, &[("email", "mona@practice.example")]).await;
        assert_eq!(next.status, 429, "{path}");
        assert!(next.text().contains("try again in 6 minutes") && next.header("retry-after") == "360", "{}", next.text());
    }
    assert_eq!(world.get(Who::Nobody, "/sign-in").await.status, 200, "everything else goes on");
}

#[tokio::test]
async fn an_unknown_address_leaves_nothing_behind() {
    use sea_orm::EntityTrait;
    let world = World::new().await;
    world.post(Who::Nobody, "/sign-in", &[("email", "who@practice.example")]).await;
    let db = world.services.store.read();
    assert!(store::entity::outbox::Entity::find().all(db).await.unwrap().is_empty());
    assert!(store::entity::sign_in_link::Entity::find().all(db).await.unwrap().is_empty());
}
