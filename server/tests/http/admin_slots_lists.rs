//! `/admin/slots/{slot}` and the pages that change it: which practices have the date, and which wait.

use services::slots::{book, did_not_work, join};

use crate::journey::{a_slot, make_ready, move_clock, setup};
use crate::support::{Who, World, code};

#[tokio::test]
async fn whom_a_change_concerns_is_named_with_a_link() {
    let world = World::new().await;
    for practice in ["X10001", "X10003"] {
        make_ready(&world, practice).await;
    }
    let slot = a_slot(&world, "2023-10-18", 1).await;
    let own = format!("/admin/slots/{}", slot.id);
    assert!(!world.get(Who::Ada, &own).await.text().contains("Practices that have it ("), "nobody has it yet");
    book(&world.services, &setup(), &code("X10003"), &slot.id).await.unwrap();
    join(&world.services, &setup(), &code("X10001"), &slot.id).await.unwrap();
    for page in ["", "/move", "/cancel"] {
        let html = world.get(Who::Ada, &format!("{own}{page}")).await.text();
        for words in ["Practices that have it (1)", "Cedar Surgery", "First ICB", "18 September 2023 at 9:05am BST"] {
            assert!(html.contains(words), "{page} has no {words}: {html}");
        }
        assert!(html.contains("href=\"/practices/X10003/slots\"") && html.contains("href=\"/practices/X10001/slots\""), "{html}");
        assert!(html.contains("On the waiting list (1)") && html.contains("Number 1") && !html.contains("Not confirmed"), "{html}");
    }
}

#[tokio::test]
async fn a_date_that_has_passed_says_who_confirmed_it() {
    let world = World::new().await;
    for practice in ["X10001", "X10003"] {
        make_ready(&world, practice).await;
    }
    let slot = a_slot(&world, "2023-10-18", 2).await;
    for practice in ["X10001", "X10003"] {
        book(&world.services, &setup(), &code(practice), &slot.id).await.unwrap();
    }
    let own = format!("/admin/slots/{}", slot.id);
    move_clock(&world, "2023-10-19").await;
    let html = world.get(Who::Ada, &own).await.text();
    assert!(html.contains("0 confirmed, 2 not yet") && html.contains("Not confirmed"), "{html}");
    did_not_work(&world.services, &setup(), &code("X10001"), "No note is seen").await.unwrap();
    let day = "2023-10-18".parse().unwrap();
    services::confirmation::confirm(&world.services, &setup(), &code("X10003"), day, "A note is seen").await.unwrap();
    let html = world.get(Who::Ada, &own).await.text();
    for words in
        ["Practices that had it (2)", "1 confirmed, 0 not yet, 1 where it did not work", "access from 18 October 2023", "Did not work"]
    {
        assert!(html.contains(words), "{words}: {html}");
    }
}
