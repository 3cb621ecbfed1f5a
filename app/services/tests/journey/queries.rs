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
    let store = services.store.clone().overheard(move || drop(counting.fetch_add(1, Ordering::Relaxed)));
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
        assert!((1..=12).contains(&few), "{few}");
        for date in ["2023-10-25", "2023-11-01", "2023-11-08", "2023-11-15", "2023-11-22"] {
            let slot = a_slot(&services, date, 2).await;
            hold_back(&services, &admin(), &slot.id, &code("XA1"), 1).await.unwrap();
            for practice in [&two, &three] {
                book(&services, &own(practice), practice, &slot.id).await.ok();
            }
            for practice in [&one, &four] {
                join(&services, &own(practice), practice, &slot.id).await.ok();
            }
        }
        let waits = store::slots::entries_of(services.store.writer(), &services.programme.code, &one).await.unwrap();
        assert!(!waits.is_empty(), "it is on a list");
        assert_eq!(queries(&services, &one).await, few);
    }
}
