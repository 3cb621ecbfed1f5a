//! `/admin/slots`.

use services::slots::book;

use crate::journey::{a_slot, assert_summary_links, form, make_ready, only_ada, post_matrix, send, setup};
use crate::support::{Who, World};

const PAGE: &str = "/admin/slots";

#[tokio::test]
async fn only_an_administrator_gets_in() {
    let world = World::new().await;
    let slot = a_slot(&world, "2023-10-18", 20).await;
    assert_eq!(world.matrix(PAGE).await, only_ada(200));
    assert_eq!(world.matrix(&format!("{PAGE}/{}", slot.id)).await, only_ada(200));
    assert_eq!(world.matrix(&format!("{PAGE}/nonsense")).await, only_ada(404));
    assert_eq!(post_matrix(&world, "/api/admin/slots/add", &[]).await, only_ada(303));
    assert_eq!(post_matrix(&world, "/api/admin/slots/places", &[("slot", &slot.id), ("places", "30")]).await, only_ada(303));
    assert_eq!(post_matrix(&world, "/api/admin/slots/status", &[("slot", &slot.id), ("status", "closed")]).await, only_ada(303));
}

#[tokio::test]
async fn a_date_is_added_with_its_usual_cut_off() {
    let world = World::new().await;
    let page = world.get(Who::Ada, PAGE).await;
    assert!(page.text().contains("There is no date yet"));
    let mut fields = form(&page, "/api/admin/slots/add");
    assert_eq!(fields["places"], "20");
    for (name, value) in [("date[day]", "18"), ("date[month]", "10"), ("date[year]", "2023")] {
        fields.insert(name.into(), value.into());
    }
    assert_eq!(send(&world, Who::Ada, "/api/admin/slots/add", &fields).await.location(), PAGE);
    let html = world.get(Who::Ada, PAGE).await.text();
    assert!(html.contains("18 October 2023 is added and open.") && html.contains("27 September 2023"), "{html}");

    send(&world, Who::Ada, "/api/admin/slots/add", &fields).await;
    let twice = world.get(Who::Ada, PAGE).await;
    assert_eq!(twice.status, 422);
    assert_summary_links(&twice, &["date"]);
    assert!(twice.text().contains("There is a date on 18 October 2023 already"));
}

#[tokio::test]
async fn mistakes_stand_beside_their_fields() {
    let world = World::new().await;
    let fields = [("date[day]", "40"), ("date[month]", "10"), ("date[year]", "2023"), ("cutoff[day]", "1"), ("places", "many")];
    assert_eq!(world.post(Who::Ada, "/api/admin/slots/add", &fields).await.location(), PAGE);
    let page = world.get(Who::Ada, PAGE).await;
    assert_eq!(page.status, 422);
    assert_summary_links(&page, &["date", "cutoff", "places"]);
    assert_eq!(form(&page, "/api/admin/slots/add")["places"], "many");
    let past = [("date[day]", "1"), ("date[month]", "9"), ("date[year]", "2023"), ("places", "5")];
    world.post(Who::Ada, "/api/admin/slots/add", &past).await;
    assert!(world.get(Who::Ada, PAGE).await.text().contains("The date must be after today"));
}

#[tokio::test]
async fn places_change_but_never_below_those_taken() {
    let world = World::new().await;
    let ods = make_ready(&world, "X10001").await;
    let slot = a_slot(&world, "2023-10-18", 20).await;
    book(&world.services, &setup(), &ods, &slot.id).await.unwrap();
    let own = format!("{PAGE}/{}", slot.id);
    let page = world.get(Who::Ada, &own).await;
    let mut fields = form(&page, "/api/admin/slots/places");
    fields.insert("places".into(), "0".into());
    assert_eq!(send(&world, Who::Ada, "/api/admin/slots/places", &fields).await.location(), own);
    let failed = world.get(Who::Ada, &own).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["places"]);
    fields.insert("places".into(), "1".into());
    assert_eq!(send(&world, Who::Ada, "/api/admin/slots/places", &fields).await.location(), PAGE);
    send(&world, Who::Ada, "/api/admin/slots/status", &form(&page, "/api/admin/slots/status")).await;
    let html = world.get(Who::Ada, PAGE).await.text();
    assert!(html.contains("18 October 2023 is closed.") && html.contains("Closed"), "{html}");
    let reopen = form(&world.get(Who::Ada, &own).await, "/api/admin/slots/status");
    assert_eq!(reopen["status"], "open");
}

#[tokio::test]
async fn places_are_held_back_and_the_date_is_moved_and_cancelled() {
    let world = World::new().await;
    let ods = make_ready(&world, "X10001").await;
    let (slot, other) = (a_slot(&world, "2023-10-18", 20).await, a_slot(&world, "2023-10-25", 20).await);
    book(&world.services, &setup(), &ods, &slot.id).await.unwrap();
    let own = format!("{PAGE}/{}", slot.id);
    let page = world.get(Who::Ada, &own).await;

    let mut fields = form(&page, "/api/admin/slots/hold");
    send(&world, Who::Ada, "/api/admin/slots/hold", &fields).await;
    assert_summary_links(&world.get(Who::Ada, &own).await, &["icb", "held"]);
    fields.extend([("icb".to_owned(), "XA1".to_owned()), ("held".to_owned(), "20".to_owned())]);
    send(&world, Who::Ada, "/api/admin/slots/hold", &fields).await;
    assert_summary_links(&world.get(Who::Ada, &own).await, &["held"]);
    fields.insert("held".into(), "5".into());
    send(&world, Who::Ada, "/api/admin/slots/hold", &fields).await;
    let html = world.get(Who::Ada, &own).await.text();
    assert!(html.contains("5 places are held back for XA1") && html.contains("5, of which 0 taken"), "{html}");

    let mut fields = form(&page, "/api/admin/slots/move");
    fields.insert("date[day]".into(), "19".into());
    send(&world, Who::Ada, "/api/admin/slots/move", &fields).await;
    assert_summary_links(&world.get(Who::Ada, &own).await, &["reason"]);
    fields.insert("reason".into(), "EMIS has moved it".into());
    send(&world, Who::Ada, "/api/admin/slots/move", &fields).await;
    let html = world.get(Who::Ada, &own).await.text();
    assert!(html.contains("19 October 2023") && html.contains("1 practice has a new date. All are told by e-mail."), "{html}");

    let mut fields = form(&page, "/api/admin/slots/cancel");
    send(&world, Who::Ada, "/api/admin/slots/cancel", &fields).await;
    assert_summary_links(&world.get(Who::Ada, &own).await, &["why"]);
    fields.extend([("why".to_owned(), "EMIS cannot do it".to_owned()), ("to".to_owned(), other.id.clone())]);
    assert_eq!(send(&world, Who::Ada, "/api/admin/slots/cancel", &fields).await.location(), PAGE);
    let html = world.get(Who::Ada, PAGE).await.text();
    assert!(html.contains("The date is cancelled. 1 practice has a new date") && html.contains("Cancelled"), "{html}");
    assert!(world.get(Who::Mona, "/practices/X10001/slots").await.text().contains("<strong>25 October 2023</strong>"));
}

#[tokio::test]
async fn a_spreadsheet_is_looked_at_before_it_is_added() {
    const IMPORT: &str = "/admin/slots/import";
    let world = World::new().await;
    let wrong = [("csv", "date,places\n2023-10-18,20\n2023-02-31,20\n2023-10-18,many")];
    assert_eq!(world.post(Who::Ada, "/api/admin/slots/check", &wrong).await.location(), IMPORT);
    let page = world.get(Who::Ada, IMPORT).await;
    assert_eq!(page.status, 422);
    assert_summary_links(&page, &["csv"]);
    assert!(page.text().contains("Line 3:") && page.text().contains("Line 4:"), "{}", page.text());
    let right = [("csv", "date,places,status\n2023-10-18,20\n2023-10-25,5,draft")];
    world.post(Who::Ada, "/api/admin/slots/check", &right).await;
    let page = world.get(Who::Ada, IMPORT).await;
    assert!(
        page.status == 200 && page.text().contains("Nothing is added yet") && page.text().contains("4 October 2023"),
        "{}",
        page.text()
    );
    let fields = form(&page, "/api/admin/slots/import");
    assert_eq!(send(&world, Who::Ada, "/api/admin/slots/import", &fields).await.location(), PAGE);
    let html = world.get(Who::Ada, PAGE).await.text();
    assert!(html.contains("2 dates are added.") && html.contains("Draft"), "{html}");
    // Sent twice: nothing is added twice.
    assert_eq!(send(&world, Who::Ada, "/api/admin/slots/import", &fields).await.location(), IMPORT);
    assert!(world.get(Who::Ada, IMPORT).await.text().contains("there is a date on 18 October 2023 already"));
}
