//! A sender that is killed.

use std::collections::BTreeMap;
use std::time::Duration;

use mail::testing::{Answer, Sink};
use store::on_both_databases;

use crate::support::*;

const MAILS: usize = 200;

on_both_databases! {
    async fn none_is_lost_and_what_came_twice_is_the_same_mail(store: TestStore) {
        let (services, sink, folder) = (world(&store), Sink::start().await, tempfile::tempdir().unwrap());
        for n in 0..MAILS {
            write_mail(&services, &format!("{n}@practice.example")).await;
        }
        sink.answer_always(Answer::AcceptAfter(Duration::from_millis(20)));
        let mut victim = tracker(&store, folder.path(), &sink, &["send"]).spawn().unwrap();
        until_arrived(&sink, 40).await;
        victim.kill().unwrap();
        victim.wait().unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        let sent = rows(&services).await.iter().filter(|row| row.sent_at.is_some()).count();
        assert!(sent < MAILS && sent > 0, "{sent} were sent when it was killed");

        sink.answer_always(Answer::Accept);
        // Later than the claims of the dead last.
        let mut heir = tracker(&store, folder.path(), &sink, &["send"]);
        heir.env("TRACKER_CLOCK", "2023-10-01T09:10:00+01:00");
        let heir = run(heir).await;
        assert_eq!(heir.status, 0, "{}", heir.err);

        assert!(rows(&services).await.iter().all(|row| row.sent_at.is_some()));
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for mail in sink.received() {
            *times.entry(mail.header("Message-ID").unwrap().to_owned()).or_default() += 1;
        }
        assert_eq!(times.len(), MAILS);
        let twice = times.values().filter(|count| **count == 2).count();
        assert!(times.values().all(|count| *count <= 2) && twice <= mail::Transport::CONNECTIONS, "{twice} came twice");
    }
}
