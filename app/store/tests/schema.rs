//! The schema goes up, down and up again, and keeps what is only ever added.

#![cfg(test)]

use migrations::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use store::audit::{self, Event};
use store::on_both_databases;

fn event() -> Event {
    Event { actor: "test".to_owned(), action: "test.done", ..Event::default() }
}

on_both_databases! {
    async fn up_down_up(store: TestStore) {
        Migrator::down(store.writer(), None).await.unwrap();
        Migrator::up(store.writer(), None).await.unwrap();
        audit::append(store.writer(), event()).await.unwrap();
    }

    async fn the_audit_trail_cannot_be_changed(store: TestStore) {
        audit::append(store.writer(), event()).await.unwrap();
        for statement in ["UPDATE audit_event SET actor = 'somebody else'", "DELETE FROM audit_event", "DELETE FROM stage_change WHERE id < 0"] {
            let outcome = store.writer().execute_unprepared(statement).await;
            let touches_a_row = !statement.contains("id < 0");
            assert_eq!(outcome.is_err(), touches_a_row, "{statement}: {outcome:?}");
        }
    }
}
