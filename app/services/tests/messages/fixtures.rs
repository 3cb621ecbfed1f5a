//! A small invented world, and a mail server.

use chrono::NaiveDate;
use domain::accounts::{Role, Scope};
use domain::clock::Clock;
use domain::organisations::{OdsCode, Supplier};
use domain::stage::Stage;
use domain::time::london_instant;
use mail::testing::Sink;
use mail::{Mailer, Message, Reminder, Sender, Transport};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, QueryOrder};
use services::outbox::{NewMail, enqueue};
use services::{Services, Settings, tokens};
use store::accounts::NewAccount;
use store::entity::{account, journey, outbox, practice};
use store::testing::TestStore;

pub fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The use cases at 9:05am on 1 October 2023, 30 days before the deadline.
pub fn world(store: &TestStore) -> Services {
    with(store, false)
}

/// The same as a demonstration.
pub fn demo_world(store: &TestStore) -> Services {
    with(store, true)
}

fn with(store: &TestStore, demo: bool) -> Services {
    let clock = Clock::starting_at(london_instant(day("2023-10-01"), 9, 5));
    Services::new(store.store.clone(), clock, Settings { public_url: "https://tracker.example.nhs.uk".to_owned(), demo })
}

/// The same on connections of its own, as another process would have them.
pub async fn another(services: &Services, store: &TestStore) -> Services {
    let store = store::Store::connect(&store.url).await.unwrap();
    Services { store, ..services.clone() }
}

pub fn move_clock(services: &Services, to: &str) {
    services.clock.move_to(london_instant(day(to), 9, 5));
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

/// An open practice of which nothing was recorded.
pub async fn a_practice(services: &Services, code_of: &str, supplier: Supplier) -> OdsCode {
    let row = practice::ActiveModel {
        ods_code: Set(code_of.to_owned()),
        name: Set(format!("Practice {code_of}")),
        postcode: Set("ZZ1 1ZZ".to_owned()),
        supplier: Set(supplier.word().to_owned()),
        is_open: Set(true),
        ..Default::default()
    };
    row.insert(services.store.writer()).await.unwrap();
    code(code_of)
}

/// Its present stage, put straight into the table.
pub async fn at_stage(services: &Services, practice: &OdsCode, stage: Stage) {
    let row = journey::Model {
        programme: services.programme.code.clone(),
        practice_code: practice.to_string(),
        stage: stage.word().to_owned(),
        stage_since: day("2023-09-01"),
        settled: 0,
        required: 1,
        settings_confirmed: false,
        updated_at: services.clock.now(),
    };
    store::stages::put_journey(services.store.writer(), row).await.unwrap();
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
