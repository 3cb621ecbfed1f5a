//! For whoever runs the service.

use domain::outbox::Fault;
use mail::{Message, Reminder};
use services::outbox::{NewMail, enqueue};
use store::outbox::{Setback, claim, due, retry, sent};

use crate::support::{Who, World};

#[tokio::test]
async fn alive_and_ready() {
    let world = World::new().await;
    assert_eq!(world.get(Who::Nobody, "/health/live").await.status, 200);
    let ready = world.get(Who::Nobody, "/health/ready").await;
    assert_eq!((ready.status.as_u16(), ready.text().as_str()), (200, "ready\n"));
}

#[tokio::test]
async fn mail_that_is_refused_is_said_by_any_process_and_readiness_stays() {
    let world = World::new().await;
    let (services, db) = (&world.services, world.services.store.writer());
    let tx = services.store.begin().await.unwrap();
    let message = Message::Reminder(Reminder::sample());
    let new = NewMail { message, recipient: "sam@example.com".to_owned(), account_id: None, dedupe_key: "one".to_owned() };
    enqueue(services, &tx, new).await.unwrap();
    tx.commit().await.unwrap();
    let row = due(db, services.clock.now(), 1).await.unwrap().remove(0);
    assert!(claim(db, &row, "another process", services.clock.now()).await.unwrap());
    let setback = Setback { error: "the mail server refuses the sign-in: 535 who are you", fault: Some(Fault::SignIn), tried: true };
    retry(db, &row.id, "another process", services.clock.now(), setback).await.unwrap();
    let mail = world.get(Who::Nobody, "/health/mail").await;
    assert_eq!((mail.status.as_u16(), mail.text().as_str()), (503, "mail does not go out\n"), "whoever asks is nobody we know");
    assert_eq!(world.get(Who::Nobody, "/health/ready").await.status, 200);

    // The answer is good for a while.
    sent(db, &row.id, services.clock.now(), false).await.unwrap();
    assert_eq!(world.get(Who::Nobody, "/health/mail").await.status, 503);
}

#[tokio::test]
async fn mail_that_nothing_is_in_the_way_of_goes_out() {
    let mail = World::new().await.get(Who::Nobody, "/health/mail").await;
    assert_eq!((mail.status.as_u16(), mail.text().as_str()), (200, "mail goes out\n"));
}
