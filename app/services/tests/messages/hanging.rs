//! A mail that hangs: sending goes on beside it.

use std::time::Duration;

use domain::accounts::{Role, Scope};
use mail::testing::{Answer, Sink};
use mail::{Mailer, Transport};
use services::Services;
use services::accounts::request_link;
use services::outbox::keep_sending;
use store::on_both_databases;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::fixtures::*;

/// Looks often, so that a test need not wait.
const LOOK: Duration = Duration::from_millis(5);

fn sending(services: &Services, mailer: Mailer) -> (JoinHandle<u64>, CancellationToken) {
    let (services, stop) = (services.clone(), CancellationToken::new());
    let told = stop.clone();
    let sending = tokio::spawn(async move {
        let mut sent = 0;
        keep_sending(&services, &mailer, LOOK, &told, |report| sent += report.unwrap().sent).await;
        sent
    });
    (sending, stop)
}

on_both_databases! {
    async fn others_are_sent_meanwhile_also_those_written_later(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        sink.answer_next([Answer::NeverAnswer]);
        write_mails(&services, 10).await;
        let (sending, _stop) = sending(&services, mailer(&sink));
        until_arrived(&sink, 10).await;
        an_account(&services, "sam", Role::Admin, Scope::england()).await;
        request_link(&services, "sam@example.com").await.unwrap();
        until_arrived(&sink, 11).await;
        assert_eq!(sink.received()[10].to, "sam@example.com");
        // It waits still for the first.
        assert!(!sending.is_finished());
        sending.abort();
    }

    async fn a_link_has_a_place_of_its_own(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        sink.answer_always(Answer::NeverAnswer);
        write_mails(&services, 30).await;
        let (sending, _stop) = sending(&services, mailer(&sink));
        until_arrived(&sink, Transport::CONNECTIONS - 1).await;
        sink.answer_always(Answer::Accept);
        an_account(&services, "sam", Role::Admin, Scope::england()).await;
        request_link(&services, "sam@example.com").await.unwrap();
        until_arrived(&sink, Transport::CONNECTIONS).await;
        assert_eq!(sink.received().last().unwrap().to, "sam@example.com");
        sending.abort();
    }

    async fn told_to_stop_it_finishes_what_is_under_way_and_begins_nothing(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        sink.answer_always(Answer::AcceptAfter(Duration::from_millis(50)));
        write_mails(&services, 30).await;
        let (sending, stop) = sending(&services, mailer(&sink));
        until_arrived(&sink, 1).await;
        stop.cancel();
        let sent = sending.await.unwrap();
        assert!((1..30).contains(&sent), "{sent}");
        assert_eq!(rows(&services).await.iter().filter(|row| row.sent_at.is_some()).count() as u64, sent);
        assert!(rows(&services).await.iter().all(|row| row.claimed_until.is_none()));
    }

    async fn a_server_that_comes_back_is_found_again(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        write_mails(&services, 12).await;
        sink.say(mail::testing::At::Greeting, "421 4.3.2 too busy");
        let (sending, stop) = sending(&services, mailer(&sink));
        while rows(&services).await.iter().all(|row| row.fault.is_none()) {
            tokio::time::sleep(LOOK).await;
        }
        sink.be_usual();
        // What was tried is due again within a minute and a bit.
        services.clock.move_to(services.clock.now() + chrono::TimeDelta::minutes(2));
        until_arrived(&sink, 12).await;
        stop.cancel();
        assert_eq!(sending.await.unwrap(), 12);
    }
}

#[tokio::test]
async fn a_database_that_refuses_writes_is_told_once_a_look() {
    use sea_orm::ConnectionTrait;
    let (store, sink) = (store::testing::sqlite().await, Sink::start().await);
    let services = world(&store);
    write_mails(&services, 100).await;
    let refuse = "CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'no'); END";
    services.store.writer().execute_unprepared(refuse).await.unwrap();
    let (stop, mut looks, mut faults) = (CancellationToken::new(), 0, 0);
    keep_sending(&services, &mailer(&sink), LOOK, &stop, |report| {
        match report {
            Ok(_) => looks += 1,
            Err(_) => faults += 1,
        }
        if looks > 3 && faults > 0 {
            stop.cancel();
        }
    })
    .await;
    assert!((1..=looks + 1).contains(&faults), "{faults} in {looks} looks");
    assert_eq!(sink.count(), 0);
}
