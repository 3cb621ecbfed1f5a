//! Reminders to people who sign in by smartcard.

use domain::accounts::card::CardRole;
use domain::organisations::Supplier;
use sea_orm::EntityTrait;
use services::Services;
use services::accounts::{Access, Admission, ByCard, CardSignIn, admit, reminded_by_card};
use services::reminders::{remind, unsubscribe};
use store::entity::audit_event;
use store::on_both_databases;

use crate::fixtures::*;

/// A card with a role that opens these practices, and one that opens nothing at X10009.
fn card(services: &Services, email: Option<&str>, opens: &[&str]) -> CardSignIn {
    let opening = |code: &&str| CardRole { org_code: (*code).to_owned(), activity_codes: Some(vec!["B0560".to_owned()]) };
    let mut roles: Vec<_> = opens.iter().map(opening).collect();
    roles.push(CardRole { org_code: "X10009".to_owned(), activity_codes: None });
    CardSignIn {
        issuer: "https://issuer.example".to_owned(),
        subject: "555000000001".to_owned(),
        name: Some("Robin Hollins".to_owned()),
        email: email.map(str::to_owned),
        email_verified: None,
        roles,
        at: services.clock.now(),
        session: "0123456789ab".to_owned(),
    }
}

async fn three_practices(services: &Services) {
    for code in ["X10001", "X10002", "X10009"] {
        a_practice(services, code, Supplier::Emis).await;
    }
}

/// To whom and about which practice reminders wait.
async fn written(services: &Services) -> Vec<(String, String)> {
    remind(services, false).await.unwrap().unwrap();
    let mut all: Vec<_> = rows(services).await.into_iter().map(|row| (row.recipient, row.practice_code.unwrap())).collect();
    all.sort();
    all
}

fn to_robin(code: &str) -> (String, String) {
    ("robin@nhs.net".to_owned(), code.to_owned())
}

async fn admitted(services: &Services, card: CardSignIn) -> domain::accounts::Viewer {
    match admit(services, card).await.unwrap() {
        Admission::Admitted { account, .. } => account,
        other => panic!("{other:?}"),
    }
}

on_both_databases! {
    async fn the_holder_is_reminded_of_what_the_card_opened(store: TestStore) {
        let services = world(&store);
        three_practices(&services).await;
        let robin = admitted(&services, card(&services, Some("Robin@nhs.net"), &["X10001", "X10002"])).await;
        assert_eq!(written(&services).await, [to_robin("X10001"), to_robin("X10002")]);
        assert_eq!(written(&services).await.len(), 2, "each once");
        let expected = ByCard { practices: 2, read_on: day("2023-10-01"), until: day("2023-11-30") };
        assert_eq!(reminded_by_card(&services, &robin).await.unwrap(), Some(expected));
    }

    async fn without_a_work_address_that_is_theirs_nothing_is_sent(store: TestStore) {
        let services = world(&store);
        three_practices(&services).await;
        an_account(&services, "taken", domain::accounts::Role::Icb, domain::accounts::Scope::default()).await;
        let with = |subject: &str, email: Option<&str>, verified| CardSignIn {
            subject: subject.to_owned(),
            email_verified: verified,
            ..card(&services, email, &["X10001"])
        };
        let access = Access { invite_domains: vec!["nhs.net".to_owned(), "example.com".to_owned()], ..Access::default() };
        let services = services.clone().with_access(access);
        for (subject, email, verified) in [
            ("1", None, None),
            ("2", Some("robin@elsewhere.example"), None),
            ("3", Some("robin@nhs.net"), Some(false)),
            ("4", Some("taken@example.com"), Some(true)),
            ("5", Some("no address"), None),
        ] {
            let holder = admitted(&services, with(subject, email, verified)).await;
            assert_eq!(reminded_by_card(&services, &holder).await.unwrap(), None, "{email:?}");
        }
        assert_eq!(written(&services).await, []);
    }

    async fn a_card_counts_as_shown_last_and_for_so_long(store: TestStore) {
        let services = world(&store).with_access(Access { card_days: 10, ..Access::default() });
        three_practices(&services).await;
        admitted(&services, card(&services, Some("robin@nhs.net"), &["X10001"])).await;
        admitted(&services, card(&services, Some("robin@nhs.net"), &["X10002"])).await;
        assert_eq!(written(&services).await, [to_robin("X10002")], "the first is not on it any more");
        move_clock(&services, "2023-10-18");
        assert_eq!(written(&services).await.len(), 1, "another milestone, but the card was shown too long ago");
        admitted(&services, card(&services, Some("robin@nhs.net"), &["X10002"])).await;
        assert_eq!(written(&services).await.len(), 2);
    }

    async fn a_card_that_opens_nothing_any_more_ends_them(store: TestStore) {
        let services = world(&store);
        three_practices(&services).await;
        let robin = admitted(&services, card(&services, Some("robin@nhs.net"), &["X10001"])).await;
        for _ in 0..2 {
            let nothing = admit(&services, card(&services, Some("robin@nhs.net"), &[])).await.unwrap();
            assert!(matches!(nothing, Admission::Nothing(_)));
        }
        assert_eq!(written(&services).await, []);
        let events = audit_event::Entity::find().all(services.store.writer()).await.unwrap();
        let ended: Vec<_> = events.iter().filter(|event| event.action == "accounts.card").collect();
        assert_eq!(ended.len(), 1);
        assert_eq!((ended[0].subject.as_ref(), ended[0].before.as_deref()), (Some(&robin.account_id), Some(r#"{"reminded":1}"#)));
    }

    async fn one_mail_to_who_is_named_and_has_a_card_and_none_to_who_stopped_them(store: TestStore) {
        let services = world(&store);
        three_practices(&services).await;
        let practice = code("X10001");
        let sam = a_manager(&services, "sam", &[&practice]).await;
        let tx = services.store.begin().await.unwrap();
        store::identities::keep_practices(&tx, &sam, &[practice].into(), services.clock.today()).await.unwrap();
        tx.commit().await.unwrap();
        let robin = admitted(&services, card(&services, Some("robin@nhs.net"), &["X10001"])).await;
        unsubscribe(&services, &unsubscribe_token(&services, &robin.account_id).await).await.unwrap();
        assert_eq!(written(&services).await, [("sam@example.com".to_owned(), "X10001".to_owned())]);
    }
}
