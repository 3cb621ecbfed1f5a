//! `/request-access` and `/access-requests`.

use domain::accounts::Scope;
use mail::Message;
use store::entity::{access_request, outbox};

use crate::journey::{assert_summary_links, form, move_clock, post_matrix, send};
use crate::support::{Who, World, code};
use sea_orm::{EntityTrait, QueryOrder};

const ASK: &str = "/request-access";
const QUEUE: &str = "/access-requests";

fn typed<'a>(email: &'a str, q: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("name", "Sam Taylor"), ("email", email), ("role", "practice-manager"), ("q", q), ("why", "I am the new deputy")]
}

async fn mails(world: &World) -> Vec<(outbox::Model, Message)> {
    let rows = outbox::Entity::find().order_by_asc(outbox::Column::Id).all(world.services.store.read()).await.unwrap();
    rows.into_iter().map(|row| (row.clone(), serde_json::from_str(&row.payload).unwrap())).collect()
}

/// A request whose address is confirmed; its id.
async fn confirmed(world: &World, email: &str, q: &str) -> String {
    let sent = world.post(Who::Nobody, ASK, &typed(email, q)).await;
    assert_eq!((sent.status.as_u16(), sent.location()), (303, "/request-access/sent"), "{}", sent.text());
    let (_, message) = mails(world).await.pop().unwrap();
    let Message::AccessConfirm(confirm) = message else { panic!("{message:?}") };
    let page = format!("/request-access/{}", confirm.token);
    for _ in 0..2 {
        assert!(world.get(Who::Nobody, &page).await.text().contains("Confirm my request"), "looking changes nothing");
    }
    assert_eq!(world.post(Who::Nobody, &page, &[]).await.location(), page);
    assert!(world.get(Who::Nobody, &page).await.text().contains("Your request is confirmed"));
    let newest = access_request::Entity::find().order_by_desc(access_request::Column::Id);
    newest.one(world.services.store.read()).await.unwrap().unwrap().id
}

#[tokio::test]
async fn only_those_who_decide_see_the_queue() {
    let world = World::new().await;
    let expected = |ines: u16, nobody: u16| {
        let status = move |who| match who {
            Who::Nobody => nobody,
            Who::Ines | Who::Olga | Who::Ada => ines,
            _ => 403,
        };
        Who::ALL.into_iter().map(|who| (who, status(who))).collect::<Vec<_>>()
    };
    assert_eq!(world.matrix(QUEUE).await, expected(200, 303));
    assert_eq!(post_matrix(&world, QUEUE, &[("verdict", "approve")]).await, expected(422, 303), "nobody was chosen");
}

#[tokio::test]
async fn a_request_is_nobodys_business_before_it_is_confirmed() {
    let world = World::new().await;
    world.post(Who::Nobody, ASK, &typed("sam@nhs.net", "X10001")).await;
    assert!(!world.get(Who::Ines, QUEUE).await.text().contains("Sam Taylor"));
    confirmed(&world, "sam@nhs.net", "X10001").await;
    let page = world.get(Who::Ines, QUEUE).await.text();
    assert!(page.contains("Sam Taylor") && page.contains("Access requests (1)"), "{page}");
    assert!(page.contains("The next answers go out on 19 September 2023 at 10:00am BST."), "{page}");
    assert!(!world.get(Who::Olga, QUEUE).await.text().contains("Sam Taylor"), "another sub-group's");
    assert!(world.get(Who::Ada, QUEUE).await.text().contains("Sam Taylor"));
}

#[tokio::test]
async fn an_approved_person_has_an_account_at_once_and_is_told_at_the_round() {
    let world = World::new().await;
    let id = confirmed(&world, "sam@nhs.net", "Alder").await;
    move_clock(&world, "2023-09-21").await;
    assert_eq!(world.post(Who::Olga, QUEUE, &[("verdict", "approve"), ("request", &id)]).await.status, 404, "out of scope is not there");
    let done = world.post(Who::Ines, QUEUE, &[("verdict", "approve"), ("request", &id)]).await;
    assert_eq!(done.status, 303);
    let page = world.get(Who::Ines, QUEUE).await.text();
    assert!(page.contains("1 request is approved. We will email the person on 22 September 2023 at 10:00am BST."), "{page}");
    let account = store::accounts::by_email(world.services.store.read(), "sam@nhs.net").await.unwrap().unwrap();
    let viewer = services::accounts::current(&world.services, &account.id).await.unwrap().unwrap();
    assert_eq!(viewer.scope, Scope::practices([code("X10001")]));
    let (row, message) = mails(&world).await.pop().unwrap();
    assert!(matches!(message, Message::AccessGranted(_)), "{message:?}");
    assert_eq!(row.due_at.to_rfc3339(), "2023-09-22T09:00:00+00:00");
    let again = world.post(Who::Ada, QUEUE, &[("verdict", "refuse"), ("request", &id), ("reason", "no")]).await;
    assert_eq!(again.status, 409);
    assert!(again.text().contains("somebody has decided on it already"), "{}", again.text());
}

#[tokio::test]
async fn many_are_decided_at_once_and_a_refusal_needs_a_reason() {
    let world = World::new().await;
    let (one, two) = (confirmed(&world, "sam@nhs.net", "X10001").await, confirmed(&world, "kim@trust.nhs.uk", "X10002").await);
    let both = [("verdict", "refuse"), ("request", one.as_str()), ("request", two.as_str())];
    let failed = world.post(Who::Ines, QUEUE, &both).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["reason"]);
    assert_eq!(failed.text().matches(" checked").count(), 2, "what was ticked is still ticked");
    let none = world.post(Who::Ines, QUEUE, &[("verdict", "approve")]).await;
    assert!(none.text().contains("Choose at least one request"), "{}", none.text());
    let reason = [&both[..], &[("reason", "You have left")]].concat();
    world.post(Who::Ines, QUEUE, &reason).await;
    let page = world.get(Who::Ines, QUEUE).await.text();
    assert!(page.contains("2 requests are refused.") && page.contains("No requests wait"), "{page}");
    let refusals = mails(&world).await.into_iter().filter(|(_, message)| matches!(message, Message::AccessRefused(_)));
    assert_eq!(refusals.count(), 2);
}

#[tokio::test]
async fn what_was_decided_stays_to_be_read() {
    let world = World::new().await;
    assert!(world.get(Who::Ines, QUEUE).await.text().contains("No requests were decided on."));
    let (one, two) = (confirmed(&world, "sam@nhs.net", "X10001").await, confirmed(&world, "kim@trust.nhs.uk", "X10002").await);
    world.post(Who::Ines, QUEUE, &[("verdict", "approve"), ("request", &one)]).await;
    move_clock(&world, "2023-09-19").await;
    world.post(Who::Ada, QUEUE, &[("verdict", "refuse"), ("request", &two), ("reason", "You have left")]).await;
    for who in [Who::Ines, Who::Ada] {
        let page = world.get(who, "/access-requests?page=9").await.text();
        let list = page.split("Decided requests").nth(1).unwrap();
        for part in
            ["2 requests were decided on", "Approved", "18 September 2023", "Ines", "Refused", "19 September 2023", "Ada", "You have left"]
        {
            assert!(list.contains(part), "{who:?} {part}: {list}");
        }
        assert!(list.find("kim@trust.nhs.uk") < list.find("sam@nhs.net"), "the newest first: {list}");
    }
    let others = world.get(Who::Olga, QUEUE).await.text();
    assert!(others.contains("No requests were decided on.") && !others.contains("sam@nhs.net"), "{others}");
}

#[tokio::test]
async fn a_request_extends_an_account_but_never_changes_its_role() {
    let world = World::new().await;
    let world = world.with_access(services::accounts::Access { invite_domains: vec!["example".into()], ..Default::default() });
    let id = confirmed(&world, "otto@practice.example", "X10001").await;
    world.post(Who::Ines, QUEUE, &[("verdict", "approve"), ("request", &id)]).await;
    let otto = store::accounts::by_email(world.services.store.read(), "otto@practice.example").await.unwrap().unwrap();
    let otto = services::accounts::current(&world.services, &otto.id).await.unwrap().unwrap();
    assert_eq!(otto.scope, Scope::practices([code("X10001"), code("X10003")]));
    let id = confirmed(&world, "colin@practice.example", "X10001").await;
    let told = world.post(Who::Ines, QUEUE, &[("verdict", "approve"), ("request", &id)]).await;
    assert_eq!(told.status, 409);
    assert!(told.text().contains("another role (Commissioner)"), "{}", told.text());
    let own = confirmed(&world, "ada@practice.example", "X10001").await;
    assert_eq!(world.post(Who::Ada, QUEUE, &[("verdict", "approve"), ("request", &own)]).await.status, 404, "nobody decides on their own");
}

#[tokio::test]
async fn mistakes_and_the_search_lose_nothing() {
    let world = World::new().await;
    let wrong = [("name", "<b>Sam</b>"), ("email", "sam@example.com"), ("q", "surgery"), ("why", "")];
    let failed = world.post(Who::Nobody, ASK, &wrong).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["email", "role", "org", "why"]);
    let html = failed.text();
    assert!(html.contains("ends in nhs.net or nhs.uk"), "{html}");
    assert!(html.contains("Dogwood Surgery") && !html.contains("<b>Sam</b>"), "{html}");
    assert_eq!(form(&failed, "")["name"], "<b>Sam</b>");

    let fields = [&typed("sam@nhs.net", "surgery")[..], &[("step", "find")]].concat();
    let found = world.post(Who::Nobody, ASK, &fields).await;
    assert_eq!(found.status, 200, "a search is no mistake");
    assert!(found.text().contains("formaction=\"#organisation\"") && found.text().contains("id=\"organisation\""), "{}", found.text());
    let mut fields = form(&found, "");
    assert_eq!((fields["email"].as_str(), fields["why"].as_str()), ("sam@nhs.net", "I am the new deputy"));
    assert_eq!(fields["role"], "practice-manager");
    fields.insert("org".into(), "X10003".into());
    fields.remove("step");
    assert_eq!(send(&world, Who::Nobody, ASK, &fields).await.location(), "/request-access/sent");

    let nothing = world.post(Who::Nobody, ASK, &[("name", "Sam Taylor"), ("q", ""), ("step", "find")]).await;
    assert_eq!(nothing.status, 422);
    assert_summary_links(&nothing, &["q"]);
    assert_eq!(form(&nothing, "")["name"], "Sam Taylor");
}

#[tokio::test]
async fn of_several_requests_those_that_can_be_are_decided() {
    let world = World::new().await;
    let (one, two) = (confirmed(&world, "sam@nhs.net", "X10001").await, confirmed(&world, "kim@trust.nhs.uk", "X10002").await);
    world.post(Who::Ada, QUEUE, &[("verdict", "approve"), ("request", &one)]).await;
    let told = world.post(Who::Ines, QUEUE, &[("verdict", "approve"), ("request", &one), ("request", &two)]).await;
    assert_eq!(told.status, 409);
    let page = told.text();
    assert!(page.contains("1 request is approved.") && page.contains("nhsuk-notification-banner"), "{page}");
    assert!(page.contains("Nothing was decided on Sam Taylor: somebody has decided on it already"), "{page}");
}

#[tokio::test]
async fn an_address_is_not_written_to_without_end_and_a_link_dies() {
    let world = World::new().await;
    for _ in 0..7 {
        assert_eq!(world.post(Who::Nobody, ASK, &typed("sam@nhs.net", "X10001")).await.location(), "/request-access/sent");
    }
    assert_eq!(mails(&world).await.len(), 5, "everybody gets the same answer, the mailbox its rest");
    let Message::AccessConfirm(confirm) = mails(&world).await.pop().unwrap().1 else { panic!("no link") };
    move_clock(&world, "2023-09-20").await;
    let link = format!("/request-access/{}", confirm.token);
    assert!(world.get(Who::Nobody, &link).await.text().contains("no longer works"));
    assert_eq!(world.post(Who::Nobody, &link, &[]).await.status, 409);
    services::access_requests::purge(&world.services).await.unwrap();
    assert!(access_request::Entity::find().all(world.services.store.read()).await.unwrap().is_empty());
}

#[tokio::test]
async fn those_who_decide_are_reminded_on_the_morning_of_the_day_once() {
    let world = World::new().await;
    confirmed(&world, "sam@nhs.net", "X10001").await;
    confirmed(&world, "kim@nhs.net", "X10003").await;
    let remind = async || services::access_requests::remind(&world.services, false).await.unwrap().unwrap();
    assert_eq!(remind().await.owed, 0, "it is Monday");
    move_clock(&world, "2023-09-19").await;
    assert_eq!((remind().await.written, remind().await.written), (2, 0));
    let to: Vec<_> =
        mails(&world).await.into_iter().filter(|(row, _)| row.kind == "access-reminder").map(|(row, _)| row.recipient).collect();
    assert_eq!(to, ["ines@practice.example", "olga@practice.example"], "Ada only where nobody else decides");
}
