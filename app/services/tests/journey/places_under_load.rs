//! Many at once: never one place too many, never one lost.

use std::sync::Arc;

use domain::organisations::Supplier;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use services::slots::{book, cancel, move_to, set_places};
use services::{Error, Services};
use store::entity::booking;
use store::on_both_databases;
use store::slots::Slot;
use tokio::sync::Barrier;

use crate::fixtures::*;

async fn active_on(services: &Services, slot: &Slot) -> u64 {
    let on_it = booking::Entity::find().filter(booking::Column::SlotId.eq(&slot.id)).filter(booking::Column::State.eq("active"));
    on_it.count(services.store.writer()).await.unwrap()
}

on_both_databases! {
    async fn five_hundred_want_twenty_places(store: TestStore) {
        let services = world(&store).await;
        let practices = many_ready_practices(&services, 500).await;
        let slot = a_slot(&services, "2023-10-18", 20).await;
        let (_, before) = traces(&services).await;
        let start = Arc::new(Barrier::new(practices.len()));
        let tries: Vec<_> = practices.into_iter().map(|practice| {
            let (services, slot, start) = (services.clone(), slot.id.clone(), start.clone());
            tokio::spawn(async move {
                start.wait().await;
                book(&services, &manager(&practice), &practice, &slot).await
            })
        }).collect();
        let (mut booked, mut full) = (0, 0);
        for attempt in tries {
            match attempt.await.unwrap() {
                Ok(_) => booked += 1,
                Err(Error::Conflict(words)) if words == "Every place on this date is taken." => full += 1,
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_eq!((booked, full), (20, 480));
        assert_eq!((taken(&services, &slot).await, active_on(&services, &slot).await), (20, 20));
        assert_eq!(traces(&services).await, (1 + 20, before + 20), "the date itself, and each booking");
    }

    async fn one_practice_books_from_twenty_windows(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let slots = [a_slot(&services, "2023-10-18", 20).await, a_slot(&services, "2023-10-25", 20).await];
        let before = traces(&services).await;
        let tries: Vec<_> = (0..20).map(|n| {
            let (services, practice, slot) = (services.clone(), practice.clone(), slots[n % 2].id.clone());
            tokio::spawn(async move { book(&services, &manager(&practice), &practice, &slot).await })
        }).collect();
        let mut booked = 0;
        for attempt in tries {
            match attempt.await.unwrap() {
                Ok(_) => booked += 1,
                Err(error) => assert_eq!(error.to_string(), "This practice already has a date: move it instead."),
            }
        }
        assert_eq!(booked, 1);
        assert_eq!(taken(&services, &slots[0]).await + taken(&services, &slots[1]).await, 1);
        assert_eq!(traces(&services).await, (before.0 + 1, before.1 + 1));
    }

    async fn forty_practices_swap_dates_while_others_leave(store: TestStore) {
        let services = world(&store).await;
        let practices = many_ready_practices(&services, 40).await;
        let slots = [a_slot(&services, "2023-10-18", 30).await, a_slot(&services, "2023-10-25", 30).await];
        for (n, practice) in practices.iter().enumerate() {
            book(&services, &manager(practice), practice, &slots[n % 2].id).await.unwrap();
        }
        let tries: Vec<_> = practices.iter().cloned().enumerate().map(|(n, practice)| {
            let (services, to) = (services.clone(), slots[(n + 1) % 2].id.clone());
            tokio::spawn(async move {
                if n % 4 == 3 {
                    cancel(&services, &manager(&practice), &practice, "Not ready after all").await.map(|_| None)
                } else {
                    move_to(&services, &manager(&practice), &practice, &to, "Staff are away").await.map(Some)
                }
            })
        }).collect();
        let mut cancelled = 0;
        for attempt in tries {
            match attempt.await.unwrap() {
                Ok(moved) => cancelled += u64::from(moved.is_none()),
                Err(error) => assert_eq!(error.to_string(), "Every place on this date is taken."),
            }
        }
        assert_eq!(cancelled, 10);
        let mut active = 0;
        for slot in &slots {
            let on_it = active_on(&services, slot).await;
            assert_eq!(taken(&services, slot).await, i32::try_from(on_it).unwrap());
            active += on_it;
        }
        assert_eq!(active, 30);
    }

    async fn places_are_taken_away_while_they_are_booked(store: TestStore) {
        let services = world(&store).await;
        let practices = many_ready_practices(&services, 30).await;
        let slot = a_slot(&services, "2023-10-18", 30).await;
        let tries: Vec<_> = practices.into_iter().map(|practice| {
            let (services, slot) = (services.clone(), slot.id.clone());
            tokio::spawn(async move { book(&services, &manager(&practice), &practice, &slot).await.is_ok() })
        }).collect();
        let fewer = set_places(&services, &admin(), &slot.id, 10).await;
        let mut booked = 0;
        for attempt in tries {
            booked += i32::from(attempt.await.unwrap());
        }
        assert_eq!(taken(&services, &slot).await, booked);
        match fewer {
            Ok(_) => assert!(booked <= 10, "{booked}"),
            Err(error) => assert!(matches!(error, Error::Invalid(_)), "{error:?}"),
        }
    }
}
