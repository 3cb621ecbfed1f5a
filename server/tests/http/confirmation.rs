//! Confirming after the EMIS date that patients have access, and taking that back.

use services::slots::book;

use crate::journey::{a_slot, assert_summary_links, form, make_ready, move_clock, of_x1a, post_matrix, send, set_day, setup};
use crate::support::{Who, World};

const PAGE: &str = "/practices/X10001/slots";
const WITHDRAW: &str = "/practices/X10001/confirmation/withdraw";

#[tokio::test]
async fn after_its_date_a_practice_confirms_and_may_take_it_back() {
    let world = World::new().await;
    let ods = make_ready(&world, "X10001").await;
    let slot = a_slot(&world, "2023-10-18", 20).await;
    book(&world.services, &setup(), &ods, &slot.id).await.unwrap();
    assert!(!world.get(Who::Mona, PAGE).await.text().contains("Has it worked?"));
    move_clock(&world, "2023-10-19").await;
    let page = world.get(Who::Mona, PAGE).await;
    let mut fields = form(&page, "confirm");
    set_day(&mut fields, "day", ["31", "2", "2023"]);
    fields.insert("evidence".into(), "Two patients <see> today's note".into());
    let failed = send(&world, Who::Mona, PAGE, &fields).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["day"]);
    let mut fields = form(&failed, "confirm");
    assert_eq!(fields["evidence"], "Two patients <see> today's note");
    set_day(&mut fields, "day", ["19", "10", "2023"]);
    assert_eq!(send(&world, Who::Mona, PAGE, &fields).await.location(), "/practices/X10001");
    let page = world.get(Who::Mona, PAGE).await;
    let html = page.text();
    assert!(html.contains("Patients have access since") && html.contains("19 October 2023") && !html.contains("<see>"), "{html}");
    assert!(html.contains("note") && html.contains("by Mona"), "{html}");
    let readers = world.get(Who::Colin, PAGE).await.text();
    assert!(readers.contains("19 October 2023") && !readers.contains("note") && !readers.contains("Mona"), "{readers}");
    assert!(html.contains(&format!("href=\"{WITHDRAW}\"")), "{html}");
    let mut fields = form(&world.get(Who::Mona, WITHDRAW).await, "");
    let unexplained = send(&world, Who::Mona, WITHDRAW, &fields).await;
    assert_eq!(unexplained.status, 422);
    assert_summary_links(&unexplained, &["reason"]);
    fields.insert("reason".into(), "Wrong practice".into());
    assert_eq!(send(&world, Who::Mona, WITHDRAW, &fields).await.location(), PAGE);
    assert!(world.get(Who::Mona, PAGE).await.text().contains("Has it worked?"));
    let matrix = post_matrix(&world, PAGE, &[("form", "confirm"), ("evidence", "x")]).await;
    assert_eq!(matrix, of_x1a(303, 422, 403, 403, 422));
}
