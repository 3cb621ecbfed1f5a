//! A form that is sent after its session has ended.

use crate::sessions::{cookie, pass, sign_in, with_cookie};
use crate::support::{Answer, Who, World, code};

const PAGE: &str = "/practices/X10001/checklist/policies";

async fn send_late(world: &World, fields: &[(&str, &str)]) -> Answer {
    pass(world, 31);
    world.post(Who::Mona, PAGE, fields).await
}

const TYPED: [(&str, &str); 1] = [("items[policies-reviewed][note]", "A long <note> & more")];

#[tokio::test]
async fn comes_back_as_typed_once_its_sender_has_signed_in_again() {
    let world = World::new().await;
    let sent = send_late(&world, &TYPED).await;
    assert_eq!((sent.status.as_u16(), sent.location()), (303, "/sign-in?ended=kept"));
    assert!(world.get_with_cookie(&sent, sent.location()).await.text().contains("what you typed is kept"));
    let back = sign_in(&world, "mona@practice.example", &cookie(&sent)).await;
    assert_eq!(back.location(), PAGE);
    let page = with_cookie(&world, &cookie(&back), PAGE).await;
    let html = page.text();
    assert!(html.contains("You were signed out before this was sent"), "{html}");
    assert!(html.contains("A long &lt;note&gt; &amp; more"), "{html}");
}

#[tokio::test]
async fn it_comes_back_in_the_form_that_it_was_typed_into_and_in_no_other() {
    let world = World::new().await;
    let page = "/practices/X10001/exception";
    pass(&world, 31);
    let sent = world.post(Who::Ines, page, &[("form", "decide"), ("note", "Not before June")]).await;
    assert_eq!(sent.location(), "/sign-in?ended=kept");
    // The practice asks only now: what is shown to its ICB is the form that was typed into.
    let asked = ["other", "We move house", ""];
    services::exceptions::ask(&world.services, &services::system_viewer("Setup"), &code("X10001"), asked).await.unwrap();
    let back = sign_in(&world, "ines@practice.example", &cookie(&sent)).await;
    let html = with_cookie(&world, &cookie(&back), page).await.text();
    assert!(html.contains("You were signed out before this was sent") && html.contains("Not before June"), "{html}");
    let world = World::new().await;
    pass(&world, 31);
    let sent = world.post(Who::Ines, page, &[("form", "review"), ("note", "Not before June")]).await;
    services::exceptions::ask(&world.services, &services::system_viewer("Setup"), &code("X10001"), asked).await.unwrap();
    let back = sign_in(&world, "ines@practice.example", &cookie(&sent)).await;
    let html = with_cookie(&world, &cookie(&back), page).await.text();
    assert!(html.contains("You were signed out before this was sent") && !html.contains("Not before June"), "another question: {html}");
}

#[tokio::test]
async fn nobody_else_at_the_same_computer_sees_it() {
    let world = World::new().await;
    let sent = send_late(&world, &TYPED).await;
    let back = sign_in(&world, "ada@practice.example", &cookie(&sent)).await;
    let html = with_cookie(&world, &cookie(&back), PAGE).await.text();
    assert!(!html.contains("A long"), "{html}");
}

#[tokio::test]
async fn what_cannot_be_kept_is_said() {
    let world = World::new().await;
    let long = "x".repeat(70_000);
    let sent = send_late(&world, &[("items[policies-reviewed][note]", &long)]).await;
    assert_eq!(sent.location(), "/sign-in?ended=lost&next=%2Fpractices%2FX10001%2Fchecklist%2Fpolicies");
    assert!(world.get(Who::Nobody, sent.location()).await.text().contains("could not be kept"));
    // Signed out in another window of the same browser: there is no session at all.
    let without = world.post(Who::Nobody, PAGE, &TYPED).await;
    assert!(without.location().starts_with("/sign-in?ended=lost&next=%2Fpractices"), "{}", without.location());
}
