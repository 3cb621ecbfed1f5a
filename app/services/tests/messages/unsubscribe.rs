//! Stopping reminders.

use domain::organisations::Supplier;
use sea_orm::{EntityTrait, PaginatorTrait};
use services::Error;
use services::reminders::{remind, unsubscribe, wants_reminders};
use store::entity::audit_event;
use store::on_both_databases;

use crate::fixtures::*;

on_both_databases! {
    async fn it_stops_reminders_and_can_be_done_again(store: TestStore) {
        let services = world(&store);
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let sam = a_manager(&services, "sam", &[&practice]).await;
        a_manager(&services, "alex", &[&practice]).await;
        let token = unsubscribe_token(&services, &sam).await;
        assert!(wants_reminders(&services, &token).await.unwrap());
        for _ in 0..2 {
            unsubscribe(&services, &token).await.unwrap();
        }
        assert!(!wants_reminders(&services, &token).await.unwrap());
        assert_eq!(audit_event::Entity::find().count(services.store.writer()).await.unwrap(), 1);
        remind(&services, false).await.unwrap();
        let to: Vec<_> = rows(&services).await.into_iter().map(|row| row.recipient).collect();
        assert_eq!(to, ["alex@example.com"]);
    }

    async fn an_unknown_token_is_not_found(store: TestStore) {
        let services = world(&store);
        for token in ["", "x", "' OR 1=1"] {
            assert!(matches!(unsubscribe(&services, token).await, Err(Error::NotFound)));
            assert!(matches!(wants_reminders(&services, token).await, Err(Error::NotFound)));
        }
    }
}
