//! One thing a page: no page has two forms that somebody types in, since sending one loses what was typed in the other.

use super::{TABLE, prepared};
use crate::journey::{form, make_ready, move_clock, send, set_day};
use crate::support::{Who, World};

/// How many pages at least have a form in the states of the walk, so that no state passes because it was not reached.
const LEAST: [usize; 6] = [40, 15, 15, 10, 8, 0];

/// Two ways to give the same thing: a file, or its lines.
const EITHER: [&str; 1] = ["/admin/slots/import"];

/// How many forms of a page have something to type or choose.
fn forms_to_fill(html: &str) -> usize {
    let forms = html.split("<form").skip(1).filter(|form| form.split('>').next().is_some_and(|tag| tag.contains("method=\"post\"")));
    forms.filter_map(|form| form.split("</form>").next()).filter(|form| is_filled(form)).count()
}

fn is_filled(form: &str) -> bool {
    let inputs = form.split("<input").skip(1).filter_map(|input| input.split('>').next());
    form.contains("<textarea") || form.contains("<select") || inputs.into_iter().any(|input| !input.contains("type=\"hidden\""))
}

/// The pages as they are at one time: none has two forms, and `least` have one.
async fn look(world: &World, paths: &[String], when: &str, least: usize) {
    let (mut seen, mut wrong) = (0, Vec::new());
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
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= least, "{when}: {seen} pages with a form were seen");
}

/// Sends a form that leads to `to`, where nothing is wrong.
async fn done(world: &World, who: Who, path: &str, fields: &[(&str, &str)], to: &str) {
    assert_eq!(world.post(who, path, fields).await.location(), to, "{path}");
    let page = world.get(who, to).await;
    assert_eq!(page.status, 200, "{path}: {}", page.text());
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
    look(&world, &[others, practices.clone()].concat(), "at first", LEAST[0]).await;

    make_ready(&world, "X10002").await;
    let text = ("reason", "We close in October");
    let exception = "/practices/X10001/exception";
    done(&world, Who::Mona, exception, &[("form", "ask"), ("category", "closing-or-merging"), text], exception).await;
    let changes = "/practices/X10001/changes";
    done(&world, Who::Mona, changes, &[("form", "claim"), ("supplier", "tpp"), text], changes).await;
    let supplier = "/practices/X10004/self-switch";
    let seen = [("form", "confirm"), ("day[day]", "15"), ("day[month]", "9"), ("day[year]", "2023"), ("evidence", "A letter")];
    done(&world, Who::Ada, supplier, &seen, supplier).await;
    look(&world, &practices, "with all that can wait", LEAST[1]).await;

    let mut agree = form(&world.get(Who::Ines, exception).await, "decide");
    agree.insert("verdict".into(), "agree".into());
    set_day(&mut agree, "review_on", ["20", "9", "2023"]);
    assert_eq!(send(&world, Who::Ines, exception, &agree).await.location(), exception);
    assert!(world.get(Who::Ines, exception).await.text().contains("This practice has an exception"));
    look(&world, &practices, "with an exception", LEAST[2]).await;

    let slots = "/practices/X10001/slots";
    move_clock(&world, "2023-09-21").await;
    let check = format!("{slots}/{}/book", names["{slot}"]);
    done(&world, Who::Mona, &check, &[("form", "book"), ("declared", "yes")], slots).await;
    move_clock(&world, "2023-10-19").await;
    assert!(world.get(Who::Mona, slots).await.text().contains("Confirm that patients have access"));
    look(&world, &practices, "after the date", LEAST[3]).await;
    let seen = [("form", "confirm"), ("day[day]", "18"), ("day[month]", "10"), ("day[year]", "2023"), ("evidence", "Seen")];
    world.post(Who::Mona, slots, &seen).await;
    assert!(world.get(Who::Mona, "/practices/X10001").await.text().contains("Switched on"));
    look(&world, &practices, "confirmed", LEAST[4]).await;

    let close = "UPDATE practice SET is_open = FALSE, closed_on = '2023-09-15'";
    sea_orm::ConnectionTrait::execute_unprepared(world.services.store.writer(), close).await.unwrap();
    let closed = world.get(Who::Mona, "/practices/X10001").await.text();
    assert!(closed.contains("has closed") || closed.contains("closed on"), "{closed}");
    for page in ["checklist/numbers/count", "checklist/numbers/model"] {
        assert_eq!(world.get(Who::Mona, &format!("/practices/X10001/{page}")).await.location(), "/practices/X10001/checklist/numbers");
    }
    look(&world, &practices, "closed", LEAST[5]).await;
}
