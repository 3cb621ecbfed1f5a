//! Looking after accounts, on both databases.

#![cfg(test)]

use domain::accounts::{Role, Scope, Source, Viewer};
use domain::organisations::{OdsCode, Supplier};
use mail::{Message, Reminder};
use sea_orm::EntityTrait;
use services::accounts::{AddAccount, Change, add, change, current, invite, new_link, request_link, restore, sign_in, suspend};
use services::outbox::{NewMail, enqueue};
use services::{Error, Services, Settings, system_viewer, tokens};
use store::accounts::{NewAccount, scope_lines};
use store::entity::{account, audit_event, outbox};
use store::on_both_databases;
use store::testing::TestStore;
use testkit::{a_practice, another, services_on};

fn world(store: &TestStore) -> Services {
    services_on(store, "2023-09-18", Settings { public_url: "https://tracker.example.nhs.uk".to_owned(), demo: false })
}

async fn person(services: &Services, name: &str, role: Role, scope: Scope) -> Viewer {
    let new = NewAccount {
        id: tokens::new_id(),
        email: format!("{name}@nhs.net"),
        name: name.to_owned(),
        role,
        scope,
        unsubscribe_token: tokens::new_token(),
        created_at: services.clock.now(),
    };
    let id = new.id.clone();
    store::accounts::insert(services.store.writer(), new).await.unwrap();
    current(services, &id).await.unwrap().unwrap()
}

async fn admin(services: &Services, name: &str) -> Viewer {
    person(services, name, Role::Admin, Scope::england()).await
}

async fn active_admins(services: &Services) -> usize {
    let all = account::Entity::find().all(services.store.writer()).await.unwrap();
    all.iter().filter(|account| account.role == "admin" && account.status == "active").count()
}

fn demoted(name: &str) -> Change {
    Change { name: name.to_owned(), role: Role::PracticeManager, orgs: vec!["X10001".parse().unwrap()], revision: 0 }
}

on_both_databases! {
    async fn two_admins_who_suspend_each_other_at_once_do_not_both_succeed(store: TestStore) {
        let one = world(&store);
        let two = another(&one, &store).await;
        for round in 0..8 {
            let (ada, bo) = (admin(&one, &format!("ada{round}")).await, admin(&one, &format!("bo{round}")).await);
            let (first, second) = tokio::join!(suspend(&one, &ada, &bo.account_id), suspend(&two, &bo, &ada.account_id));
            assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1, "{first:?} {second:?}");
            assert_eq!(active_admins(&one).await, 1);
            // The next round begins with nobody.
            let left = if first.is_ok() { ada } else { bo };
            let other = admin(&one, &format!("cleaner{round}")).await;
            suspend(&one, &other, &left.account_id).await.unwrap();
            store::accounts::suspend(one.store.writer(), &other.account_id, one.clock.now()).await.unwrap();
        }
    }

    async fn who_signs_in_and_asks_for_a_link_while_they_are_suspended_waits_in_no_circle(store: TestStore) {
        let one = world(&store);
        let (two, three) = (another(&one, &store).await, another(&one, &store).await);
        let ada = admin(&one, "ada").await;
        for round in 0..40 {
            // An admin's account is held by the suspension from its beginning on.
            let role = if round % 2 == 0 { Role::Admin } else { Role::PracticeManager };
            let kim = person(&one, &format!("kim{round}"), role, Scope::default()).await;
            let tx = one.store.begin().await.unwrap();
            let token = new_link(&one, &tx, &kim.email).await.unwrap().unwrap().token;
            tx.commit().await.unwrap();
            let (signed_in, asked, suspended) = tokio::join!(
                sign_in(&one, &token, "session"),
                request_link(&two, &kim.email),
                suspend(&three, &ada, &kim.account_id),
            );
            assert!(matches!(signed_in, Ok(_) | Err(Error::Conflict(_))), "{round}: {signed_in:?}");
            asked.unwrap();
            suspended.unwrap();
        }
    }

    async fn two_admins_who_demote_each_other_at_once_do_not_both_succeed(store: TestStore) {
        let one = world(&store);
        let two = another(&one, &store).await;
        a_practice(&one, "X10001", Supplier::Emis).await;
        let (ada, bo) = (admin(&one, "ada").await, admin(&one, "bo").await);
        let (first, second) = tokio::join!(
            change(&one, &ada, &bo.account_id, demoted("bo")),
            change(&two, &bo, &ada.account_id, demoted("ada"))
        );
        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1, "{first:?} {second:?}");
        assert_eq!(active_admins(&one).await, 1);
    }

    async fn the_last_admin_stays_whoever_asks(store: TestStore) {
        let services = world(&store);
        a_practice(&services, "X10001", Supplier::Emis).await;
        let (ada, line) = (admin(&services, "ada").await, system_viewer("command line"));
        assert!(matches!(suspend(&services, &line, &ada.account_id).await, Err(Error::Conflict(_))));
        assert!(matches!(change(&services, &line, &ada.account_id, demoted("ada")).await, Err(Error::Conflict(_))));
        let bo = admin(&services, "bo").await;
        suspend(&services, &ada, &bo.account_id).await.unwrap();
        let stale = suspend(&services, &bo, &ada.account_id).await;
        assert!(matches!(stale, Err(Error::Forbidden)), "who is suspended does nothing more: {stale:?}");
        restore(&services, &ada, &bo.account_id).await.unwrap();
        suspend(&services, &bo, &ada.account_id).await.unwrap();
    }

    async fn suspending_ends_what_waits_and_is_audited_once(store: TestStore) {
        let services = world(&store);
        let code = a_practice(&services, "X10001", Supplier::Emis).await;
        let (ada, sam) = (admin(&services, "ada").await, person(&services, "sam", Role::PracticeManager, Scope::practices([code])).await);
        let tx = services.store.begin().await.unwrap();
        let mail = NewMail {
            message: Message::Reminder(Reminder::sample()),
            recipient: sam.email.clone(),
            account_id: Some(sam.account_id.clone()),
            dedupe_key: "reminder".to_owned(),
        };
        enqueue(&services, &tx, mail).await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..2 {
            suspend(&services, &ada, &sam.account_id).await.unwrap();
        }
        assert!(current(&services, &sam.account_id).await.unwrap().is_none());
        let mails = outbox::Entity::find().all(services.store.writer()).await.unwrap();
        assert!(mails[0].failed_at.is_some() && mails[0].sent_at.is_none());
        let events = audit_event::Entity::find().all(services.store.writer()).await.unwrap();
        let suspended: Vec<_> = events.iter().filter(|event| event.action == "accounts.suspend").collect();
        assert_eq!(suspended.len(), 1);
        assert_eq!(suspended[0].before.as_deref(), Some(r#"{"status":"active"}"#));
        assert_eq!(suspended[0].after.as_deref(), Some(r#"{"status":"suspended"}"#));
    }

    async fn what_was_seen_before_keeps_where_it_came_from(store: TestStore) {
        let services = world(&store);
        let (first, second) = (a_practice(&services, "X10001", Supplier::Emis).await, a_practice(&services, "X10002", Supplier::Emis).await);
        let (ada, sam) = (admin(&services, "ada").await, person(&services, "sam", Role::PracticeManager, Scope::default()).await);
        let db = services.store.writer();
        store::accounts::replace_scope(db, &sam.account_id, &Scope::practices([first.clone()]), Source::Request).await.unwrap();
        let wanted = Change { name: " Sam\r\nBcc: x ".to_owned(), role: Role::PracticeManager, orgs: vec![first, second], revision: 0 };
        change(&services, &ada, &sam.account_id, wanted).await.unwrap();
        let sources: Vec<_> = scope_lines(db, &sam.account_id).await.unwrap().into_iter().map(|line| (line.code, line.source)).collect();
        assert_eq!(sources, [("X10001".to_owned(), Source::Request), ("X10002".to_owned(), Source::Invitation)]);
        assert_eq!(current(&services, &sam.account_id).await.unwrap().unwrap().name, "Sam Bcc: x");
    }

    async fn a_form_that_somebody_overtook_changes_nothing(store: TestStore) {
        let services = world(&store);
        let (first, second) = (a_practice(&services, "X10001", Supplier::Emis).await, a_practice(&services, "X10002", Supplier::Emis).await);
        let both = Scope::practices([first.clone(), second.clone()]);
        let (ada, sam) = (admin(&services, "ada").await, person(&services, "sam", Role::PracticeManager, both).await);
        let only_first = Change { name: "sam".to_owned(), role: Role::PracticeManager, orgs: vec![first.clone()], revision: 0 };
        change(&services, &ada, &sam.account_id, only_first.clone()).await.unwrap();
        // Bo still looks at the form of before, with both practices in it.
        let stale = Change { orgs: vec![first.clone(), second.clone()], ..only_first };
        assert!(matches!(change(&services, &ada, &sam.account_id, stale).await, Err(Error::Conflict(_))));
        assert_eq!(current(&services, &sam.account_id).await.unwrap().unwrap().scope, Scope::practices([first]));
    }

    async fn two_that_widen_what_one_person_sees_at_once_both_do(store: TestStore) {
        let one = world(&store);
        let two = another(&one, &store).await;
        let codes = [a_practice(&one, "X10001", Supplier::Emis).await, a_practice(&one, "X10002", Supplier::Emis).await];
        let sam = person(&one, "sam", Role::PracticeManager, Scope::default()).await;
        let widen = async |services: &Services, codes: &[OdsCode]| {
            let tx = services.store.begin().await.unwrap();
            store::accounts::widen(&tx, &sam.account_id, &Scope::practices(codes.to_vec()), Source::Request).await.unwrap();
            tx.commit().await.unwrap();
        };
        tokio::join!(widen(&one, &codes), widen(&two, &codes[1..]));
        assert_eq!(current(&one, &sam.account_id).await.unwrap().unwrap().scope, Scope::practices(codes));
    }

    async fn only_work_addresses_are_invited(store: TestStore) {
        let services = world(&store);
        let ada = admin(&services, "ada").await;
        let new = |email: &str| AddAccount { email: email.to_owned(), name: "Kim".to_owned(), role: Role::Admin, orgs: Vec::new() };
        assert!(matches!(invite(&services, &ada, new("kim@gmail.com")).await, Err(Error::Invalid(_))));
        assert!(matches!(add(&services, &ada, new("kim@nhs.net.example")).await, Err(Error::Invalid(_))));
        assert!(outbox::Entity::find().all(services.store.writer()).await.unwrap().is_empty());
        invite(&services, &ada, new("Kim@NHS.net")).await.unwrap();
        let mails = outbox::Entity::find().all(services.store.writer()).await.unwrap();
        assert_eq!((mails.len(), mails[0].recipient.as_str()), (1, "kim@nhs.net"));
    }

    async fn five_links_an_hour_over_all_processes(store: TestStore) {
        let one = world(&store);
        let two = another(&one, &store).await;
        admin(&one, "ada").await;
        let asked = (0..12).map(|n| {
            let services = if n % 2 == 0 { one.clone() } else { two.clone() };
            tokio::spawn(async move { request_link(&services, "Ada@nhs.net").await.is_ok() })
        });
        let mut sent = 0;
        for answer in asked.collect::<Vec<_>>() {
            sent += usize::from(answer.await.unwrap());
        }
        assert_eq!(sent, 5);
        assert_eq!(outbox::Entity::find().all(one.store.writer()).await.unwrap().len(), 5);
        one.clock.move_to(one.clock.now() + chrono::TimeDelta::minutes(61));
        request_link(&one, "ada@nhs.net").await.unwrap();
    }
}
