//! `/agreement`: without it nothing else opens.

use sea_orm::EntityTrait;
use store::ConnectionTrait;
use store::entity::{agreement_acceptance, audit_event};

use crate::support::{Who, World};

const PAGE: &str = "/agreement";

#[tokio::test]
async fn nothing_opens_without_it() {
    let world = World::new().await;
    for path in ["/", "/practices", "/practices/X10001", "/account", "/reports/deadline", "/reports/deadline.csv", "/admin", "/none"] {
        let answer = world.get(Who::Nell, path).await;
        assert_eq!(answer.status, 303, "{path}");
        assert!(answer.location().starts_with("/agreement?next=%2F"), "{path}: {}", answer.location());
    }
    let form = world.post(Who::Nell, "/practices/X10001/slots/cancel", &[("reason", "x")]).await;
    assert_eq!(form.status, 403);
    assert!(form.text().contains("Accept the access agreement first"));
    assert_eq!(world.get(Who::Nell, "/api/slots/places").await.status, 403);
    assert_eq!(world.post(Who::Nell, "/admin/imports", &[]).await.status, 403);
}

#[tokio::test]
async fn signing_out_and_the_public_pages_do() {
    let world = World::new().await;
    for path in ["/agreement", "/privacy", "/cookies", "/accessibility"] {
        assert_eq!(world.get(Who::Nell, path).await.status, 200, "{path}");
    }
    assert_eq!(world.post(Who::Nell, "/sign-out", &[]).await.location(), "/");
    let read = world.get(Who::Nobody, "/agreement").await;
    assert!(read.status == 200 && !read.text().contains("Accept and continue"));
}

#[tokio::test]
async fn accepting_is_kept_and_leads_back() {
    let world = World::new().await;
    let address = "/agreement?next=%2Fpractices%2FX10001";
    let page = world.get(Who::Nell, address).await;
    assert!(page.text().contains("Accept and continue"));
    let version = domain::accounts::Agreement::current().version.to_string();
    let accepted = world.post(Who::Nell, address, &[("version", &version)]).await;
    assert_eq!(accepted.location(), "/practices/X10001");
    assert_eq!(world.get(Who::Nell, "/practices/X10001").await.status, 200);
    assert!(world.get(Who::Nell, "/agreement").await.text().contains("18 September 2023"));
    // Twice is once.
    world.post(Who::Nell, PAGE, &[("version", &version)]).await;
    let db = world.services.store.writer();
    let nell = crate::sessions::account_of(&world, "Nell").await.id;
    let rows = agreement_acceptance::Entity::find().all(db).await.unwrap();
    assert_eq!(rows.iter().filter(|row| row.account_id == nell).count(), 1);
    let events = audit_event::Entity::find().all(db).await.unwrap();
    assert_eq!(events.iter().filter(|event| event.action == "accounts.accept-agreement").count(), 1);
    assert!(db.execute_unprepared("DELETE FROM agreement_acceptance").await.is_err(), "rows are only ever added");
}

#[tokio::test]
async fn an_old_version_will_not_do_and_no_other_site_is_led_to() {
    let world = World::new().await;
    assert_eq!(world.post(Who::Nell, PAGE, &[("version", "0")]).await.status, 409);
    assert_eq!(world.get(Who::Nell, "/practices").await.status, 303);
    let led = world.post(Who::Nell, "/agreement?next=//evil.example", &[("version", "1")]).await;
    assert_eq!(led.location(), "/");
    assert_eq!(world.post(Who::Nobody, PAGE, &[("version", "1")]).await.location(), "/sign-in?ended=lost&next=%2Fagreement");
}

#[tokio::test]
async fn a_new_version_is_asked_for_again() {
    let world = World::new().await;
    let statement = "UPDATE account SET agreement_version = 0 WHERE name = 'Mona'";
    world.services.store.writer().execute_unprepared(statement).await.unwrap();
    assert_eq!(world.get(Who::Mona, "/practices").await.location(), "/agreement?next=%2Fpractices");
    assert!(world.get(Who::Mona, "/agreement").await.text().contains("It has changed since"));
}
