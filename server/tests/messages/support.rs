//! A database with practices, a mail server, and the program.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use domain::accounts::{Role, Scope};
use domain::clock::Clock;
use domain::organisations::Supplier;
use mail::testing::Sink;
use mail::{Message, Reminder};
use sea_orm::{ActiveModelTrait, EntityTrait};
use services::outbox::{NewMail, enqueue};
use services::{Services, Settings, tokens};
use store::accounts::NewAccount;
use store::entity::outbox;
use store::testing::{TestStore, practice_row};

/// The instant at which the clocks of the program start: 9:05am BST, 30 days before the deadline.
pub const MORNING: &str = "2023-10-01T09:05:00+01:00";

/// The use cases, a minute before [`MORNING`].
pub fn world(store: &TestStore) -> Services {
    let clock = Clock::starting_at("2023-10-01T08:04:00Z".parse().unwrap());
    Services::new(store.store.clone(), clock, Settings { public_url: "http://tracker.test".to_owned(), demo: false })
}

/// Open practices of which nothing was recorded, each with a manager of its own.
pub async fn practices(services: &Services, count: usize) {
    for n in 0..count {
        let code = format!("X{n:05}");
        let row = practice_row(&code, &format!("Practice {n}"), Supplier::Emis);
        row.insert(services.store.writer()).await.unwrap();
        let account = NewAccount {
            id: tokens::new_id(),
            email: format!("manager{n}@practice.example"),
            name: format!("Manager {n}"),
            role: Role::PracticeManager,
            scope: Scope::practices([code.parse().unwrap()]),
            unsubscribe_token: tokens::new_token(),
            created_at: services.clock.now(),
        };
        store::accounts::insert(services.store.writer(), account).await.unwrap();
    }
}

/// Writes a reminder to `recipient`.
pub async fn write_mail(services: &Services, recipient: &str) {
    let tx = services.store.begin().await.unwrap();
    let message = Message::Reminder(Reminder { today: services.clock.today(), ..Reminder::sample() });
    let mail = NewMail { message, recipient: recipient.to_owned(), account_id: None, dedupe_key: recipient.to_owned() };
    assert!(enqueue(services, &tx, mail).await.unwrap());
    tx.commit().await.unwrap();
}

/// Every row of the outbox.
pub async fn rows(services: &Services) -> Vec<outbox::Model> {
    outbox::Entity::find().all(services.store.writer()).await.unwrap()
}

/// The program on this database, with this mail server.
pub fn tracker(store: &TestStore, folder: &Path, sink: &Sink, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tracker"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TRACKER_")) {
        command.env_remove(name);
    }
    command
        .args(arguments)
        .current_dir(folder)
        .env("TRACKER_DATABASE_URL", &store.url)
        .env("TRACKER_SMTP_URL", sink.url())
        .env("TRACKER_PUBLIC_URL", "http://tracker.test")
        .env("TRACKER_CLOCK", MORNING)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What a run of the program said, and how it ended.
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// Runs it to its end.
pub async fn run(mut command: Command) -> Run {
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { status: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// Waits until `count` mails reached the server.
pub async fn until_arrived(sink: &Sink, count: usize) {
    let started = Instant::now();
    while sink.count() < count {
        assert!(started.elapsed() < Duration::from_secs(60), "{} of {count} mails came", sink.count());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
