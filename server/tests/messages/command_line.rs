//! `tracker remind` and `tracker send`.

use domain::slots::{SlotFacts, SlotStatus};
use mail::testing::{Answer, At, Authority, Encrypted, Sink};
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
        assert_eq!(sent, serde_json::json!({ "sent": 3, "retried": 0, "failed": 0, "refused": 0, "unreachable": false, "said": null }));
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
    assert!(down.status == 1 && down.err.contains("ended the conversation before it took the mail"), "{}", down.err);
    assert!(!down.err.contains("sam@"), "the log names nobody: {}", down.err);
}

/// A server that refuses us, once by the program; `(status, out, err)` without the log's lines.
async fn refused(at: At, words: &'static str) -> (i32, String, String) {
    let (store, sink, folder) = (store::testing::sqlite().await, Sink::start().await, tempfile::tempdir().unwrap());
    let services = world(&store);
    write_mail(&services, "sam@practice.example").await;
    sink.say(at, words);
    let mut send = tracker(&store, folder.path(), &sink, &["send"]);
    send.env("TRACKER_SMTP_URL", sink.url_with_password()).env("TRACKER_LOG", "off");
    let got = run(send).await;
    let row = rows(&services).await.remove(0);
    assert!(row.failed_at.is_none() && row.sent_at.is_none(), "{at:?} {words}: {row:?}");
    let again = run(tracker(&store, folder.path(), &Sink::start().await, &["messages", "list"])).await;
    assert!(again.out.contains("sam@practice.example") && again.out.contains("is tried again at"), "{}", again.out);
    // Nothing is due in this moment, and still nothing is well.
    let mut idle = tracker(&store, folder.path(), &sink, &["send"]);
    idle.env("TRACKER_LOG", "off");
    let idle = run(idle).await;
    // What is refused of one mail is the server's state only in a row.
    let about_all = !matches!(at, At::Recipient | At::Content);
    assert_eq!((idle.status, idle.err.contains("the mail server ")), (i32::from(about_all), about_all), "{} {}", idle.out, idle.err);
    (got.status, got.out, got.err)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_mail_server_has_against_us_is_said_and_is_status_1() {
    for (at, words) in [
        (At::Greeting, "554 5.7.1 no service for you"),
        (At::SignIn, "535 5.7.8 who are you"),
        (At::Sender, "550 5.7.1 not your address"),
        (At::Recipient, "550 5.7.1 <sam@practice.example>: relaying denied"),
        (At::Recipient, "454 4.7.1 <sam@practice.example>: relay access denied"),
        (At::Content, "554 5.7.1 spam"),
    ] {
        let (status, out, err) = refused(at, words).await;
        assert_eq!((status, out.as_str()), (1, "Sent 0, to be tried again 1, failed for good 0.\n"), "{at:?} {words}");
        let said = words.replace("<sam@practice.example>:", "(address)");
        assert!(err.contains(&said) && err.trim_end().lines().count() == 1 && !err.contains("sam@"), "{at:?}: {err}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_authority_of_ones_own_is_trusted_where_the_settings_name_it() {
    let (store, authority, folder) = (store::testing::sqlite().await, Authority::new(), tempfile::tempdir().unwrap());
    let sink = Sink::encrypted(Encrypted::OnRequest, &authority).await;
    let services = world(&store);
    write_mail(&services, "sam@practice.example").await;
    let stranger = run(tracker(&store, folder.path(), &sink, &["send"])).await;
    assert!(stranger.status == 1 && stranger.err.contains("certificate is not trusted"), "{}", stranger.err);
    write_mail(&services, "kim@practice.example").await;
    std::fs::write(folder.path().join("ca.pem"), authority.pem()).unwrap();
    let mut trusting = tracker(&store, folder.path(), &sink, &["send"]);
    trusting.env("TRACKER_CA_FILE", "ca.pem");
    let trusting = run(trusting).await;
    assert_eq!((trusting.status, sink.count()), (0, 1), "{}", trusting.err);
    std::fs::write(folder.path().join("ca.pem"), "no certificate").unwrap();
    let mut broken = tracker(&store, folder.path(), &sink, &["send"]);
    broken.env("TRACKER_CA_FILE", "ca.pem");
    let broken = run(broken).await;
    assert!(broken.status == 1 && broken.err.contains("ca_file: ca.pem holds no certificate"), "{}", broken.err);
    assert_eq!(broken.err.trim_end().lines().count(), 1, "{}", broken.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_are_listed_shown_and_tried_again() {
    let (store, sink, folder) = (store::testing::sqlite().await, Sink::start().await, tempfile::tempdir().unwrap());
    let services = world(&store);
    let at = |arguments: &[&str]| run(tracker(&store, folder.path(), &sink, arguments));
    let nothing = "Every message is sent.\nNothing stands in the way of mail; no message waits; no mail was taken yet.\n";
    assert_eq!(at(&["messages", "list"]).await.out, nothing);
    write_mail(&services, "sam@practice.example").await;
    sink.answer_next([Answer::RefuseRecipient("550 5.1.1 no such user")]);
    assert!(at(&["send"]).await.out.ends_with("failed for good 1.\n"));
    let listed: serde_json::Value = serde_json::from_str(&at(&["messages", "list", "--failed", "--json"]).await.out).unwrap();
    let id = listed[0]["id"].as_str().unwrap();
    assert_eq!((&listed[0]["state"], &listed[0]["kind"]), (&"failed".into(), &"reminder".into()));
    let shown = at(&["messages", "show", id]).await;
    assert!(shown.out.contains("550 5.1.1 no such user") && !shown.out.contains("sample-token"), "{}", shown.out);
    let json: serde_json::Value = serde_json::from_str(&at(&["messages", "show", id, "--json"]).await.out).unwrap();
    assert!(json["recipient"] == "sam@practice.example" && json.get("payload").is_none(), "{json}");
    assert_eq!(at(&["messages", "retry"]).await.status, 2);
    assert_eq!(at(&["messages", "retry", id, "--all-failed"]).await.status, 2);
    let unknown = at(&["messages", "retry", "x"]).await;
    assert!(unknown.status == 1 && unknown.err.contains("There is no message x"), "{}", unknown.err);
    let others = at(&["messages", "retry", "--all-failed"]).await.out;
    assert!(others.starts_with("0 messages are due now.\n1 message that was given up is left so: "), "{others}");
    assert_eq!(at(&["messages", "retry", "--all-waiting"]).await.out, "0 messages are due now.\n");
    assert_eq!(at(&["messages", "retry", "--all-waiting", "--all-failed"]).await.status, 2);
    assert_eq!(at(&["messages", "retry", id]).await.out, "1 message is due now.\n");
    assert!(at(&["send"]).await.out.starts_with("Sent 1"));
    let listed = at(&["messages", "list", "--failed"]).await.out;
    assert!(listed.starts_with("No message was given up.\nMail goes out; no message waits; the last mail was taken at "), "{listed}");
    assert_eq!(at(&["messages", "retry", "--all-failed", "--json"]).await.out, "{\"due\":0,\"left\":0}\n");
}
