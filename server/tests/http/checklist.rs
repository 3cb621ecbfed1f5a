//! `/practices/{ods}/checklist/{section}`.

use crate::journey::{assert_summary_links, form, has_form, make_ready, of_x1a, post_matrix, send};
use crate::support::{Who, World};

const PAGE: &str = "/practices/X10001/checklist/policies";

#[tokio::test]
async fn who_sees_a_section() {
    let world = World::new().await;
    assert_eq!(world.matrix(PAGE).await, of_x1a(303, 200, 200, 200, 200));
    for missing in ["/practices/X10001/checklist/nonsense", "/practices/X99999/checklist/policies", "/practices/!/checklist/policies"] {
        assert_eq!(world.get(Who::Ada, missing).await.status, 404, "{missing}");
    }
    assert!(world.get(Who::Nobody, PAGE).await.location().starts_with("/sign-in?next="));
}

#[tokio::test]
async fn who_answers() {
    let world = World::new().await;
    let fields = [("items[dpia][revision]", "0"), ("items[dpia][state]", "done")];
    assert_eq!(post_matrix(&world, PAGE, &fields).await, of_x1a(303, 303, 403, 403, 303));
    assert!(world.post(Who::Nobody, PAGE, &fields).await.location().starts_with("/sign-in?ended=lost&next="), "said, for it was typed");
    assert_eq!(world.post(Who::Mona, PAGE, &fields).await.location(), "/practices/X10001");
    let readers = world.get(Who::Ines, PAGE).await;
    assert!(readers.text().contains("Done") && !has_form(&readers, ""), "{}", readers.text());
}

#[tokio::test]
async fn an_answer_stands_there_with_who_and_when() {
    let world = World::new().await;
    let page = world.get(Who::Mona, PAGE).await;
    assert!(page.text().contains("<title>Policies and processes - "), "{}", page.text());
    let mut fields = form(&page, "");
    fields.insert("items[dpia][state]".into(), "not_applicable".into());
    fields.insert("items[dpia][reason]".into(), "Our PCN has done it.".into());
    fields.insert("items[dpia][evidence_url]".into(), "https://example.com/dpia?a=1&b=2".into());
    assert_eq!(send(&world, Who::Mona, PAGE, &fields).await.location(), "/practices/X10001");
    let page = world.get(Who::Mona, PAGE).await;
    let html = page.text();
    assert!(html.contains("Last changed by Mona on 18 September 2023 at 9:05am BST"), "{html}");
    let again = form(&page, "");
    assert_eq!(again["items[dpia][reason]"], "Our PCN has done it.");
    assert_eq!((again["items[dpia][state]"].as_str(), again["items[dpia][revision]"].as_str()), ("not_applicable", "1"));
    let read = world.get(Who::Ines, PAGE).await.text();
    assert!(read.contains("href=\"https://example.com/dpia?a=1&amp;b=2\""), "{read}");

    // Sent as it was loaded, nothing changes.
    send(&world, Who::Mona, PAGE, &again).await;
    let unchanged = form(&world.get(Who::Mona, PAGE).await, "");
    assert_eq!(unchanged["items[dpia][revision]"], "1");
}

#[tokio::test]
async fn a_mistake_keeps_everything_typed_and_is_shown_once() {
    let world = World::new().await;
    let mut fields = form(&world.get(Who::Mona, PAGE).await, "");
    fields.insert("items[policies-reviewed][state]".into(), "done".into());
    fields.insert("items[policies-reviewed][note]".into(), "Read <all> of them".into());
    fields.insert("items[dpia][state]".into(), "not_applicable".into());
    fields.insert("items[clinical-safety][evidence_url]".into(), "javascript:alert(1)".into());
    fields.insert("items[registration-process][note]".into(), "x".repeat(2001));
    let page = send(&world, Who::Mona, PAGE, &fields).await;
    assert_eq!(page.status, 422);
    assert_summary_links(&page, &["items-dpia-reason", "items-clinical-safety-evidence_url", "items-registration-process-note"]);
    let kept = form(&page, "");
    for (name, value) in &fields {
        assert_eq!(kept.get(name), Some(value), "{name}");
    }
    assert!(page.text().contains("Say why “Complete a data protection impact assessment” does not apply to your practice"));
    let next = world.get(Who::Mona, PAGE).await;
    assert_eq!(next.status, 200);
    assert!(!next.text().contains("There is a problem"));
    assert_eq!(form(&next, "")["items[policies-reviewed][state]"], "not_started", "nothing was kept");
}

#[tokio::test]
async fn of_two_editors_the_second_sees_both_versions_and_may_insist() {
    let world = World::new().await;
    let (mut first, mut second) = (form(&world.get(Who::Ada, PAGE).await, ""), form(&world.get(Who::Mona, PAGE).await, ""));
    first.insert("items[dpia][state]".into(), "done".into());
    first.insert("items[dpia][note]".into(), "Signed in June".into());
    second.insert("items[dpia][note]".into(), "Waiting for a signature".into());
    second.insert("items[clinical-safety][state]".into(), "done".into());
    send(&world, Who::Ada, PAGE, &first).await;
    let page = send(&world, Who::Mona, PAGE, &second).await;
    assert_eq!(page.status, 409);
    assert_summary_links(&page, &["items-dpia-state"]);
    let html = page.text();
    assert!(html.contains("Ada answered this on 18 September 2023 at 9:05am BST") && html.contains("Signed in June"), "{html}");
    let kept = form(&page, "");
    assert_eq!((kept["items[dpia][note]"].as_str(), kept["items[clinical-safety][state]"].as_str()), ("Waiting for a signature", "done"));
    assert_eq!(send(&world, Who::Mona, PAGE, &kept).await.location(), "/practices/X10001");
    let now = form(&world.get(Who::Mona, PAGE).await, "");
    assert_eq!((now["items[dpia][note]"].as_str(), now["items[dpia][revision]"].as_str()), ("Waiting for a signature", "2"));
}

#[tokio::test]
async fn different_items_of_one_page_do_not_clash() {
    let world = World::new().await;
    let (mut first, mut second) = (form(&world.get(Who::Ada, PAGE).await, ""), form(&world.get(Who::Mona, PAGE).await, ""));
    first.insert("items[dpia][note]".into(), "one".into());
    second.insert("items[clinical-safety][note]".into(), "two".into());
    send(&world, Who::Ada, PAGE, &first).await;
    assert_eq!(send(&world, Who::Mona, PAGE, &second).await.location(), "/practices/X10001");
    let now = form(&world.get(Who::Mona, PAGE).await, "");
    assert_eq!((now["items[dpia][note]"].as_str(), now["items[clinical-safety][note]"].as_str()), ("one", "two"));
}

#[tokio::test]
async fn what_is_written_stays_text() {
    let world = World::new().await;
    let attack = "</textarea><script>alert(1)</script><img src=x onerror=alert(2)>\"'";
    let mut fields = form(&world.get(Who::Mona, PAGE).await, "");
    fields.insert("items[dpia][state]".into(), "not_applicable".into());
    fields.insert("items[dpia][note]".into(), attack.into());
    fields.insert("items[dpia][reason]".into(), attack.into());
    fields.insert("items[clinical-safety][evidence_url]".into(), attack.into());
    let failed = send(&world, Who::Mona, PAGE, &fields).await;
    assert_eq!(failed.status, 422);
    fields.insert("items[clinical-safety][evidence_url]".into(), "https://example.com/\"><script>alert(3)</script>".into());
    send(&world, Who::Mona, PAGE, &fields).await;
    for (who, page) in [(Who::Mona, failed), (Who::Mona, world.get(Who::Mona, PAGE).await), (Who::Ines, world.get(Who::Ines, PAGE).await)] {
        let html = page.text();
        assert!(!html.contains("<script>") && !html.contains("<img"), "{who:?}: {html}");
        assert!(html.contains("&lt;script&gt;alert(1)"), "{who:?}: {html}");
    }
}

#[tokio::test]
async fn settings_are_not_waved_away_and_each_route_has_its_own() {
    let world = World::new().await;
    let emis = world.get(Who::Mona, "/practices/X10001/checklist/settings").await;
    assert!(emis.text().contains("EMAS Manager") && !emis.text().contains("value=\"not_applicable\""));
    let tpp = world.get(Who::Mona, "/practices/X10002/checklist/settings").await;
    assert!(tpp.text().contains("SystmOne") && !tpp.text().contains("EMAS Manager"));
    let settings = "/practices/X10001/checklist/settings";
    let crafted = [
        ("items[settings-emis][revision]", "0"),
        ("items[settings-emis][state]", "not_applicable"),
        ("items[settings-emis][reason]", "We are sure"),
    ];
    assert_eq!(world.post(Who::Mona, settings, &crafted).await.status, 422);
    let other = [("items[settings-tpp][revision]", "0"), ("items[settings-tpp][state]", "done")];
    assert_eq!(world.post(Who::Mona, settings, &other).await.status, 409);
    make_ready(&world, "X10001").await;
}

/// Everything in a section, said to be done.
async fn finish(world: &World, section: &str) -> String {
    let page = format!("/practices/X10001/checklist/{section}");
    let mut fields = form(&world.get(Who::Mona, &page).await, "");
    for (name, value) in &mut fields {
        if name.ends_with("[state]") {
            *value = "done".to_owned();
        }
    }
    send(world, Who::Mona, &page, &fields).await.location().to_owned()
}

#[tokio::test]
async fn from_section_to_section_to_the_sign_off() {
    let world = World::new().await;
    assert_eq!(finish(&world, "policies").await, "/practices/X10001/checklist/staff");
    let next = world.get(Who::Mona, "/practices/X10001/checklist/staff").await.text();
    assert!(next.contains("Your answers in “Policies and processes” are saved. 4 sections are left."), "{next}");
    assert!(next.contains("href=\"/practices/X10001#whole-checklist\" class=\"nhsuk-action-link\">"), "{next}");
    assert_eq!(finish(&world, "safeguarding").await, "/practices/X10001/checklist/settings");
    assert_eq!(finish(&world, "settings").await, "/practices/X10001/checklist/patients");
    assert_eq!(finish(&world, "patients").await, "/practices/X10001/checklist/staff", "what was passed over");
    assert!(world.get(Who::Mona, "/practices/X10001/checklist/staff").await.text().contains("1 section is left."));
    assert_eq!(finish(&world, "staff").await, "/practices/X10001/checklist/sign-off");
    let sign_off = "/practices/X10001/checklist/sign-off";
    let page = world.get(Who::Mona, sign_off).await;
    let saved = "Your answers in “Staff” are saved. You have completed every required item. You can now sign off the checklist.";
    assert!(page.text().contains(saved), "{}", page.text());
    // Somebody who comes back to a section of a checklist that is signed wanted that section.
    let mut fields = form(&page, "sign-off");
    fields.insert("declared".into(), "yes".into());
    send(&world, Who::Mona, sign_off, &fields).await;
    assert_eq!(finish(&world, "staff").await, "/practices/X10001");
}

#[tokio::test]
async fn what_need_not_be_answered_says_so() {
    let world = World::new().await;
    for who in [Who::Mona, Who::Ines] {
        let html = world.get(who, "/practices/X10001/checklist/patients").await.text();
        assert!(html.contains(">Plan a weekly look at new accounts (optional)</h2>"), "{who:?}: {html}");
        assert!(html.contains(">Tell your patients</h2>"), "{who:?}: {html}");
    }
    let several = world.get(Who::Mona, "/checklist/weekly-review/several").await.text();
    assert!(several.contains("Plan a weekly look at new accounts (optional)</h1>"), "{several}");
}

#[tokio::test]
async fn a_section_that_is_sent_as_it_was_is_no_success() {
    let world = World::new().await;
    let fields = form(&world.get(Who::Mona, PAGE).await, "");
    let sent = send(&world, Who::Mona, PAGE, &fields).await;
    let page = world.get(Who::Mona, sent.location()).await.text();
    assert!(page.contains("No changes to save in") && page.contains(">Important</h2>") && !page.contains(">Success</h2>"), "{page}");
}

#[tokio::test]
async fn a_section_says_what_it_leaves_open() {
    let world = World::new().await;
    let home = "/practices/X10002";
    let page = format!("{home}/checklist/patients");
    let mut fields = form(&world.get(Who::Mona, &page).await, "");
    fields.insert("items[patients-told][state]".into(), "done".into());
    send(&world, Who::Mona, &page, &fields).await;
    assert!(world.get(Who::Mona, home).await.text().contains("1 optional item is open"));
    let mut fields = form(&world.get(Who::Mona, &page).await, "");
    fields.insert("complete".into(), "later".into());
    send(&world, Who::Mona, &page, &fields).await;
    assert!(world.get(Who::Ines, home).await.text().contains("You said you will come back to this"));
}

#[tokio::test]
async fn ones_own_other_window_is_told_as_such() {
    let world = World::new().await;
    let (mut first, mut second) = (form(&world.get(Who::Mona, PAGE).await, ""), form(&world.get(Who::Mona, PAGE).await, ""));
    first.insert("items[dpia][note]".into(), "one".into());
    second.insert("items[dpia][note]".into(), "two".into());
    send(&world, Who::Mona, PAGE, &first).await;
    let page = send(&world, Who::Mona, PAGE, &second).await.text();
    let told = "You changed “Complete a data protection impact assessment” in another window at 9:05am BST.";
    assert!(page.contains(told) && page.contains("You answered this in another window on 18 September 2023 at 9:05am BST"), "{page}");
}
