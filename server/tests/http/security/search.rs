//! What is typed into searches and addresses is data: no pattern, no SQL; a code is a code however it is typed.

use server::cards::Cards;
use store::on_both_databases;

use crate::support::{Who, World};

const NAMES: [&str; 4] = ["Alder", "Birch", "Cedar", "Dogwood"];

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[tokio::test]
async fn sql_wildcards_and_quotes_find_only_themselves() {
    let world = World::new().await;
    for typed in ["%", "_", "%%", "__", "\\", "\\%", "A_der", "Al%r", "'", "' OR '1'='1", "\"; DROP TABLE practice; --", "X1000_", "*", "?"]
    {
        let list = world.get(Who::Ada, &format!("/practices?q={}", encoded(typed))).await;
        assert_eq!(list.status, 200, "{typed}");
        assert!(list.text().contains("No practices found"), "{typed}");
        let offered = world.get(Who::Ada, &format!("/api/practices/search?q={}", encoded(typed))).await;
        assert_eq!((offered.status.as_u16(), offered.text().as_str()), (200, "[]"), "{typed}");
        let trail = world.get(Who::Ada, &format!("/admin/audit?who={0}&what={0}", encoded(typed))).await;
        assert_eq!(trail.status, 200, "{typed}");
    }
    assert!(world.get(Who::Ada, "/practices").await.text().contains("Alder Surgery"), "the table is still there");
}

/// Every word is held against every name, in the process: what is typed has an end.
#[tokio::test]
async fn no_more_is_looked_for_than_a_name_has() {
    let world = World::new().await;
    let long = "a ".repeat(50);
    for (typed, found) in [(format!("{long}zzz"), true), (format!("{}zzz", "a ".repeat(40)), false)] {
        let offered = world.get(Who::Ada, &format!("/api/practices/search?q={}", encoded(&typed))).await.text();
        assert_eq!(offered.contains("Alder"), found, "{offered}");
    }
}

#[tokio::test]
async fn a_wildcard_in_a_name_is_found_as_itself() {
    let world = World::new().await;
    let rename = "UPDATE practice SET name = '100% Surgery' WHERE ods_code = 'X10001'";
    store::ConnectionTrait::execute_unprepared(world.services.store.writer(), rename).await.unwrap();
    let found = world.get(Who::Ada, "/practices?q=100%25").await.text();
    assert!(found.contains("100% Surgery") && !NAMES[1..].iter().any(|name| found.contains(&format!("{name} Surgery"))), "{found}");
}

#[tokio::test]
async fn codes_are_read_in_any_case_and_with_spaces() {
    let world = World::new().await;
    for typed in ["X10001", "x10001", " X10001 ", "x 10001", "X10 001", "x1 0 001"] {
        let typed = encoded(typed).replace('+', "%20");
        let found = world.get(Who::Ines, &format!("/practices?q={typed}")).await.text();
        assert!(found.contains("Alder Surgery") && !found.contains("Birch Surgery"), "{typed}");
        let offered = world.get(Who::Ines, &format!("/api/practices/search?q={typed}")).await.text();
        assert!(offered.contains("Alder Surgery") && !offered.contains("Birch"), "{typed}: {offered}");
        for path in ["", "/history", "/checklist/policies", "/slots", "/audit"] {
            assert_eq!(world.get(Who::Mona, &format!("/practices/{typed}{path}")).await.status, 200, "{typed}{path}");
            assert_eq!(world.get(Who::Otto, &format!("/practices/{typed}{path}")).await.status, 404, "{typed}{path}");
        }
    }
    for within in ["x1a", "X1%20A", "%20x1a"] {
        assert_eq!(world.get(Who::Ines, &format!("/reports/deadline?within={within}")).await.status, 200, "{within}");
    }
}

#[tokio::test]
async fn a_form_reads_codes_in_the_same_way() {
    let world = World::new().await;
    for typed in ["x10001", " X10001 ", "X10 001"] {
        let page = format!("/practices/{}/checklist/policies", encoded(typed).replace('+', "%20"));
        let fields = [("items[dpia][revision]", "0"), ("items[dpia][state]", "done")];
        let saved = world.post(Who::Mona, &page, &fields).await;
        assert_eq!((saved.status.as_u16(), saved.location()), (303, "/practices/X10001"), "{typed}");
        assert_eq!(world.post(Who::Otto, &page, &fields).await.status, 404, "{typed}");
    }
}

on_both_databases! {
    async fn neither_a_nul_nor_a_page_without_end_is_a_fault(store: TestStore) {
        let world = World::on(store, true, false, Cards::default()).await;
        for list in ["/practices", "/admin/accounts", "/admin/audit"] {
            for page in ["1000000000000000000", "4294967295", "0", "-1", "x"] {
                assert_eq!(world.get(Who::Ada, &format!("{list}?page={page}")).await.status, 200, "{list} {page}");
            }
        }
        let paths = ["/practices?q=a%00", "/admin/accounts?q=%00", "/admin/audit?who=a%00", "/api/organisations/search?q=ab%00c&role=icb"];
        for path in paths.into_iter().chain(["/api/practices/search?q=ab%00c"]) {
            assert_eq!(world.get(Who::Ada, path).await.status, 200, "{path}");
        }
        assert_eq!(world.get(Who::Nobody, "/sign-in?next=/%00").await.status, 200);
        for path in ["/unsubscribe/%00", "/practices/X1000%00", "/admin/accounts/%00", "/demo/mail/%00", "/demo/mail/%00/html"] {
            assert_eq!(world.get(Who::Ada, path).await.status, 404, "{path}");
        }
        assert_eq!(world.post(Who::Nobody, "/unsubscribe/%00", &[]).await.status, 404);
        let typed = [("email", "kim\0@nhs.net"), ("name", "K\0im"), ("role", "icb"), ("org", "X1A\0")];
        assert_eq!(world.post(Who::Ada, "/admin/accounts/invite", &typed).await.status, 303);
    }
}
