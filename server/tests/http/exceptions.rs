//! `/exceptions` and `/practices/{ods}/exception`.

use std::collections::BTreeMap;

use crate::journey::{a_slot, assert_summary_links, form, has_form, make_ready, move_clock, of_x1a, post_matrix, send, set_day, setup};
use crate::support::{Who, World, code};

const PAGE: &str = "/practices/X10001/exception";
const ASK: &str = "ask";
const DECIDE: &str = "decide";
const REVIEW: &str = "review";
const WITHDRAW: &str = "withdraw";

async fn ask(world: &World) {
    let mut fields = form(&world.get(Who::Mona, PAGE).await, ASK);
    fields.insert("category".into(), "closing-or-merging".into());
    fields.insert("reason".into(), "We merge in December".into());
    assert_eq!(send(world, Who::Mona, PAGE, &fields).await.location(), PAGE);
}

async fn agree(world: &World, until: [&str; 3]) {
    let mut fields = form(&world.get(Who::Ines, PAGE).await, DECIDE);
    set_day(&mut fields, "review_on", until);
    fields.insert("verdict".into(), "agree".into());
    assert_eq!(send(world, Who::Ines, PAGE, &fields).await.location(), PAGE);
}

#[tokio::test]
async fn who_sees_who_asks_and_who_decides() {
    let world = World::new().await;
    assert_eq!(world.matrix(PAGE).await, of_x1a(303, 200, 200, 200, 200));
    let asked = [("form", ASK), ("category", "other"), ("reason", "x")];
    assert_eq!(post_matrix(&world, PAGE, &asked).await, of_x1a(303, 303, 403, 403, 409), "Ada comes after Mona");
    let refused = [("form", DECIDE), ("verdict", "refuse"), ("note", "x")];
    assert_eq!(post_matrix(&world, PAGE, &refused).await, of_x1a(303, 403, 409, 403, 409), "none that waits is named");
    let ended = [("form", REVIEW), ("verdict", "end"), ("note", "x")];
    assert_eq!(post_matrix(&world, PAGE, &ended).await, of_x1a(303, 403, 409, 403, 409), "none stands");
    let without_day = [("form", REVIEW), ("verdict", "renew")];
    assert_eq!(post_matrix(&world, PAGE, &without_day).await, of_x1a(303, 403, 422, 403, 422));
    for (who, may) in [(Who::Mona, false), (Who::Ines, true), (Who::Colin, false), (Who::Ada, true)] {
        assert_eq!(has_form(&world.get(who, PAGE).await, DECIDE), may, "{who:?}");
    }
}

#[tokio::test]
async fn asked_agreed_and_lapsed() {
    let world = World::new().await;
    ask(&world).await;
    let queue = world.get(Who::Ines, "/exceptions").await.text();
    assert!(queue.contains("Exception: Closing or merging") && queue.contains("href=\"/practices/X10001/exception\""), "{queue}");
    assert!(queue.contains("Decisions (1)"), "the menu says how many wait: {queue}");
    let other = world.get(Who::Olga, "/exceptions").await.text();
    assert!(other.contains("Nothing waits for a decision.") && !other.contains("Decisions ("), "{other}");
    agree(&world, ["31", "12", "2023"]).await;
    let page = world.get(Who::Mona, PAGE).await;
    assert!(!has_form(&page, ASK));
    let page = page.text();
    assert!(page.contains("This practice has an exception") && page.contains("31 December 2023"), "{page}");
    assert!(world.get(Who::Colin, "/practices/X10001").await.text().contains("Exception agreed: closing or merging"));
    let csv = world.get(Who::Colin, "/reports/deadline.csv?by=practice").await.text();
    let line = csv.lines().find(|line| line.contains("X10001")).unwrap();
    assert!(line.to_lowercase().contains("exception") && !line.contains("Switched on"), "{line}");
    move_clock(&world, "2024-01-01").await;
    assert!(!world.get(Who::Colin, "/practices/X10001").await.text().contains("Exception agreed"));
    assert!(has_form(&world.get(Who::Mona, PAGE).await, ASK), "it can be asked for anew");
    let history = world.get(Who::Colin, "/practices/X10001/history").await.text();
    assert!(history.contains("The exception ended: it lasted up to and including 31 December 2023"), "{history}");
}

#[tokio::test]
async fn who_decides_is_told_what_agreeing_ends() {
    let world = World::new().await;
    for practice in ["X10001", "X10003"] {
        make_ready(&world, practice).await;
    }
    let slot = a_slot(&world, "2023-10-18", 1).await;
    services::slots::book(&world.services, &setup(), &code("X10003"), &slot.id).await.unwrap();
    services::slots::join(&world.services, &setup(), &code("X10001"), &slot.id).await.unwrap();
    ask(&world).await;
    let words = "This practice waits for a place on 18 October 2023. If you agree, it waits no longer";
    assert!(world.get(Who::Ines, PAGE).await.text().contains(words));
    assert!(!world.get(Who::Mona, PAGE).await.text().contains(words), "she does not decide");
    agree(&world, ["31", "12", "2023"]).await;
    let page = world.get(Who::Ines, PAGE).await.text();
    assert!(page.contains("The exception is agreed. We will email Mona and Nell. It no longer waits for an EMIS date."), "{page}");
    assert!(!page.contains("before the deadline"), "{page}");
}

#[tokio::test]
async fn who_is_switched_on_is_offered_none() {
    let world = World::new().await;
    make_ready(&world, "X10002").await;
    let (home, page) = ("/practices/X10002", "/practices/X10002/exception");
    assert!(world.get(Who::Mona, home).await.text().contains("Exception from the deadline"));
    let mut recorded = BTreeMap::from([("form".to_owned(), "record".to_owned()), ("existing_count".to_owned(), "5400".to_owned())]);
    for name in ["default_on", "existing_updated"] {
        set_day(&mut recorded, name, ["11", "9", "2023"]);
    }
    send(&world, Who::Mona, "/practices/X10002/self-switch", &recorded).await;
    assert!(!world.get(Who::Mona, home).await.text().contains("Exception from the deadline"));
    let offered = world.get(Who::Mona, page).await;
    assert!(offered.text().contains("It is switched on, so it does not need one."), "{}", offered.text());
    assert!(!has_form(&offered, ASK));
    let asked = world.post(Who::Mona, page, &[("form", ASK), ("category", "other"), ("reason", "x")]).await;
    assert_eq!(asked.status, 409);
    assert!(asked.text().contains("is already switched on, so it does not need an exception"), "{}", asked.text());
}

#[tokio::test]
async fn mistakes_keep_what_was_typed() {
    let world = World::new().await;
    let mut fields = form(&world.get(Who::Mona, PAGE).await, ASK);
    fields.insert("evidence".into(), "The contract <b>of</b> June".into());
    let failed = send(&world, Who::Mona, PAGE, &fields).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["category", "reason"]);
    assert_eq!(form(&failed, ASK)["evidence"], "The contract <b>of</b> June");
    ask(&world).await;
    let mut fields = form(&world.get(Who::Ines, PAGE).await, DECIDE);
    fields.insert("verdict".into(), "agree".into());
    fields.insert("note".into(), "Fine by us".into());
    let failed = send(&world, Who::Ines, PAGE, &fields).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["review_on"]);
    assert_eq!(form(&failed, DECIDE)["note"], "Fine by us");
    fields.insert("verdict".into(), "refuse".into());
    fields.insert("note".into(), " ".into());
    assert_summary_links(&send(&world, Who::Ines, PAGE, &fields).await, &["note"]);
}

#[tokio::test]
async fn renewed_then_ended() {
    let world = World::new().await;
    ask(&world).await;
    agree(&world, ["25", "9", "2023"]).await;
    let page = world.get(Who::Ines, PAGE).await.text();
    assert!(page.contains("Its last day, 25 September 2023, is before the deadline: by 31 October 2023"), "{page}");
    assert!(page.contains("This is before the deadline: by 31 October 2023"), "beside the day, too: {page}");
    assert!(!page.contains("Decided before"), "what stands is told once");
    let queue = world.get(Who::Ines, "/exceptions").await.text();
    assert!(queue.contains("Exceptions in force (1)") && queue.contains("25 September 2023"), "{queue}");
    assert!(queue.contains("Alder Surgery") && queue.contains("Look at it again"), "{queue}");
    let mut fields = form(&world.get(Who::Ines, PAGE).await, REVIEW);
    set_day(&mut fields, "review_on", ["31", "3", "2024"]);
    fields.insert("verdict".into(), "renew".into());
    send(&world, Who::Ines, PAGE, &fields).await;
    assert!(world.get(Who::Mona, PAGE).await.text().contains("31 March 2024"));
    let queue = world.get(Who::Ines, "/exceptions").await.text();
    assert!(queue.contains("31 March 2024") && !queue.contains("Look at it again"), "{queue}");
    let mut fields = form(&world.get(Who::Ines, PAGE).await, REVIEW);
    fields.insert("verdict".into(), "end".into());
    fields.insert("note".into(), "The merger is off".into());
    send(&world, Who::Ines, PAGE, &fields).await;
    let page = world.get(Who::Mona, PAGE).await;
    assert!(!page.text().contains("This practice has an exception") && has_form(&page, ASK), "{}", page.text());
    assert!(world.get(Who::Ines, "/exceptions").await.text().contains("No exception is in force."));
    let history = world.get(Who::Mona, "/practices/X10001/history").await.text();
    assert!(
        history.contains("The ICB ended the exception") && history.contains("renewed the exception up to and including 31 March 2024"),
        "{history}"
    );
}

#[tokio::test]
async fn a_practice_takes_its_request_back() {
    let world = World::new().await;
    ask(&world).await;
    for (who, may) in [(Who::Mona, true), (Who::Ines, false), (Who::Colin, false), (Who::Ada, true)] {
        assert_eq!(has_form(&world.get(who, PAGE).await, WITHDRAW), may, "{who:?}");
    }
    let stale = form(&world.get(Who::Ines, PAGE).await, DECIDE);
    let fields = form(&world.get(Who::Mona, PAGE).await, WITHDRAW);
    let another = [("form", WITHDRAW), ("request", "none")];
    assert_eq!(post_matrix(&world, PAGE, &another).await, of_x1a(303, 409, 403, 403, 409), "it is not the one that waits");
    assert_eq!(send(&world, Who::Mona, PAGE, &fields).await.location(), PAGE);
    let page = world.get(Who::Mona, PAGE).await;
    assert!(has_form(&page, ASK));
    let page = page.text();
    assert!(page.contains("Your request is withdrawn.") && page.contains("withdrawn on 18 September 2023"), "{page}");
    assert!(world.get(Who::Ines, "/exceptions").await.text().contains("Nothing waits for a decision."));
    assert!(world.get(Who::Ines, "/practices/X10001/history").await.text().contains("Withdrew the request for an exception, by Mona"));
    let mut late = stale;
    late.insert("verdict".into(), "refuse".into());
    late.insert("note".into(), "No".into());
    let told = send(&world, Who::Ines, PAGE, &late).await;
    assert!(told.status == 409 && told.text().contains("the practice has withdrawn it"), "{}", told.text());
}

#[tokio::test]
async fn who_only_reads_figures_sees_neither_reasons_nor_names() {
    let world = World::new().await;
    ask(&world).await;
    let pages = [PAGE, "/practices/X10001", "/practices/X10001/history"];
    let words = ["We merge in December", "Mona", "Ines", "Fine by us"];
    for page in pages {
        let html = world.get(Who::Colin, page).await.text();
        assert!(words.iter().all(|word| !html.contains(word)), "{page}: {html}");
    }
    let waiting = world.get(Who::Colin, PAGE).await.text();
    assert!(waiting.contains("Closing or merging") && waiting.contains("18 September 2023 at 9:05am BST"), "{waiting}");
    for who in [Who::Ines, Who::Mona, Who::Ada] {
        let html = world.get(who, PAGE).await.text();
        assert!(html.contains("We merge in December") && html.contains("by Mona"), "{who:?}: {html}");
    }
    agree(&world, ["31", "12", "2023"]).await;
    for page in pages {
        let html = world.get(Who::Colin, page).await.text();
        assert!(words.iter().all(|word| !html.contains(word)), "{page}: {html}");
    }
    let standing = world.get(Who::Colin, PAGE).await.text();
    assert!(standing.contains("This practice has an exception") && standing.contains("31 December 2023"), "{standing}");
    let history = world.get(Who::Colin, "/practices/X10001/history").await.text();
    assert!(history.contains("The ICB agreed an exception up to and including 31 December 2023<"), "{history}");
}
