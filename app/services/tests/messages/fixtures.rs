//! A small invented world, and a mail server.

use domain::accounts::{Role, Scope};
use domain::organisations::OdsCode;
use domain::stage::{Cause, Stage};
use mail::testing::Sink;
use mail::{Mailer, Message, Reminder, Sender, Transport};
use sea_orm::{EntityTrait, QueryOrder};
use services::outbox::{NewMail, enqueue};
use services::{Services, Settings, tokens};
use store::accounts::NewAccount;
use store::entity::{account, journey, outbox};
use store::stages::StageChange;
use store::testing::TestStore;

pub use testkit::{a_practice, a_slot, afresh, another, answer_everything, answer_row, code, day, manager, move_clock, services_on, sign};

/// The use cases at 9:05am on 1 October 2023, 30 days before the deadline.
pub fn world(store: &TestStore) -> Services {
    with(store, false)
}

/// The same as a demonstration.
pub fn demo_world(store: &TestStore) -> Services {
    with(store, true)
}

fn with(store: &TestStore, demo: bool) -> Services {
    services_on(store, "2023-10-01", Settings { public_url: "https://tracker.example.nhs.uk".to_owned(), demo })
}

/// A mailer that talks to `sink`.
pub fn mailer(sink: &Sink) -> Mailer {
    let sender = Sender::new("tracker@example.nhs.uk", None, "https://tracker.example.nhs.uk").unwrap();
    Mailer::new(sender, Transport::from_url(&sink.url()).unwrap())
}

/// Waits until `count` mails reached the server.
pub async fn until_arrived(sink: &Sink, count: usize) {
    while sink.count() < count {
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
}

/// Its stage since 1 September, put straight into the tables.
pub async fn at_stage(services: &Services, practice: &OdsCode, stage: Stage) {
    let (db, programme, since) = (services.store.writer(), &services.programme.code, day("2023-09-01"));
    let row = journey::Model {
        programme: programme.clone(),
        practice_code: practice.to_string(),
        stage: stage.key().to_owned(),
        stage_since: since,
        settled: 0,
        required: 1,
        settings_confirmed: false,
        updated_at: services.clock.now(),
    };
    store::stages::put_journey(db, row, stage >= Stage::Ready).await.unwrap();
    let change = StageChange {
        stage,
        effective_on: since,
        cause: Cause::ChecklistAnswered.key().to_owned(),
        recorded_by: "Sam".to_owned(),
        recorded_at: services.clock.now(),
    };
    store::stages::append(db, programme, practice, change).await.unwrap();
}

/// An account named `name`; returns its id.
pub async fn an_account(services: &Services, name: &str, role: Role, scope: Scope) -> String {
    let new = NewAccount {
        id: tokens::new_id(),
        email: format!("{name}@example.com"),
        name: name.to_owned(),
        role,
        scope,
        unsubscribe_token: tokens::new_token(),
        created_at: services.clock.now(),
    };
    let id = new.id.clone();
    store::accounts::insert(services.store.writer(), new).await.unwrap();
    id
}

/// A practice manager of these practices.
pub async fn a_manager(services: &Services, name: &str, practices: &[&OdsCode]) -> String {
    an_account(services, name, Role::PracticeManager, Scope::practices(practices.iter().copied().cloned())).await
}

pub async fn unsubscribe_token(services: &Services, account_id: &str) -> String {
    account::Entity::find_by_id(account_id).one(services.store.writer()).await.unwrap().unwrap().unsubscribe_token
}

/// Writes `count` reminders, each to an address of its own: `0@example.com` and so on.
pub async fn write_mails(services: &Services, count: usize) {
    let tx = services.store.begin().await.unwrap();
    for n in 0..count {
        assert!(enqueue(services, &tx, a_mail(services, n)).await.unwrap());
    }
    tx.commit().await.unwrap();
}

/// A reminder written today.
pub fn a_mail(services: &Services, n: usize) -> NewMail {
    NewMail {
        message: Message::Reminder(Reminder { today: services.clock.today(), ..Reminder::sample() }),
        recipient: format!("{n}@example.com"),
        account_id: None,
        dedupe_key: format!("test:{n}"),
    }
}

/// Every row of the outbox, by recipient.
pub async fn rows(services: &Services) -> Vec<outbox::Model> {
    outbox::Entity::find().order_by_asc(outbox::Column::Recipient).all(services.store.writer()).await.unwrap()
}

/// To whom and with which id each mail went that reached the server, sorted.
pub fn arrived(sink: &Sink) -> Vec<(String, String)> {
    let mut all: Vec<_> = sink.received().iter().map(|mail| (mail.to.clone(), mail.header("Message-ID").unwrap().to_owned())).collect();
    all.sort();
    all
}

/// Empties the outbox.
pub async fn forget_all(services: &Services) {
    outbox::Entity::delete_many().exec(services.store.writer()).await.unwrap();
}
