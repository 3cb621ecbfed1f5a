//! `/`, `/practices` and what lies under a practice.

use domain::stage::Stage;
use store::entity::journey;
use store::stages::StageChange;

use crate::journey::{make_ready, move_clock, of_x1a};
use crate::support::{Who, World, code, today};

async fn at(world: &World, ods: &str, stage: Stage) {
    let row = journey::Model {
        programme: world.services.programme.code.clone(),
        practice_code: ods.into(),
        stage: stage.key().into(),
        stage_since: today(),
        settled: if stage >= Stage::Ready { 12 } else { 3 },
        required: 12,
        settings_confirmed: false,
        updated_at: world.services.clock.now(),
    };
    let db = world.services.store.writer();
    store::stages::put_journey(db, row, stage >= Stage::Ready).await.unwrap();
    let change = StageChange {
        stage,
        effective_on: today(),
        cause: "Setup".into(),
        recorded_by: "Setup".into(),
        recorded_at: world.services.clock.now(),
    };
    store::stages::append(db, &world.services.programme.code, &code(ods), change).await.unwrap();
}

#[tokio::test]
async fn everybody_gets_to_their_work() {
    let world = World::new().await;
    for (who, to) in [
        (Who::Mona, "/practices"),
        (Who::Otto, "/practices/X10003"),
        (Who::Ines, "/practices"),
        (Who::Colin, "/reports/deadline"),
        (Who::Ada, "/admin"),
    ] {
        let answer = world.get(who, "/").await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, to), "{who:?}");
    }
    let answer = world.get(Who::Nobody, "/").await;
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("31 October 2023") && answer.text().contains("href=\"/sign-in\""));
}

#[tokio::test]
async fn a_practice_is_there_for_those_in_whose_scope_it_lies() {
    let world = World::new().await;
    for path in ["/practices/X10001", "/practices/X10001/history", "/practices/x10001"] {
        assert_eq!(world.matrix(path).await, of_x1a(303, 200, 200, 200, 200), "{path}");
    }
    for path in ["/practices/X99999", "/practices/none%20such", "/practices/X10001/none"] {
        assert_eq!(world.get(Who::Ada, path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn nobody_is_sent_to_sign_in_and_then_back() {
    let world = World::new().await;
    let answer = world.get(Who::Nobody, "/practices?q=hill+top&page=2").await;
    assert_eq!(answer.location(), "/sign-in?next=%2Fpractices%3Fq%3Dhill%2Btop%26page%3D2");
}

#[tokio::test]
async fn the_list_holds_the_scope_and_no_more() {
    let world = World::new().await;
    let all = ["Alder", "Birch", "Cedar", "Dogwood"];
    for (who, names) in [
        (Who::Mona, &["Alder", "Birch"][..]),
        (Who::Otto, &["Cedar"]),
        (Who::Ines, &["Alder", "Birch", "Dogwood"]),
        (Who::Olga, &["Cedar"]),
        (Who::Colin, &all),
        (Who::Rita, &[]),
        (Who::Ada, &all),
    ] {
        let answer = world.get(who, "/practices").await;
        assert_eq!(answer.status, 200, "{who:?}");
        let text = answer.text();
        for name in all {
            assert_eq!(text.contains(&format!("{name} Surgery")), names.contains(&name), "{who:?} {name}");
        }
    }
    let empty = world.get(Who::Rita, "/practices").await.text();
    assert!(empty.contains("Your account covers no open practice"), "{empty}");
}

#[tokio::test]
async fn filters_narrow_the_list() {
    let world = World::new().await;
    at(&world, "X10002", Stage::Ready).await;
    for (query, names) in [
        ("q=alder", &["Alder"][..]),
        ("q=X10003", &["Cedar"]),
        ("stage=ready", &["Birch"]),
        ("supplier=emis", &["Alder", "Cedar"]),
        ("supplier=nonsense", &["Alder", "Birch", "Cedar", "Dogwood"]),
        ("rag=green", &["Alder", "Birch", "Cedar"]),
        ("rag=amber", &["Dogwood"]),
        ("rag=overdue", &[]),
        ("sub_icb=X1B", &["Cedar"]),
        ("page=7", &["Alder", "Birch", "Cedar", "Dogwood"]),
    ] {
        let text = world.get(Who::Ada, &format!("/practices?{query}")).await.text();
        for name in ["Alder", "Birch", "Cedar", "Dogwood"] {
            assert_eq!(text.contains(&format!("{name} Surgery")), names.contains(&name), "{query} {name}");
        }
        assert_eq!(text.contains("No practices found"), names.is_empty(), "{query}");
    }
    let hostile = world.get(Who::Ada, "/practices?q=%22%3E%3Cb%3Ehill").await.text();
    assert!(hostile.contains("value=\"&quot;&gt;&lt;b&gt;hill\"") && !hostile.contains("<b>hill"), "{hostile}");
}

#[tokio::test]
async fn a_practice_page_says_how_far_and_what_next() {
    let world = World::new().await;
    let text = world.get(Who::Mona, "/practices/X10001").await.text();
    for part in [
        "<title>Alder Surgery - Record access readiness tracker</title>",
        "43 days left until the deadline, 31 October 2023.",
        "Not started",
        "On course",
        "How practices are read",
        "Start the checklist",
        "href=\"/practices/X10001/checklist/policies\"",
        "Cannot start yet",
        "8,000",
        "First sub-group (X1A)",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("href=\"/practices/X10001/slots\""), "what cannot start has no link");
    let read_only = world.get(Who::Ines, "/practices/X10001").await.text();
    assert!(read_only.contains("What to do next") && !read_only.contains("Start the checklist"), "a button only for those who may");
}

#[tokio::test]
async fn a_name_from_a_file_is_only_text() {
    use sea_orm::{ActiveModelTrait, ActiveValue::Set};
    let world = World::new().await;
    let name = "</title><img src=x onerror=alert(1)>";
    let renamed = store::entity::practice::ActiveModel { ods_code: Set("X10001".into()), name: Set(name.into()), ..Default::default() };
    renamed.update(world.services.store.writer()).await.unwrap();
    for path in ["/practices/X10001", "/practices/X10001/history", "/practices"] {
        let text = world.get(Who::Mona, path).await.text();
        assert!(text.contains("&lt;img src=x") && !text.contains("<img"), "{path}");
    }
}

#[tokio::test]
async fn typing_offers_practices_of_the_scope_alone() {
    let world = World::new().await;
    let find = async |who, q: &str| {
        let answer = world.get(who, &format!("/api/practices/search?q={q}")).await;
        (answer.status.as_u16(), answer.text())
    };
    let (status, found) = find(Who::Ines, "surg").await;
    assert_eq!(status, 200);
    assert!(found.contains("\"X10001\"") && found.contains("First sub-group") && !found.contains("X10003"), "{found}");
    assert_eq!(find(Who::Ines, "s").await, (200, "[]".to_owned()));
    assert_eq!(find(Who::Otto, "alder").await, (200, "[]".to_owned()));
    assert_eq!(find(Who::Nobody, "alder").await.0, 401);
}

#[tokio::test]
async fn pages_need_no_script_and_hold_nothing_inline() {
    let world = World::new().await;
    for path in ["/practices", "/practices/X10001"] {
        let text = world.get(Who::Ines, path).await.text();
        assert!(text.starts_with("<!DOCTYPE html><html lang=\"en\">") && text.ends_with("</body></html>"), "{path}");
        assert_eq!(text.matches("<script").count(), 1, "{path}: one script, by its address");
        assert!(!text.contains(" style=") && !text.contains(" onclick="), "{path}");
        // The WASM is for pages with an island alone.
        assert_eq!(text.contains("data-wasm="), path == "/practices", "{path}");
        let outside = text.split("<leptos-island").next().unwrap_or_default();
        assert!(!outside.contains("<!>"), "{path}: markers that nobody looks for");
    }
}

#[tokio::test]
async fn who_is_at_risk_is_told_why() {
    let world = World::new().await;
    move_clock(&world, "2023-10-16").await;
    let why = "the deadline is 31 October 2023: 11 working days are left, and what is open usually takes";
    for (who, page) in
        [(Who::Mona, "/practices/X10001"), (Who::Mona, "/practices"), (Who::Ines, "/practices"), (Who::Colin, "/practices/X10001")]
    {
        let html = world.get(who, page).await.text();
        assert!(html.contains("At risk") && html.contains(why), "{who:?} {page}: {html}");
    }
    make_ready(&world, "X10001").await;
    let home = world.get(Who::Mona, "/practices/X10001").await.text();
    assert!(home.contains("On course") && home.contains("11 working days are left."), "{home}");
    move_clock(&world, "2023-11-02").await;
    let home = world.get(Who::Mona, "/practices/X10001").await.text();
    assert!(home.contains("The deadline, 31 October 2023, has passed."), "{home}");
}
