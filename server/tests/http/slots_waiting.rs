//! The waiting list of a full date, giving a date up for a later one, and the manual way.

use domain::checklist::TypedSignOff;
use services::checklist::{reopen, sign};
use services::slots::{book, cancel, join};

use crate::journey::{a_slot, assert_summary_links, form, make_ready, move_clock, of_x1a, post_matrix, send, set_day, setup};
use crate::support::{Who, World, code};

const PAGE: &str = "/practices/X10001/slots";

#[tokio::test]
async fn a_full_date_is_waited_for_offered_and_taken() {
    let world = World::new().await;
    for practice in ["X10001", "X10003"] {
        make_ready(&world, practice).await;
    }
    let slot = a_slot(&world, "2023-10-18", 1).await;
    book(&world.services, &setup(), &code("X10003"), &slot.id).await.unwrap();
    let wait = format!("{PAGE}/{}/wait", slot.id);
    assert_eq!(world.matrix(&wait).await, of_x1a(303, 200, 403, 403, 200));
    assert!(world.get(Who::Mona, PAGE).await.text().contains(&format!("href=\"{wait}\"")));

    let join = form(&world.get(Who::Mona, &wait).await, "join");
    assert_eq!(send(&world, Who::Mona, &wait, &join).await.location(), PAGE);
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("You are on the waiting list.") && page.contains("You are number 1 on the waiting list"), "{page}");
    let twice = send(&world, Who::Mona, &wait, &join).await;
    assert_eq!(twice.status, 409, "twice is not a second place on the list");
    assert!(twice.text().contains("You are number 1 on the waiting list."), "{}", twice.text());

    cancel(&world.services, &setup(), &code("X10003"), "Staff are ill").await.unwrap();
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("A place is kept for you until 20 September 2023 at 9:05am BST"), "{page}");
    let otto = world.get(Who::Otto, "/practices/X10003/slots").await.text();
    assert!(otto.contains("Full") && otto.contains("Join the waiting list"), "the place is kept: {otto}");

    let check = format!("{PAGE}/{}/book", slot.id);
    let mut fields = form(&world.get(Who::Mona, &check).await, "take-up");
    fields.insert("declared".into(), "yes".into());
    assert_eq!(send(&world, Who::Mona, &check, &fields).await.location(), PAGE);
    assert!(world.get(Who::Mona, PAGE).await.text().contains("<strong>18 October 2023</strong>"));
}

#[tokio::test]
async fn the_practice_and_its_line_say_which_date_is_waited_for_and_which_is_kept() {
    let world = World::new().await;
    for practice in ["X10001", "X10003"] {
        make_ready(&world, practice).await;
    }
    let (full, ods, home) = (a_slot(&world, "2023-10-18", 1).await, code("X10001"), "/practices/X10001");
    let both = async |words: &str| {
        for page in [home, "/practices"] {
            let html = world.get(Who::Mona, page).await.text().replace("<!>", "");
            assert!(html.contains(words), "{words}: {html}");
        }
    };
    book(&world.services, &setup(), &code("X10003"), &full.id).await.unwrap();
    join(&world.services, &setup(), &ods, &full.id).await.unwrap();
    both("Wait for a place: every EMIS date is full, and you are on the waiting list for 18 October 2023.").await;
    // With a place on another date, that is the next step, and the list stands beside it.
    let other = a_slot(&world, "2023-10-25", 5).await;
    both("Book a date on which EMIS switches your practice on.").await;
    both("You are on the waiting list for 18 October 2023. <a href=\"/practices/X10001/slots\">").await;
    let readers = world.get(Who::Colin, home).await.text();
    assert!(readers.contains("on the waiting list for 18 October 2023") && !readers.contains("See your place on the list"), "{readers}");

    cancel(&world.services, &setup(), &code("X10003"), "Staff are ill").await.unwrap();
    both("A place on 18 October 2023 is kept for you until 20 September 2023 at 9:05am BST. Take it or turn it down.").await;
    both(&format!("href=\"{PAGE}/{}/wait\"", full.id)).await;
    // Who has booked meanwhile is told of the place that is kept beside its date.
    book(&world.services, &setup(), &ods, &other.id).await.unwrap();
    both("Wait for your EMIS date, 25 October 2023.").await;
    both(&format!("is kept for you until 20 September 2023 at 9:05am BST. <a href=\"{PAGE}/{}/wait\">", full.id)).await;
}

#[tokio::test]
async fn an_offer_that_cannot_be_taken_says_why() {
    let world = World::new().await;
    for practice in ["X10001", "X10003"] {
        make_ready(&world, practice).await;
    }
    let (slot, ods) = (a_slot(&world, "2023-10-18", 1).await, code("X10001"));
    book(&world.services, &setup(), &code("X10003"), &slot.id).await.unwrap();
    join(&world.services, &setup(), &ods, &slot.id).await.unwrap();
    let wait = format!("{PAGE}/{}/wait", slot.id);

    reopen(&world.services, &setup(), &ods, "A setting was wrong").await.unwrap();
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("You are number 1 on the waiting list") && page.contains("Finish your checklist first"), "{page}");
    assert!(world.get(Who::Mona, &wait).await.text().contains("A place that comes free now goes to the next practice"));

    let typed = TypedSignOff { name: "Setup".to_owned(), declared: true, ..TypedSignOff::default() };
    sign(&world.services, &setup(), &ods, 1, &typed).await.unwrap();
    cancel(&world.services, &setup(), &code("X10003"), "Staff are ill").await.unwrap();
    assert!(world.get(Who::Mona, &wait).await.text().contains("Take the place"));
    reopen(&world.services, &setup(), &ods, "A setting was wrong").await.unwrap();
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("A place is kept for you until") && page.contains("Finish your checklist first"), "{page}");
    assert!(page.contains("Turn it down") && !page.contains("Take it or turn it down"), "{page}");
    let page = world.get(Who::Mona, &wait).await.text();
    assert!(page.contains("You cannot take it as things are: finish the required checklist items"), "{page}");
    assert!(!page.contains("Take the place") && page.contains("Turn the place down"), "{page}");
    let check = format!("{PAGE}/{}/book", slot.id);
    assert_eq!(world.post(Who::Mona, &check, &[("form", "take-up"), ("declared", "yes")]).await.status, 409);
}

#[tokio::test]
async fn who_waits_and_leaves() {
    let world = World::new().await;
    for practice in ["X10001", "X10003"] {
        make_ready(&world, practice).await;
    }
    let slot = a_slot(&world, "2023-10-18", 1).await;
    book(&world.services, &setup(), &code("X10003"), &slot.id).await.unwrap();
    // Ada comes after Mona: the practice is on the list by then, or off it. Of the place that is taken up nobody has declared anything.
    for (page, form, mona, ada) in [("wait", "join", 303, 409), ("wait", "leave", 303, 409), ("book", "take-up", 422, 422)] {
        let statuses = post_matrix(&world, &format!("{PAGE}/{}/{page}", slot.id), &[("form", form)]).await;
        assert_eq!(statuses, of_x1a(303, mona, 403, 403, ada), "{form}");
    }
    assert!(world.get(Who::Mona, PAGE).await.text().contains("Join the waiting list"));
}

#[tokio::test]
async fn a_date_is_put_off_with_a_reason_and_a_day() {
    let world = World::new().await;
    let ods = make_ready(&world, "X10001").await;
    let slot = a_slot(&world, "2023-10-18", 20).await;
    book(&world.services, &setup(), &ods, &slot.id).await.unwrap();
    let page = format!("{PAGE}/defer");
    assert_eq!(world.matrix(&page).await, of_x1a(303, 200, 200, 403, 200));
    let mut fields = form(&world.get(Who::Mona, &page).await, "");
    let failed = send(&world, Who::Mona, &page, &fields).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["reason", "wanted_from"]);
    fields.insert("reason".into(), "Our server moves".into());
    set_day(&mut fields, "wanted_from", ["6", "11", "2023"]);
    assert_eq!(send(&world, Who::Mona, &page, &fields).await.location(), PAGE);
    let html = world.get(Who::Mona, PAGE).await.text();
    assert!(html.contains("You have given up your date.") && html.contains("want another from 6 November 2023."), "{html}");
}

#[tokio::test]
async fn after_the_cut_off_the_icb_sub_group_still_helps() {
    let world = World::new().await;
    let ods = make_ready(&world, "X10001").await;
    let slot = a_slot(&world, "2023-10-18", 20).await;
    book(&world.services, &setup(), &ods, &slot.id).await.unwrap();
    move_clock(&world, "2023-09-28").await;
    let (page, fields) = (format!("{PAGE}/cancel"), [("reason", "Staff are ill")]);
    assert_eq!(world.post(Who::Mona, &page, &fields).await.location(), PAGE, "there is nothing left to ask on the page of the form");
    assert_eq!(world.get(Who::Mona, PAGE).await.status, 409);
    assert!(world.get(Who::Ines, PAGE).await.text().contains("Cancel your booking"));
    world.post(Who::Ines, &page, &fields).await;
    assert!(world.get(Who::Ines, PAGE).await.text().contains("Your booking is cancelled."));
}

#[tokio::test]
async fn who_missed_every_date_goes_the_manual_way() {
    const MANUAL: &str = "/practices/X10001/slots/manual";
    let world = World::new().await;
    make_ready(&world, "X10001").await;
    a_slot(&world, "2023-10-18", 20).await;
    assert_eq!(world.matrix(MANUAL).await, of_x1a(303, 200, 200, 200, 200));
    assert!(world.get(Who::Mona, MANUAL).await.text().contains("You do not need it now"));
    move_clock(&world, "2023-09-28").await;
    assert!(world.get(Who::Mona, PAGE).await.text().contains(&format!("href=\"{MANUAL}\"")));
    let home = world.get(Who::Mona, "/practices/X10001").await.text();
    assert!(home.contains("No EMIS date is left.") && home.contains(&format!("href=\"{MANUAL}\"")), "{home}");
    assert!(!home.contains("Book a date"), "{home}");
    let mut fields = form(&world.get(Who::Mona, MANUAL).await, "");
    assert_eq!(fields["step"], "existing");
    let failed = send(&world, Who::Mona, MANUAL, &fields).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["day", "accounts"]);
    set_day(&mut fields, "day", ["27", "9", "2023"]);
    fields.insert("accounts".into(), "120".into());
    assert_eq!(send(&world, Who::Mona, MANUAL, &fields).await.location(), MANUAL);
    let page = world.get(Who::Mona, MANUAL).await;
    assert!(page.text().contains("Review new accounts by 4 October 2023.") && page.text().contains("120"), "{}", page.text());
    assert_eq!(form(&page, "")["step"], "review");
    let readers = world.get(Who::Colin, MANUAL).await.text();
    assert!(page.text().contains("by Mona") && readers.contains("120") && !readers.contains("Mona"), "{readers}");
}
