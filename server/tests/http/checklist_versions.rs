//! `/admin/checklist`, and one answer for several practices.

use domain::checklist::Checklist;

use crate::journey::{form, make_ready, post_matrix, send};
use crate::support::{Who, World};

const LIST: &str = "/admin/checklist";
const CHECK: &str = "/admin/checklist/check";
const SEVERAL: &str = "/checklist/dpia/several";

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
    // Ada sends no text, and brings into force what is not there; whatever waits is discarded.
    for (page, name, ada) in [(LIST, "", 422), (CHECK, "go-live", 409), (CHECK, "discard", 303)] {
        let statuses: Vec<_> = post_matrix(&world, page, &[("form", name)]).await.into_iter().map(|(_, status)| status).collect();
        assert_eq!(statuses, [303, 403, 403, 403, 403, 403, 403, ada], "{page} {name}");
    }
}

#[tokio::test]
async fn a_version_is_checked_looked_at_and_brought_into_force() {
    let world = World::new().await;
    make_ready(&world, "X10001").await;
    let shown = form(&world.get(Who::Ada, LIST).await, "");
    assert_eq!(shown["content"].trim(), Checklist::BUNDLED.trim());
    let page = world.post(Who::Ada, LIST, &[("content", "version = 2\nnonsense = <b>")]).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("Line 2 cannot be read"), "{}", page.text());
    assert_eq!(form(&page, "")["content"], "version = 2\nnonsense = <b>");

    assert_eq!(world.post(Who::Ada, LIST, &[("content", &second())]).await.location(), CHECK);
    let page = world.get(Who::Ada, CHECK).await;
    let html = page.text();
    assert!(html.contains("Asked again") && html.contains("Before: Train all staff") && html.contains("Now: Train everybody"), "{html}");
    assert!(!world.get(Who::Mona, "/practices/X10001/checklist/staff").await.text().contains("Train everybody"));
    let go_live = form(&page, "go-live");
    assert_eq!(send(&world, Who::Ada, CHECK, &go_live).await.location(), LIST);
    assert!(world.get(Who::Ada, LIST).await.text().contains("Version 2 of the checklist is in force."));

    let home = world.get(Who::Mona, "/practices/X10001").await.text();
    assert!(
        home.contains("Checklist in progress") && home.contains("The checklist had to be signed off again: new version of the checklist"),
        "{home}"
    );
    let section = world.get(Who::Mona, "/practices/X10001/checklist/staff").await;
    let html = section.text();
    assert!(html.contains("This has changed in version 2 of the checklist") && html.contains("Your answer from before:"), "{html}");
    let fields = form(&section, "");
    assert!(!fields.contains_key("items[staff-trained][state]"), "nothing is chosen beforehand");
    assert_eq!(fields["items[staff-informed][state]"], "done");
    // Confirmed a second time, by a click too many.
    let again = send(&world, Who::Ada, CHECK, &go_live).await;
    assert!(again.status == 409 && again.text().contains("No version is waiting"), "{}", again.text());
}

#[tokio::test]
async fn who_answers_for_several() {
    let world = World::new().await;
    let statuses: Vec<_> = world.matrix(SEVERAL).await.into_iter().map(|(_, status)| status).collect();
    assert_eq!(statuses, [303, 200, 200, 403, 403, 403, 403, 200]);
    let statuses: Vec<_> = post_matrix(&world, SEVERAL, &[]).await.into_iter().map(|(_, status)| status).collect();
    assert_eq!(statuses, [303, 422, 422, 403, 403, 403, 403, 422]);
    assert_eq!(world.get(Who::Mona, "/checklist/nonsense/several").await.status, 404);
    let others = [("practices", "X10003"), ("items[dpia][revision]", "0"), ("items[dpia][state]", "done")];
    assert_eq!(world.post(Who::Mona, SEVERAL, &others).await.status, 404);
    assert!(world.get(Who::Otto, SEVERAL).await.text().contains("names no more than one practice"));
}

#[tokio::test]
async fn of_several_practices_each_takes_the_answer_or_says_why_not() {
    let world = World::new().await;
    let seen = form(&world.get(Who::Mona, SEVERAL).await, "");
    let answer = [("items[dpia][revision]", "0"), ("items[dpia][state]", "in_progress")];
    world.post(Who::Ada, "/practices/X10002/checklist/policies", &answer).await;
    let fields = [
        ("practices", "X10001"),
        ("practices", "X10002"),
        ("seen[X10001]", &*seen["seen[X10001]"]),
        ("seen[X10002]", &*seen["seen[X10002]"]),
        ("items[dpia][revision]", "0"),
        ("items[dpia][state]", "done"),
        ("items[dpia][note]", "One for all"),
    ];
    let page = world.post(Who::Mona, SEVERAL, &fields).await;
    assert_eq!(page.status, 409);
    let html = page.text();
    assert!(html.contains("Your answer is saved for: ") && html.contains("did not take the answer: Ada changed this"), "{html}");
    assert!(html.contains("One for all") && html.contains("In progress: Ada on 18 September 2023"), "{html}");
    // What came back is filled with how it stands now, so that it may be insisted on.
    let fresh = form(&page, "");
    assert_ne!(fresh["seen[X10002]"], seen["seen[X10002]"]);
    let fields = fields.map(|(name, value)| (name, if name == "seen[X10002]" { &*fresh["seen[X10002]"] } else { value }));
    assert_eq!(world.post(Who::Mona, SEVERAL, &fields).await.location(), SEVERAL);
    let html = world.get(Who::Mona, SEVERAL).await.text();
    assert!(html.contains("It stood there already for: "), "{html}");
}
