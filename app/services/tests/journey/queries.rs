//! A page asks the database as often for many dates as for one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::organisations::OdsCode;
use services::slots::{book, hold_back, join, load};
use services::{Services, Settings};
use store::on_both_databases;

use crate::fixtures::*;

/// How many queries it takes to show a practice the dates.
async fn queries(services: &Services, practice: &OdsCode) -> usize {
    let count = Arc::new(AtomicUsize::new(0));
    let counting = count.clone();
    let store = services.store.clone().overheard(move || {
        counting.fetch_add(1, Ordering::Relaxed);
    });
    let settings = Settings { public_url: "http://localhost".to_owned(), demo: false };
    let services = Services::new(store, services.clock.clone(), settings);
    let view = load(&services, &own(practice), practice).await.unwrap();
    assert!(!view.offers.is_empty());
    count.load(Ordering::Relaxed)
}

on_both_databases! {
    async fn the_page_of_dates_asks_no_more_where_there_are_more(store: TestStore) {
        let services = world(&store).await;
        let [one, two, three, four] = ready(&services).await;
        a_slot(&services, "2023-10-18", 1).await;
        let few = queries(&services, &one).await;
        assert!((1..=14).contains(&few), "{few}");
        let (mut booked, mut waiting) = (Vec::new(), Vec::new());
        for date in ["2023-10-25", "2023-11-01", "2023-11-08", "2023-11-15", "2023-11-22"] {
            let slot = a_slot(&services, date, 2).await;
            hold_back(&services, &admin(), &slot.id, &code("XA1"), 1).await.unwrap();
            for practice in [&two, &three] {
                booked.push(book(&services, &own(practice), practice, &slot.id).await.is_ok());
            }
            for practice in [&one, &four] {
                waiting.push(join(&services, &own(practice), practice, &slot.id).await.is_ok());
            }
        }
        // Two have a date, and the first date is full and waited for: nobody has two, and nobody waits for a date with places.
        assert_eq!(booked.iter().filter(|done| **done).count(), 2, "{booked:?}");
        assert_eq!(waiting.iter().filter(|done| **done).count(), 2, "{waiting:?}");
        assert_eq!(queries(&services, &one).await, few);
    }
}
