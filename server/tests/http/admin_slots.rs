//! `/admin/slots`.

use axum::body::Body;
use axum::http::{Request, header};
use services::slots::book;

use crate::journey::{a_slot, assert_summary_links, form, make_ready, move_clock, only_ada, post_matrix, send, setup};
use crate::support::{Answer, Who, World, code};

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
    let places = format!("{own}/places");
    let page = world.get(Who::Ada, &own).await;
    assert!(page.text().contains(&format!("href=\"{places}\"")), "{}", page.text());
    let mut fields = form(&world.get(Who::Ada, &places).await, "/api/admin/slots/places");
    fields.insert("places".into(), "0".into());
    assert_eq!(send(&world, Who::Ada, "/api/admin/slots/places", &fields).await.location(), places);
    let failed = world.get(Who::Ada, &places).await;
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
    let [hold, moving, cancel] = ["hold", "move", "cancel"].map(|page| format!("{own}/{page}"));

    let mut fields = form(&world.get(Who::Ada, &hold).await, "/api/admin/slots/hold");
    send(&world, Who::Ada, "/api/admin/slots/hold", &fields).await;
    assert_summary_links(&world.get(Who::Ada, &hold).await, &["icb", "held"]);
    fields.extend([("icb".to_owned(), "XA1".to_owned()), ("held".to_owned(), "20".to_owned())]);
    send(&world, Who::Ada, "/api/admin/slots/hold", &fields).await;
    assert_summary_links(&world.get(Who::Ada, &hold).await, &["held"]);
    fields.insert("held".into(), "5".into());
    send(&world, Who::Ada, "/api/admin/slots/hold", &fields).await;
    let html = world.get(Who::Ada, &own).await.text();
    assert!(html.contains("5 places are held back for XA1") && html.contains("5, of which 0 taken"), "{html}");

    let mut fields = form(&world.get(Who::Ada, &moving).await, "/api/admin/slots/move");
    fields.insert("date[day]".into(), "19".into());
    send(&world, Who::Ada, "/api/admin/slots/move", &fields).await;
    assert_summary_links(&world.get(Who::Ada, &moving).await, &["reason"]);
    fields.insert("reason".into(), "EMIS has moved it".into());
    send(&world, Who::Ada, "/api/admin/slots/move", &fields).await;
    let html = world.get(Who::Ada, &own).await.text();
    assert!(html.contains("19 October 2023") && html.contains("1 practice has a new date. All are told by e-mail."), "{html}");

    let mut fields = form(&world.get(Who::Ada, &cancel).await, "/api/admin/slots/cancel");
    send(&world, Who::Ada, "/api/admin/slots/cancel", &fields).await;
    assert_summary_links(&world.get(Who::Ada, &cancel).await, &["reason"]);
    fields.extend([("reason".to_owned(), "EMIS cannot do it".to_owned()), ("to".to_owned(), other.id.clone())]);
    assert_eq!(send(&world, Who::Ada, "/api/admin/slots/cancel", &fields).await.location(), PAGE);
    let html = world.get(Who::Ada, PAGE).await.text();
    assert!(html.contains("The date is cancelled. 1 practice has a new date") && html.contains("Cancelled"), "{html}");

    // Another administrator was still moving it.
    assert_eq!(send(&world, Who::Ada, "/api/admin/slots/cancel", &fields).await.location(), cancel);
    assert_eq!(world.get(Who::Ada, &cancel).await.location(), own);
    let told = world.get(Who::Ada, &own).await;
    assert!(told.status == 409 && told.text().contains("This date has passed or is cancelled"), "{}", told.text());
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

#[tokio::test]
async fn who_waits_is_told_of_another_day_and_a_passed_cut_off_may_stay() {
    let world = World::new().await;
    for practice in ["X10001", "X10003"] {
        make_ready(&world, practice).await;
    }
    let slot = a_slot(&world, "2023-10-18", 1).await;
    book(&world.services, &setup(), &code("X10003"), &slot.id).await.unwrap();
    services::slots::join(&world.services, &setup(), &code("X10001"), &slot.id).await.unwrap();
    let own = format!("{PAGE}/{}", slot.id);
    let moving = format!("{own}/move");
    let mut fields = form(&world.get(Who::Ada, &moving).await, "/api/admin/slots/move");
    fields.extend([("date[day]".to_owned(), "25".to_owned()), ("reason".to_owned(), "EMIS has moved it".to_owned())]);
    send(&world, Who::Ada, "/api/admin/slots/move", &fields).await;
    let html = world.get(Who::Ada, &own).await.text();
    assert!(html.contains("1 practice has a new date, 1 practice stays on the waiting list. All are told by e-mail."), "{html}");
    let waits = world.get(Who::Mona, "/practices/X10001/slots").await.text();
    assert!(waits.contains("25 October 2023") && waits.contains("You are number 1 on the waiting list"), "{waits}");

    move_clock(&world, "2023-10-02").await;
    let page = world.get(Who::Ada, &moving).await;
    assert!(page.text().contains("It has passed. Left as it is, nobody else can sign up"), "{}", page.text());
    let mut fields = form(&page, "/api/admin/slots/move");
    fields.extend([("date[day]".to_owned(), "26".to_owned()), ("reason".to_owned(), "Once more".to_owned())]);
    send(&world, Who::Ada, "/api/admin/slots/move", &fields).await;
    let html = world.get(Who::Ada, &own).await.text();
    assert!(html.contains("The date is moved.") && html.contains("26 October 2023"), "{html}");
}

#[tokio::test]
async fn an_unusual_day_is_pointed_out_and_kept() {
    let world = World::new().await;
    let mut fields = form(&world.get(Who::Ada, PAGE).await, "/api/admin/slots/add");
    fields.extend(
        [("date[day]", "4"), ("date[month]", "11"), ("date[year]", "2023")].map(|(name, typed)| (name.to_owned(), typed.to_owned())),
    );
    send(&world, Who::Ada, "/api/admin/slots/add", &fields).await;
    let html = world.get(Who::Ada, PAGE).await.text();
    assert!(html.contains("is added and open. Look at the day again: it is after the deadline and on a Saturday."), "{html}");
    assert!(html.contains("After the deadline, on a Saturday"), "{html}");

    let slot = a_slot(&world, "2023-10-18", 1).await;
    let own = format!("{PAGE}/{}", slot.id);
    let mut fields = form(&world.get(Who::Ada, &format!("{own}/move")).await, "/api/admin/slots/move");
    fields.extend([("date[day]".to_owned(), "22".to_owned()), ("reason".to_owned(), "EMIS has moved it".to_owned())]);
    send(&world, Who::Ada, "/api/admin/slots/move", &fields).await;
    let html = world.get(Who::Ada, &own).await.text();
    assert!(html.contains("Nobody had it or waited for it. Look at the day again: it is on a Sunday."), "{html}");

    upload(&world, Who::Ada, Some(b"date,places\n2023-12-25,20\n2023-10-25,20")).await;
    let page = world.get(Who::Ada, "/admin/slots/import").await;
    assert!(page.text().contains("After the deadline, on a bank holiday"), "{}", page.text());
    send(&world, Who::Ada, "/api/admin/slots/import", &form(&page, "/api/admin/slots/import")).await;
    let html = world.get(Who::Ada, PAGE).await.text();
    assert!(html.contains("2 dates are added. Look at the days again that the list marks: 1."), "{html}");
}

#[tokio::test]
async fn a_spreadsheet_is_taken_as_a_file() {
    const IMPORT: &str = "/admin/slots/import";
    let world = World::new().await;
    for who in Who::ALL.into_iter().filter(|who| *who != Who::Ada) {
        let status = upload(&world, who, Some(b"date,places\n2023-10-18,20")).await.status.as_u16();
        assert_eq!(status, if who == Who::Nobody { 303 } else { 403 }, "{who:?}");
    }
    for (file, words) in [
        (None, "Choose a CSV file"),
        (Some(&b"\xff\xfe\0d"[..]), "This is not a CSV file"),
        (Some(&[b'x'; 200 * 1024][..]), "The file is more than 100 KB"),
    ] {
        assert_eq!(upload(&world, Who::Ada, file).await.location(), IMPORT);
        let page = world.get(Who::Ada, IMPORT).await;
        assert_eq!(page.status, 422);
        assert_summary_links(&page, &["file"]);
        assert!(page.text().contains(words), "{}", page.text());
    }
    upload(&world, Who::Ada, Some(b"date,places\n18 October 2023,20\n31 February 2023,20")).await;
    let page = world.get(Who::Ada, IMPORT).await;
    assert_summary_links(&page, &["csv"]);
    assert!(page.text().contains("Line 3:"));
    assert!(form(&page, "/api/admin/slots/check")["csv"].contains("31 February 2023,20"), "what stood in the file can be put right");
    upload(&world, Who::Ada, Some("\u{feff}date,places\r\n18 October 2023,20\r\n".as_bytes())).await;
    let page = world.get(Who::Ada, IMPORT).await;
    assert!(page.text().contains("Add this date"), "{}", page.text());
    send(&world, Who::Ada, "/api/admin/slots/import", &form(&page, "/api/admin/slots/import")).await;
    assert!(world.get(Who::Ada, PAGE).await.text().contains("18 October 2023"));
}

/// Sends a file as a browser does; a field in which nothing was chosen comes without a name.
async fn upload(world: &World, who: Who, file: Option<&[u8]>) -> Answer {
    let name = if file.is_some() { "dates.csv" } else { "" };
    let head = format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n");
    let body = [head.as_bytes(), file.unwrap_or_default(), b"\r\n--b--\r\n"].concat();
    let request = Request::post("/admin/slots/upload")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body));
    world.send(who, request.unwrap()).await
}
