//! `/admin/slots`.

use services::slots::book;

use crate::journey::{a_slot, assert_summary_links, form, make_ready, post_matrix, send, setup};
use crate::support::{Who, World};

const PAGE: &str = "/admin/slots";

fn only_ada(ada: u16) -> Vec<(Who, u16)> {
    let status = |who| match who {
        Who::Nobody => 303,
        Who::Ada => ada,
        _ => 403,
    };
    Who::ALL.into_iter().map(|who| (who, status(who))).collect()
}

#[tokio::test]
async fn only_an_administrator_gets_in() {
    let world = World::new().await;
    let slot = a_slot(&world, "2023-10-18", 20).await;
    assert_eq!(world.matrix(PAGE).await, only_ada(200));
    assert_eq!(world.matrix(&format!("{PAGE}/{}", slot.id)).await, only_ada(200));
    assert_eq!(world.matrix(&format!("{PAGE}/nonsense")).await, only_ada(404));
    assert_eq!(post_matrix(&world, "/api/admin/slots/add", &[]).await, only_ada(303));
    assert_eq!(post_matrix(&world, "/api/admin/slots/places", &[("slot", &slot.id), ("places", "30")]).await, only_ada(303));
    assert_eq!(post_matrix(&world, "/api/admin/slots/open", &[("slot", &slot.id), ("open", "no")]).await, only_ada(303));
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
    send(&world, Who::Ada, "/api/admin/slots/open", &form(&page, "/api/admin/slots/open")).await;
    let html = world.get(Who::Ada, PAGE).await.text();
    assert!(html.contains("18 October 2023 is closed.") && html.contains("Closed"), "{html}");
    let reopen = form(&world.get(Who::Ada, &own).await, "/api/admin/slots/open");
    assert_eq!(reopen["open"], "yes");
}
