//! Waiting lists when something around them changes: who is passed over, who stops waiting, and what moving a date does to them.

use domain::accounts::{Role, Scope};
use domain::organisations::{OdsCode, Supplier};
use domain::slots::{BookingRefusal, SlotStatus};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use services::exceptions::{self, ExceptionDecision, ask};
use services::slots::{
    EntryState, Slot, Swept, book, cancel, cancel_slot, defer, expire_offers, join, load, manual, move_slot, move_to, set_places,
    set_status, sweep, take_up,
};
use services::{Error, Services, checklist, confirmation};
use store::entity::practice;
use store::on_both_databases;

use crate::fixtures::*;

async fn state(services: &Services, practice: &OdsCode, slot: &Slot) -> Option<EntryState> {
    let entries = store::slots::entries(services.store.writer(), &slot.id).await.unwrap();
    entries.into_iter().find(|entry| entry.practice == *practice).map(|entry| entry.state)
}

async fn kept_until(services: &Services, practice: &OdsCode, slot: &Slot) -> String {
    let entries = store::slots::entries(services.store.writer(), &slot.id).await.unwrap();
    let own = entries.into_iter().find(|entry| entry.practice == *practice).unwrap();
    own.expires_at.map(domain::time::format_instant).unwrap_or_default()
}

async fn told(services: &Services, kind: &str, practice: &OdsCode) -> usize {
    let to = own(practice).email;
    messages(services).await.iter().filter(|(of, recipient)| of == kind && *recipient == to).count()
}

/// One has the only place of a date, the others wait for it.
async fn full_date<const N: usize>(services: &Services, date: &str) -> (Slot, [OdsCode; N]) {
    let practices = ready::<N>(services).await;
    let slot = a_slot(services, date, 1).await;
    book(services, &own(&practices[0]), &practices[0], &slot.id).await.unwrap();
    for practice in &practices[1..] {
        join(services, &own(practice), practice, &slot.id).await.unwrap();
    }
    (slot, practices)
}

async fn close(services: &Services, practice: &OdsCode) {
    let row = practice::ActiveModel { ods_code: Set(practice.to_string()), is_open: Set(false), ..Default::default() };
    row.update(services.store.writer()).await.unwrap();
}

async fn except(services: &Services, practice: &OdsCode) {
    ask(services, &own(practice), practice, ["other", "We move house", ""]).await.unwrap();
    let id = exceptions::load(services, &icb_staff(), practice).await.unwrap().waiting.unwrap().id;
    exceptions::decide(services, &icb_staff(), practice, &id, ExceptionDecision::Agree(day("2023-10-31")), "").await.unwrap();
}

const WAITING: Option<EntryState> = Some(EntryState::Waiting);
const OFFERED: Option<EntryState> = Some(EntryState::Offered);

on_both_databases! {
    async fn who_cannot_take_a_place_is_passed_over_and_keeps_its_turn(store: TestStore) {
        let services = world(&store).await;
        let (slot, [one, reopened, closed, rerouted, last]) = full_date(&services, "2023-10-18").await;
        checklist::reopen(&services, &own(&reopened), &reopened, "A setting was wrong").await.unwrap();
        close(&services, &closed).await;
        set_supplier(&services, &rerouted, Supplier::Tpp).await;
        cancel(&services, &own(&one), &one, "Ill").await.unwrap();
        for passed in [&reopened, &closed, &rerouted] {
            assert_eq!(state(&services, passed, &slot).await, WAITING, "{passed}");
        }
        assert_eq!(state(&services, &last, &slot).await, OFFERED);
        set_places(&services, &admin(), &slot.id, 2).await.unwrap();
        assert_eq!(taken(&services, &slot).await, 1, "nobody else can take the second place");
        // Ready again, it is the first on the list: the next look offers it the place.
        sign(&services, &reopened).await;
        assert_eq!(sweep(&services).await.unwrap().unwrap(), Swept { offered: 1, ..Swept::default() });
        assert_eq!((state(&services, &reopened, &slot).await, taken(&services, &slot).await), (OFFERED, 2));
        take_up(&services, &own(&reopened), &reopened, &slot.id).await.unwrap();
    }

    async fn who_could_no_longer_give_its_own_date_up_is_passed_over(store: TestStore) {
        let services = world(&store).await;
        let (slot, [one, two, three]) = full_date(&services, "2023-10-18").await;
        let early = a_slot(&services, "2023-10-10", 1).await;
        book(&services, &own(&two), &two, &early.id).await.unwrap();
        move_clock(&services, "2023-09-20");
        cancel(&services, &own(&one), &one, "Ill").await.unwrap();
        assert_eq!((state(&services, &two, &slot).await, state(&services, &three, &slot).await), (WAITING, OFFERED));
    }

    async fn an_offer_that_cannot_be_taken_says_why(store: TestStore) {
        let services = world(&store).await;
        let (slot, [one, two]) = full_date(&services, "2023-10-18").await;
        cancel(&services, &own(&one), &one, "Ill").await.unwrap();
        let seen = async || load(&services, &own(&two), &two).await.unwrap().offers.remove(0);
        let offer = seen().await;
        assert_eq!((offer.is_kept(), offer.refusal), (true, None));
        checklist::reopen(&services, &own(&two), &two, "A setting was wrong").await.unwrap();
        let offer = seen().await;
        assert_eq!((offer.is_kept(), offer.refusal), (true, Some(BookingRefusal::NotReady)));
        assert!(matches!(take_up(&services, &own(&two), &two, &slot.id).await, Err(Error::Conflict(_))));
        sign(&services, &two).await;
        // Closed for others; what was promised is kept.
        set_status(&services, &admin(), &slot.id, SlotStatus::Closed).await.unwrap();
        assert_eq!(seen().await.refusal, None);
        take_up(&services, &own(&two), &two, &slot.id).await.unwrap();
    }

    async fn an_offer_that_has_run_out_is_no_place_for_who_is_rebooked(store: TestStore) {
        let services = world(&store).await;
        let (full, [one, two, three]) = full_date(&services, "2023-10-18").await;
        let cancelled = a_slot(&services, "2023-10-25", 1).await;
        book(&services, &own(&two), &two, &cancelled.id).await.unwrap();
        cancel(&services, &own(&one), &one, "Ill").await.unwrap();
        assert_eq!((state(&services, &two, &full).await, state(&services, &three, &full).await), (OFFERED, WAITING));
        move_clock(&services, "2023-09-21");
        let concerned = cancel_slot(&services, &admin(), &cancelled.id, Some(&full.id), "EMIS").await.unwrap();
        assert_eq!((concerned.rebooked, concerned.cancelled), (0, 1), "the place has gone to the next on the list");
        assert_eq!((state(&services, &two, &full).await, state(&services, &three, &full).await), (None, OFFERED));
        assert_eq!((taken(&services, &full).await, taken(&services, &cancelled).await), (1, 0));
        assert_eq!((told(&services, "waiting-ended", &two).await, told(&services, "place-offered", &three).await), (1, 1));
        assert_eq!(events(&services, "slots.offer-expired").await.len(), 1);
        assert_eq!(expire_offers(&services).await.unwrap(), 0);
    }

    async fn who_is_switched_on_waits_for_nothing(store: TestStore) {
        let services = world(&store).await;
        let (slot, [_, two, three]) = full_date(&services, "2023-11-15").await;
        let early = a_slot(&services, "2023-10-10", 1).await;
        book(&services, &own(&two), &two, &early.id).await.unwrap();
        move_clock(&services, "2023-10-11");
        confirmation::confirm(&services, &own(&two), &two, day("2023-10-10"), "Patients see notes").await.unwrap();
        assert_eq!((state(&services, &two, &slot).await, state(&services, &three, &slot).await), (None, WAITING));
        assert_eq!((told(&services, "waiting-ended", &two).await, told(&services, "waiting-ended", &three).await), (1, 0));
    }

    async fn an_exception_ends_an_offer_which_goes_on_in_the_same_commit(store: TestStore) {
        let services = world(&store).await;
        let (slot, [one, two, three]) = full_date(&services, "2023-10-18").await;
        cancel(&services, &own(&one), &one, "Ill").await.unwrap();
        assert_eq!(state(&services, &two, &slot).await, OFFERED);
        except(&services, &two).await;
        assert_eq!((state(&services, &two, &slot).await, state(&services, &three, &slot).await), (None, OFFERED));
        assert_eq!((taken(&services, &slot).await, told(&services, "waiting-ended", &two).await), (1, 1));
        let again = join(&services, &own(&two), &two, &slot.id).await.unwrap_err();
        assert!(again.to_string().contains("exception"), "{again}");
        assert!(!load(&services, &own(&two), &two).await.unwrap().offers[0].may_wait);
    }

    async fn those_who_wait_are_told_of_another_day_and_offers_end_by_its_cut_off(store: TestStore) {
        let services = world(&store).await;
        let (slot, [one, two, three]) = full_date(&services, "2023-10-18").await;
        cancel(&services, &own(&one), &one, "Ill").await.unwrap();
        assert_eq!(kept_until(&services, &two, &slot).await, "20 September 2023 at 9:05am BST");
        let moved = move_slot(&services, &admin(), &slot.id, day("2023-10-09"), day("2023-09-18"), "EMIS").await.unwrap();
        assert_eq!((moved.rebooked, moved.still_waiting), (0, 2));
        assert_eq!(kept_until(&services, &two, &slot).await, "19 September 2023 at 12:00am BST");
        for practice in [&two, &three] {
            assert_eq!(told(&services, "waiting-moved", practice).await, 1, "{practice}");
        }
        // A later cut-off does not make an offer longer, and each move is told.
        move_slot(&services, &admin(), &slot.id, day("2023-10-18"), day("2023-09-27"), "Back").await.unwrap();
        assert_eq!(kept_until(&services, &two, &slot).await, "19 September 2023 at 12:00am BST");
        assert_eq!(told(&services, "waiting-moved", &three).await, 2);
        move_clock(&services, "2023-09-19");
        assert_eq!(expire_offers(&services).await.unwrap(), 1);
        assert_eq!(state(&services, &three, &slot).await, OFFERED);
    }

    async fn a_date_past_its_cut_off_is_moved_and_offered_on_where_it_opens_again(store: TestStore) {
        let services = world(&store).await;
        let (slot, [one, two]) = full_date(&services, "2023-10-18").await;
        move_clock(&services, "2023-10-02");
        cancel(&services, &admin(), &one, "Ill").await.unwrap();
        assert_eq!(state(&services, &two, &slot).await, WAITING, "nothing is offered after the cut-off");
        // The cut-off that has passed may stay: nobody else can sign up.
        move_slot(&services, &admin(), &slot.id, day("2023-10-19"), day("2023-09-27"), "EMIS").await.unwrap();
        assert_eq!(state(&services, &two, &slot).await, WAITING);
        let wrong = move_slot(&services, &admin(), &slot.id, day("2023-10-19"), day("2023-09-28"), "EMIS").await.unwrap_err();
        assert!(matches!(&wrong, Error::Invalid(mistakes) if mistakes[0].field == "cutoff"), "{wrong:?}");
        move_slot(&services, &admin(), &slot.id, day("2023-10-19"), day("2023-10-05"), "EMIS").await.unwrap();
        assert_eq!(state(&services, &two, &slot).await, OFFERED);
    }

    async fn nobody_waits_past_the_cut_off_and_each_is_told_once(store: TestStore) {
        let services = world(&store).await;
        let (slot, [_, two, three]) = full_date(&services, "2023-10-18").await;
        move_clock(&services, "2023-09-27");
        assert_eq!(sweep(&services).await.unwrap().unwrap(), Swept::default());
        assert!(!load(&services, &own(&two), &two).await.unwrap().missed_all);
        move_clock(&services, "2023-09-28");
        assert!(load(&services, &own(&two), &two).await.unwrap().missed_all, "a wait past the cut-off is none");
        assert!(manual(&services, &own(&two), &two).await.unwrap().is_open);
        assert_eq!(sweep(&services).await.unwrap().unwrap(), Swept { ended: 2, ..Swept::default() });
        assert_eq!(sweep(&services).await.unwrap().unwrap(), Swept::default());
        assert_eq!((state(&services, &two, &slot).await, state(&services, &three, &slot).await), (None, None));
        assert_eq!((told(&services, "waiting-ended", &two).await, told(&services, "waiting-ended", &three).await), (1, 1));
    }

    async fn a_date_that_has_come_is_not_given_up(store: TestStore) {
        let services = world(&store).await;
        let [one] = ready(&services).await;
        let (slot, later) = (a_slot(&services, "2023-10-18", 1).await, a_slot(&services, "2023-11-15", 1).await);
        book(&services, &own(&one), &one, &slot.id).await.unwrap();
        move_clock(&services, "2023-10-18");
        let before = traces(&services).await;
        for viewer in [icb_staff(), admin()] {
            let refused = cancel(&services, &viewer, &one, "It did not work").await.unwrap_err();
            assert!(refused.to_string().starts_with("The date, 18 October 2023, has come"), "{refused}");
            let refused = defer(&services, &viewer, &one, "It did not work", day("2023-12-01")).await.unwrap_err();
            assert!(matches!(refused, Error::Conflict(_)), "{refused:?}");
        }
        assert_eq!(traces(&services).await, before);
        // Where it did not work, the ICB finds another.
        move_to(&services, &icb_staff(), &one, &later.id, "EMIS did not switch it on").await.unwrap();
        assert_eq!((taken(&services, &slot).await, taken(&services, &later).await), (0, 1));
    }

    async fn who_could_never_move_a_booking_reads_only_what_is_so(store: TestStore) {
        let services = world(&store).await;
        let [one] = ready(&services).await;
        let (slot, _) = (a_slot(&services, "2023-10-18", 1).await, a_slot(&services, "2023-11-15", 1).await);
        book(&services, &own(&one), &one, &slot.id).await.unwrap();
        move_clock(&services, "2023-10-02");
        let refusal = async |viewer| load(&services, &viewer, &one).await.unwrap().offers[1].refusal;
        assert_eq!(refusal(own(&one)).await, Some(BookingRefusal::TooLateToMove));
        assert_eq!(refusal(viewer("Colin", Role::Commissioner, Scope::england())).await, None);
        assert_eq!(refusal(icb_staff()).await, None);
    }
}
