//! `/practices/{ods}/self-switch`.

use crate::journey::{assert_summary_links, form, has_form, make_ready, of_x1a, post_matrix, send, set_day};
use crate::support::{Who, World};

const PAGE: &str = "/practices/X10002/self-switch";
const PLAN: &str = "/practices/X10002/self-switch/plan";

#[tokio::test]
async fn who_sees_and_who_records() {
    let world = World::new().await;
    make_ready(&world, "X10002").await;
    assert_eq!(world.matrix(PAGE).await, of_x1a(303, 200, 200, 200, 200));
    let fields = [("form", "record"), ("default_on[day]", "11"), ("default_on[month]", "9"), ("default_on[year]", "2023")];
    assert_eq!(post_matrix(&world, PAGE, &fields).await, of_x1a(303, 303, 403, 403, 303));
    let wrong = [("form", "record"), ("default_on[day]", "11")];
    assert_eq!(post_matrix(&world, PAGE, &wrong).await, of_x1a(303, 422, 403, 403, 422));
    let readers = world.get(Who::Ines, PAGE).await;
    assert!(readers.text().contains("11 September 2023") && !has_form(&readers, "record"), "{}", readers.text());
}

#[tokio::test]
async fn the_two_facts_are_recorded_corrected_and_cleared() {
    let world = World::new().await;
    make_ready(&world, "X10002").await;
    let mut fields = form(&world.get(Who::Mona, PAGE).await, "record");
    set_day(&mut fields, "default_on", ["11", "9", "2023"]);
    assert_eq!(send(&world, Who::Mona, PAGE, &fields).await.location(), "/practices/X10002");
    let page = world.get(Who::Mona, PAGE).await;
    assert!(page.text().contains("Last changed by Mona on 18 September 2023 at 9:05am BST"), "{}", page.text());
    let mut fields = form(&page, "record");
    assert_eq!(
        (fields["default_on[day]"].as_str(), fields["existing_updated[day]"].as_str(), fields["revision"].as_str()),
        ("11", "", "1")
    );
    set_day(&mut fields, "existing_updated", ["14", "9", "2023"]);
    let uncounted = send(&world, Who::Mona, PAGE, &fields).await;
    assert_eq!(uncounted.status, 422);
    assert_summary_links(&uncounted, &["existing_count"]);
    fields.insert("existing_count".into(), "5,400".into());
    send(&world, Who::Mona, PAGE, &fields).await;
    let mut fields = form(&world.get(Who::Mona, PAGE).await, "record");
    assert_eq!(fields["existing_count"], "5400");
    set_day(&mut fields, "existing_updated", ["", "", ""]);
    let unexplained = send(&world, Who::Mona, PAGE, &fields).await;
    assert_eq!(unexplained.status, 422);
    assert_summary_links(&unexplained, &["reason"]);
    fields.insert("reason".into(), "It was the other practice".into());
    send(&world, Who::Mona, PAGE, &fields).await;
    let history = world.get(Who::Mona, "/practices/X10002/history").await.text();
    let words = "Took back that existing accounts were updated, recorded for 14 September 2023. Reason: It was the other practice";
    assert!(history.contains(words), "{history}");
    let fields = form(&world.get(Who::Mona, PAGE).await, "record");
    assert_eq!((fields["existing_updated[year]"].as_str(), fields["revision"].as_str()), ("", "3"));
}

#[tokio::test]
async fn mistakes_keep_what_was_typed() {
    let world = World::new().await;
    make_ready(&world, "X10002").await;
    let mut fields = form(&world.get(Who::Mona, PAGE).await, "record");
    set_day(&mut fields, "default_on", ["11", "", "2023"]);
    set_day(&mut fields, "existing_updated", ["14", "Sept", "2023"]);
    let failed = send(&world, Who::Mona, PAGE, &fields).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["default_on", "existing_updated"]);
    assert_eq!(form(&failed, "record")["existing_updated[month]"], "Sept");
    set_day(&mut fields, "default_on", ["19", "9", "2023"]);
    set_day(&mut fields, "existing_updated", ["", "", ""]);
    let future = send(&world, Who::Mona, PAGE, &fields).await.text();
    assert!(future.contains("The day new accounts got access must be today or in the past"), "{future}");
}

#[tokio::test]
async fn the_second_of_two_sees_what_the_first_recorded() {
    let world = World::new().await;
    make_ready(&world, "X10002").await;
    let (mut first, mut second) = (form(&world.get(Who::Ada, PAGE).await, "record"), form(&world.get(Who::Mona, PAGE).await, "record"));
    set_day(&mut first, "default_on", ["11", "9", "2023"]);
    set_day(&mut second, "default_on", ["12", "9", "2023"]);
    send(&world, Who::Ada, PAGE, &first).await;
    let page = send(&world, Who::Mona, PAGE, &second).await;
    assert_eq!(page.status, 409);
    assert_summary_links(&page, &["default_on"]);
    assert!(page.text().contains("Ada recorded this on") && page.text().contains("11 September 2023"), "{}", page.text());
    let mut kept = form(&page, "record");
    assert_eq!(kept["default_on[day]"], "12");
    kept.insert("reason".into(), "The second was right".into());
    assert_eq!(send(&world, Who::Mona, PAGE, &kept).await.location(), "/practices/X10002");
}

#[tokio::test]
async fn settings_come_first() {
    let world = World::new().await;
    let page = world.get(Who::Mona, PAGE).await;
    let html = page.text();
    assert!(html.contains("Check your settings first") && html.contains("href=\"/practices/X10002/checklist/settings\""), "{html}");
    let mut fields = form(&page, "record");
    set_day(&mut fields, "default_on", ["11", "9", "2023"]);
    let refused = send(&world, Who::Mona, PAGE, &fields).await;
    assert_eq!(refused.status, 409);
    assert_eq!(form(&refused, "record")["default_on[day]"], "11", "nothing typed is lost");
}

#[tokio::test]
async fn each_system_has_its_own_way() {
    let world = World::new().await;
    let emis = world.get(Who::Mona, "/practices/X10001/self-switch").await;
    assert_eq!(emis.status, 200);
    assert!(emis.text().contains("href=\"/practices/X10001/slots\"") && !has_form(&emis, ""), "{}", emis.text());
    let day = [("form", "record"), ("default_on[day]", "1"), ("default_on[month]", "9"), ("default_on[year]", "2023")];
    assert_eq!(world.post(Who::Mona, "/practices/X10001/self-switch", &day).await.status, 409);

    let supplier = "/practices/X10004/self-switch";
    let mut fields = form(&world.get(Who::Ada, supplier).await, "confirm");
    set_day(&mut fields, "day", ["15", "9", "2023"]);
    fields.insert("evidence".into(), " ".into());
    let failed = send(&world, Who::Ada, supplier, &fields).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["evidence"]);
    fields.insert("evidence".into(), "Letter from the supplier".into());
    assert_eq!(send(&world, Who::Ada, supplier, &fields).await.location(), supplier);
    assert!(world.get(Who::Colin, "/practices/X10004").await.text().contains("Not started"), "the ICB has not agreed");
    assert!(world.get(Who::Ines, "/exceptions").await.text().contains("It is switched on"));
    let mut fields = form(&world.get(Who::Ines, supplier).await, "decide");
    fields.insert("verdict".into(), "send-back".into());
    let unexplained = send(&world, Who::Ines, supplier, &fields).await;
    assert_eq!(unexplained.status, 422);
    assert_summary_links(&unexplained, &["reason"]);
    fields.insert("verdict".into(), "agree".into());
    assert_eq!(send(&world, Who::Ines, supplier, &fields).await.location(), supplier);
    assert!(world.get(Who::Colin, "/practices/X10004").await.text().contains("Switched on"));
    let done = world.get(Who::Ines, supplier).await.text();
    assert!(
        done.contains("15 September 2023") && done.contains("Letter from the supplier") && !done.contains("This is a mistake"),
        "{done}"
    );
}

#[tokio::test]
async fn a_day_is_planned_and_taken_away() {
    let world = World::new().await;
    make_ready(&world, "X10002").await;
    let planned = [("planned_on[day]", "25"), ("planned_on[month]", "9"), ("planned_on[year]", "2023")];
    assert_eq!(post_matrix(&world, PLAN, &planned).await, of_x1a(303, 303, 403, 403, 303));
    assert_eq!(post_matrix(&world, PLAN, &[]).await, of_x1a(303, 422, 403, 403, 422));
    let practice = world.get(Who::Colin, "/practices/X10002").await.text();
    assert!(practice.contains("Switching on") && practice.contains("Planned for 25 September 2023"), "{practice}");
    let planned = world.get(Who::Mona, PAGE).await.text();
    assert!(planned.contains("25 September 2023") && planned.contains(&format!("href=\"{PLAN}\"")), "{planned}");
    let mut fields = form(&world.get(Who::Mona, PLAN).await, "");
    set_day(&mut fields, "planned_on", ["17", "9", "2023"]);
    let failed = send(&world, Who::Mona, PLAN, &fields).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["planned_on"]);
    assert_eq!(form(&failed, "")["planned_on[day]"], "17");
    fields.insert("verdict".into(), "drop".into());
    send(&world, Who::Mona, PLAN, &fields).await;
    assert!(world.get(Who::Colin, "/practices/X10002").await.text().contains("Ready to switch on"));
}

#[tokio::test]
async fn a_day_after_the_deadline_is_taken_and_said_so() {
    let world = World::new().await;
    make_ready(&world, "X10002").await;
    let planned = [("planned_on[day]", "1"), ("planned_on[month]", "11"), ("planned_on[year]", "2023")];
    assert_eq!(world.post(Who::Mona, PLAN, &planned).await.location(), PAGE);
    let late = "This is after the deadline, 31 October 2023.";
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains(&format!("We remind you the day before. {late}")), "{page}");
    assert!(world.get(Who::Ines, PAGE).await.text().contains(late), "beside the day, too");
    for (who, page) in [(Who::Mona, "/practices/X10002"), (Who::Mona, "/practices"), (Who::Ines, "/practices?rag=red")] {
        let html = world.get(who, page).await.text();
        assert!(html.contains("At risk") && html.contains("The day that is planned is after the deadline."), "{who:?} {page}: {html}");
    }
    let planned = [("planned_on[day]", "31"), ("planned_on[month]", "10"), ("planned_on[year]", "2023")];
    let fields = form(&world.get(Who::Mona, PLAN).await, "");
    world.post(Who::Mona, PLAN, &[&planned[..], &[("seen", &fields["seen"])]].concat()).await;
    assert!(!world.get(Who::Mona, PAGE).await.text().contains("after the deadline"));
}

#[tokio::test]
async fn who_plans_after_a_colleague_has_switched_on_is_told() {
    let world = World::new().await;
    make_ready(&world, "X10002").await;
    let mut plan = form(&world.get(Who::Mona, PLAN).await, "");
    set_day(&mut plan, "planned_on", ["25", "9", "2023"]);
    let mut facts = form(&world.get(Who::Ada, PAGE).await, "record");
    set_day(&mut facts, "default_on", ["11", "9", "2023"]);
    set_day(&mut facts, "existing_updated", ["12", "9", "2023"]);
    facts.insert("existing_count".into(), "100".into());
    send(&world, Who::Ada, PAGE, &facts).await;
    assert_eq!(send(&world, Who::Mona, PLAN, &plan).await.location(), PAGE, "there is nothing left to plan on the page of the form");
    let told = world.get(Who::Mona, PAGE).await;
    assert!(told.status == 409 && told.text().contains("This practice is already switched on."), "{}", told.text());
}

#[tokio::test]
async fn of_two_who_plan_the_second_is_told_even_after_a_mistake() {
    let world = World::new().await;
    make_ready(&world, "X10002").await;
    let (mut first, mut second) = (form(&world.get(Who::Ada, PLAN).await, ""), form(&world.get(Who::Mona, PLAN).await, ""));
    set_day(&mut second, "planned_on", ["28", "Sept", "2023"]);
    let failed = send(&world, Who::Mona, PLAN, &second).await;
    assert_eq!(failed.status, 422);
    set_day(&mut first, "planned_on", ["25", "9", "2023"]);
    send(&world, Who::Ada, PLAN, &first).await;
    let mut mended = form(&failed, "");
    set_day(&mut mended, "planned_on", ["28", "9", "2023"]);
    let clash = send(&world, Who::Mona, PLAN, &mended).await;
    assert_eq!(clash.status, 409);
    assert_summary_links(&clash, &["planned_on"]);
    let html = clash.text();
    assert!(
        html.contains("Ada changed the plan at 9:05am BST, while you were working on it.") && html.contains("25 September 2023"),
        "{html}"
    );
    let insists = form(&clash, "");
    assert_eq!(insists["planned_on[day]"], "28", "nothing typed is lost");
    send(&world, Who::Mona, PLAN, &insists).await;
    assert!(world.get(Who::Ada, PAGE).await.text().contains("28 September 2023"));
}
