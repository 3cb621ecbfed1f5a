use domain::accounts::Role;
use domain::organisations::Supplier;
use domain::slots::SlotStatus;
use services::Error;
use services::slots::{NewSlot, add, all, book, places_left, set_places, set_status};
use store::on_both_databases;

use crate::fixtures::*;

fn new(date: &str, cutoff: &str, places: i32) -> NewSlot {
    NewSlot { date: day(date), cutoff: day(cutoff), places, draft: false }
}

fn mistake(error: &Error) -> (&str, &str) {
    let Error::Invalid(mistakes) = error else { panic!("{error:?}") };
    (&mistakes[0].field, &mistakes[0].message)
}

on_both_databases! {
    async fn a_date_is_added_changed_closed_and_opened(store: TestStore) {
        let services = world(&store).await;
        let slot = add(&services, &admin(), new("2023-10-18", "2023-09-27", 20)).await.unwrap();
        set_places(&services, &admin(), &slot.id, 30).await.unwrap();
        set_status(&services, &admin(), &slot.id, SlotStatus::Closed).await.unwrap();
        set_status(&services, &admin(), &slot.id, SlotStatus::Closed).await.unwrap();
        assert_eq!(traces(&services).await.0, 3, "closing twice is one change");
        let listed = all(&services, &admin()).await.unwrap();
        assert_eq!((listed.len(), listed[0].slot.facts.places, listed[0].slot.facts.status), (1, 30, SlotStatus::Closed));
        set_status(&services, &admin(), &slot.id, SlotStatus::Open).await.unwrap();
        let event = last_event(&services).await;
        assert_eq!((event.action.as_str(), event.subject), ("slots.open", Some(slot.id.clone())));
        assert_eq!(places_left(&services, &icb_staff(), None).await.unwrap(), [(slot.id, 30)]);
    }

    async fn a_date_never_has_fewer_places_than_bookings(store: TestStore) {
        let services = world(&store).await;
        let slot = add(&services, &admin(), new("2023-10-18", "2023-09-27", 3)).await.unwrap();
        for code in ["X10001", "X10002"] {
            let practice = a_ready_practice(&services, code, Supplier::Emis).await;
            book(&services, &manager(&practice), &practice, &slot.id).await.unwrap();
        }
        let before = traces(&services).await;
        let refused = set_places(&services, &admin(), &slot.id, 1).await.unwrap_err();
        assert_eq!(mistake(&refused), ("places", "There are 2 practices booked on this date: it cannot have fewer places than that"));
        assert_eq!(traces(&services).await, before);
        assert_eq!(set_places(&services, &admin(), &slot.id, 2).await.unwrap().facts.places_left(), 0);
    }

    async fn mistakes_are_values(store: TestStore) {
        let services = world(&store).await;
        add(&services, &admin(), new("2023-10-18", "2023-09-27", 20)).await.unwrap();
        let before = traces(&services).await;
        for (slot, field) in [
            (new("2023-10-18", "2023-09-28", 20), "date"),
            (new("2023-09-18", "2023-09-17", 20), "date"),
            (new("2023-10-25", "2023-10-25", 20), "cutoff"),
            (new("2023-10-25", "2023-10-04", 0), "places"),
        ] {
            assert_eq!(mistake(&add(&services, &admin(), slot).await.unwrap_err()).0, field, "{slot:?}");
        }
        assert!(matches!(set_places(&services, &admin(), "no such date", 5).await, Err(Error::NotFound)));
        assert!(matches!(set_status(&services, &admin(), "no such date", SlotStatus::Open).await, Err(Error::NotFound)));
        assert_eq!(traces(&services).await, before);
    }

    async fn only_an_administrator_sets_dates_up(store: TestStore) {
        let services = world(&store).await;
        let slot = a_slot(&services, "2023-10-18", 20).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        for viewer in [manager(&practice), icb_staff(), viewer("Pat", Role::Commissioner, domain::accounts::Scope::england())] {
            assert!(matches!(all(&services, &viewer).await, Err(Error::Forbidden)));
            assert!(matches!(add(&services, &viewer, new("2023-10-25", "2023-10-04", 20)).await, Err(Error::Forbidden)));
            assert!(matches!(set_places(&services, &viewer, &slot.id, 5).await, Err(Error::Forbidden)));
            assert!(matches!(set_status(&services, &viewer, &slot.id, SlotStatus::Closed).await, Err(Error::Forbidden)));
        }
        assert_eq!(traces(&services).await, (1, 0), "the date alone");
    }
}
