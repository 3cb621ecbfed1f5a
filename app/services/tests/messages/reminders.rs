//! Which reminders are owed to whom, and what they say.

use domain::accounts::{Role, Scope};
use domain::checklist::Signed;
use domain::next_step::NextStep;
use domain::organisations::{OdsCode, Supplier};
use domain::reminders::Milestone;
use domain::slots::{Pool, SlotFacts, SlotStatus};
use domain::stage::Stage;
use mail::Message;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use services::reminders::{Sweep, remind};
use services::{Services, confirmation};
use store::entity::{booking, journey, practice, practice_exception};
use store::on_both_databases;
use store::slots::{Entry, EntryState, Slot};

use crate::fixtures::*;

async fn sweep(services: &Services) -> Sweep {
    remind(services, false).await.unwrap().unwrap()
}

/// The practices that are owed a reminder.
fn practices(sweep: &Sweep) -> Vec<String> {
    sweep.owed.iter().map(|owed| owed.practice.to_string()).collect()
}

async fn an_exception(services: &Services, practice: &OdsCode, ended_on: Option<&str>) {
    let row = practice_exception::ActiveModel {
        id: Set(services::tokens::new_id()),
        programme: Set(services.programme.code.clone()),
        practice_code: Set(practice.to_string()),
        category: Set("Changing system".to_owned()),
        reason: Set("Moves to another supplier".to_owned()),
        agreed_on: Set(day("2023-09-01")),
        review_on: Set(day("2023-11-30")),
        ended_on: Set(ended_on.map(day)),
        agreed_by: Set("Ines".to_owned()),
    };
    row.insert(services.store.writer()).await.unwrap();
}

/// A date with one place.
async fn a_date(services: &Services, date: &str, cutoff: &str, taken: i32) -> String {
    let facts = SlotFacts { taken, ..SlotFacts::fresh(day(date), day(cutoff), 1, SlotStatus::Open) };
    let slot = Slot { id: services::tokens::new_id(), facts };
    store::slots::insert(services.store.writer(), &services.programme.code, slot.clone(), services.clock.now()).await.unwrap();
    slot.id
}

async fn a_booking(services: &Services, practice: &OdsCode, date: &str) {
    let (db, now) = (services.store.writer(), services.clock.now());
    let slot_id = a_date(services, date, "2023-09-01", 1).await;
    let row = booking::ActiveModel {
        id: Set(services::tokens::new_id()),
        programme: Set(services.programme.code.clone()),
        practice_code: Set(practice.to_string()),
        slot_id: Set(slot_id),
        state: Set("active".to_owned()),
        sequence: Set(0),
        booked_at: Set(now),
        booked_by: Set("Sam".to_owned()),
        ended_at: Set(None),
        reason: Set(String::new()),
        ..Default::default()
    };
    row.insert(db).await.unwrap();
    at_stage(services, practice, Stage::DateBooked).await;
}

async fn answer(services: &Services, practice: &OdsCode, item: &str, state: &str) {
    let row = answer_row(services, practice.as_str(), item, state);
    row.insert(services.store.writer()).await.unwrap();
}

on_both_databases! {
    async fn only_practices_that_have_something_to_do(store: TestStore) {
        let services = world(&store);
        let mut codes = Vec::new();
        for n in 1..=9 {
            codes.push(a_practice(&services, &format!("X1000{n}"), Supplier::Emis).await);
        }
        let all: Vec<_> = codes.iter().collect();
        a_manager(&services, "sam", &all).await;
        at_stage(&services, &codes[1], Stage::Ready).await;
        at_stage(&services, &codes[2], Stage::SwitchedOn).await;
        an_exception(&services, &codes[3], None).await;
        an_exception(&services, &codes[4], Some("2023-10-01")).await;
        let closed = practice::ActiveModel { ods_code: Set("X10006".to_owned()), is_open: Set(false), ..Default::default() };
        closed.update(services.store.writer()).await.unwrap();
        a_date(&services, "2023-12-06", "2023-11-15", 0).await;
        a_booking(&services, &codes[6], "2023-10-18").await;
        a_booking(&services, &codes[7], "2023-11-08").await;
        a_booking(&services, &codes[8], "2023-09-27").await;
        let got = sweep(&services).await;
        assert_eq!(got.milestone, Some(Milestone::Before(30)));
        let steps: Vec<_> = got.owed.iter().map(|owed| (owed.practice.as_str(), owed.next_step)).collect();
        assert_eq!(steps, [
            ("X10001", NextStep::StartChecklist),
            ("X10002", NextStep::BookLateDate),
            ("X10005", NextStep::StartChecklist),
            ("X10008", NextStep::MoveToEarlierDate(day("2023-11-08"))),
            ("X10009", NextStep::ConfirmSwitchOn),
        ]);
        assert_eq!(got.written, 5);
    }

    async fn who_has_no_date_is_asked_for_what_the_dates_leave(store: TestStore) {
        let services = world(&store);
        let (one, two) = (a_practice(&services, "X10001", Supplier::Emis).await, a_practice(&services, "X10002", Supplier::Emis).await);
        a_manager(&services, "sam", &[&one, &two]).await;
        at_stage(&services, &one, Stage::Ready).await;
        at_stage(&services, &two, Stage::Ready).await;
        let asked = async || {
            let owed = remind(&afresh(&services), true).await.unwrap().unwrap().owed;
            owed.into_iter().map(|owed| (owed.practice.to_string(), owed.next_step)).collect::<Vec<_>>()
        };
        let both = |step| ["X10001", "X10002"].map(|code| (code.to_owned(), step)).to_vec();
        assert_eq!(asked().await, [], "before there is a date there is nothing to do");
        a_date(&services, "2023-10-11", "2023-09-20", 0).await;
        assert_eq!(asked().await, both(NextStep::GiveAccessByHand));
        let full = a_date(&services, "2023-11-15", "2023-10-25", 1).await;
        assert_eq!(asked().await, both(NextStep::JoinWaitingList));
        let entry = Entry {
            id: services::tokens::new_id(),
            slot_id: full.clone(),
            practice: one.clone(),
            state: EntryState::Waiting,
            pool: Pool::National,
            joined_at: services.clock.now(),
            joined_by: "Sam".to_owned(),
            expires_at: None,
        };
        let id = entry.id.clone();
        store::slots::join(services.store.writer(), &services.programme.code, entry).await.unwrap();
        assert_eq!(asked().await, [("X10002".to_owned(), NextStep::JoinWaitingList)], "who waits is not reminded");
        let (now, until) = (services.clock.now(), services.clock.now() + chrono::TimeDelta::hours(48));
        assert!(store::slots::offer(services.store.writer(), &id, &Pool::National, now, until).await.unwrap());
        assert_eq!(asked().await[0], ("X10001".to_owned(), NextStep::TakePlace));
        a_date(&services, "2023-11-22", "2023-11-01", 0).await;
        assert_eq!(asked().await, [("X10001".to_owned(), NextStep::TakePlace), ("X10002".to_owned(), NextStep::BookLateDate)]);
    }

    async fn a_planned_day_hides_no_missing_sign_off(store: TestStore) {
        let services = world(&store);
        let practice = a_practice(&services, "X10001", Supplier::Tpp).await;
        a_manager(&services, "sam", &[&practice]).await;
        at_stage(&services, &practice, Stage::SwitchingOn).await;
        let (db, programme) = (services.store.writer(), services.programme.code.as_str());
        let row = store::stages::journey(db, programme, &practice).await.unwrap().unwrap();
        store::stages::put_journey(db, journey::Model { settled: row.required, ..row }, false).await.unwrap();
        let asked = async || remind(&afresh(&services), true).await.unwrap().unwrap().owed[0].next_step;
        assert_eq!(asked().await, NextStep::SignOffChecklist);
        let signed = Signed { name: "Sam".to_owned(), deputy: String::new(), at: services.clock.now(), version: 1 };
        let (db, id) = (services.store.writer(), services::tokens::new_id());
        store::checklist::sign_off::insert(db, &services.programme.code, &practice, id, signed, "Sam").await.unwrap();
        assert_eq!(asked().await, NextStep::SwitchOnInSystmOne);
    }

    async fn who_waits_for_the_icb_to_agree_is_asked_for_nothing(store: TestStore) {
        let services = world(&store);
        let practice = a_practice(&services, "X10001", Supplier::Vision).await;
        a_manager(&services, "sam", &[&practice]).await;
        answer_everything(&services, &practice, Supplier::Vision).await;
        sign(&services, &practice).await;
        let asked = async || remind(&services, true).await.unwrap().unwrap().owed.first().map(|owed| owed.next_step);
        assert_eq!(asked().await, Some(NextStep::AskSupplier));
        let sam = manager(&practice);
        confirmation::confirm(&services, &sam, &practice, day("2023-09-30"), "Two patients").await.unwrap();
        assert_eq!(asked().await, None);
        confirmation::withdraw(&services, &sam, &practice, "It was another practice").await.unwrap();
        assert_eq!(asked().await, Some(NextStep::AskSupplier));
    }

    async fn only_the_practice_s_own_active_managers_who_want_them(store: TestStore) {
        let services = world(&store);
        let ours = a_practice(&services, "X10001", Supplier::Tpp).await;
        let other = a_practice(&services, "X10002", Supplier::Tpp).await;
        a_manager(&services, "both", &[&ours, &other]).await;
        a_manager(&services, "ours", &[&ours]).await;
        a_manager(&services, "suspended", &[&ours]).await;
        let quiet = a_manager(&services, "quiet", &[&ours]).await;
        an_account(&services, "icb", Role::Icb, Scope::practices([ours.clone()])).await;
        an_account(&services, "wide", Role::PracticeManager, Scope::england()).await;
        services.store.writer().execute_unprepared("UPDATE account SET status = 'suspended' WHERE name = 'suspended'").await.unwrap();
        store::reminders::stop(services.store.writer(), &quiet).await.unwrap();
        assert_eq!(sweep(&services).await.written, 3);
        let got: Vec<_> = rows(&services).await.into_iter().map(|row| (row.recipient, row.practice_code.unwrap())).collect();
        let mut expected = vec![("both@example.com", "X10001"), ("both@example.com", "X10002"), ("ours@example.com", "X10001")];
        expected.sort_unstable();
        let mut got: Vec<_> = got.iter().map(|(to, practice)| (to.as_str(), practice.as_str())).collect();
        got.sort_unstable();
        assert_eq!(got, expected);
    }

    async fn it_names_only_what_is_open(store: TestStore) {
        let services = world(&store);
        let practice = a_practice(&services, "X10001", Supplier::Tpp).await;
        a_manager(&services, "sam", &[&practice]).await;
        at_stage(&services, &practice, Stage::ChecklistInProgress).await;
        let items: Vec<_> = domain::checklist::Checklist::bundled().items_for(Supplier::Tpp.route()).filter(|item| item.required).collect();
        answer(&services, &practice, &items[0].code, "in_progress").await;
        for item in &items[2..] {
            answer(&services, &practice, &item.code, if item.settings { "done" } else { "not_applicable" }).await;
        }
        sweep(&services).await;
        let row = &rows(&services).await[0];
        let Message::Reminder(reminder) = serde_json::from_str(&row.payload).unwrap() else { panic!("{}", row.payload) };
        let open: Vec<_> = reminder.outstanding.iter().map(mail::Line::as_str).collect();
        assert_eq!(open, [items[0].title.as_str(), items[1].title.as_str()]);
        assert_eq!(reminder.next_step, NextStep::FinishChecklist);
        assert_eq!(reminder.today, day("2023-10-01"));
        assert_eq!(row.dedupe_key, format!("reminder:record-access-2023:X10001:before-30:{}", row.account_id.as_ref().unwrap()));
    }

    async fn outside_its_time_nothing_is_owed(store: TestStore) {
        let services = world(&store);
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        a_manager(&services, "sam", &[&practice]).await;
        for today in ["2023-08-31", "2024-05-01"] {
            move_clock(&services, today);
            assert_eq!(sweep(&services).await, Sweep { milestone: None, owed: Vec::new(), written: 0 }, "{today}");
        }
    }

    async fn a_dry_run_writes_nothing(store: TestStore) {
        let services = world(&store);
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        a_manager(&services, "sam", &[&practice]).await;
        let looked = remind(&services, true).await.unwrap().unwrap();
        assert_eq!((practices(&looked), looked.written), (vec!["X10001".to_owned()], 0));
        assert!(rows(&services).await.is_empty());
    }
}
