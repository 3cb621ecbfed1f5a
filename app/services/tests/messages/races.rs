//! Senders side by side, and senders that die.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::TimeDelta;
use domain::outbox::LEASE;
use mail::testing::{Answer, Sink};
use services::outbox::{process_outbox_once, send_all};
use store::on_both_databases;
use store::outbox::Setback;
use tokio_util::sync::CancellationToken;

use crate::fixtures::*;

const LATE: Setback<'_> = Setback { error: "late", fault: None, tried: true };

/// How often each mail arrived, by its id.
fn times(sink: &Sink) -> BTreeMap<String, usize> {
    let mut times = BTreeMap::new();
    for (_, id) in arrived(sink) {
        *times.entry(id).or_default() += 1;
    }
    times
}

on_both_databases! {
    async fn senders_at_once_send_nothing_twice(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        sink.answer_always(Answer::AcceptAfter(Duration::from_millis(2)));
        write_mails(&services, 120).await;
        let mut senders = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let (services, mailer) = (another(&services, &store).await, mailer(&sink));
            senders.spawn(async move { send_all(&services, &mailer, &CancellationToken::new()).await.unwrap() });
        }
        assert_eq!(senders.join_all().await.into_iter().map(|report| report.sent).sum::<u64>(), 120);
        assert_eq!(times(&sink).len(), 120);
        assert!(times(&sink).values().all(|count| *count == 1));
    }

    async fn killed_while_sending_none_is_lost(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        write_mails(&services, 30).await;
        sink.answer_always(Answer::AcceptAfter(Duration::from_millis(50)));
        let (victim, mailer_of_victim) = (another(&services, &store).await, mailer(&sink));
        let victim = tokio::spawn(async move { process_outbox_once(&victim, &mailer_of_victim, 100).await });
        until_arrived(&sink, 10).await;
        victim.abort();
        let _ = victim.await;
        sink.answer_always(Answer::Accept);

        // What the victim held is left alone until its claims run out; the rest goes now.
        let mailer = mailer(&sink);
        let first = send_all(&services, &mailer, &CancellationToken::new()).await.unwrap();
        assert!(first.sent < 30, "{first:?}");
        assert_eq!(process_outbox_once(&services, &mailer, 100).await.unwrap().sent, 0);
        services.clock.move_to(services.clock.now() + LEASE + TimeDelta::seconds(1));
        let second = send_all(&services, &mailer, &CancellationToken::new()).await.unwrap();
        assert!(second.sent > 0);

        assert!(rows(&services).await.iter().all(|row| row.sent_at.is_some()));
        assert_eq!(times(&sink).len(), 30);
        // What arrived but was not written down came again, under the id it had.
        assert!(times(&sink).values().all(|count| *count <= 2));
    }

    async fn hung_up_on_it_sends_again_under_the_same_id(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        write_mails(&services, 1).await;
        sink.answer_next([Answer::HangUpAfterData]);
        let report = process_outbox_once(&services, &mailer(&sink), 100).await.unwrap();
        assert!(report.refused == 1 && report.retried == 1 && !report.unreachable, "{report:?}");
        services.clock.move_to(rows(&services).await[0].due_at);
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 100).await.unwrap().sent, 1);
        assert_eq!(times(&sink), BTreeMap::from([(rows(&services).await[0].message_id.clone(), 2)]));
        let received = sink.received();
        assert_eq!(received[0], received[1], "byte for byte");
    }

    async fn a_claim_runs_out_and_its_late_holder_changes_nothing(store: TestStore) {
        let services = world(&store);
        write_mails(&services, 1).await;
        let (db, now) = (services.store.writer(), services.clock.now());
        let seen = &rows(&services).await[0];
        assert!(store::outbox::claim(db, seen, "first", now).await.unwrap());
        assert!(!store::outbox::claim(db, seen, "second", now).await.unwrap(), "the row was read before the claim");
        let seen = &rows(&services).await[0];
        assert!(!store::outbox::claim(db, seen, "second", now + LEASE - TimeDelta::seconds(1)).await.unwrap());
        assert!(store::outbox::due(db, now + LEASE - TimeDelta::seconds(1), 10).await.unwrap().is_empty());
        let later = now + LEASE;
        assert_eq!(store::outbox::due(db, later, 10).await.unwrap().len(), 1);
        assert!(store::outbox::claim(db, seen, "second", later).await.unwrap());

        store::outbox::retry(db, &seen.id, "first", later + TimeDelta::hours(1), LATE).await.unwrap();
        store::outbox::failed(db, &seen.id, "first", later, LATE, false).await.unwrap();
        let row = &rows(&services).await[0];
        assert_eq!((row.claimed_by.as_deref(), row.failed_at, &row.last_error), (Some("second"), None, &None));
        store::outbox::sent(db, &seen.id, later, false).await.unwrap();
        store::outbox::failed(db, &seen.id, "second", later, LATE, false).await.unwrap();
        assert_eq!(rows(&services).await[0].failed_at, None);
    }
}
