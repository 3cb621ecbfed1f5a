//! Sending: once, again when it was refused for now, never when it was refused for good.

use chrono::TimeDelta;
use domain::outbox::{HORIZON, KEPT};
use mail::testing::{Answer, Sink};
use services::outbox::{SendReport, enqueue, process_outbox_once, purge, send_all};
use store::on_both_databases;
use tokio_util::sync::CancellationToken;

use crate::fixtures::*;

const NOTHING: SendReport = SendReport { sent: 0, retried: 0, failed: 0, refused: 0, unreachable: false, said: None };

fn sent(sent: u64) -> SendReport {
    SendReport { sent, ..NOTHING }
}

on_both_databases! {
    async fn run_twice_sent_once(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        write_mails(&services, 3).await;
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 2).await.unwrap(), sent(2));
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 100).await.unwrap(), sent(1));
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 100).await.unwrap(), NOTHING);
        let expected: Vec<_> = rows(&services).await.into_iter().map(|row| (row.recipient, row.message_id)).collect();
        assert_eq!(arrived(&sink), expected);
        assert!(rows(&services).await.iter().all(|row| row.sent_at.is_some() && row.attempts == 1 && row.claimed_until.is_none()));
    }

    async fn of_one_key_the_first_is_kept(store: TestStore) {
        let services = world(&store);
        let tx = services.store.begin().await.unwrap();
        assert!(enqueue(&services, &tx, a_mail(&services, 1)).await.unwrap());
        assert!(!enqueue(&services, &tx, a_mail(&services, 1)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(rows(&services).await.len(), 1);
    }

    async fn what_ended_is_forgotten_in_time_and_what_waits_is_not(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        write_mails(&services, 2).await;
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 1).await.unwrap(), sent(1));
        services.clock.move_to(services.clock.now() + KEPT - TimeDelta::hours(1));
        purge(&services).await.unwrap();
        assert_eq!(rows(&services).await.len(), 2);
        services.clock.move_to(services.clock.now() + TimeDelta::hours(2));
        purge(&services).await.unwrap();
        let left = rows(&services).await;
        assert!(left.len() == 1 && left[0].sent_at.is_none(), "{left:?}");
    }

    async fn what_is_rolled_back_is_never_sent(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        let tx = services.store.begin().await.unwrap();
        enqueue(&services, &tx, a_mail(&services, 1)).await.unwrap();
        drop(tx);
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 100).await.unwrap(), NOTHING);
        assert_eq!(sink.count(), 0);
    }

    async fn refused_for_now_then_taken(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        write_mails(&services, 1).await;
        sink.answer_next([Answer::RefuseRecipient("450 4.2.0 not now")]);
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 100).await.unwrap(), SendReport { retried: 1, ..NOTHING });
        let row = &rows(&services).await[0];
        let wait = row.due_at - services.clock.now();
        assert!(wait > TimeDelta::seconds(50) && wait <= TimeDelta::seconds(72), "{wait}");
        assert!(row.last_error.as_ref().unwrap().contains("450"), "{:?}", row.last_error);
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 100).await.unwrap(), NOTHING);
        services.clock.move_to(row.due_at);
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 100).await.unwrap(), sent(1));
        assert_eq!(rows(&services).await[0].attempts, 2);
    }

    async fn refused_for_good_fails_at_once(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        write_mails(&services, 1).await;
        sink.answer_always(Answer::RefuseRecipient("550 5.1.1 no such user"));
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 100).await.unwrap(), SendReport { failed: 1, ..NOTHING });
        let row = &rows(&services).await[0];
        assert!(row.failed_at.is_some() && row.sent_at.is_none() && row.attempts == 1);
        move_clock(&services, "2023-10-02");
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 100).await.unwrap(), NOTHING);
    }

    async fn refused_for_now_for_days_is_given_up(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        write_mails(&services, 1).await;
        sink.answer_always(Answer::RefuseContent("452 4.2.2 full"));
        let first = services.clock.now();
        let mut tries = 0;
        loop {
            let report = process_outbox_once(&services, &mailer(&sink), 100).await.unwrap();
            tries += 1;
            let row = &rows(&services).await[0];
            if row.failed_at.is_some() {
                assert_eq!(report, SendReport { failed: 1, ..NOTHING });
                break;
            }
            assert_eq!(report, SendReport { retried: 1, ..NOTHING }, "try {tries}");
            services.clock.move_to(row.due_at);
        }
        let tried_for = services.clock.now() - first;
        assert!(tried_for >= HORIZON && tried_for < HORIZON + TimeDelta::minutes(5), "{tried_for}");
        assert!(tries > 20 && sink.count() == tries, "{tries}");
    }

    async fn a_server_that_is_down_is_not_asked_for_every_message(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        let mailer = mailer(&sink);
        sink.close().await;
        write_mails(&services, 40).await;
        let report = send_all(&services, &mailer, &CancellationToken::new()).await.unwrap();
        assert!(report.unreachable && report.sent == 0 && report.retried <= 16, "{report:?}");
        let tried = rows(&services).await.iter().filter(|row| row.tried_at.is_some()).count();
        assert_eq!(tried as u64, report.retried);
    }

    async fn a_payload_that_does_not_read_fails_alone(store: TestStore) {
        use sea_orm::ConnectionTrait;
        let (services, sink) = (world(&store), Sink::start().await);
        write_mails(&services, 2).await;
        services.store.writer().execute_unprepared("UPDATE outbox SET payload = '{}' WHERE recipient = '0@example.com'").await.unwrap();
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 100).await.unwrap(), SendReport { failed: 1, ..sent(1) });
        assert!(rows(&services).await[0].last_error.as_ref().unwrap().contains("payload"));
    }

    async fn a_reminder_of_last_week_is_not_sent(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        write_mails(&services, 1).await;
        move_clock(&services, "2023-10-06");
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 100).await.unwrap(), SendReport { failed: 1, ..NOTHING });
        assert_eq!(sink.count(), 0);
    }

    async fn sending_stops_when_told(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        write_mails(&services, 5).await;
        let stop = CancellationToken::new();
        stop.cancel();
        assert_eq!(send_all(&services, &mailer(&sink), &stop).await.unwrap(), NOTHING);
        assert!(rows(&services).await.iter().all(|row| row.attempts == 0));
    }
}
