//! `tracker remind` and `tracker send`.

use domain::slots::{SlotFacts, SlotStatus};
use mail::testing::{Answer, Sink};
use store::on_both_databases;
use store::slots::Slot;

use crate::support::*;

fn day(month: u32, day: u32) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2023, month, day).unwrap()
}

on_both_databases! {
    async fn remind_then_send(store: TestStore) {
        let (services, sink, folder) = (world(&store), Sink::start().await, tempfile::tempdir().unwrap());
        practices(&services, 3).await;
        let at = |arguments: &[&str]| run(tracker(&store, folder.path(), &sink, arguments));

        let looked = at(&["remind", "--dry-run"]).await;
        assert!(looked.status == 0 && looked.out.contains("3 reminders owed") && looked.out.contains("X00001"), "{}", looked.out);
        assert!(rows(&services).await.is_empty());
        let json: serde_json::Value = serde_json::from_str(&at(&["remind", "--dry-run", "--json"]).await.out).unwrap();
        assert_eq!((json["milestone"].as_str(), json["owed"].as_array().map(Vec::len)), (Some("before-30"), Some(3)));

        assert_eq!(at(&["remind"]).await.out, "Wrote 3 reminders for the milestone 30 days before the deadline.\n");
        let past = Slot { id: "s1".to_owned(), facts: SlotFacts::fresh(day(9, 27), day(9, 6), 20, SlotStatus::Open) };
        store::slots::insert(services.store.writer(), &services.programme.code, past, services.clock.now()).await.unwrap();
        assert!(!at(&["remind", "--dry-run"]).await.out.contains("EMIS dates"), "a dry run changes nothing");
        let again = at(&["remind"]).await.out;
        assert!(again.starts_with("Wrote 0 reminders") && again.ends_with("\nEMIS dates: 1 date done.\n"), "{again}");
        let json: serde_json::Value = serde_json::from_str(&at(&["remind", "--json"]).await.out).unwrap();
        assert_eq!(json["dates"]["done"], 0);
        let dry: serde_json::Value = serde_json::from_str(&at(&["remind", "--dry-run", "--json"]).await.out).unwrap();
        assert!(dry["dates"].is_null(), "nothing was looked at: {dry}");
        let sent: serde_json::Value = serde_json::from_str(&at(&["send", "--json"]).await.out).unwrap();
        assert_eq!(sent, serde_json::json!({ "sent": 3, "retried": 0, "failed": 0, "unreachable": false }));
        assert!(at(&["send"]).await.out.starts_with("Sent 0"));
        assert_eq!(sink.count(), 3);
        assert!(sink.received().iter().all(|mail| mail.header("Message-ID").unwrap().ends_with("@tracker.test>")));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_goes_wrong_is_one_sentence() {
    let (store, sink, folder) = (store::testing::sqlite().await, Sink::start().await, tempfile::tempdir().unwrap());
    let services = world(&store);
    write_mail(&services, "sam@practice.example").await;

    for (url, part) in [("mail.example", "smtp_url must begin with smtp://"), ("smtps://sam@mail.example", "a user and a password")] {
        let mut send = tracker(&store, folder.path(), &sink, &["send"]);
        let got = run({
            send.env("TRACKER_SMTP_URL", url);
            send
        })
        .await;
        assert!(got.status == 1 && got.err.contains(part) && got.err.trim_end().lines().count() == 1, "{}", got.err);
    }
    let mut send = tracker(&store, folder.path(), &sink, &["send"]);
    send.env_remove("TRACKER_SMTP_URL");
    let nowhere = run(send).await;
    assert!(nowhere.status == 1 && nowhere.err.contains("smtp_url is not set"), "{}", nowhere.err);

    sink.answer_next([Answer::HangUpAfterData]);
    let down = run(tracker(&store, folder.path(), &sink, &["send"])).await;
    assert!(down.status == 1 && down.err.contains("could not be reached"), "{}", down.err);
    assert!(!down.err.contains("sam@"), "the log names nobody: {}", down.err);
}
