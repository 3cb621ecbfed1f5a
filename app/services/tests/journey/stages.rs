use domain::organisations::Supplier;
use domain::stage::Cause;
use services::confirmation::confirm;
use services::practice_access::place;
use services::stages::refresh;
use services::{Error, Services};
use store::on_both_databases;

use crate::fixtures::*;

async fn look(services: &Services, practice: &domain::organisations::OdsCode, cause: Cause) {
    let tx = services.store.begin().await.unwrap();
    refresh(&tx, services, "import", practice, cause).await.unwrap();
    tx.commit().await.unwrap();
}

on_both_databases! {
    async fn a_second_look_adds_nothing(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        let before = traces(&services).await;
        look(&services, &practice, Cause::ChecklistAnswered).await;
        assert_eq!(traces(&services).await, before);
        let row = journey(&services, &practice).await;
        assert_eq!((row.settled, row.settings_confirmed), (row.required, true));
    }

    async fn a_look_that_is_not_committed_leaves_nothing(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        set_supplier(&services, &practice, Supplier::Emis).await;
        let before = traces(&services).await;
        let tx = services.store.begin().await.unwrap();
        refresh(&tx, &services, "import", &practice, Cause::SupplierChanged).await.unwrap();
        drop(tx);
        assert_eq!(traces(&services).await, before);
        assert_eq!(journey(&services, &practice).await.stage, "ready");
    }

    async fn a_change_of_supplier_keeps_what_was(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Vision).await;
        confirm(&services, &manager(&practice), &practice, day("2023-09-15"), "Letter").await.unwrap();
        agree(&services, &practice).await;
        move_clock(&services, "2023-09-25");
        set_supplier(&services, &practice, Supplier::Tpp).await;
        look(&services, &practice, Cause::SupplierChanged).await;
        let days = ["2023-09-15", "2023-09-24", "2023-09-25"];
        assert_eq!(stages_on(&services, &practice, days).await, ["switched_on", "switched_on", "checklist_in_progress"]);
        move_clock(&services, "2023-09-27");
        answer_everything(&services, &practice, Supplier::Tpp).await;
        sign(&services, &practice).await;
        assert_eq!(stages_on(&services, &practice, days).await, ["switched_on", "switched_on", "checklist_in_progress"]);
        assert_eq!(stages_on(&services, &practice, ["2023-09-27"]).await, ["ready"]);
    }

    async fn a_place_is_told_with_everything_above_it(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Tpp).await;
        let found = place(store.read(), &practice).await.unwrap();
        assert_eq!((found.sub_icb, found.icb, found.region), (Some(code("X1A")), Some(code("XA1")), Some(code("X01"))));
        assert!(matches!(place(store.read(), &code("X99999")).await, Err(Error::NotFound)));
    }
}
