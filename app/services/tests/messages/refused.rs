//! A mail server that refuses us: nothing is lost, and it is said.

use chrono::TimeDelta;
use domain::outbox::{Fault, HORIZON, Health, IN_A_ROW, LEASE, RETRY_WITHIN};
use mail::testing::{Answer, At, Authority, Encrypted, Sink};
use mail::{Mailer, Message, Sender, Transport};
use services::Services;
use services::outbox::{
    MailState, NewMail, Released, SendReport, enqueue, kept, outlook, process_outbox_once, retry, retry_failed, retry_waiting, send_all,
    unsent,
};
use services::{Error, system_viewer};
use store::on_both_databases;
use tokio_util::sync::CancellationToken;

use crate::fixtures::*;

fn mailer_to(url: &str) -> Mailer {
    let sender = Sender::new("tracker@example.nhs.uk", None, "https://tracker.example.nhs.uk").unwrap();
    Mailer::new(sender, Transport::from_url(url).unwrap())
}

async fn send(services: &Services, url: &str) -> SendReport {
    send_all(services, &mailer_to(url), &CancellationToken::new()).await.unwrap()
}

fn due(due: u64) -> Released {
    Released { due, left: 0 }
}

async fn failed_and_sent(services: &Services) -> (usize, usize) {
    let rows = rows(services).await;
    (rows.iter().filter(|row| row.failed_at.is_some()).count(), rows.iter().filter(|row| row.sent_at.is_some()).count())
}

/// The server as it was set up refuses 30 messages; nothing is lost, and all go out once `well` is there.
async fn refuses(services: &Services, url: &str, fault: Fault, well: &str) {
    write_mails(services, 30).await;
    let report = send(services, url).await;
    assert!(report.sent == 0 && report.failed == 0 && report.refused > 0 && report.unreachable, "{fault:?}: {report:?}");
    assert!(report.retried < 30, "it is not asked for every message: {report:?}");
    assert!(report.said.as_ref().unwrap().starts_with(fault.sentence()), "{report:?}");
    assert_eq!(outlook(services).await.unwrap().health, Health::Refused(fault));
    assert_eq!((failed_and_sent(services).await, outlook(services).await.unwrap().facts.waiting), ((0, 0), 30));

    services.clock.move_to(services.clock.now() + TimeDelta::hours(60));
    assert_eq!(send(services, url).await.failed, 0, "{fault:?}");
    services.clock.move_to(services.clock.now() + TimeDelta::hours(5));
    let report = send(services, well).await;
    assert_eq!((report.sent, report.refused, failed_and_sent(services).await), (30, 0, (0, 30)), "{fault:?}");
    let outlook = outlook(services).await.unwrap();
    assert_eq!((outlook.health, outlook.facts.waiting), (Health::Working, 0));
    assert!(rows(services).await.iter().all(|row| row.fault.is_none()));
}

on_both_databases! {
    async fn nothing_is_lost_whatever_it_has_against_us(store: TestStore) {
        let services = world(&store);
        for (at, words, fault) in [
            (At::Greeting, "554 5.7.1 no service for you", Fault::Hello),
            (At::SignIn, "535 5.7.8 who are you", Fault::SignIn),
            (At::Sender, "550 5.7.1 not your address", Fault::Sender),
            (At::Recipient, "550 5.7.1 relaying denied", Fault::Recipient),
            (At::Recipient, "554 no", Fault::Recipient),
            (At::Recipient, "454 4.7.1 Relay access denied", Fault::Recipient),
            (At::Sender, "450 4.7.1 not now", Fault::Busy),
            (At::Content, "451 4.3.0 not now", Fault::Busy),
            (At::Content, "554 5.7.1 spam", Fault::Content),
        ] {
            let (sink, well) = (Sink::start().await, Sink::start().await);
            sink.say(at, words);
            refuses(&services, &sink.url_with_password(), fault, &well.url()).await;
            forget_all(&services).await;
        }
    }

    async fn nothing_is_lost_without_encryption(store: TestStore) {
        let (services, plain, well) = (world(&store), Sink::start().await, Sink::start().await);
        refuses(&services, &plain.url().replace("smtp:", "smtp+starttls:"), Fault::Encryption, &well.url()).await;
        forget_all(&services).await;
        let stranger = Sink::encrypted(Encrypted::OnRequest, &Authority::new()).await;
        refuses(&services, &stranger.url(), Fault::Certificate, &well.url()).await;
    }

    async fn one_recipients_policy_holds_up_nobody(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        write_mails(&services, 30).await;
        sink.answer_next([Answer::RefuseRecipient("550 5.7.1 restricted"), Answer::RefuseRecipient("552 5.2.2 full")]);
        let report = send(&services, &sink.url()).await;
        assert_eq!((report.sent, report.retried, report.refused, report.failed, report.unreachable), (28, 2, 1, 0, false));
        assert_eq!(outlook(&services).await.unwrap().health, Health::Working);
    }

    async fn one_mail_that_is_refused_is_not_the_servers_state(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        sink.answer_always(Answer::RefuseRecipient("550 no such user"));
        write_mails(&services, 1).await;
        for _ in 0..12 {
            send(&services, &sink.url()).await;
            assert_eq!(outlook(&services).await.unwrap().health, Health::Working);
            services.clock.move_to(services.clock.now() + TimeDelta::hours(5));
        }
    }

    async fn a_server_that_puts_everything_off_is_said(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        sink.answer_always(Answer::RefuseRecipient("450 4.2.0 not now"));
        write_mails(&services, 30).await;
        assert_eq!(send(&services, &sink.url()).await.retried, 30);
        assert_eq!(outlook(&services).await.unwrap().health, Health::Working, "it may take them in a moment");
        services.clock.move_to(services.clock.now() + TimeDelta::minutes(11));
        assert_eq!(outlook(&services).await.unwrap().health, Health::PutOff);
        sink.answer_always(Answer::Accept);
        send(&services, &sink.url()).await;
        assert_eq!(outlook(&services).await.unwrap().health, Health::Working);
    }

    async fn what_waits_is_tried_at_once_where_that_is_asked_for(store: TestStore) {
        use domain::accounts::Scope;
        use store::audit::Filter;
        let (services, sink, admin) = (world(&store), Sink::start().await, system_viewer("command line"));
        write_mails(&services, 3).await;
        sink.answer_next([Answer::RefuseRecipient("550 5.7.1 relaying denied"), Answer::RefuseRecipient("450 4.2.0 greylisted")]);
        assert_eq!(send(&services, &sink.url()).await.sent, 1);
        assert_eq!(retry_waiting(&services, &admin).await.unwrap(), due(1), "the other is not held back by a fault");
        assert_eq!(send(&services, &sink.url()).await.sent, 1);
        let events = store::audit::newest(services.store.read(), &Scope::england(), &Filter::default(), 10).await.unwrap();
        let events: Vec<_> = events.iter().filter(|event| event.action == "messages.retry").collect();
        assert!(events.len() == 1 && events[0].actor == "command line", "{events:?}");
    }

    async fn all_that_failed_is_what_a_fault_gave_up_lately(store: TestStore) {
        let (services, sink, admin) = (world(&store), Sink::start().await, system_viewer("test"));
        // What is not only of use for some days, as a reminder is.
        let decision = Message::samples().into_iter().find(|message| message.kind() == "decision").unwrap();
        let tx = services.store.begin().await.unwrap();
        for n in 0..2 {
            assert!(enqueue(&services, &tx, NewMail { message: decision.clone(), ..a_mail(&services, n) }).await.unwrap());
        }
        tx.commit().await.unwrap();
        sink.answer_next([Answer::RefuseRecipient("550 5.1.1 no such user")]);
        sink.answer_always(Answer::RefuseRecipient("550 5.7.1 relaying denied"));
        send(&services, &sink.url()).await;
        services.clock.move_to(services.clock.now() + HORIZON);
        send(&services, &sink.url()).await;
        assert_eq!(failed_and_sent(&services).await, (2, 0));
        services.clock.move_to(services.clock.now() + RETRY_WITHIN + TimeDelta::minutes(1));
        assert_eq!(retry_failed(&services, &admin).await.unwrap(), Released { due: 0, left: 2 });
        services.clock.move_to(services.clock.now() - TimeDelta::minutes(2));
        assert_eq!(retry_failed(&services, &admin).await.unwrap(), Released { due: 1, left: 1 });
    }

    async fn what_is_being_sent_is_named_and_left(store: TestStore) {
        let (services, admin) = (world(&store), system_viewer("test"));
        write_mails(&services, 1).await;
        let row = rows(&services).await.remove(0);
        assert!(store::outbox::claim(services.store.writer(), &row, "another process", services.clock.now()).await.unwrap());
        let Err(Error::Invalid(mistakes)) = retry(&services, &admin, &[row.id.clone(), row.id.clone()]).await else { panic!("it is sent") };
        assert!(mistakes.len() == 1 && mistakes[0].message.contains("is being sent just now"), "{mistakes:?}");
        services.clock.move_to(services.clock.now() + LEASE);
        assert_eq!(retry(&services, &admin, &[row.id.clone(), row.id]).await.unwrap(), due(1));
    }

    async fn after_some_in_a_row_it_is_left_alone(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        write_mails(&services, 40).await;
        sink.answer_always(Answer::RefuseRecipient("550 5.7.1 relaying denied"));
        let report = send(&services, &sink.url()).await;
        assert!(report.unreachable && report.refused >= u64::from(IN_A_ROW), "{report:?}");
        assert!(sink.recipients() <= 2 * IN_A_ROW as usize, "{}", sink.recipients());
    }

    async fn three_days_are_the_end_and_it_can_be_tried_again(store: TestStore) {
        let (services, sink, admin) = (world(&store), Sink::start().await, system_viewer("test"));
        write_mails(&services, 2).await;
        sink.say(At::SignIn, "535 5.7.8 who are you");
        for hours in [0, 2] {
            services.clock.move_to(services.clock.now() + TimeDelta::hours(hours));
            assert_eq!(send(&services, &sink.url_with_password()).await.failed, 0);
        }
        services.clock.move_to(services.clock.now() + HORIZON);
        assert_eq!(send(&services, &sink.url_with_password()).await.failed, 2);
        let now = outlook(&services).await.unwrap();
        assert_eq!((now.health, now.facts.waiting, now.facts.given_up), (Health::Working, 0, 2), "what was given up holds nothing up");
        let listed = unsent(&services, &admin, true).await.unwrap();
        assert!(listed.len() == 2 && listed.iter().all(|mail| mail.state == MailState::Failed && mail.error.as_ref().unwrap().contains("535")));

        sink.be_usual();
        assert_eq!(retry(&services, &admin, &[listed[0].id.clone()]).await.unwrap(), due(1));
        assert_eq!(send(&services, &sink.url()).await.sent, 1);
        let Err(Error::Invalid(mistakes)) = retry(&services, &admin, &[listed[0].id.clone(), "x".to_owned()]).await else { panic!() };
        assert!(mistakes[0].message.contains("was sent already") && mistakes[1].message.contains("There is no message x"), "{mistakes:?}");
        assert_eq!(retry_failed(&services, &admin).await.unwrap(), due(1));
        assert_eq!(kept(&services, &admin, &listed[1].id).await.unwrap().state, MailState::Waiting);
        assert_eq!(send(&services, &sink.url()).await.sent, 1);
        assert_eq!((failed_and_sent(&services).await, retry_failed(&services, &admin).await.unwrap()), ((0, 2), due(0)));
    }

    async fn a_link_that_is_forgotten_is_not_tried_again(store: TestStore) {
        use domain::accounts::{Role, Scope};
        let (services, sink, admin) = (world(&store), Sink::start().await, system_viewer("test"));
        an_account(&services, "sam", Role::Admin, Scope::england()).await;
        services::accounts::request_link(&services, "sam@example.com").await.unwrap();
        services.clock.move_to(services.clock.now() + TimeDelta::minutes(15));
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 100).await.unwrap().failed, 1);
        let id = unsent(&services, &admin, true).await.unwrap().remove(0).id;
        let Err(Error::Invalid(mistakes)) = retry(&services, &admin, &[id]).await else { panic!("a link is lost") };
        assert!(mistakes[0].message.contains("its reader asks for another"), "{mistakes:?}");
        assert_eq!(retry_failed(&services, &admin).await.unwrap(), due(0));
    }

    async fn what_nobody_sends_is_late(store: TestStore) {
        let services = world(&store);
        write_mails(&services, 1).await;
        assert_eq!(outlook(&services).await.unwrap().health, Health::Working);
        services.clock.move_to(services.clock.now() + domain::outbox::LATE + TimeDelta::minutes(1));
        assert_eq!(outlook(&services).await.unwrap().health, Health::Late);
    }
}
