//! Asking for access, from the form to the account, and the list of smartcards, on both databases.

use domain::accounts::{Role, Scope, Viewer};
use domain::organisations::Supplier;
use domain::smartcards::Need;
use mail::Message;
use sea_orm::{EntityTrait, QueryOrder};
use services::access_requests::{AccessDecision, Asked, RequestLink, ask, confirm, decide, decided, look_at_link, matching, queue, remind};
use services::{Error, Services, smartcards};
use store::entity::audit_event;

use crate::fixtures::{a_practice, an_account, move_clock, rows, world};

async fn viewer(services: &Services, id: &str) -> Viewer {
    services::accounts::current(services, id).await.unwrap().unwrap()
}

/// The whole audit trail.
async fn trail(services: &Services) -> Vec<audit_event::Model> {
    audit_event::Entity::find().order_by_asc(audit_event::Column::Id).all(services.store.writer()).await.unwrap()
}

/// Asks for the practice and confirms; the id of the request.
async fn asked(services: &Services, email: &str, q: &str) {
    let typed = |text: &str| text.to_owned();
    let asked = Asked {
        name: typed("Sam"),
        email: typed(email),
        role: typed("practice-manager"),
        org: String::new(),
        q: typed(q),
        why: typed("New"),
    };
    ask(services, &asked).await.unwrap();
    let row = rows(services).await.into_iter().find(|row| row.recipient == email && row.kind == "access-confirm").unwrap();
    let Ok(Message::AccessConfirm(mail)) = serde_json::from_str(&row.payload) else { panic!("{}", row.payload) };
    confirm(services, &mail.token).await.unwrap();
    confirm(services, &mail.token).await.unwrap();
}

store::on_both_databases! {
    async fn from_the_form_to_the_account(store: TestStore) {
        let services = world(&store);
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let ada = an_account(&services, "ada", Role::Admin, Scope::england()).await;
        let ada = viewer(&services, &ada).await;
        assert_eq!(matching(&services, "", "practice x1").await.unwrap().len(), 1);
        assert!(matching(&services, "", "prac%").await.unwrap().is_empty(), "a pattern stands for itself");
        assert!(matching(&services, "icb", "practice").await.unwrap().is_empty());
        asked(&services, "sam@nhs.net", "x10001").await;
        let found = queue(&services, &ada).await.unwrap();
        assert!(!found.waiting[0].covered, "no sub-group has it");
        assert_eq!(services::decisions::waiting(&services, &ada).await.unwrap().access, 1);
        move_clock(&services, "2023-10-03");
        assert_eq!(remind(&services, false).await.unwrap().unwrap().written, 1);
        let id = found.waiting[0].record.id.clone();
        let (id, ids) = (id.as_str(), [id.as_str()]);
        let wrong_button = decide(&services, &ada, &[id], AccessDecision::Approve, "Not known here").await;
        assert!(matches!(wrong_button, Err(services::Error::Invalid(_))), "{wrong_button:?}");
        let none = decide(&services, &ada, &[id, "unknown"], AccessDecision::Approve, "").await;
        assert!(matches!(none, Err(Error::NotFound)));
        let (one, two) = tokio::join!(
            decide(&services, &ada, &ids, AccessDecision::Approve, ""),
            decide(&services, &ada, &ids, AccessDecision::Refuse, "Twice"),
        );
        assert_eq!(one.unwrap().done + two.unwrap().done, 1, "only one decides");
        assert_eq!(services::decisions::waiting(&services, &ada).await.unwrap().access, 0);
        for page in [1, 7] {
            let past = decided(&services, &ada, page).await.unwrap();
            assert_eq!((past.total, past.page, past.pages), (1, 1, 1));
            assert_eq!((past.lines[0].record.id.as_str(), past.lines[0].by.as_str()), (id, "ada"));
            assert_eq!(past.lines[0].at.map(domain::time::london_day), Some(services.clock.today()));
        }
        let answers: Vec<_> = rows(&services).await.into_iter().filter(|row| row.dedupe_key.starts_with("access-answer")).collect();
        assert_eq!(answers.len(), 1);
        assert_eq!(answers[0].due_at.to_rfc3339(), "2023-10-03T09:00:00+00:00");
        assert_eq!(practice.as_str(), "X10001");
    }

    async fn each_step_of_a_request_is_in_the_trail(store: TestStore) {
        let services = world(&store);
        a_practice(&services, "X10001", Supplier::Emis).await;
        let ada = an_account(&services, "ada", Role::Admin, Scope::england()).await;
        let ada = Viewer { session: Some("0123456789ab".to_owned()), ..viewer(&services, &ada).await };
        asked(&services, "sam@nhs.net", "X10001").await;
        asked(&services, "kim@nhs.net", "X10001").await;
        move_clock(&services, "2023-10-03");
        remind(&services, false).await.unwrap();
        let mut ids: Vec<_> = queue(&services, &ada).await.unwrap().waiting.into_iter().map(|one| one.record.id).collect();
        ids.sort();
        decide(&services, &ada, &[ids[0].as_str()], AccessDecision::Approve, "").await.unwrap();
        decide(&services, &ada, &[ids[1].as_str()], AccessDecision::Refuse, "You have left").await.unwrap();

        let trail = trail(&services).await;
        let steps: Vec<_> = trail.iter().map(|event| (event.action.as_str(), event.subject.as_deref())).collect();
        let (sam, kim) = (Some(ids[0].as_str()), Some(ids[1].as_str()));
        assert_eq!(steps, [
            ("access-requests.confirm", sam),
            ("access-requests.confirm", kim),
            ("access-requests.remind", None),
            ("access-requests.approve", sam),
            ("access-requests.refuse", kim),
        ]);
        assert!(trail.iter().all(|event| event.action.ends_with("remind") || event.practice_code.as_deref() == Some("X10001")));
        let [.., approved, refused] = trail.as_slice() else { panic!("two decisions") };
        for (event, state) in [(approved, "approved"), (refused, "refused")] {
            assert_eq!((event.account_id.as_ref(), event.actor.as_str()), (Some(&ada.account_id), "ada"));
            assert_eq!(event.session_ref.as_deref(), Some("0123456789ab"));
            assert_eq!(event.before.as_deref(), Some(r#"{"state":"waiting"}"#));
            let after: serde_json::Value = serde_json::from_str(event.after.as_ref().unwrap()).unwrap();
            assert_eq!(after["state"], state);
            assert_eq!(after["account"].is_string(), state == "approved", "{after}");
        }
        let told = trail.iter().filter_map(|event| event.after.as_ref()).any(|after| after.contains("@"));
        assert!(!told, "no address stands in the trail");
    }

    async fn who_asks_twice_waits_once_and_the_trail_names_no_stranger(store: TestStore) {
        let services = world(&store);
        a_practice(&services, "X10001", Supplier::Emis).await;
        asked(&services, "sam@nhs.net", "x10001").await;
        asked(&services, "sam@nhs.net", "x10001").await;
        for row in rows(&services).await {
            let Ok(Message::AccessConfirm(mail)) = serde_json::from_str(&row.payload) else { panic!("{}", row.payload) };
            assert!(matches!(look_at_link(&services, &mail.token).await.unwrap(), RequestLink::Confirmed(_)));
        }
        let trail = audit_event::Entity::find().all(services.store.read()).await.unwrap();
        assert_eq!(trail.iter().map(|event| event.action.as_str()).collect::<Vec<_>>(), ["access-requests.confirm"]);
        assert_eq!(trail[0].actor, "somebody who asks for access");
    }

    async fn a_list_of_smartcards_is_counted(store: TestStore) {
        let services = world(&store);
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let ada = an_account(&services, "ada", Role::Admin, Scope::england()).await;
        let ada = viewer(&services, &ada).await;
        smartcards::add(&services, &ada, &practice, "Robin", &[Need::Software]).await.unwrap();
        smartcards::add(&services, &ada, &practice, "Kim", &[]).await.unwrap();
        assert_eq!(services::practices::overview(&services, &ada, &practice).await.unwrap().practice.smartcards, (2, 1));
        let counts = smartcards::counts(&services, &ada).await.unwrap();
        assert_eq!((counts[0].people, counts[0].unready), (2, 1));
        let (_, people) = smartcards::holders(&services, &ada, &practice).await.unwrap();
        let robin = &people[1];
        smartcards::change(&services, &ada, &practice, (&robin.id, 1), "Robin Vale", &[]).await.unwrap();
        let late = smartcards::change(&services, &ada, &practice, (&robin.id, 1), "Robin", &[]).await;
        assert!(matches!(late, Err(Error::Conflict(_))));
        smartcards::remove(&services, &ada, &practice, &robin.id).await.unwrap();
        assert_eq!(services::practices::overview(&services, &ada, &practice).await.unwrap().practice.smartcards, (1, 0));
    }
}
