//! `/practices/{ods}/slots` and what follows from it.

use services::exceptions::{self, ExceptionDecision, ask, decide};
use services::slots::{Slot, book, join, leave};

use crate::journey::{a_slot, assert_summary_links, form, has_form, make_ready, move_clock, of_x1a, post_matrix, send, setup};
use crate::support::{Answer, Who, World, code};

const PAGE: &str = "/practices/X10001/slots";

/// Where the practice of [`PAGE`] books a date, or moves to it.
fn check_of(slot: &Slot) -> String {
    format!("{PAGE}/{}/book", slot.id)
}

#[tokio::test]
async fn who_sees_the_dates() {
    let world = World::new().await;
    make_ready(&world, "X10001").await;
    let slot = a_slot(&world, "2023-10-18", 20).await;
    assert_eq!(world.matrix(PAGE).await, of_x1a(303, 200, 200, 200, 200));
    assert_eq!(world.matrix(&check_of(&slot)).await, of_x1a(303, 200, 403, 403, 200));
    assert_eq!(world.get(Who::Mona, &format!("{PAGE}/nonsense/book")).await.status, 404);
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("18 October 2023") && page.contains("27 September 2023"), "{page}");
    assert!(page.contains(&format!("href=\"{PAGE}/{}/book\"", slot.id)), "{page}");
    let readers = world.get(Who::Ines, PAGE).await.text();
    assert!(!readers.contains("/book\"") && readers.contains("18 October 2023"), "{readers}");
}

/// What everybody's form comes to: its status, and the day that the practice has after it. A world each.
async fn outcomes(path: &str, fields: &[(&str, &str)], booked: bool) -> Vec<(Who, u16, Option<String>)> {
    let mut cells = Vec::new();
    for who in Who::ALL {
        let world = World::new().await;
        let ods = make_ready(&world, "X10001").await;
        let (one, two) = (a_slot(&world, "2023-10-18", 20).await, a_slot(&world, "2023-10-25", 20).await);
        if booked {
            book(&world.services, &setup(), &ods, &one.id).await.unwrap();
        }
        let path = path.replace("{one}", &one.id).replace("{two}", &two.id);
        let status = world.post(who, &path, fields).await.status.as_u16();
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
    let book = [("form", "book"), ("declared", "yes")];
    assert_eq!(outcomes(&format!("{PAGE}/{{one}}/book"), &book, false).await, expected(of_x1a(303, 303, 403, 403, 303), None, first));
    let move_on = [("form", "move"), ("declared", "yes"), ("reason", "Ill")];
    assert_eq!(outcomes(&format!("{PAGE}/{{two}}/book"), &move_on, true).await, expected(of_x1a(303, 303, 303, 403, 303), first, second));
    let cancel = format!("{PAGE}/cancel");
    assert_eq!(outcomes(&cancel, &[("reason", "Not ready")], true).await, expected(of_x1a(303, 303, 303, 403, 303), first, None));
    let world = World::new().await;
    make_ready(&world, "X10001").await;
    assert_eq!(world.matrix(&cancel).await, of_x1a(303, 303, 303, 403, 303));
}

#[tokio::test]
async fn a_practice_books_moves_and_cancels() {
    let world = World::new().await;
    make_ready(&world, "X10001").await;
    let (one, two) = (a_slot(&world, "2023-10-18", 20).await, a_slot(&world, "2023-11-08", 20).await);
    let (first, second) = (check_of(&one), check_of(&two));
    let check = world.get(Who::Mona, &first).await;
    assert!(check.text().contains("Check before you book"), "{}", check.text());
    let mut fields = form(&check, "book");
    let undeclared = send(&world, Who::Mona, &first, &fields).await;
    assert_eq!(undeclared.status, 422);
    assert_summary_links(&undeclared, &["declared"]);
    fields.insert("declared".into(), "yes".into());
    let booked = send(&world, Who::Mona, &first, &fields).await;
    assert_eq!((booked.status.as_u16(), booked.location()), (303, PAGE));
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("Your date is booked") && page.contains("by Mona"), "{page}");
    let readers = world.get(Who::Colin, PAGE).await.text();
    assert!(readers.contains("<strong>18 October 2023</strong>") && !readers.contains("Mona"), "{readers}");

    let own = world.get(Who::Mona, &first).await.text();
    assert!(own.contains("You cannot take 18 October 2023: you have already booked this date."), "{own}");
    let check = world.get(Who::Mona, &second).await;
    let html = check.text();
    assert!(html.contains("Check before you move") && html.contains("This date is after the deadline"), "{html}");
    let mut fields = form(&check, "move");
    fields.insert("declared".into(), "yes".into());
    let unexplained = send(&world, Who::Mona, &second, &fields).await;
    assert_eq!(unexplained.status, 422);
    assert_summary_links(&unexplained, &["reason"]);
    fields.insert("reason".into(), "Staff are away".into());
    assert_eq!(send(&world, Who::Mona, &second, &fields).await.location(), PAGE);
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("<strong>8 November 2023</strong>"), "{page}");

    let cancel = format!("{PAGE}/cancel");
    let mut fields = form(&world.get(Who::Mona, &cancel).await, "");
    fields.insert("reason".into(), " ".into());
    let failed = send(&world, Who::Mona, &cancel, &fields).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["reason"]);
    fields.insert("reason".into(), "Staff are ill".into());
    assert_eq!(send(&world, Who::Mona, &cancel, &fields).await.location(), PAGE);
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
        page.contains("Full") && page.contains("Join the waiting list") && page.contains("Sign-up has closed") && !page.contains("/book\""),
        "{page}"
    );
    for (slot, word) in [(&full, "every place on this date is taken"), (&late, "the last day to sign up for this date has passed")] {
        let check = world.get(Who::Mona, &check_of(slot)).await;
        assert!(check.text().contains(word) && !has_form(&check, "book"), "{}", check.text());
        // Somebody whose page still had the button.
        let told = world.post(Who::Mona, &check_of(slot), &[("form", "book"), ("declared", "yes")]).await;
        assert_eq!(told.status, 409);
        assert!(told.text().contains("There is a problem") && told.text().contains(word), "{}", told.text());
    }
    let missing = world.post(Who::Mona, &format!("{PAGE}/nonsense/book"), &[("form", "book"), ("declared", "yes")]).await;
    assert_eq!(missing.status, 404);
}

#[tokio::test]
async fn who_comes_too_late_reads_what_the_page_of_the_date_says() {
    let world = World::new().await;
    let (ods, slot) = (code("X10001"), a_slot(&world, "2023-10-18", 1).await);
    make_ready(&world, "X10003").await;
    book(&world.services, &setup(), &code("X10003"), &slot.id).await.unwrap();
    let said = |page: &Answer| {
        let text = page.text();
        let start = text.find("<h1").unwrap_or_else(|| panic!("{text}"));
        text[start..text.find("</main>").unwrap()].to_owned()
    };
    let both = async |words: &[&str], waits: bool| {
        let answer = world.post(Who::Mona, &check_of(&slot), &[("form", "book"), ("declared", "yes")]).await;
        assert_eq!(answer.status, 409);
        let told = said(&answer);
        assert_eq!(told, said(&world.get(Who::Mona, &check_of(&slot)).await));
        assert!(words.iter().all(|word| told.contains(word)), "{words:?}: {told}");
        assert_eq!(told.contains("Join the waiting list"), waits, "{words:?}: {told}");
    };
    both(&["Alder Surgery, X10001", "finish the required checklist items"], false).await;
    make_ready(&world, "X10001").await;
    both(&["every place on this date is taken"], true).await;
    let asked = post_matrix(&world, &check_of(&slot), &[("form", "book"), ("declared", "yes")]).await;
    assert_eq!(asked, of_x1a(303, 409, 403, 403, 409), "who may not book is told nothing of the date");
    join(&world.services, &setup(), &ods, &slot.id).await.unwrap();
    both(&["every place on this date is taken"], false).await;
    leave(&world.services, &setup(), &ods, &slot.id).await.unwrap();
    ask(&world.services, &setup(), &ods, ["closing-or-merging", "We merge", ""]).await.unwrap();
    let id = exceptions::load(&world.services, &setup(), &ods).await.unwrap().waiting.unwrap().id;
    let until = ExceptionDecision::Agree("2023-12-31".parse().unwrap());
    decide(&world.services, &setup(), &ods, &id, until, "").await.unwrap();
    both(&["every place on this date is taken"], false).await;
    move_clock(&world, "2023-09-28").await;
    both(&["the last day to sign up for this date has passed"], false).await;
    move_clock(&world, "2023-10-19").await;
    assert_eq!(world.get(Who::Mona, &check_of(&slot)).await.status, 404);
    let gone = world.post(Who::Mona, &check_of(&slot), &[("form", "book"), ("declared", "yes")]).await;
    assert!(gone.status == 409 && !gone.text().contains("Join the waiting list"), "a date that has passed is not shown: {}", gone.text());
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
    let check = format!("/practices/X10002/slots/{}/book", slot.id);
    assert_eq!(world.post(Who::Mona, &check, &[("form", "book"), ("declared", "yes")]).await.status, 409);
    let none = World::new().await;
    assert!(none.get(Who::Mona, PAGE).await.text().contains("No date is on offer at the moment"));
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
    assert!(page.contains("Closed") && page.contains("Sign-up has closed"), "{page}");
    assert!(!world.get(Who::Colin, PAGE).await.text().contains("Ines"), "who reads figures is told no names");
    move_clock(&world, "2023-10-12").await;
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("No date is left") && !page.contains("No date is on offer"), "said once: {page}");
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
    for page in ["cancel", "defer"].map(|page| format!("{PAGE}/{page}")) {
        assert_eq!(world.get(Who::Ines, &page).await.location(), PAGE);
        let day = [("wanted_from[day]", "1"), ("wanted_from[month]", "12"), ("wanted_from[year]", "2023")];
        let fields = [&[("reason", "It did not work")][..], &day].concat();
        assert_eq!(world.post(Who::Ines, &page, &fields).await.location(), PAGE);
        let told = world.get(Who::Ines, PAGE).await;
        assert_eq!(told.status, 409);
        assert!(told.text().contains("The date, 18 October 2023, has come"), "{}", told.text());
        assert!(told.text().contains("From the day after, you can say on the page of your date that it did not work."));
    }
}
