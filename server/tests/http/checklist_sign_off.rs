//! `/practices/{ods}/checklist/sign-off` and `/practices/{ods}/checklist/numbers`.

use crate::journey::{
    a_slot, answer_everything, assert_summary_links, form, has_form, make_ready, move_clock, of_x1a, post_matrix, send, set_day,
};
use crate::support::{Who, World};

const PAGE: &str = "/practices/X10001/checklist/sign-off";
const SIGN: &str = "sign-off";
const REOPEN: &str = "reopen";
const NUMBERS: &str = "/practices/X10001/checklist/numbers";
const COUNT: &str = "/practices/X10001/checklist/numbers/count";
const MODEL: &str = "/practices/X10001/checklist/numbers/model";

#[tokio::test]
async fn who_sees_and_who_does() {
    let world = World::new().await;
    assert_eq!(world.matrix(PAGE).await, of_x1a(303, 200, 200, 200, 200));
    assert_eq!(world.matrix(NUMBERS).await, of_x1a(303, 200, 200, 200, 200));
    // Who may is told what is missing; the page for the model leads to the numbers until the assessment is done.
    for (page, form, told) in [(PAGE, SIGN, 422), (PAGE, REOPEN, 422), (COUNT, "", 422), (MODEL, "", 303)] {
        assert_eq!(post_matrix(&world, page, &[("form", form)]).await, of_x1a(303, told, 403, 403, told), "{page} {form}");
    }
}

#[tokio::test]
async fn what_is_open_stands_in_the_way() {
    let world = World::new().await;
    let page = world.get(Who::Mona, PAGE).await;
    let html = page.text();
    assert!(html.contains("when every required item is complete") && html.contains("/practices/X10001/checklist/settings"), "{html}");
    assert!(!has_form(&page, ""));
    let home = world.get(Who::Mona, "/practices/X10001").await.text();
    assert!(home.contains("Sign off the checklist") && home.contains("Cannot start yet"), "{home}");
}

#[tokio::test]
async fn a_named_person_declares_and_the_practice_is_ready() {
    let world = World::new().await;
    answer_everything(&world, "X10001").await;
    let home = world.get(Who::Mona, "/practices/X10001").await.text();
    assert!(home.contains("Sign off your readiness checklist: every required item is complete."), "{home}");
    let readers = world.get(Who::Ines, PAGE).await;
    assert!(readers.text().contains("Only the practice itself signs off") && !has_form(&readers, ""));
    let mut fields = form(&world.get(Who::Mona, PAGE).await, SIGN);
    assert_eq!(fields["name"], "Mona");
    fields.insert("name".into(), "Moira <Hall>".into());
    fields.insert("deputy".into(), "moira <hall>".into());
    let page = send(&world, Who::Mona, PAGE, &fields).await;
    assert_eq!(page.status, 422);
    assert_summary_links(&page, &["deputy", "declared"]);
    let mut kept = form(&page, SIGN);
    assert_eq!((kept["name"].as_str(), kept["deputy"].as_str()), ("Moira <Hall>", "moira <hall>"));
    a_slot(&world, "2023-10-25", 5).await;
    kept.insert("deputy".into(), "Sam Lee".into());
    kept.insert("declared".into(), "yes".into());
    assert_eq!(send(&world, Who::Mona, PAGE, &kept).await.location(), "/practices/X10001/slots", "to what comes next");
    let next = world.get(Who::Mona, "/practices/X10001/slots").await.text();
    assert!(next.contains("The checklist is signed off. Book a date on which EMIS switches your practice on."), "{next}");
    let home = world.get(Who::Mona, "/practices/X10001").await.text();
    assert!(home.contains("Ready to switch on"), "{home}");
    let figures = [PAGE, "/practices/X10001"].map(|page| world.get(Who::Colin, page));
    for page in futures::future::join_all(figures).await {
        assert!(!page.text().contains("Moira") && !page.text().contains("Sam Lee"), "{}", page.text());
    }
    assert!(home.contains("Signed the checklist off as Moira &lt;Hall&gt;"), "{home}");
    let section = world.get(Who::Mona, "/practices/X10001/checklist/staff").await.text();
    assert!(section.contains("has signed this checklist off") && section.contains("has to be signed off again"), "{section}");
    let again = send(&world, Who::Mona, PAGE, &kept).await;
    assert!(again.status == 409 && again.text().contains("The checklist is signed off."), "{}", again.text());
}

#[tokio::test]
async fn reopening_says_why_and_is_in_the_history() {
    let world = World::new().await;
    make_ready(&world, "X10001").await;
    let page = world.post(Who::Mona, PAGE, &[("form", REOPEN), ("reason", " ")]).await;
    assert_eq!(page.status, 422);
    assert_summary_links(&page, &["reason"]);
    world.post(Who::Mona, PAGE, &[("form", REOPEN), ("reason", "The locum list is old")]).await;
    let history = world.get(Who::Ines, "/practices/X10001/history").await.text();
    assert!(history.contains("Checklist reopened: The locum list is old") && history.contains("Stage: checklist in progress"), "{history}");
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("Sign-offs that ended") && page.contains("The locum list is old"), "{page}");
}

#[tokio::test]
async fn figures_over_half_of_the_list_owe_a_plan() {
    let world = World::new().await;
    let fields = [("patients", "many"), ("counted[day]", "18"), ("counted[month]", "9"), ("counted[year]", "2023")];
    let page = world.post(Who::Mona, COUNT, &fields).await;
    assert_eq!((page.status.as_u16(), form(&page, "")["patients"].as_str()), (422, "many"));
    assert_summary_links(&page, &["patients"]);
    let fields = [("patients", "8001"), ("counted[day]", "18"), ("counted[month]", "9"), ("counted[year]", "2023")];
    let page = world.post(Who::Mona, COUNT, &fields).await;
    assert_summary_links(&page, &["patients"]);
    assert!(page.text().contains("had 8,000 registered patients"), "{}", page.text());
    let fields = [("patients", "4001"), ("counted[day]", "18"), ("counted[month]", "9"), ("counted[year]", "2023")];
    assert_eq!(world.post(Who::Mona, COUNT, &fields).await.location(), NUMBERS);
    let html = world.get(Who::Ines, NUMBERS).await.text();
    assert!(html.contains("An action plan is owed") && html.contains("The next figure is due on 18 October 2023."), "{html}");
    assert!(html.contains("4,001") && html.contains("18 September 2023 at 9:05am BST by Mona"), "{html}");
    move_clock(&world, "2023-10-19").await;
    assert!(world.get(Who::Mona, NUMBERS).await.text().contains("The next figure was due on 18 October 2023."));
}

#[tokio::test]
async fn a_figure_is_corrected_then_removed() {
    let world = World::new().await;
    let fields = [("patients", "4001"), ("counted[day]", "18"), ("counted[month]", "9"), ("counted[year]", "2023")];
    world.post(Who::Mona, COUNT, &fields).await;
    let html = world.get(Who::Mona, NUMBERS).await.text();
    let link = html.split("href=\"").filter_map(|part| part.split('"').next()).find(|href| href.starts_with(COUNT) && *href != COUNT);
    let page = link.unwrap().to_owned();
    assert!(!world.get(Who::Ines, NUMBERS).await.text().contains(&page), "only the practice corrects");
    let mut fields = form(&world.get(Who::Mona, &page).await, "");
    assert_eq!((fields["patients"].as_str(), fields["counted[day]"].as_str()), ("4,001", "18"));
    fields.extend([("patients".to_owned(), "401".to_owned()), ("verdict".to_owned(), "correct".to_owned())]);
    let failed = send(&world, Who::Mona, &page, &fields).await;
    assert_summary_links(&failed, &["reason"]);
    let mut mended = form(&failed, "");
    assert_eq!(mended["patients"], "401", "nothing typed is lost");
    mended.extend([("reason".to_owned(), "A slip".to_owned()), ("verdict".to_owned(), "correct".to_owned())]);
    assert_eq!(send(&world, Who::Mona, &page, &mended).await.location(), NUMBERS);
    assert!(world.get(Who::Mona, NUMBERS).await.text().contains("The figure is corrected."));

    // The old form again: she is told, sees the figure as it stands, and removes it knowing that.
    fields.extend([("reason".to_owned(), "Twice".to_owned()), ("verdict".to_owned(), "remove".to_owned())]);
    let clash = send(&world, Who::Mona, &page, &fields).await;
    assert!(clash.status == 409 && clash.text().contains("You changed the figure in another window at 9:05am BST."), "{}", clash.text());
    let mut insists = form(&clash, "");
    insists.insert("verdict".into(), "remove".into());
    assert_eq!(send(&world, Who::Mona, &page, &insists).await.location(), NUMBERS);
    assert!(world.get(Who::Mona, NUMBERS).await.text().contains("No figure is recorded."));
    assert_eq!(world.get(Who::Mona, &page).await.location(), NUMBERS, "it is gone");
    assert_eq!(send(&world, Who::Mona, &page, &insists).await.location(), NUMBERS);
    let told = world.get(Who::Mona, NUMBERS).await;
    assert!(told.status == 409 && told.text().contains("This figure is not there any more: somebody has removed it."), "{}", told.text());
    assert!(!world.get(Who::Mona, NUMBERS).await.text().contains("not there any more"), "it is said once");
    let history = world.get(Who::Mona, "/practices/X10001/history").await.text();
    assert!(history.contains("Removed the patients with the code 104: 401 on 18 September 2023. Reason: Twice, by Mona"), "{history}");
    assert!(!world.get(Who::Colin, "/practices/X10001/history").await.text().contains("Twice"));
}

#[tokio::test]
async fn the_model_waits_for_the_assessment() {
    let world = World::new().await;
    let html = world.get(Who::Mona, NUMBERS).await.text();
    assert!(html.contains("It can be recorded once that item is complete.") && !html.contains(MODEL), "{html}");
    answer_everything(&world, "X10001").await;
    let mut fields = form(&world.get(Who::Mona, MODEL).await, "");
    fields.insert("model".into(), "opt_in".into());
    set_day(&mut fields, "decided", ["4", "9", "2023"]);
    assert_eq!(send(&world, Who::Mona, MODEL, &fields).await.location(), NUMBERS);
    let html = world.get(Who::Ines, NUMBERS).await.text();
    assert!(html.contains("Opt-in") && html.contains("4 September 2023"), "{html}");
    // Somebody else had the page open: a mistake in between does not hide what Mona saved.
    fields.insert("model".into(), "opt_out".into());
    let day = fields.insert("decided[day]".into(), "40".into()).unwrap();
    let failed = send(&world, Who::Ada, MODEL, &fields).await;
    assert_eq!(failed.status, 422);
    let mut mended = form(&failed, "");
    assert_eq!(mended["revision"], "0", "what the form was filled with");
    mended.insert("decided[day]".into(), day);
    let clash = send(&world, Who::Ada, MODEL, &mended).await;
    assert_eq!(clash.status, 409);
    assert!(clash.text().contains("Mona changed the model at 9:05am BST, while you were working on it."), "{}", clash.text());
    // Having seen both, she insists.
    let insists = form(&clash, "");
    assert_eq!((insists["revision"].as_str(), insists["model"].as_str()), ("1", "opt_out"));
    send(&world, Who::Ada, MODEL, &insists).await;
    assert!(world.get(Who::Mona, NUMBERS).await.text().contains("by Ada"));
    // And has an old window open herself.
    let mut second = insists;
    second.insert("model".into(), "opt_in".into());
    let again = send(&world, Who::Ada, MODEL, &second).await.text();
    assert!(again.contains("You changed the model in another window at 9:05am BST."), "{again}");
}
