//! Markup in what strangers and admins type of people: requests for access, reasons, smartcards, invitations.

use mail::Message;
use sea_orm::EntityTrait;
use store::entity::{access_request, outbox, smartcard_holder};

use super::injection::{MARKUP, holds_no_markup};
use crate::support::{Who, World};

/// The page shows what was typed, as text.
#[track_caller]
fn shows_as_text(page: &crate::support::Answer, path: &str) {
    holds_no_markup(page, path);
    assert!(page.text().contains("&lt;script&gt;alert(1)"), "{path} shows it: {}", page.text());
}

async fn every_mail_is_harmless(world: &World, at_least: usize) {
    let mails = services::outbox::list(&world.services, 50).await.unwrap();
    assert!(mails.len() >= at_least, "{mails:?}");
    for mail in mails {
        for path in [format!("/demo/mail/{}", mail.id), format!("/demo/mail/{}/html", mail.id)] {
            holds_no_markup(&world.get(Who::Nobody, &path).await, &path);
        }
    }
}

#[tokio::test]
async fn a_request_for_access_and_the_reason_against_it() {
    let world = World::demo().await;
    let typed = [("name", MARKUP), ("email", "sam@nhs.net"), ("role", "practice-manager"), ("q", "X10001"), ("why", MARKUP)];
    let wrong = [("name", MARKUP), ("email", MARKUP), ("role", MARKUP), ("q", MARKUP), ("why", MARKUP)];
    let again = world.post(Who::Nobody, "/request-access", &wrong).await;
    assert_eq!(again.status, 422);
    shows_as_text(&again, "/request-access");
    let sent = world.post(Who::Nobody, "/request-access", &typed).await;
    assert_eq!(sent.location(), "/request-access/sent");
    let mail = outbox::Entity::find().one(world.services.store.read()).await.unwrap().unwrap();
    let Message::AccessConfirm(confirm) = serde_json::from_str(&mail.payload).unwrap() else { panic!("{mail:?}") };
    let page = format!("/request-access/{}", confirm.token);
    holds_no_markup(&world.get(Who::Nobody, &page).await, &page);
    world.post(Who::Nobody, &page, &[]).await;
    for who in [Who::Ines, Who::Ada] {
        let queue = world.get(who, "/access-requests").await;
        shows_as_text(&queue, "/access-requests");
        assert!(queue.text().matches("&lt;script&gt;alert(1)").count() >= 2, "both the name and why");
    }
    let request = access_request::Entity::find().one(world.services.store.read()).await.unwrap().unwrap().id;
    let decision = [("verdict", "refuse"), ("request", request.as_str()), ("reason", MARKUP)];
    let decided = world.post(Who::Ines, "/access-requests", &decision).await;
    holds_no_markup(&world.get(Who::Ines, decided.location()).await, "/access-requests, decided");
    holds_no_markup(&world.get(Who::Ada, "/admin/audit").await, "/admin/audit");
    every_mail_is_harmless(&world, 2).await;
}

#[tokio::test]
async fn a_name_in_the_list_of_smartcards() {
    let world = World::demo().await;
    let list = "/practices/X10001/smartcards";
    let add = [("name", MARKUP), ("missing", "software")];
    assert_eq!(world.post(Who::Mona, list, &add).await.status, 303);
    shows_as_text(&world.get(Who::Mona, list).await, list);
    // The second time it is there already.
    shows_as_text(&world.post(Who::Mona, list, &add).await, list);
    let holder = smartcard_holder::Entity::find().one(world.services.store.read()).await.unwrap().unwrap().id;
    for path in ["/practices/X10001/smartcards".to_owned(), format!("/practices/X10001/smartcards/{holder}")] {
        shows_as_text(&world.get(Who::Mona, &path).await, &path);
    }
    for path in ["/smartcards/practices", "/practices/X10001/audit", "/practices/X10001/history"] {
        holds_no_markup(&world.get(Who::Ines, path).await, path);
    }
}

#[tokio::test]
async fn an_invited_name() {
    let world = World::demo().await;
    let invite = [("email", "kim@nhs.net"), ("name", MARKUP), ("role", "practice-manager"), ("org", "X10001")];
    let sent = world.post(Who::Ada, "/admin/accounts/invite", &invite).await;
    assert!(sent.location().starts_with("/admin/accounts"), "{}", sent.location());
    shows_as_text(&world.get(Who::Ada, sent.location()).await, sent.location());
    let again = world.post(Who::Ada, "/admin/accounts/invite", &invite).await;
    assert!(again.status.is_client_error(), "{}", again.status);
    shows_as_text(&again, "the same invitation again");
    let kim = store::accounts::by_email(world.services.store.read(), "kim@nhs.net").await.unwrap().unwrap().id;
    for path in ["/admin/accounts".to_owned(), format!("/admin/accounts/{kim}")] {
        shows_as_text(&world.get(Who::Ada, &path).await, &path);
    }
    let suspended = world.post(Who::Ada, &format!("/admin/accounts/{kim}/status"), &[("form", "suspend")]).await;
    holds_no_markup(&world.get(Who::Ada, suspended.location()).await, "the account, suspended");
    holds_no_markup(&world.get(Who::Ada, "/admin/audit").await, "/admin/audit");
    every_mail_is_harmless(&world, 1).await;
}
