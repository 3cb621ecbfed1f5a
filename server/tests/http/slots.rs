//! `/practices/{ods}/slots` and what follows from it.

use sea_orm::ConnectionTrait;
use services::slots::book;

use crate::journey::{a_slot, assert_summary_links, form, make_ready, move_clock, of_x1a, post_matrix, send, setup};
use crate::support::{Who, World, code};

const PAGE: &str = "/practices/X10001/slots";
const SAY_SO: &str = "/practices/X10001/slots/did-not-work";

#[tokio::test]
async fn who_sees_the_dates() {
    let world = World::new().await;
    make_ready(&world, "X10001").await;
    let slot = a_slot(&world, "2023-10-18", 20).await;
    assert_eq!(world.matrix(PAGE).await, of_x1a(303, 200, 200, 200, 200));
    assert_eq!(world.matrix(&format!("{PAGE}/{}/book", slot.id)).await, of_x1a(303, 200, 403, 403, 200));
    assert_eq!(world.get(Who::Mona, &format!("{PAGE}/nonsense/book")).await.status, 404);
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("18 October 2023") && page.contains("27 September 2023"), "{page}");
    assert!(page.contains(&format!("href=\"{PAGE}/{}/book\"", slot.id)), "{page}");
    let readers = world.get(Who::Ines, PAGE).await.text();
    assert!(!readers.contains("/book\"") && readers.contains("18 October 2023"), "{readers}");
}

/// What everybody's form comes to: its status, and the day that the practice has after it. A world each.
async fn outcomes(action: &str, fields: &[(&str, &str)], booked: bool) -> Vec<(Who, u16, Option<String>)> {
    let mut cells = Vec::new();
    for who in Who::ALL {
        let world = World::new().await;
        let ods = make_ready(&world, "X10001").await;
        let (one, two) = (a_slot(&world, "2023-10-18", 20).await, a_slot(&world, "2023-10-25", 20).await);
        if booked {
            book(&world.services, &setup(), &ods, &one.id).await.unwrap();
        }
        let named = |value| match value {
            "one" => one.id.as_str(),
            "two" => two.id.as_str(),
            other => other,
        };
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, named(*value))).collect();
        let status = world.post(who, action, &fields).await.status.as_u16();
        let has =
            services::slots::load(&world.services, &setup(), &ods).await.unwrap().booked.map(|booked| booked.slot.facts.date.to_string());
        cells.push((who, status, has));
    }
    cells
}

/// What everybody gets, and the day that the practice has then: another only where the form was done.
fn expected(statuses: Vec<(Who, u16)>, before: Option<&str>, after: Option<&str>) -> Vec<(Who, u16, Option<String>)> {
    let done = |who, status| who != Who::Nobody && status == 303;
    statuses.into_iter().map(|(who, status)| (who, status, if done(who, status) { after } else { before }.map(str::to_owned))).collect()
}

#[tokio::test]
async fn who_books_moves_and_cancels() {
    let (first, second) = (Some("2023-10-18"), Some("2023-10-25"));
    let book = [("ods", "X10001"), ("slot", "one"), ("declared", "yes")];
    assert_eq!(outcomes("/api/slots/book", &book, false).await, expected(of_x1a(303, 303, 403, 403, 303), None, first));
    let move_on = [("ods", "X10001"), ("slot", "two"), ("declared", "yes"), ("reason", "Ill")];
    assert_eq!(outcomes("/api/slots/move", &move_on, true).await, expected(of_x1a(303, 303, 303, 403, 303), first, second));
    let cancel = [("ods", "X10001"), ("reason", "Not ready")];
    assert_eq!(outcomes("/api/slots/cancel", &cancel, true).await, expected(of_x1a(303, 303, 303, 403, 303), first, None));
    let world = World::new().await;
    make_ready(&world, "X10001").await;
    assert_eq!(world.matrix(&format!("{PAGE}/cancel")).await, of_x1a(303, 303, 303, 403, 303));
}

#[tokio::test]
async fn a_practice_books_moves_and_cancels() {
    let world = World::new().await;
    make_ready(&world, "X10001").await;
    let (one, two) = (a_slot(&world, "2023-10-18", 20).await, a_slot(&world, "2023-11-08", 20).await);
    let check = world.get(Who::Mona, &format!("{PAGE}/{}/book", one.id)).await;
    assert!(check.text().contains("Check before you book"), "{}", check.text());
    let mut fields = form(&check, "/api/slots/book");
    assert_eq!(send(&world, Who::Mona, "/api/slots/book", &fields).await.location(), format!("{PAGE}/{}/book", one.id));
    assert_summary_links(&world.get(Who::Mona, &format!("{PAGE}/{}/book", one.id)).await, &["declared"]);
    fields.insert("declared".into(), "yes".into());
    let booked = send(&world, Who::Mona, "/api/slots/book", &fields).await;
    assert_eq!((booked.status.as_u16(), booked.location()), (303, PAGE));
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("Your date is booked") && page.contains("by Mona"), "{page}");
    let readers = world.get(Who::Colin, PAGE).await.text();
    assert!(readers.contains("<strong>18 October 2023</strong>") && !readers.contains("Mona"), "{readers}");

    let own = world.get(Who::Mona, &format!("{PAGE}/{}/book", one.id)).await.text();
    assert!(own.contains("You cannot take 18 October 2023: this is the date you already have."), "{own}");
    let check = world.get(Who::Mona, &format!("{PAGE}/{}/book", two.id)).await;
    let html = check.text();
    assert!(html.contains("Check before you move") && html.contains("This date is after the deadline"), "{html}");
    let mut fields = form(&check, "/api/slots/move");
    fields.insert("declared".into(), "yes".into());
    send(&world, Who::Mona, "/api/slots/move", &fields).await;
    assert_summary_links(&world.get(Who::Mona, &format!("{PAGE}/{}/book", two.id)).await, &["reason"]);
    fields.insert("reason".into(), "Staff are away".into());
    send(&world, Who::Mona, "/api/slots/move", &fields).await;
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("<strong>8 November 2023</strong>"), "{page}");

    let ask = world.get(Who::Mona, &format!("{PAGE}/cancel")).await;
    let mut fields = form(&ask, "/api/slots/cancel");
    fields.insert("reason".into(), " ".into());
    assert_eq!(send(&world, Who::Mona, "/api/slots/cancel", &fields).await.location(), format!("{PAGE}/cancel"));
    let failed = world.get(Who::Mona, &format!("{PAGE}/cancel")).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["reason"]);
    fields.insert("reason".into(), "Staff are ill".into());
    assert_eq!(send(&world, Who::Mona, "/api/slots/cancel", &fields).await.location(), PAGE);
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("Your booking is cancelled") && page.contains("Choose a date"), "{page}");
}

#[tokio::test]
async fn dates_that_cannot_be_taken_say_why() {
    let world = World::new().await;
    for practice in ["X10001", "X10003"] {
        make_ready(&world, practice).await;
    }
    let (full, late) = (a_slot(&world, "2023-10-18", 1).await, a_slot(&world, "2023-10-11", 5).await);
    move_clock(&world, "2023-09-21").await;
    book(&world.services, &setup(), &code("X10003"), &full.id).await.unwrap();
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(
        page.contains("No places left") && page.contains("Full") && page.contains("Sign-up has closed") && !page.contains("/book\""),
        "{page}"
    );
    for (slot, word) in [(&full, "every place on this date is taken"), (&late, "the last day to sign up for this date has passed")] {
        let check = world.get(Who::Mona, &format!("{PAGE}/{}/book", slot.id)).await;
        assert!(check.text().contains(word) && !check.text().contains("/api/slots/book"), "{}", check.text());
        // Somebody whose page still had the button.
        let sent = world.post(Who::Mona, "/api/slots/book", &[("ods", "X10001"), ("slot", &slot.id), ("declared", "yes")]).await;
        assert_eq!((sent.status.as_u16(), sent.location()), (303, PAGE));
        let told = world.get(Who::Mona, PAGE).await;
        assert_eq!(told.status, 409);
        assert!(told.text().contains("There is a problem"), "{}", told.text());
    }
    let missing = world.post(Who::Mona, "/api/slots/book", &[("ods", "X10001"), ("slot", "nonsense"), ("declared", "yes")]).await;
    assert_eq!(missing.status, 404);
}

#[tokio::test]
async fn not_ready_and_other_systems_see_what_to_do_instead() {
    let world = World::new().await;
    let slot = a_slot(&world, "2023-10-18", 20).await;
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("Finish your checklist first") && !page.contains("/book\""), "{page}");
    let tpp = world.get(Who::Mona, "/practices/X10002/slots").await;
    assert_eq!(tpp.status, 200);
    assert!(tpp.text().contains("href=\"/practices/X10002/self-switch\"") && !tpp.text().contains("18 October"), "{}", tpp.text());
    world.post(Who::Mona, "/api/slots/book", &[("ods", "X10002"), ("slot", &slot.id), ("declared", "yes")]).await;
    assert_eq!(world.get(Who::Mona, "/practices/X10002/slots").await.status, 409);
    let none = World::new().await;
    assert!(none.get(Who::Mona, PAGE).await.text().contains("No date is on offer at the moment"));
}

#[tokio::test]
async fn after_its_date_a_practice_confirms_and_may_take_it_back() {
    const CONFIRM: &str = "/api/confirmation/confirm";
    const WITHDRAW: &str = "/api/confirmation/withdraw";
    const WITHDRAW_PAGE: &str = "/practices/X10001/confirmation/withdraw";
    let world = World::new().await;
    let ods = make_ready(&world, "X10001").await;
    let slot = a_slot(&world, "2023-10-18", 20).await;
    book(&world.services, &setup(), &ods, &slot.id).await.unwrap();
    assert!(!world.get(Who::Mona, PAGE).await.text().contains("Has it worked?"));
    move_clock(&world, "2023-10-19").await;
    let page = world.get(Who::Mona, PAGE).await;
    let mut fields = form(&page, CONFIRM);
    fields.insert("day[day]".into(), "31".into());
    fields.insert("day[month]".into(), "2".into());
    fields.insert("day[year]".into(), "2023".into());
    fields.insert("evidence".into(), "Two patients <see> today's note".into());
    assert_eq!(send(&world, Who::Mona, CONFIRM, &fields).await.location(), PAGE);
    let failed = world.get(Who::Mona, PAGE).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["day"]);
    let mut fields = form(&failed, CONFIRM);
    assert_eq!(fields["evidence"], "Two patients <see> today's note");
    fields.insert("day[day]".into(), "19".into());
    fields.insert("day[month]".into(), "10".into());
    assert_eq!(send(&world, Who::Mona, CONFIRM, &fields).await.location(), "/practices/X10001");
    let page = world.get(Who::Mona, PAGE).await;
    let html = page.text();
    assert!(html.contains("Patients have access since") && html.contains("19 October 2023") && !html.contains("<see>"), "{html}");
    assert!(html.contains("note") && html.contains("by Mona"), "{html}");
    let readers = world.get(Who::Colin, PAGE).await.text();
    assert!(readers.contains("19 October 2023") && !readers.contains("note") && !readers.contains("Mona"), "{readers}");
    assert!(html.contains(&format!("href=\"{WITHDRAW_PAGE}\"")), "{html}");
    let mut fields = form(&world.get(Who::Mona, WITHDRAW_PAGE).await, WITHDRAW);
    assert_eq!(send(&world, Who::Mona, WITHDRAW, &fields).await.location(), WITHDRAW_PAGE);
    assert_eq!(world.get(Who::Mona, WITHDRAW_PAGE).await.status, 422);
    fields.insert("reason".into(), "Wrong practice".into());
    assert_eq!(send(&world, Who::Mona, WITHDRAW, &fields).await.location(), PAGE);
    assert!(world.get(Who::Mona, PAGE).await.text().contains("Has it worked?"));
    let matrix = post_matrix(&world, CONFIRM, &[("ods", "X10001"), ("page", "slots"), ("evidence", "x")]).await;
    assert_eq!(matrix, of_x1a(303, 303, 403, 403, 303));
}

#[tokio::test]
async fn after_its_date_a_practice_or_its_icb_says_that_it_did_not_work() {
    const DID_NOT_WORK: &str = "/api/slots/did-not-work";
    let world = World::new().await;
    let ods = make_ready(&world, "X10001").await;
    let (slot, later) = (a_slot(&world, "2023-10-18", 20).await, a_slot(&world, "2023-11-22", 20).await);
    book(&world.services, &setup(), &ods, &slot.id).await.unwrap();
    move_clock(&world, "2023-10-18").await;
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("Has it worked?") && !page.contains(SAY_SO), "{page}");
    move_clock(&world, "2023-10-19").await;
    assert!(!world.get(Who::Colin, PAGE).await.text().contains(SAY_SO));
    assert!(world.get(Who::Ines, PAGE).await.text().contains(&format!("href=\"{SAY_SO}\"")));
    for who in [Who::Mona, Who::Ines] {
        let fields = form(&world.get(who, SAY_SO).await, DID_NOT_WORK);
        assert_eq!(send(&world, who, DID_NOT_WORK, &fields).await.location(), SAY_SO);
        let failed = world.get(who, SAY_SO).await;
        assert_eq!(failed.status, 422);
        assert_summary_links(&failed, &["reason"]);
    }
    let fields = [("ods", "X10001"), ("reason", "Nobody <sees> a note")];
    assert_eq!(post_matrix(&world, DID_NOT_WORK, &fields).await, of_x1a(303, 303, 303, 403, 303));
    // What came after the first of them is told that there is no date.
    assert_eq!(world.get(Who::Ines, PAGE).await.status, 409);
    let page = world.get(Who::Ines, PAGE).await.text();
    assert!(page.contains("EMIS date, 18 October 2023, did not work: patients do not have access. It needs another."), "{page}");
    let own = world.get(Who::Mona, PAGE).await;
    let own = if own.status == 409 { world.get(Who::Mona, PAGE).await } else { own }.text();
    assert!(own.contains(&format!("href=\"{PAGE}/{}/book\"", later.id)), "{own}");
    assert!(own.contains("Your EMIS date, 18 October 2023, did not work: patients do not have access. Choose another below."), "{own}");
    let again = "Your EMIS date, 18 October 2023, did not work. Book another.";
    let home = world.get(Who::Mona, "/practices/X10001").await.text();
    assert!(home.contains(again) && home.contains("Book another EMIS date"), "{home}");
    assert!(world.get(Who::Mona, "/practices").await.text().contains(again));
    let history = world.get(Who::Mona, "/practices/X10001/history").await.text();
    assert!(history.contains("did not work: patients do not have access. What was seen: Nobody &lt;sees"), "{history}");
    let readers = world.get(Who::Colin, "/practices/X10001/history").await.text();
    assert!(readers.contains("The EMIS date 18 October 2023 did not work") && !readers.contains("Nobody"), "{readers}");
}

#[tokio::test]
async fn what_was_typed_goes_along_to_saying_that_it_did_not_work() {
    const CONFIRM: &str = "/api/confirmation/confirm";
    let world = World::new().await;
    let ods = make_ready(&world, "X10001").await;
    let slot = a_slot(&world, "2023-10-18", 20).await;
    book(&world.services, &setup(), &ods, &slot.id).await.unwrap();
    let no = "value=\"not-yet\"";
    move_clock(&world, "2023-10-18").await;
    assert!(!world.get(Who::Mona, PAGE).await.text().contains(no), "not before the date has passed");
    move_clock(&world, "2023-10-19").await;
    let page = world.get(Who::Mona, PAGE).await;
    assert!(page.text().contains(no) && !page.text().contains(&format!("href=\"{SAY_SO}\"")), "{}", page.text());
    let mut fields = form(&page, CONFIRM);
    fields.extend([("verdict".into(), "not-yet".into()), ("evidence".into(), "None of five <patients> sees & reads a note".into())]);
    assert_eq!(send(&world, Who::Mona, CONFIRM, &fields).await.location(), SAY_SO);
    let asked = world.get(Who::Mona, SAY_SO).await;
    assert_eq!((asked.status.as_u16(), asked.text().contains("There is a problem")), (200, false));
    assert_eq!(form(&asked, "/api/slots/did-not-work")["reason"], "None of five <patients> sees & reads a note");
    assert_eq!(form(&world.get(Who::Mona, SAY_SO).await, "/api/slots/did-not-work")["reason"], "", "once");
    let fields = [("ods", "X10001"), ("page", "slots"), ("verdict", "not-yet")];
    assert_eq!(post_matrix(&world, CONFIRM, &fields).await, of_x1a(303, 303, 403, 403, 303));
}

#[tokio::test]
async fn who_has_no_date_left_reads_whom_to_ask() {
    let world = World::new().await;
    make_ready(&world, "X10001").await;
    a_slot(&world, "2023-10-11", 20).await;
    let ask = "ask your ICB sub-group, Ines (<a href=\"mailto:ines@practice.example\"";
    move_clock(&world, "2023-09-21").await;
    let page = world.get(Who::Mona, PAGE).await.text().replace("<!>", "");
    assert!(page.contains("No date is left") && page.contains(ask), "{page}");
    assert!(page.contains("None on offer") && page.contains("Sign-up has closed"), "{page}");
    assert!(!world.get(Who::Colin, PAGE).await.text().contains("Ines"), "who reads figures is told no names");
    move_clock(&world, "2023-10-12").await;
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("No date is left") && !page.contains("No date is on offer"), "said once: {page}");
}

#[tokio::test]
async fn who_says_that_a_date_did_not_work_reads_who_is_told() {
    let world = World::new().await;
    let ods = make_ready(&world, "X10001").await;
    for (date, next_day, who, told) in [
        ("2023-10-18", "2023-10-19", Who::Ines, "Recorded. The practice is told by e-mail."),
        ("2023-11-22", "2023-11-23", Who::Mona, "Recorded. The ICB sub-group is told by e-mail."),
        ("2023-12-20", "2023-12-21", Who::Mona, "Recorded. We know nobody at your ICB sub-group: tell it yourself."),
    ] {
        let slot = a_slot(&world, date, 20).await;
        book(&world.services, &setup(), &ods, &slot.id).await.unwrap();
        move_clock(&world, next_day).await;
        if told.contains("nobody") {
            world.services.store.writer().execute_unprepared("UPDATE account SET status = 'suspended' WHERE name = 'Ines'").await.unwrap();
        }
        let page = world.get(who, SAY_SO).await.text();
        assert!(page.contains("sent what you write") && page.contains("Do not write anything about patients."), "{page}");
        world.post(who, "/api/slots/did-not-work", &[("ods", "X10001"), ("reason", "The app shows nothing")]).await;
        let page = world.get(who, PAGE).await.text();
        assert!(page.contains(told), "{told} {page}");
    }
}

#[tokio::test]
async fn a_date_that_has_come_is_not_given_up_and_readers_read_only_what_is_so() {
    let world = World::new().await;
    let ods = make_ready(&world, "X10001").await;
    let (slot, _) = (a_slot(&world, "2023-10-18", 20).await, a_slot(&world, "2023-11-22", 20).await);
    a_slot(&world, "2023-10-11", 17).await;
    book(&world.services, &setup(), &ods, &slot.id).await.unwrap();
    move_clock(&world, "2023-10-02").await;
    let own = world.get(Who::Mona, PAGE).await.text();
    assert!(own.contains("Too late to move") && own.contains("Wednesday"), "{own}");
    assert!(own.contains("Sign-up has closed") && !own.contains("17 places left"), "the two agree: {own}");
    assert!(own.contains("It can still be changed there.") && own.contains("mailto:ines@practice.example"), "{own}");
    let read = world.get(Who::Colin, PAGE).await.text();
    assert!(!read.contains("Too late to move") && read.contains("22 November 2023"), "{read}");

    move_clock(&world, "2023-10-18").await;
    for (action, page) in [("/api/slots/cancel", "cancel"), ("/api/slots/defer", "defer")] {
        assert_eq!(world.get(Who::Ines, &format!("{PAGE}/{page}")).await.location(), PAGE);
        let fields = [
            ("ods", "X10001"),
            ("reason", "It did not work"),
            ("wanted_from[day]", "1"),
            ("wanted_from[month]", "12"),
            ("wanted_from[year]", "2023"),
        ];
        assert_eq!(world.post(Who::Ines, action, &fields).await.location(), PAGE);
        let told = world.get(Who::Ines, PAGE).await;
        assert_eq!(told.status, 409);
        assert!(told.text().contains("The date, 18 October 2023, has come"), "{}", told.text());
        assert!(told.text().contains("From the day after, you can say on the page of your date that it did not work."));
    }
}
