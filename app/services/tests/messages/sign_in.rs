//! The mail with a sign-in link.

use chrono::TimeDelta;
use domain::accounts::{Role, Scope};
use mail::testing::Sink;
use services::accounts::{LinkState, look_at_link, request_link};
use services::outbox::{list, process_outbox_once, show};
use store::on_both_databases;

use crate::fixtures::*;

fn token_in(mail: &str) -> String {
    let text = mail.replace("=\n", "");
    let (_, rest) = text.split_once("https://tracker.example.nhs.uk/sign-in/").unwrap();
    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()
}

on_both_databases! {
    async fn the_link_arrives_and_its_secret_is_forgotten(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        an_account(&services, "sam", Role::Admin, Scope::england()).await;
        request_link(&services, " Sam@Example.com ").await.unwrap();
        request_link(&services, "nobody@example.com").await.unwrap();
        assert!(rows(&services).await[0].payload.contains("token"));
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 100).await.unwrap().sent, 1);
        let received = sink.received();
        assert_eq!(received[0].to, "sam@example.com");
        assert_eq!(look_at_link(&services, &token_in(&received[0].mail)).await.unwrap(), LinkState::Usable);
        assert_eq!(rows(&services).await[0].payload, "{}");
        assert!(list(&services, 10).await.is_err(), "only a demonstration shows mails");
    }

    async fn a_demonstration_keeps_it_to_show(store: TestStore) {
        let (services, sink) = (demo_world(&store), Sink::start().await);
        an_account(&services, "sam", Role::Admin, Scope::england()).await;
        request_link(&services, "sam@example.com").await.unwrap();
        process_outbox_once(&services, &mailer(&sink), 100).await.unwrap();
        let listed = list(&services, 10).await.unwrap();
        assert_eq!(listed.len(), 1);
        let shown = show(&services, &listed[0].id).await.unwrap();
        assert!(shown.text.contains("/sign-in/") && shown.html.contains("/sign-in/"));
    }

    async fn a_link_that_has_run_out_is_not_sent(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        an_account(&services, "sam", Role::Admin, Scope::england()).await;
        request_link(&services, "sam@example.com").await.unwrap();
        services.clock.move_to(services.clock.now() + TimeDelta::minutes(15));
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 100).await.unwrap().failed, 1);
        assert_eq!(sink.count(), 0);
        assert_eq!(rows(&services).await[0].payload, "{}");
    }

    async fn it_goes_before_reminders_that_wait(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        an_account(&services, "sam", Role::Admin, Scope::england()).await;
        write_mails(&services, 20).await;
        request_link(&services, "sam@example.com").await.unwrap();
        process_outbox_once(&services, &mailer(&sink), 1).await.unwrap();
        assert_eq!(sink.received()[0].to, "sam@example.com");
    }
}
