//! `/admin/audit`, `/practices/{ods}/audit` and their files.

use crate::journey::{make_ready, of_x1a, only_ada};
use crate::support::{Answer, Who, World};

const SAVE: &str = "/practices/X10001/checklist/policies";

/// Mona answers one item of X10001.
async fn answered(world: &World) {
    let fields = [("items[dpia][revision]", "0"), ("items[dpia][state]", "done")];
    assert_eq!(world.post(Who::Mona, SAVE, &fields).await.status, 303);
}

fn lines(file: &Answer) -> Vec<String> {
    file.text().trim_start_matches('\u{feff}').lines().skip(1).map(str::to_owned).collect()
}

#[tokio::test]
async fn who_sees_the_trail() {
    let world = World::new().await;
    answered(&world).await;
    for path in ["/practices/X10001/audit", "/practices/X10001/audit.csv"] {
        assert_eq!(world.matrix(path).await, of_x1a(303, 200, 200, 403, 200), "{path}");
    }
    for path in ["/admin/audit", "/admin/audit.csv"] {
        assert_eq!(world.matrix(path).await, only_ada(200), "{path}");
    }
}

#[tokio::test]
async fn an_event_says_who_for_whom_what_and_from_which_session() {
    let world = World::new().await;
    answered(&world).await;
    let page = world.get(Who::Mona, "/practices/X10001/audit").await.text();
    for part in [
        "Mona",
        "for X10001<",
        "Answered an item of the checklist",
        ">State<",
        ">Done<",
        "18 September 2023 at 9:05am BST",
        &world.session_ref(Who::Mona),
        "1 event<",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(!page.contains("name=\"practice\""), "one practice needs no filter by practice");
    let history = world.get(Who::Mona, "/practices/X10001/history").await.text();
    assert!(history.contains("href=\"/practices/X10001/audit\""), "{history}");
    let readers = world.get(Who::Colin, "/practices/X10001/history").await.text();
    assert!(!readers.contains("/audit\""), "{readers}");
}

#[tokio::test]
async fn a_practice_sees_its_own_alone() {
    let world = World::new().await;
    answered(&world).await;
    make_ready(&world, "X10003").await;
    let own = world.get(Who::Otto, "/practices/X10003/audit").await.text();
    assert!(own.contains("Setup") && !own.contains("Mona"), "{own}");
    // A filter does not reach further than the address.
    let other = world.get(Who::Otto, "/practices/X10003/audit?practice=X10001").await.text();
    assert!(!other.contains("Mona"), "{other}");
    assert!(lines(&world.get(Who::Otto, "/practices/X10003/audit.csv?practice=X10001").await).iter().all(|line| !line.contains("Mona")));
}

#[tokio::test]
async fn filters_narrow_page_and_file_alike() {
    let world = World::new().await;
    answered(&world).await;
    make_ready(&world, "X10003").await;
    let all = lines(&world.get(Who::Ada, "/admin/audit.csv").await).len();
    for (query, fits) in [
        ("who=mon", 1),
        ("who=%25", 0),
        ("what=checklist", all),
        ("what=checklist.ans&who=Mona", 1),
        ("what=_hecklist", 0),
        ("practice=x+10001", 1),
        ("practice=X10009", 0),
        ("from%5Bday%5D=18&from%5Bmonth%5D=9&from%5Byear%5D=2023", all),
        ("from%5Bday%5D=19&from%5Bmonth%5D=9&from%5Byear%5D=2023", 0),
        ("to%5Bday%5D=18&to%5Bmonth%5D=9&to%5Byear%5D=2023", all),
        ("to%5Bday%5D=17&to%5Bmonth%5D=9&to%5Byear%5D=2023", 0),
    ] {
        assert_eq!(lines(&world.get(Who::Ada, &format!("/admin/audit.csv?{query}")).await).len(), fits, "{query}");
        let page = world.get(Who::Ada, &format!("/admin/audit?{query}")).await;
        assert_eq!(page.status, 200, "{query}");
        assert_eq!(page.text().contains("No events found"), fits == 0, "{query}");
    }
}

#[tokio::test]
async fn a_filter_that_does_not_read_says_so_at_its_field() {
    let world = World::new().await;
    for (query, field) in [
        ("from%5Bday%5D=31", "from"),
        ("practice=no+such+code", "practice"),
        ("from%5Bday%5D=2&from%5Bmonth%5D=1&from%5Byear%5D=2023&to%5Bday%5D=1&to%5Bmonth%5D=1&to%5Byear%5D=2023", "to"),
    ] {
        let page = world.get(Who::Ada, &format!("/admin/audit?{query}")).await;
        assert_eq!(page.status, 422, "{query}");
        crate::journey::assert_summary_links(&page, &[field]);
        assert_eq!(world.get(Who::Ada, &format!("/admin/audit.csv?{query}")).await.status, 422, "{query}");
    }
}

#[tokio::test]
async fn a_long_trail_has_pages() {
    let world = World::new().await;
    for practice in ["X10001", "X10002", "X10003", "X10004"] {
        make_ready(&world, practice).await;
    }
    let all = lines(&world.get(Who::Ada, "/admin/audit.csv").await).len();
    assert!(all > 50, "{all}");
    let first = world.get(Who::Ada, "/admin/audit?what=checklist").await.text();
    assert!(first.contains("href=\"/admin/audit?what=checklist&amp;page=2\""), "{first}");
    let last = world.get(Who::Ada, "/admin/audit?page=99").await.text();
    assert!(last.contains("Number 1<"), "{last}");
}
