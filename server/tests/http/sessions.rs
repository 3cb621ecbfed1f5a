//! How sessions begin, last and end.

use axum::body::Body;
use axum::http::{Request, header};
use chrono::TimeDelta;
use domain::accounts::Role;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use services::accounts::{new_link, session_reference};
use services::{system_viewer, tokens};
use store::entity::{account, audit_event, session};

use crate::support::{Answer, Who, World, code};

const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36";

pub fn pass(world: &World, minutes: i64) {
    world.services.clock.move_to(world.services.clock.now() + TimeDelta::minutes(minutes));
}

pub async fn account_of(world: &World, name: &str) -> account::Model {
    let found = account::Entity::find().filter(account::Column::Name.eq(name)).one(world.services.store.read()).await.unwrap();
    found.unwrap()
}

pub async fn sessions_of(world: &World, name: &str) -> Vec<session::Model> {
    let id = account_of(world, name).await.id;
    session::Entity::find().filter(session::Column::AccountId.eq(id)).all(world.services.store.read()).await.unwrap()
}

pub fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

/// Signs in by a link in a browser that says what it is, with a cookie from before.
pub async fn sign_in(world: &World, email: &str, before: &str) -> Answer {
    let tx = world.services.store.begin().await.unwrap();
    let token = new_link(&world.services, &tx, email).await.unwrap().expect("an account").token;
    tx.commit().await.unwrap();
    let request = Request::post(format!("/sign-in/{token}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header(header::USER_AGENT, CHROME)
        .header(header::COOKIE, before)
        .body(Body::empty());
    world.send(Who::Nobody, request.unwrap()).await
}

pub async fn with_cookie(world: &World, cookie: &str, path: &str) -> Answer {
    world.send(Who::Nobody, Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_session_ends_half_an_hour_after_its_last_use() {
    let world = World::new().await;
    for _ in 0..3 {
        pass(&world, 29);
        assert_eq!(world.get(Who::Mona, "/practices").await.status, 200);
    }
    pass(&world, 30);
    assert_eq!(world.get(Who::Mona, "/practices").await.location(), "/sign-in?next=%2Fpractices");
}

#[tokio::test]
async fn it_ends_after_twelve_hours_however_much_it_is_used() {
    let world = World::new().await;
    for _ in 0..28 {
        pass(&world, 25);
        assert_eq!(world.get(Who::Mona, "/practices").await.status, 200);
    }
    // A form that writes to the session does not prolong it either.
    world.post(Who::Mona, "/account", &[("form", "reminders"), ("reminders", "off")]).await;
    pass(&world, 20);
    assert_eq!(world.get(Who::Mona, "/practices").await.status, 303);
}

#[tokio::test]
async fn use_is_noted_once_a_minute_and_only_what_people_do_counts() {
    let world = World::new().await;
    let began = sessions_of(&world, "Mona").await[0].last_seen_at;
    world.get(Who::Mona, "/practices").await;
    assert_eq!(sessions_of(&world, "Mona").await[0].last_seen_at, began, "nothing is written within the first minute");
    pass(&world, 10);
    let asked = Request::get("/api/slots/places").header(header::ACCEPT, "application/json").body(Body::empty()).unwrap();
    assert_eq!(world.send(Who::Mona, asked).await.status, 200);
    world.get(Who::Mona, "/signed-out").await;
    assert_eq!(sessions_of(&world, "Mona").await[0].last_seen_at, began, "a page that asks by itself is no use");
    world.get(Who::Mona, "/practices").await;
    assert!(sessions_of(&world, "Mona").await[0].last_seen_at >= began + TimeDelta::minutes(10));
}

#[tokio::test]
async fn signing_in_gives_the_session_another_id_and_keeps_how_and_where() {
    let world = World::new().await;
    let before = world.post(Who::Nobody, "/sign-in?next=/practices", &[("email", "mona@practice.example")]).await;
    let before = cookie(&before);
    let answer = sign_in(&world, "mona@practice.example", &before).await;
    assert_eq!(answer.location(), "/practices", "what was wanted before signing in");
    assert!(cookie(&answer).starts_with("session=") && cookie(&answer) != before);
    assert_eq!(with_cookie(&world, &before, "/account").await.status, 303);
    let new = sessions_of(&world, "Mona").await.into_iter().find(|session| session.device == "Chrome on Windows").unwrap();
    assert_eq!(new.method, "link");
    assert!(!cookie(&answer).contains(&new.id_hash), "only a hash is kept");
}

/// The sessions that events of this action name, the newest last.
pub async fn sessions_in_trail(world: &World, action: &str) -> Vec<Option<String>> {
    let events = audit_event::Entity::find().filter(audit_event::Column::Action.eq(action)).order_by_asc(audit_event::Column::Id);
    events.all(world.services.store.read()).await.unwrap().into_iter().map(|event| event.session_ref).collect()
}

/// What the trail calls the session of a cookie.
pub fn reference(cookie: &str) -> Option<String> {
    Some(session_reference(&tokens::hash(cookie.trim_start_matches("session="))))
}

#[tokio::test]
async fn the_trail_names_the_session_that_a_sign_in_begins() {
    let world = World::new().await;
    let begun = cookie(&sign_in(&world, "mona@practice.example", "").await);
    assert_eq!(sessions_in_trail(&world, "accounts.sign-in").await, [reference(&begun)]);
    let again = cookie(&sign_in(&world, "mona@practice.example", &begun).await);
    assert_eq!(sessions_in_trail(&world, "accounts.sign-in").await, [reference(&begun), reference(&again)]);
}

#[tokio::test]
async fn another_role_gives_the_session_another_id() {
    let world = World::new().await;
    let old = cookie(&sign_in(&world, "mona@practice.example", "").await);
    let id = account_of(&world, "Mona").await.id;
    let change = services::accounts::Change { name: "Mona".to_owned(), role: Role::Icb, orgs: vec![code("X1A")], revision: 0 };
    services::accounts::change(&world.services, &system_viewer("test"), &id, change).await.unwrap();
    let page = with_cookie(&world, &old, "/practices").await;
    assert_eq!(page.status, 200);
    assert_ne!(cookie(&page), old);
    assert_eq!(with_cookie(&world, &old, "/practices").await.status, 303, "the old id is worth nothing");
    assert_eq!(with_cookie(&world, &cookie(&page), "/practices").await.status, 200);
}

#[tokio::test]
async fn every_page_says_until_when_and_one_without_a_form_moves_on_by_itself() {
    let world = World::new().await;
    let list = world.get(Who::Mona, "/practices?q=a").await;
    assert!(list.text().contains("You will be signed out at 9:35am BST"), "{}", list.text());
    assert_eq!(list.header("refresh"), "1800; url=/signed-out?next=%2Fpractices%3Fq%3Da".replace("1800", &seconds(&list)));
    let form = world.get(Who::Mona, "/practices/X10001/checklist/policies").await;
    assert!(form.text().contains("You will be signed out at 9:35am BST"));
    assert_eq!(form.header("refresh"), "", "nothing typed is lost");
    assert_eq!(world.get(Who::Nobody, "/sign-in").await.header("refresh"), "");
    assert!(world.get(Who::Mona, "/signed-out?next=/practices").await.text().contains("still signed in"));
    let out = world.get(Who::Nobody, "/signed-out?next=//evil.example").await.text();
    assert!(out.contains("You have been signed out") && !out.contains("evil"), "{out}");
}

/// The clock runs while a test does: the seconds that a page names, about half an hour.
fn seconds(page: &Answer) -> String {
    let named = page.header("refresh").split(';').next().unwrap().to_owned();
    assert!((1790..=1801).contains(&named.parse::<i32>().unwrap()), "{named}");
    named
}
