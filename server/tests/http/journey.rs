//! What the tests of a practice's journey share: practices that are ready, and forms filled in as a browser does.

use std::collections::BTreeMap;

use domain::accounts::Viewer;
use domain::checklist::{TypedAnswer, TypedSignOff};
use domain::organisations::OdsCode;
use domain::time::london_instant;
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;
use services::slots::{NewSlot, Slot, add};
use services::{checklist, system_viewer};
use store::entity::session;

use crate::support::{Answer, Who, World, code};

/// Who sets a test up.
pub fn setup() -> Viewer {
    system_viewer("Setup")
}

/// Answers the whole checklist of a practice and signs it off.
pub async fn make_ready(world: &World, practice: &str) -> OdsCode {
    let ods = answer_everything(world, practice).await;
    let version = world.services.checklist(world.services.store.read()).await.unwrap().version;
    let typed = TypedSignOff { name: "Setup".to_owned(), declared: true, ..TypedSignOff::default() };
    checklist::sign(&world.services, &setup(), &ods, version, &typed).await.unwrap();
    ods
}

/// Answers the whole checklist of a practice.
pub async fn answer_everything(world: &World, practice: &str) -> OdsCode {
    let (services, ods) = (&world.services, code(practice));
    let record = store::practice_records::find(services.store.read(), &ods).await.unwrap().unwrap();
    let checklist = services.checklist(services.store.read()).await.unwrap();
    for section in checklist.sections_for(record.supplier.route()) {
        let done = TypedAnswer { state: "done".to_owned(), ..TypedAnswer::default() };
        let typed: BTreeMap<_, _> = section.items_for(record.supplier.route()).map(|item| (item.code.clone(), done.clone())).collect();
        services::checklist::save(services, &setup(), &ods, &section.code, &typed).await.unwrap();
    }
    ods
}

/// A date with its cut-off three weeks before.
pub async fn a_slot(world: &World, date: &str, places: i32) -> Slot {
    let date = day(date);
    add(&world.services, &setup(), NewSlot { date, cutoff: date - chrono::TimeDelta::days(21), places, draft: false }).await.unwrap()
}

pub fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

/// Sets the clock to 9:05am of a day; nobody is signed out by that.
pub async fn move_clock(world: &World, to: &str) {
    let now = london_instant(day(to), 9, 5);
    world.services.clock.move_to(now);
    let everybody = session::Entity::update_many()
        .col_expr(session::Column::CreatedAt, Expr::value(now))
        .col_expr(session::Column::LastSeenAt, Expr::value(now))
        .col_expr(session::Column::ExpiresAt, Expr::value(now + chrono::TimeDelta::hours(1)));
    everybody.exec(world.services.store.writer()).await.unwrap();
}

/// The forms that people send from a page, each from behind `<form` to its end; not that of the header, which signs out.
fn forms(html: &str) -> impl Iterator<Item = &str> {
    let main = html.split("<main").nth(1).unwrap_or_default();
    let forms = main.split("<form").skip(1).map(|form| form.split("</form>").next().unwrap());
    forms.filter(|form| form.split('>').next().unwrap().contains("method=\"post\""))
}

/// Whether a page shows the form of this name; with none, any form.
pub fn has_form(page: &Answer, name: &str) -> bool {
    forms(&page.text()).any(|form| is_named(form, name))
}

fn is_named(form: &str, name: &str) -> bool {
    name.is_empty() || form.contains(&format!("name=\"form\" value=\"{name}\""))
}

/// The fields of the form of this name, or of the first where none is given, as a browser would send them.
pub fn form(page: &Answer, name: &str) -> BTreeMap<String, String> {
    let html = page.text();
    let form = forms(&html).find(|form| is_named(form, name)).unwrap_or_else(|| panic!("no form {name} in {html}"));
    let mut fields = BTreeMap::new();
    for input in form.split("<input").skip(1) {
        let tag = &input[..input.find('>').unwrap()];
        let is_choice = tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"");
        if !is_choice || tag.contains(" checked") {
            fields.insert(attribute(tag, "name"), attribute(tag, "value"));
        }
    }
    for area in form.split("<textarea").skip(1) {
        let (tag, rest) = area.split_once('>').unwrap();
        fields.insert(attribute(tag, "name"), unescape(rest.split("</textarea>").next().unwrap()));
    }
    fields
}

fn attribute(tag: &str, name: &str) -> String {
    let start = format!(" {name}=\"");
    let value = tag.split(&start).nth(1).and_then(|rest| rest.split('"').next());
    unescape(value.unwrap_or_default())
}

fn unescape(html: &str) -> String {
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'").replace("&amp;", "&")
}

/// Sends a form of the page at `path`.
pub async fn send(world: &World, who: Who, path: &str, fields: &BTreeMap<String, String>) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    world.post(who, path, &fields).await
}

/// The statuses of a form of the page at `path`, sent by everybody in turn.
pub async fn post_matrix(world: &World, path: &str, fields: &[(&str, &str)]) -> Vec<(Who, u16)> {
    let mut cells = Vec::new();
    for who in Who::ALL {
        cells.push((who, world.post(who, path, fields).await.status.as_u16()));
    }
    cells
}

/// What everybody gets of a practice of X1A that Mona manages.
pub fn of_x1a(nobody: u16, mona: u16, ines: u16, colin: u16, ada: u16) -> Vec<(Who, u16)> {
    let statuses = [nobody, mona, 404, ines, 404, colin, 404, ada];
    Who::ALL.into_iter().zip(statuses).collect()
}

/// What everybody gets of what is an admin's alone.
pub fn only_ada(ada: u16) -> Vec<(Who, u16)> {
    let status = |who| match who {
        Who::Nobody => 303,
        Who::Ada => ada,
        _ => 403,
    };
    Who::ALL.into_iter().map(|who| (who, status(who))).collect()
}

/// Asserts that a page links each mistake of its summary to a field that is there.
#[track_caller]
pub fn assert_summary_links(page: &Answer, ids: &[&str]) {
    let html = page.text();
    assert!(html.contains("<title>Error: "), "{html}");
    for id in ids {
        assert!(html.contains(&format!("href=\"#{id}\"")), "no link to {id}: {html}");
        assert!(html.contains(&format!("id=\"{id}\"")), "no field {id}: {html}");
    }
}

/// Types a day into its three boxes.
pub fn set_day(fields: &mut BTreeMap<String, String>, name: &str, parts: [&str; 3]) {
    for (part, value) in ["day", "month", "year"].iter().zip(parts) {
        fields.insert(format!("{name}[{part}]"), value.to_owned());
    }
}
