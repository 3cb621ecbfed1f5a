//! `/admin/checklist`, and one answer for several practices.

use domain::checklist::Checklist;

use crate::journey::{form, make_ready, post_matrix, send};
use crate::support::{Who, World};

const LIST: &str = "/admin/checklist";
const CHECK: &str = "/admin/checklist/check";
const UPLOAD: &str = "/api/admin/checklist/upload";
const LIVE: &str = "/api/admin/checklist/go-live";
const SEVERAL: &str = "/checklist/dpia/several";
const ANSWER: &str = "/api/checklist/several";

fn second() -> String {
    let text = Checklist::BUNDLED.replacen("version = 1", "version = 2", 1);
    text.replacen("code = \"staff-trained\"", "code = \"staff-trained\"\nchanged_in = 2", 1).replacen(
        "Train all staff",
        "Train everybody",
        1,
    )
}

#[tokio::test]
async fn only_the_admin_gets_there() {
    let world = World::new().await;
    for page in [LIST, CHECK] {
        let statuses: Vec<_> = world.matrix(page).await.into_iter().map(|(_, status)| status).collect();
        assert_eq!(statuses, [303, 403, 403, 403, 403, 403, 403, 200], "{page}");
    }
    for action in [UPLOAD, LIVE, "/api/admin/checklist/discard"] {
        let statuses: Vec<_> = post_matrix(&world, action, &[]).await.into_iter().map(|(_, status)| status).collect();
        assert_eq!(statuses, [303, 403, 403, 403, 403, 403, 403, 303], "{action}");
    }
}

#[tokio::test]
async fn a_version_is_checked_looked_at_and_brought_into_force() {
    let world = World::new().await;
    make_ready(&world, "X10001").await;
    let shown = form(&world.get(Who::Ada, LIST).await, UPLOAD);
    assert_eq!(shown["content"].trim(), Checklist::BUNDLED.trim());
    world.post(Who::Ada, UPLOAD, &[("content", "version = 2\nnonsense = <b>")]).await;
    let page = world.get(Who::Ada, LIST).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("Line 2 cannot be read"), "{}", page.text());
    assert_eq!(form(&page, UPLOAD)["content"], "version = 2\nnonsense = <b>");

    assert_eq!(world.post(Who::Ada, UPLOAD, &[("content", &second())]).await.location(), CHECK);
    let page = world.get(Who::Ada, CHECK).await;
    let html = page.text();
    assert!(html.contains("Asked again") && html.contains("Before: Train all staff") && html.contains("Now: Train everybody"), "{html}");
    assert!(!world.get(Who::Mona, "/practices/X10001/checklist/staff").await.text().contains("Train everybody"));
    let fields = form(&page, LIVE);
    assert_eq!(send(&world, Who::Ada, LIVE, &fields).await.location(), LIST);
    assert!(world.get(Who::Ada, LIST).await.text().contains("Version 2 of the checklist is in force."));

    let home = world.get(Who::Mona, "/practices/X10001").await.text();
    assert!(
        home.contains("Checklist in progress") && home.contains("The checklist had to be signed off again: new version of the checklist"),
        "{home}"
    );
    let section = world.get(Who::Mona, "/practices/X10001/checklist/staff").await;
    let html = section.text();
    assert!(html.contains("This has changed in version 2 of the checklist") && html.contains("Your answer from before:"), "{html}");
    let fields = form(&section, "/api/checklist/save");
    assert!(!fields.contains_key("items[staff-trained][state]"), "nothing is chosen beforehand");
    assert_eq!(fields["items[staff-informed][state]"], "done");
    // Confirmed a second time, by a click too many.
    let again = send(&world, Who::Ada, LIVE, &form(&page, LIVE)).await;
    assert_eq!(again.location(), CHECK);
    assert_eq!(world.get(Who::Ada, CHECK).await.status, 409);
}

#[tokio::test]
async fn who_answers_for_several() {
    let world = World::new().await;
    let statuses: Vec<_> = world.matrix(SEVERAL).await.into_iter().map(|(_, status)| status).collect();
    assert_eq!(statuses, [303, 200, 200, 403, 403, 403, 403, 200]);
    let statuses: Vec<_> = post_matrix(&world, ANSWER, &[("item", "dpia")]).await.into_iter().map(|(_, status)| status).collect();
    assert_eq!(statuses, [303, 303, 303, 403, 403, 403, 403, 303]);
    assert_eq!(world.get(Who::Mona, "/checklist/nonsense/several").await.status, 404);
    let others = [("item", "dpia"), ("practices", "X10003"), ("items[dpia][revision]", "0"), ("items[dpia][state]", "done")];
    assert_eq!(world.post(Who::Mona, ANSWER, &others).await.status, 404);
    assert!(world.get(Who::Otto, SEVERAL).await.text().contains("names no more than one practice"));
}

#[tokio::test]
async fn of_several_practices_each_takes_the_answer_or_says_why_not() {
    let world = World::new().await;
    let page = world.get(Who::Mona, SEVERAL).await;
    let seen = form(&page, ANSWER);
    world
        .post(
            Who::Ada,
            "/api/checklist/save",
            &[("ods", "X10002"), ("section", "policies"), ("items[dpia][revision]", "0"), ("items[dpia][state]", "in_progress")],
        )
        .await;
    let fields = [
        ("item", "dpia"),
        ("practices", "X10001"),
        ("practices", "X10002"),
        ("seen[X10001]", &*seen["seen[X10001]"]),
        ("seen[X10002]", &*seen["seen[X10002]"]),
        ("items[dpia][revision]", "0"),
        ("items[dpia][state]", "done"),
        ("items[dpia][note]", "One for all"),
    ];
    assert_eq!(world.post(Who::Mona, ANSWER, &fields).await.location(), SEVERAL);
    let page = world.get(Who::Mona, SEVERAL).await;
    assert_eq!(page.status, 409);
    let html = page.text();
    assert!(html.contains("Your answer is saved for: ") && html.contains("did not take the answer: Ada changed this"), "{html}");
    assert!(html.contains("One for all") && html.contains("In progress: Ada on 18 September 2023"), "{html}");
    // What came back is filled with how it stands now, so that it may be insisted on.
    let fresh = form(&page, ANSWER);
    assert_ne!(fresh["seen[X10002]"], seen["seen[X10002]"]);
    let fields = fields.map(|(name, value)| (name, if name == "seen[X10002]" { &*fresh["seen[X10002]"] } else { value }));
    world.post(Who::Mona, ANSWER, &fields).await;
    let html = world.get(Who::Mona, SEVERAL).await.text();
    assert!(html.contains("It stood there already for: "), "{html}");
}
