//! One thing a page: no page has two forms that somebody types in, since sending one loses what was typed in the other.

use super::{TABLE, prepared};
use crate::journey::{make_ready, move_clock};
use crate::support::{Who, World};

/// Two ways to give the same thing: a file, or its lines.
const EITHER: [&str; 1] = ["/admin/slots/import"];

/// How many forms of a page have something to type or choose.
fn forms_to_fill(html: &str) -> usize {
    let fields = ["<textarea", "<select", "type=\"text\"", "type=\"email\"", "type=\"radio\"", "type=\"checkbox\"", "type=\"file\""];
    let forms = html.split("<form").skip(1).filter(|form| form.split('>').next().is_some_and(|tag| tag.contains("method=\"post\"")));
    let inside = forms.filter_map(|form| form.split("</form>").next());
    inside.filter(|form| fields.iter().any(|field| form.contains(field))).count()
}

async fn look(world: &World, paths: &[String], when: &str, wrong: &mut Vec<String>) -> usize {
    let mut seen = 0;
    for path in paths {
        for who in [Who::Mona, Who::Ines, Who::Ada] {
            let page = world.get(who, path).await;
            if page.status == 200 {
                let forms = forms_to_fill(&page.text());
                seen += usize::from(forms == 1);
                if forms > 1 {
                    wrong.push(format!("{path} as {who:?}, {when}: {forms} forms"));
                }
            }
        }
    }
    seen
}

#[tokio::test]
async fn no_page_has_two_forms_to_fill() {
    let (world, names) = prepared().await;
    let name = |path: &str| names.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value));
    let pages = TABLE.iter().filter(|row| row.method == "GET" && !EITHER.contains(&row.path) && !row.path.starts_with("/api/"));
    let pages: Vec<_> = pages.map(|row| row.path).collect();
    let of =
        |ods: &str| pages.iter().filter(|path| path.contains("{ods}")).map(|path| name(&path.replace("{ods}", ods))).collect::<Vec<_>>();
    let others: Vec<_> = pages.iter().filter(|path| !path.contains("{ods}")).map(|path| name(path)).collect();
    let practices = [of("X10001"), of("X10002"), of("X10004")].concat();
    let mut wrong = Vec::new();
    let mut seen = look(&world, &[others, practices.clone()].concat(), "at first", &mut wrong).await;

    make_ready(&world, "X10002").await;
    let text = ("reason", "We close in October");
    world.post(Who::Mona, "/api/exceptions/ask", &[("ods", "X10001"), ("category", "closing-or-merging"), text]).await;
    world.post(Who::Mona, "/api/changes/claim", &[("ods", "X10001"), ("supplier", "tpp"), text]).await;
    let day = [("day[day]", "15"), ("day[month]", "9"), ("day[year]", "2023"), ("evidence", "A letter")];
    world.post(Who::Ada, "/api/confirmation/confirm", &[&[("ods", "X10004")][..], &day].concat()).await;
    seen += look(&world, &practices, "with all that can wait", &mut wrong).await;

    let slot = names["{slot}"].clone();
    world.post(Who::Mona, "/api/slots/book", &[("ods", "X10001"), ("slot", &slot), ("declared", "yes")]).await;
    move_clock(&world, "2023-10-19").await;
    seen += look(&world, &practices, "after the date", &mut wrong).await;

    let close = "UPDATE practice SET is_open = FALSE, closed_on = '2023-09-15'";
    sea_orm::ConnectionTrait::execute_unprepared(world.services.store.writer(), close).await.unwrap();
    seen += look(&world, &practices, "closed", &mut wrong).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 60, "{seen} pages with a form were seen");
}
