//! `/practices/{ods}/changes`.

use sea_orm::ConnectionTrait;

use crate::journey::{assert_summary_links, form, has_form, make_ready, of_x1a, post_matrix, send};
use crate::support::{Who, World};

const PAGE: &str = "/practices/X10001/changes";
const CLAIM: &str = "claim";
const DECIDE: &str = "decide";
const WITHDRAW: &str = "withdraw";
const SUCCESSOR: &str = "/practices/X10001/changes/successor";

async fn claim(world: &World) {
    let mut fields = form(&world.get(Who::Mona, PAGE).await, CLAIM);
    fields.insert("supplier".into(), "tpp".into());
    fields.insert("reason".into(), "We moved in April".into());
    assert_eq!(send(world, Who::Mona, PAGE, &fields).await.location(), PAGE);
}

#[tokio::test]
async fn who_sees_who_says_and_who_decides() {
    let world = World::new().await;
    assert_eq!(world.matrix(PAGE).await, of_x1a(303, 200, 200, 200, 200));
    assert_eq!(post_matrix(&world, PAGE, &[("form", CLAIM)]).await, of_x1a(303, 422, 403, 403, 422));
    let decided = [("form", DECIDE), ("note", "x")];
    assert_eq!(post_matrix(&world, PAGE, &decided).await, of_x1a(303, 403, 409, 403, 409), "nothing waits");
    assert_eq!(post_matrix(&world, SUCCESSOR, &[]).await, of_x1a(303, 403, 303, 403, 303));
    let told = world.get(Who::Ines, PAGE).await;
    assert!(told.status == 409 && told.text().contains("nobody has taken over from it"), "an open practice has no such page");
}

#[tokio::test]
async fn a_claim_changes_the_system_once_the_icb_confirms_it() {
    let world = World::new().await;
    make_ready(&world, "X10001").await;
    claim(&world).await;
    let waits = world.get(Who::Mona, PAGE).await;
    assert!(!has_form(&waits, CLAIM));
    let waits = waits.text();
    assert!(waits.contains("Waiting for the ICB") && waits.contains("We moved in April"), "{waits}");
    assert!(world.get(Who::Ines, "/exceptions").await.text().contains("Its system is TPP"));
    let mut fields = form(&world.get(Who::Ines, PAGE).await, DECIDE);
    fields.insert("verdict".into(), "agree".into());
    assert_eq!(send(&world, Who::Ines, PAGE, &fields).await.location(), PAGE);
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("Confirmed by the ICB on 18 September 2023") && page.contains("the system changed from EMIS to TPP"), "{page}");
    assert!(world.get(Who::Mona, "/practices/X10001/self-switch").await.text().contains("Switch on in SystmOne"));
    let history = world.get(Who::Mona, "/practices/X10001/history").await.text();
    assert!(history.contains("System supplier changed from EMIS to TPP") && !history.contains("from an organisation file"), "{history}");
}

#[tokio::test]
async fn mistakes_are_told_next_to_the_field() {
    let world = World::new().await;
    let mut fields = form(&world.get(Who::Mona, PAGE).await, CLAIM);
    fields.insert("evidence".into(), "A contract".into());
    let failed = send(&world, Who::Mona, PAGE, &fields).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["supplier", "reason"]);
    assert_eq!(form(&failed, CLAIM)["evidence"], "A contract");
    claim(&world).await;
    let mut fields = form(&world.get(Who::Ines, PAGE).await, DECIDE);
    fields.insert("verdict".into(), "refuse".into());
    assert_summary_links(&send(&world, Who::Ines, PAGE, &fields).await, &["note"]);
}

async fn close(world: &World) {
    let close = "UPDATE practice SET is_open = FALSE, closed_on = '2023-09-15' WHERE ods_code = 'X10001'";
    world.services.store.writer().execute_unprepared(close).await.unwrap();
}

#[tokio::test]
async fn of_a_closed_practice_the_icb_names_who_took_over() {
    let world = World::new().await;
    assert_eq!(world.get(Who::Ines, SUCCESSOR).await.location(), PAGE, "nobody takes over from an open practice");
    close(&world).await;
    assert!(world.get(Who::Ines, PAGE).await.text().contains(&format!("href=\"{SUCCESSOR}\"")));
    let mut fields = form(&world.get(Who::Ines, SUCCESSOR).await, "");
    fields.insert("successor".into(), "X10001".into());
    let failed = send(&world, Who::Ines, SUCCESSOR, &fields).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["successor"]);
    fields.insert("successor".into(), "x10002".into());
    assert_eq!(send(&world, Who::Ines, SUCCESSOR, &fields).await.location(), PAGE);
    let page = world.get(Who::Mona, PAGE).await;
    assert!(!has_form(&page, CLAIM));
    let page = page.text();
    assert!(page.contains("href=\"/practices/X10002\"") && !page.contains(SUCCESSOR), "{page}");
    assert!(world.get(Who::Mona, "/practices/X10001").await.text().contains("Its patients are with"));
}

#[tokio::test]
async fn a_claim_is_taken_back_and_read_without_words_by_who_reads_figures() {
    let world = World::new().await;
    claim(&world).await;
    let read = world.get(Who::Colin, PAGE).await.text();
    assert!(
        read.contains("The practice says") && read.contains("TPP") && !read.contains("We moved in April") && !read.contains("Mona"),
        "{read}"
    );
    for who in [Who::Ines, Who::Mona] {
        let html = world.get(who, PAGE).await.text();
        assert!(html.contains("We moved in April") && html.contains("by Mona"), "{who:?}: {html}");
    }
    let another = [("form", WITHDRAW), ("request", "none")];
    assert_eq!(post_matrix(&world, PAGE, &another).await, of_x1a(303, 409, 403, 403, 409), "it is not the one that waits");
    let fields = form(&world.get(Who::Mona, PAGE).await, WITHDRAW);
    assert_eq!(send(&world, Who::Mona, PAGE, &fields).await.location(), PAGE);
    let page = world.get(Who::Mona, PAGE).await;
    assert!(page.text().contains("Your request is withdrawn.") && has_form(&page, CLAIM), "{}", page.text());
    assert!(world.get(Who::Ines, "/exceptions").await.text().contains("Nothing waits for a decision."));
    assert!(world.get(Who::Mona, "/practices/X10001/history").await.text().contains("Withdrew that the system is another, by Mona"));
}
