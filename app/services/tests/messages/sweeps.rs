//! Sweeps one after the other, and side by side.

use chrono::TimeDelta;
use domain::organisations::Supplier;
use sea_orm::{EntityTrait, PaginatorTrait};
use services::reminders::remind;
use store::entity::audit_event;
use store::on_both_databases;

use crate::fixtures::*;

on_both_databases! {
    async fn swept_twice_written_once_and_again_at_the_next_milestone(store: TestStore) {
        let services = world(&store);
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        a_manager(&services, "sam", &[&practice]).await;
        for (today, written) in [
            ("2023-10-01", 1),
            ("2023-10-01", 0),
            ("2023-10-16", 0),
            // Two days late, since nothing ran on the day itself; the one of 17 October is not sent besides.
            ("2023-10-26", 1),
            ("2023-10-27", 0),
            ("2023-10-30", 1),
            ("2023-11-06", 0),
            ("2023-11-07", 1),
            ("2023-11-14", 1),
        ] {
            move_clock(&services, today);
            assert_eq!(remind(&services, false).await.unwrap().unwrap().written, written, "{today}");
        }
        assert_eq!(rows(&services).await.len(), 5);
        assert_eq!(audit_event::Entity::find().count(services.store.writer()).await.unwrap(), 5);
    }

    async fn a_new_manager_gets_the_milestone_in_force(store: TestStore) {
        let services = world(&store);
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        a_manager(&services, "sam", &[&practice]).await;
        remind(&services, false).await.unwrap();
        move_clock(&services, "2023-10-03");
        a_manager(&services, "alex", &[&practice]).await;
        assert_eq!(remind(&services, false).await.unwrap().unwrap().written, 1);
        assert_eq!(rows(&services).await[0].recipient, "alex@example.com");
    }

    async fn sweeps_at_once_write_nothing_twice(store: TestStore) {
        let services = world(&store);
        for n in 0..50 {
            let practice = a_practice(&services, &format!("X{n:05}"), Supplier::Emis).await;
            a_manager(&services, &format!("sam{n}"), &[&practice]).await;
        }
        let mut sweeps = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let services = another(&services, &store).await;
            sweeps.spawn(async move { remind(&services, false).await.unwrap().map_or(0, |sweep| sweep.written) });
        }
        let written: u64 = sweeps.join_all().await.into_iter().sum();
        assert_eq!(written, 50);
        assert_eq!(rows(&services).await.len(), 50);
    }

    async fn only_the_holder_of_the_lease_sweeps(store: TestStore) {
        let services = world(&store);
        let (db, now) = (services.store.writer(), services.clock.now());
        let length = TimeDelta::minutes(5);
        assert!(store::leases::take(db, "reminders", "another process", now, length).await.unwrap());
        assert_eq!(remind(&services, false).await.unwrap(), None);
        assert!(remind(&services, true).await.unwrap().is_some(), "looking needs no lease");
        services.clock.move_to(now + length);
        assert!(remind(&services, false).await.unwrap().is_some(), "its holder has died");
        assert!(remind(&services, false).await.unwrap().is_some(), "given back after each sweep");
    }

    async fn a_lease_from_a_clock_that_was_set_back_holds_nobody_up(store: TestStore) {
        let services = world(&store);
        let db = services.store.writer();
        let november = services.clock.now() + TimeDelta::days(40);
        assert!(store::leases::take(db, "reminders", "another process", november, TimeDelta::minutes(5)).await.unwrap());
        assert!(remind(&services, false).await.unwrap().is_some());
    }
}
