//! `/unsubscribe/{token}`.

use axum::body::Body;
use axum::http::Request;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::entity::account;

use crate::support::{Who, World};

async fn mona(world: &World) -> account::Model {
    let found = account::Entity::find().filter(account::Column::Name.eq("Mona")).one(world.services.store.read()).await.unwrap();
    found.unwrap()
}

/// As a mail provider's machine sends it: no cookie, no Origin, nothing of a browser.
async fn one_click(world: &World, token: &str) -> (u16, String) {
    let request = Request::post(format!("/unsubscribe/{token}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("List-Unsubscribe=One-Click"))
        .unwrap();
    let answer = world.send(Who::Nobody, request).await;
    assert!(answer.header("set-cookie").is_empty());
    (answer.status.as_u16(), answer.text())
}

#[tokio::test]
async fn one_click_stops_reminders_and_can_be_repeated() {
    let world = World::new().await;
    let token = mona(&world).await.unsubscribe_token;
    for _ in 0..2 {
        assert_eq!(one_click(&world, &token).await, (200, "Reminders are stopped.\n".to_owned()));
        assert!(!mona(&world).await.reminders);
    }
}

#[tokio::test]
async fn it_works_from_another_site_too() {
    let world = World::new().await;
    let token = mona(&world).await.unsubscribe_token;
    let request = Request::post(format!("/unsubscribe/{token}"))
        .header("sec-fetch-site", "cross-site")
        .header("origin", "https://webmail.example")
        .body(Body::from("List-Unsubscribe=One-Click"));
    assert_eq!(world.send(Who::Nobody, request.unwrap()).await.status, 200);
    assert!(!mona(&world).await.reminders);
}

#[tokio::test]
async fn opening_the_link_changes_nothing_and_the_button_does() {
    let world = World::new().await;
    let path = format!("/unsubscribe/{}", mona(&world).await.unsubscribe_token);
    let page = world.get(Who::Nobody, &path).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Stop reminders") && !page.text().contains("mona@"), "{}", page.text());
    assert!(mona(&world).await.reminders);
    let sent = world.post(Who::Nobody, &path, &[("confirm", "stop")]).await;
    assert_eq!((sent.status.as_u16(), sent.location()), (303, path.as_str()));
    assert!(!mona(&world).await.reminders);
    assert!(world.get(Who::Nobody, &path).await.text().contains("Reminders are stopped"));
}

#[tokio::test]
async fn an_unknown_link_is_404() {
    let world = World::new().await;
    assert_eq!(world.get(Who::Nobody, "/unsubscribe/unknown").await.status, 404);
    assert_eq!(one_click(&world, "unknown").await.0, 404);
    assert_eq!(one_click(&world, "%27%20OR%201=1").await.0, 404);
}
