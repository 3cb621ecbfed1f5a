//! `/smartcards` and `/practices/{ods}/smartcards`.

use crate::journey::{assert_summary_links, form, move_clock, of_x1a, post_matrix, send};
use crate::support::{Who, World};

const PAGE: &str = "/practices/X10001/smartcards";

#[tokio::test]
async fn the_check_asks_step_by_step_and_says_whom_to_ask() {
    let world = World::new().await;
    let get = async |query: &str| world.get(Who::Nobody, &format!("/smartcards{query}")).await.text();
    let start = get("").await;
    assert!(start.contains("We never ask for your smartcard passcode"), "{start}");
    assert!(!start.contains("type=\"password\"") && !start.contains("<input"), "{start}");
    assert!(get("?start=yes").await.contains("Question 1 of 3"));
    let second = get("?start=yes&practice-code=yes").await;
    assert!(
        second.contains("Question 2 of 3") && second.contains("B0360") && second.contains("name=\"practice-code\" value=\"yes\""),
        "{second}"
    );
    let result = get("?practice-code=yes&activity-code=no&software=unsure").await;
    assert!(result.contains("Missing: One of the activity codes") && result.contains("Find out: NHS Credential Management"), "{result}");
    assert!(result.contains("Registration Authority") && result.contains("0300 303 5035"), "{result}");
    assert!(get("?practice-code=yes&activity-code=yes&software=yes").await.contains("You have what you need"));
}

#[tokio::test]
async fn the_passcode_rules_are_those_of_the_day() {
    let world = World::new().await;
    let page = world.get(Who::Nobody, "/smartcards").await.text();
    assert!(page.contains("6 to 8 numbers, no letters") && page.contains("expected by 30 September 2023"), "{page}");
    move_clock(&world, "2023-07-18").await;
    assert!(world.get(Who::Nobody, "/smartcards").await.text().contains("not in our sources"));
    move_clock(&world, "2023-10-01").await;
    assert!(world.get(Who::Nobody, "/smartcards").await.text().contains("It was expected to follow"));
}

#[tokio::test]
async fn names_are_for_the_practice_and_numbers_for_its_sub_group() {
    let world = World::new().await;
    assert_eq!(world.matrix(PAGE).await, of_x1a(303, 200, 403, 403, 200));
    assert_eq!(world.matrix("/practices/X10001/smartcards/nonsense").await, of_x1a(303, 404, 403, 403, 404));
    assert_eq!(post_matrix(&world, PAGE, &[("name", "")]).await, of_x1a(303, 422, 403, 403, 422));
    let nobody = format!("{PAGE}/none");
    let change = [("form", "change"), ("revision", "1"), ("name", "A")];
    assert_eq!(post_matrix(&world, &nobody, &change).await, of_x1a(303, 404, 403, 403, 404));
    assert_eq!(post_matrix(&world, &nobody, &[("form", "remove")]).await, of_x1a(303, 404, 403, 403, 404));
    let summary = world.matrix("/smartcards/practices").await;
    assert_eq!(summary.iter().map(|(_, status)| *status).collect::<Vec<_>>(), [303, 403, 403, 200, 200, 403, 403, 200]);
}

#[tokio::test]
async fn a_practice_keeps_its_list_and_its_sub_group_sees_the_count() {
    let world = World::new().await;
    let add = [("name", "Robin Vale"), ("missing", "practice-code"), ("missing", "software")];
    assert_eq!(world.post(Who::Mona, PAGE, &add).await.location(), PAGE);
    let page = world.get(Who::Mona, PAGE).await.text();
    assert!(page.contains("Robin Vale is in the list.") && page.contains("NHS Credential Management on the computer"), "{page}");
    let twice = world.post(Who::Mona, PAGE, &add).await;
    assert_eq!(twice.status, 422);
    assert_summary_links(&twice, &["name"]);

    let practice = world.get(Who::Ines, "/practices/X10001").await.text();
    assert!(practice.contains("1 of 1 person still needs something.") && !practice.contains("Robin Vale"), "{practice}");
    assert!(world.get(Who::Ines, "/practices").await.text().contains("1 person in 1 practice still needs something"));
    assert!(world.get(Who::Olga, "/practices").await.text().contains("no practice has reported anybody"));
    assert!(world.get(Who::Ines, "/smartcards/practices").await.text().contains("Alder Surgery"));

    let one = first_holder(&page);
    let shown = world.get(Who::Mona, &one).await;
    let mut fields = form(&shown, "change");
    fields.insert("missing".into(), "activity-code".into());
    assert_eq!(send(&world, Who::Mona, &one, &fields).await.location(), PAGE);
    let late = send(&world, Who::Mona, &one, &fields).await;
    assert_eq!(late.status, 409, "the second had seen an older revision");
    assert_eq!(form(&late, "change")["revision"], "2", "and may insist");
    send(&world, Who::Mona, &one, &form(&shown, "remove")).await;
    assert!(world.get(Who::Mona, PAGE).await.text().contains("Nobody is in the list yet."));
}

#[tokio::test]
async fn a_mistake_in_between_does_not_hide_what_somebody_else_changed() {
    let world = World::new().await;
    world.post(Who::Mona, PAGE, &[("name", "Robin Vale"), ("missing", "software")]).await;
    let one = first_holder(&world.get(Who::Mona, PAGE).await.text());
    let (mut first, second) = (form(&world.get(Who::Mona, &one).await, "change"), form(&world.get(Who::Ada, &one).await, "change"));
    assert_eq!(send(&world, Who::Ada, &one, &second).await.location(), PAGE);
    let name = first.insert("name".into(), String::new()).unwrap();
    let failed = send(&world, Who::Mona, &one, &first).await;
    assert_eq!(failed.status, 422);
    assert_summary_links(&failed, &["name"]);
    let mut mended = form(&failed, "change");
    mended.insert("name".into(), name);
    assert_eq!(send(&world, Who::Mona, &one, &mended).await.status, 409);
}

/// The address of the first person in the list.
fn first_holder(list: &str) -> String {
    let start = list.find(&format!("{PAGE}/")).unwrap();
    list[start..].split('"').next().unwrap().to_owned()
}
