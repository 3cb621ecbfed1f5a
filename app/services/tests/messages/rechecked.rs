//! Reminders that wait are looked at once more before they are sent.

use domain::next_step::NextStep;
use domain::organisations::{OdsCode, Supplier};
use mail::Message;
use mail::testing::Sink;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use services::Services;
use services::outbox::{SendReport, process_outbox_once};
use services::reminders::{remind, unsubscribe};
use services::slots::book;
use store::entity::outbox;
use store::on_both_databases;

use crate::fixtures::*;

/// A reminder to Sam about a practice that has done nothing, waiting to be sent.
async fn waiting(services: &Services) -> (OdsCode, String) {
    let practice = a_practice(services, "X10001", Supplier::Emis).await;
    let sam = a_manager(services, "sam", &[&practice]).await;
    assert_eq!(remind(services, false).await.unwrap().unwrap().written, 1);
    (practice, sam)
}

/// Sends what is due; what came of it, and the row then.
async fn send(services: &Services, sink: &Sink) -> (SendReport, outbox::Model) {
    let report = process_outbox_once(services, &mailer(sink), 100).await.unwrap();
    (report, rows(services).await.remove(0))
}

/// What a booking was told by, so that the reminder is alone.
async fn forget_all_but_reminders(services: &Services) {
    let others = outbox::Entity::delete_many().filter(outbox::Column::Kind.ne("reminder"));
    others.exec(services.store.writer()).await.unwrap();
}

#[track_caller]
fn never_sent((report, row): &(SendReport, outbox::Model), sink: &Sink) {
    assert_eq!((report.sent, report.failed, sink.count()), (0, 1, 0));
    assert!(row.sent_at.is_none() && row.last_error.as_ref().unwrap().contains("nothing is asked"), "{row:?}");
}

on_both_databases! {
    async fn none_to_a_practice_that_did_what_was_asked(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        let (practice, _) = waiting(&services).await;
        answer_everything(&services, &practice, Supplier::Emis).await;
        sign(&services, &practice).await;
        let slot = a_slot(&services, "2023-10-25", 20).await;
        book(&services, &manager(&practice), &practice, &slot.id).await.unwrap();
        forget_all_but_reminders(&services).await;
        never_sent(&send(&services, &sink).await, &sink);
    }

    async fn none_to_who_stopped_reminders_since(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        let (_, sam) = waiting(&services).await;
        unsubscribe(&services, &unsubscribe_token(&services, &sam).await).await.unwrap();
        never_sent(&send(&services, &sink).await, &sink);
    }

    async fn none_to_who_no_longer_works_there(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        waiting(&services).await;
        services.store.writer().execute_unprepared("DELETE FROM account_scope").await.unwrap();
        never_sent(&send(&services, &sink).await, &sink);
    }

    async fn what_is_asked_by_now_is_asked(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        let (practice, _) = waiting(&services).await;
        a_slot(&services, "2023-10-25", 20).await;
        answer_everything(&services, &practice, Supplier::Emis).await;
        sign(&services, &practice).await;
        let (report, row) = send(&services, &sink).await;
        assert_eq!((report.sent, sink.count()), (1, 1));
        let Message::Reminder(kept) = serde_json::from_str(&row.payload).unwrap() else { panic!("{}", row.payload) };
        assert_eq!((kept.next_step, kept.today), (NextStep::BookDate, day("2023-10-01")));
    }
}
