//! A date that has passed, after which patients do not have access.

use sea_orm::ConnectionTrait;
use services::slots::book;

use crate::journey::{a_slot, assert_summary_links, form, make_ready, move_clock, of_x1a, post_matrix, send, setup};
use crate::support::{Who, World};

const PAGE: &str = "/practices/X10001/slots";
const SAY_SO: &str = "/practices/X10001/slots/did-not-work";

#[tokio::test]
async fn after_its_date_a_practice_or_its_icb_says_that_it_did_not_work() {
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
        let fields = form(&world.get(who, SAY_SO).await, "");
        let failed = send(&world, who, SAY_SO, &fields).await;
        assert_eq!(failed.status, 422);
        assert_summary_links(&failed, &["reason"]);
    }
    assert_eq!(post_matrix(&world, SAY_SO, &[("reason", "Nobody <sees> a note")]).await, of_x1a(303, 303, 303, 403, 303));
    // What came after the first of them is told that there is no date.
    assert_eq!(world.get(Who::Ines, PAGE).await.status, 409);
    let page = world.get(Who::Ines, PAGE).await.text();
    assert!(page.contains("EMIS date, 18 October 2023, did not work: patients do not have access. It needs another."), "{page}");
    let own = world.get(Who::Mona, PAGE).await;
    let own = if own.status == 409 { world.get(Who::Mona, PAGE).await } else { own }.text();
    assert!(own.contains(&format!("href=\"{PAGE}/{}/book\"", later.id)), "{own}");
    assert!(own.contains("Your EMIS date, 18 October 2023, did not work: patients do not have access. Choose another below."), "{own}");
    let again =
        "Your EMIS date, 18 October 2023, did not work. No place is left by the deadline. Book the first date after it that you can.";
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
    let mut fields = form(&page, "confirm");
    fields.extend([("verdict".into(), "not-yet".into()), ("evidence".into(), "None of five <patients> sees & reads a note".into())]);
    assert_eq!(send(&world, Who::Mona, PAGE, &fields).await.location(), SAY_SO);
    let asked = world.get(Who::Mona, SAY_SO).await;
    assert_eq!((asked.status.as_u16(), asked.text().contains("There is a problem")), (200, false));
    assert_eq!(form(&asked, "")["reason"], "None of five <patients> sees & reads a note");
    assert_eq!(form(&world.get(Who::Mona, SAY_SO).await, "")["reason"], "", "once");
    assert_eq!(post_matrix(&world, PAGE, &[("form", "confirm"), ("verdict", "not-yet")]).await, of_x1a(303, 303, 403, 403, 303));
}

#[tokio::test]
async fn who_says_that_a_date_did_not_work_reads_who_is_told() {
    let world = World::new().await;
    let ods = make_ready(&world, "X10001").await;
    for (date, next_day, who, told) in [
        ("2023-10-18", "2023-10-19", Who::Ines, "Recorded. We will email Mona and Nell."),
        ("2023-11-22", "2023-11-23", Who::Mona, "Recorded. We will email Ines."),
        ("2023-12-20", "2023-12-21", Who::Mona, "Recorded. We have no contact at your ICB sub-group. Please tell them yourself."),
    ] {
        let slot = a_slot(&world, date, 20).await;
        book(&world.services, &setup(), &ods, &slot.id).await.unwrap();
        move_clock(&world, next_day).await;
        if told.contains("no contact") {
            world.services.store.writer().execute_unprepared("UPDATE account SET status = 'suspended' WHERE name = 'Ines'").await.unwrap();
        }
        let page = world.get(who, SAY_SO).await.text();
        assert!(page.contains("sent what you write") && page.contains("Do not write anything about patients."), "{page}");
        world.post(who, SAY_SO, &[("reason", "The app shows nothing")]).await;
        let page = world.get(who, PAGE).await.text();
        assert!(page.contains(told), "{told} {page}");
    }
}
