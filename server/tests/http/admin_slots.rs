//! `/admin/slots`.

use axum::body::Body;
use axum::http::{Request, header};
use services::slots::book;

use crate::journey::{a_slot, assert_summary_links, form, make_ready, move_clock, only_ada, post_matrix, send, set_day, setup};
use crate::support::{Answer, Who, World, code};

const PAGE: &str = "/admin/slots";
const IMPORT: &str = "/admin/slots/import";

#[tokio::test]
async fn only_an_administrator_gets_in() {
    let world = World::new().await;
    let slot = a_slot(&world, "2023-10-18", 20).await;
    assert_eq!(world.matrix(PAGE).await, only_ada(200));
    let own = format!("{PAGE}/{}", slot.id);
    assert_eq!(world.matrix(&own).await, only_ada(200));
    assert_eq!(world.matrix(&format!("{PAGE}/nonsense")).await, only_ada(404));
    assert_eq!(post_matrix(&world, PAGE, &[]).await, only_ada(422));
    assert_eq!(post_matrix(&world, &format!("{own}/places"), &[("places", "30")]).await, only_ada(303));
    assert_eq!(post_matrix(&world, &own, &[("status", "closed")]).await, only_ada(303));
}

#[tokio::test]
async fn a_date_is_added_with_its_usual_cut_off() {
    let world = World::new().await;
    let page = world.get(Who::Ada, PAGE).await;
    assert!(page.text().contains("There is no date yet"));
    let mut fields = form(&page, "");
    assert_eq!(fields["places"], "20");
    set_day(&mut fields, "date", ["18", "10", "2023"]);
    assert_eq!(send(&world, Who::Ada, PAGE, &fields).await.location(), PAGE);
    let html = world.get(Who::Ada, PAGE).await.text();
    assert!(html.contains("18 October 2023 is added and open.") && html.contains("27 September 2023"), "{html}");

    let twice = send(&world, Who::Ada, PAGE, &fields).await;
    assert_eq!(twice.status, 422);
    assert_summary_links(&twice, &["date"]);
    assert!(twice.text().contains("There is a date on 18 October 2023 already"));
}

#[tokio::test]
async fn mistakes_stand_beside_their_fields() {
    let world = World::new().await;
    let fields = [("date[day]", "40"), ("date[month]", "10"), ("date[year]", "2023"), ("cutoff[day]", "1"), ("places", "many")];
    let failed = world.post(Who::Ada, PAGE, &fields).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["date", "cutoff", "places"]);
    assert_eq!(form(&failed, "")["places"], "many");
    let past = [("date[day]", "1"), ("date[month]", "9"), ("date[year]", "2023"), ("places", "5")];
    assert!(world.post(Who::Ada, PAGE, &past).await.text().contains("The date must be after today"));
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
    let mut fields = form(&world.get(Who::Ada, &places).await, "");
    fields.insert("places".into(), "0".into());
    let failed = send(&world, Who::Ada, &places, &fields).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["places"]);
    fields.insert("places".into(), "1".into());
    assert_eq!(send(&world, Who::Ada, &places, &fields).await.location(), PAGE);
    assert_eq!(send(&world, Who::Ada, &own, &form(&page, "")).await.location(), PAGE);
    let html = world.get(Who::Ada, PAGE).await.text();
    assert!(html.contains("18 October 2023 is closed.") && html.contains("Closed"), "{html}");
    let reopen = form(&world.get(Who::Ada, &own).await, "");
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

    let mut fields = form(&world.get(Who::Ada, &hold).await, "");
    assert_summary_links(&send(&world, Who::Ada, &hold, &fields).await, &["icb", "held"]);
    fields.extend([("icb".to_owned(), "XA1".to_owned()), ("held".to_owned(), "20".to_owned())]);
    assert_summary_links(&send(&world, Who::Ada, &hold, &fields).await, &["held"]);
    fields.insert("held".into(), "5".into());
    assert_eq!(send(&world, Who::Ada, &hold, &fields).await.location(), own);
    let html = world.get(Who::Ada, &own).await.text();
    assert!(html.contains("5 places are held back for XA1") && html.contains("5, of which 0 taken"), "{html}");

    let mut fields = form(&world.get(Who::Ada, &moving).await, "");
    fields.insert("date[day]".into(), "19".into());
    assert_summary_links(&send(&world, Who::Ada, &moving, &fields).await, &["reason"]);
    fields.insert("reason".into(), "EMIS has moved it".into());
    assert_eq!(send(&world, Who::Ada, &moving, &fields).await.location(), own);
    let html = world.get(Who::Ada, &own).await.text();
    assert!(html.contains("19 October 2023") && html.contains("1 practice has a new date. We will email all of them."), "{html}");

    let mut fields = form(&world.get(Who::Ada, &cancel).await, "");
    assert_summary_links(&send(&world, Who::Ada, &cancel, &fields).await, &["reason"]);
    fields.extend([("reason".to_owned(), "EMIS cannot do it".to_owned()), ("to".to_owned(), other.id.clone())]);
    assert_eq!(send(&world, Who::Ada, &cancel, &fields).await.location(), PAGE);
    let html = world.get(Who::Ada, PAGE).await.text();
    assert!(html.contains("The date is cancelled. 1 practice has a new date") && html.contains("Cancelled"), "{html}");

    // Another administrator was still moving it: the page for that is gone, and the date says why.
    assert_eq!(send(&world, Who::Ada, &cancel, &fields).await.location(), own);
    let told = world.get(Who::Ada, &own).await;
    assert!(told.status == 409 && told.text().contains("This date has passed or is cancelled"), "{}", told.text());
    assert!(world.get(Who::Mona, "/practices/X10001/slots").await.text().contains("<strong>25 October 2023</strong>"));
}

#[tokio::test]
async fn a_spreadsheet_is_looked_at_before_it_is_added() {
    let world = World::new().await;
    let wrong = [("form", "from-lines"), ("csv", "date,places\n2023-10-18,20\n2023-02-31,20\n2023-10-18,many")];
    let page = world.post(Who::Ada, IMPORT, &wrong).await;
    assert_eq!(page.status, 422);
    assert_summary_links(&page, &["csv"]);
    assert!(page.text().contains("Line 3:") && page.text().contains("Line 4:"), "{}", page.text());
    let right = [("form", "from-lines"), ("csv", "date,places,status\n2023-10-18,20\n2023-10-25,5,draft")];
    let page = world.post(Who::Ada, IMPORT, &right).await;
    assert!(
        page.status == 200 && page.text().contains("Nothing is added yet") && page.text().contains("4 October 2023"),
        "{}",
        page.text()
    );
    let fields = form(&page, "add");
    assert_eq!(send(&world, Who::Ada, IMPORT, &fields).await.location(), PAGE);
    let html = world.get(Who::Ada, PAGE).await.text();
    assert!(html.contains("2 dates are added.") && html.contains("Draft"), "{html}");
    // Sent twice: nothing is added twice.
    let again = send(&world, Who::Ada, IMPORT, &fields).await;
    assert!(again.status == 422 && again.text().contains("there is a date on 18 October 2023 already"), "{}", again.text());
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
    let mut fields = form(&world.get(Who::Ada, &moving).await, "");
    fields.extend([("date[day]".to_owned(), "25".to_owned()), ("reason".to_owned(), "EMIS has moved it".to_owned())]);
    send(&world, Who::Ada, &moving, &fields).await;
    let html = world.get(Who::Ada, &own).await.text();
    assert!(html.contains("1 practice has a new date, 1 practice stays on the waiting list. We will email all of them."), "{html}");
    let waits = world.get(Who::Mona, "/practices/X10001/slots").await.text();
    assert!(waits.contains("25 October 2023") && waits.contains("You are number 1 on the waiting list"), "{waits}");

    move_clock(&world, "2023-10-02").await;
    let page = world.get(Who::Ada, &moving).await;
    assert!(page.text().contains("It has passed. Left as it is, nobody else can sign up"), "{}", page.text());
    let mut fields = form(&page, "");
    fields.extend([("date[day]".to_owned(), "26".to_owned()), ("reason".to_owned(), "Once more".to_owned())]);
    send(&world, Who::Ada, &moving, &fields).await;
    let html = world.get(Who::Ada, &own).await.text();
    assert!(html.contains("The date is moved.") && html.contains("26 October 2023"), "{html}");
}

#[tokio::test]
async fn an_unusual_day_is_pointed_out_and_kept() {
    let world = World::new().await;
    let mut fields = form(&world.get(Who::Ada, PAGE).await, "");
    set_day(&mut fields, "date", ["4", "11", "2023"]);
    send(&world, Who::Ada, PAGE, &fields).await;
    let html = world.get(Who::Ada, PAGE).await.text();
    assert!(html.contains("is added and open. Look at the day again: it is after the deadline and on a Saturday."), "{html}");
    assert!(html.contains("After the deadline, on a Saturday"), "{html}");

    let slot = a_slot(&world, "2023-10-18", 1).await;
    let own = format!("{PAGE}/{}", slot.id);
    let moving = format!("{own}/move");
    let mut fields = form(&world.get(Who::Ada, &moving).await, "");
    fields.extend([("date[day]".to_owned(), "22".to_owned()), ("reason".to_owned(), "EMIS has moved it".to_owned())]);
    send(&world, Who::Ada, &moving, &fields).await;
    let html = world.get(Who::Ada, &own).await.text();
    assert!(html.contains("Nobody had it or waited for it. Look at the day again: it is on a Sunday."), "{html}");

    let page = upload(&world, Who::Ada, Some(b"date,places\n2023-12-25,20\n2023-10-25,20")).await;
    assert!(page.text().contains("After the deadline, on a bank holiday"), "{}", page.text());
    send(&world, Who::Ada, IMPORT, &form(&page, "add")).await;
    let html = world.get(Who::Ada, PAGE).await.text();
    assert!(html.contains("2 dates are added. Look at the days again that the list marks: 1."), "{html}");
}

#[tokio::test]
async fn a_spreadsheet_is_taken_as_a_file() {
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
        let page = upload(&world, Who::Ada, file).await;
        assert_eq!(page.status, 422);
        assert_summary_links(&page, &["file"]);
        assert!(page.text().contains(words), "{}", page.text());
    }
    let page = upload(&world, Who::Ada, Some(b"date,places\n18 October 2023,20\n31 February 2023,20")).await;
    assert_eq!(page.status, 422);
    assert_summary_links(&page, &["csv"]);
    assert!(page.text().contains("Line 3:"));
    assert!(form(&page, "from-lines")["csv"].contains("31 February 2023,20"), "what stood in the file can be put right");
    let page = upload(&world, Who::Ada, Some("\u{feff}date,places\r\n18 October 2023,20\r\n".as_bytes())).await;
    assert!(page.text().contains("Add this date"), "{}", page.text());
    send(&world, Who::Ada, IMPORT, &form(&page, "add")).await;
    assert!(world.get(Who::Ada, PAGE).await.text().contains("18 October 2023"));
}

/// Sends a file as a browser does; a field in which nothing was chosen comes without a name.
async fn upload(world: &World, who: Who, file: Option<&[u8]>) -> Answer {
    let name = if file.is_some() { "dates.csv" } else { "" };
    let form = "--b\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\nfrom-file\r\n";
    let head = format!("{form}--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n");
    let body = [head.as_bytes(), file.unwrap_or_default(), b"\r\n--b--\r\n"].concat();
    let request = Request::post(IMPORT)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body));
    world.send(who, request.unwrap()).await
}
