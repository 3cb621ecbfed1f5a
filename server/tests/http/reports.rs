//! `/reports/deadline`, and its downloads.

use axum::http::StatusCode;
use domain::stage::Stage;
use store::stages::StageChange;

use crate::journey::{move_clock, setup};
use crate::support::{Who, World, code, today};
use crate::workbooks::{self, Line, rows};

const PAGE: &str = "/reports/deadline";

async fn switched_on(world: &World, practice: &str, day: &str) {
    let change = StageChange {
        stage: Stage::SwitchedOn,
        effective_on: day.parse().unwrap(),
        cause: "a test".into(),
        recorded_by: "Mona".into(),
        recorded_at: world.services.clock.now(),
    };
    let tx = world.services.store.begin().await.unwrap();
    store::stages::append(&tx, &world.services.programme.code, &code(practice), change).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn everybody_who_is_signed_in_reads_their_own() {
    let world = World::new().await;
    for (who, status) in world.matrix(PAGE).await {
        assert_eq!(status, if who == Who::Nobody { 303 } else { 200 }, "{who:?}");
    }
    for (who, seen, unseen) in [
        (Who::Mona, &["X10001", "X10002"][..], &["X10003", "X10004"][..]),
        (Who::Otto, &["X10003"], &["X10001", "X10002", "X10004"]),
        (Who::Ines, &["X10001", "X10002", "X10004"], &["X10003"]),
        (Who::Rita, &[], &["X10001", "X10002", "X10003", "X10004"]),
        (Who::Ada, &["X10001", "X10002", "X10003", "X10004"], &[]),
    ] {
        for path in ["/reports/deadline?by=practice", "/reports/deadline.csv?by=practice", "/reports/deadline.json?by=practice"] {
            let text = world.get(who, path).await.text();
            assert!(seen.iter().all(|code| text.contains(code)), "{who:?} {path}: {text}");
            assert!(!unseen.iter().any(|code| text.contains(code)), "{who:?} {path}: {text}");
        }
    }
}

#[tokio::test]
async fn nobody_is_sent_to_sign_in_and_back() {
    let world = World::new().await;
    for path in ["/reports/deadline?by=icb", "/reports/deadline.csv?by=icb"] {
        let answer = world.get(Who::Nobody, path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(answer.location().starts_with("/sign-in?next=%2Freports%2Fdeadline"), "{}", answer.location());
    }
}

#[tokio::test]
async fn the_page_says_how_many_when_and_how_to_go_on() {
    let world = World::new().await;
    switched_on(&world, "X10001", "2023-09-12").await;
    let html = world.get(Who::Ada, PAGE).await.text();
    let sentence =
        "As at 18 September 2023, 1 of 4 practices were switched on (25.0%), covering 8,000 of 32,000 registered patients (25.0%).";
    for part in [
        sentence,
        "43 days left to the deadline, 31 October 2023.",
        "As at 18 September 2023, made 9:05am BST.",
        "<h1><span class=\"nhsuk-caption-l\">Deadline report</span>England</h1>",
        "href=\"/reports/deadline?within=X01&amp;as-at=2023-09-18\"",
        "href=\"/reports/deadline.csv?by=region&amp;as-at=2023-09-18\"",
        "First region: 1 of 4 switched on",
        "<strong>Total</strong>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[tokio::test]
async fn as_at_an_earlier_day() {
    let world = World::new().await;
    switched_on(&world, "X10001", "2023-09-12").await;
    for as_at in ["2023-09-11", "11/9/2023", "11 September 2023"] {
        let html = world.get(Who::Ada, &format!("{PAGE}?as-at={}", as_at.replace(' ', "+"))).await.text();
        assert!(html.contains("As at 11 September 2023, 0 of 4 practices were switched on (0.0%)"), "{html}");
        assert!(html.contains("value=\"11 September 2023\""), "{html}");
    }
}

#[tokio::test]
async fn the_way_down_and_up() {
    let world = World::new().await;
    let region = world.get(Who::Ada, "/reports/deadline?within=X01").await.text();
    assert!(region.contains("First region</h1>") && region.contains("within=XA1&amp;as-at=2023-09-18\">First ICB</a>"), "{region}");
    let icb = world.get(Who::Ada, "/reports/deadline?within=XA1").await.text();
    assert!(
        icb.contains("<a href=\"/reports/deadline?within=X01&amp;as-at=2023-09-18\" class=\"nhsuk-breadcrumb__link\">First region</a>"),
        "{icb}"
    );
    assert!(icb.contains("within=X1A&amp;as-at=2023-09-18\">First sub-group</a>"), "{icb}");
    let practices = world.get(Who::Ada, "/reports/deadline?by=practice&within=x1b").await.text();
    assert!(practices.contains("<a href=\"/practices/X10003\">Cedar Surgery</a>") && !practices.contains("X10001"), "{practices}");
}

#[tokio::test]
async fn mistakes_are_told_at_their_field_and_the_form_is_still_there() {
    let world = World::new().await;
    for (query, field, message, typed) in [
        ("as-at=31%2F9%2F2023", "as-at", "Enter a real date", "value=\"31/9/2023\""),
        ("as-at=19%2F9%2F2023", "as-at", "The day must be 18 September 2023 or earlier", "value=\"19/9/2023\""),
        ("within=NOWHERE", "within", "No organisation that you may see has this code", "value=\"NOWHERE\""),
        ("by=planet", "by", "Choose what to show", "<select"),
    ] {
        let answer = world.get(Who::Ines, &format!("{PAGE}?{query}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let html = answer.text();
        let summary = format!("<a href=\"#{field}\">{message}");
        for part in ["<title>Error: Deadline report", &summary, &format!("id=\"{field}-error\""), typed] {
            assert!(html.contains(part), "{query}: {part} in {html}");
        }
        assert_eq!(world.get(Who::Ines, &format!("/reports/deadline.csv?{query}")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn what_may_not_be_seen_looks_like_what_is_not_there() {
    let world = World::new().await;
    let [out_of_scope, unknown] = ["X1B", "X1Z"].map(|code| format!("{PAGE}?within={code}"));
    let (out_of_scope, unknown) = (world.get(Who::Ines, &out_of_scope).await, world.get(Who::Ines, &unknown).await);
    assert_eq!(out_of_scope.status, unknown.status);
    assert_eq!(out_of_scope.steady_text().replace("X1B", "X1Z"), unknown.steady_text());
}

#[tokio::test]
async fn downloads_are_files_of_what_the_page_shows() {
    let world = World::new().await;
    switched_on(&world, "X10002", "2023-09-12").await;
    for (ending, kind) in [
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ] {
        let answer = world.get(Who::Colin, &format!("/reports/deadline.{ending}?by=sub-icb&as-at=2023-09-18")).await;
        assert_eq!((answer.status, answer.header("content-type"), answer.header("cache-control")), (StatusCode::OK, kind, "no-store"));
        let name = format!("attachment; filename=\"deadline-report-by-sub-icb-as-at-{}.{ending}\"", today());
        assert_eq!(answer.header("content-disposition"), name);
    }
    let csv = world.get(Who::Colin, "/reports/deadline.csv?by=sub-icb&as-at=2023-09-18").await.text();
    let lines: Vec<_> = csv.trim_start_matches('\u{feff}').split("\r\n").collect();
    assert!(lines[0].starts_with("As at,ICB sub-group code,ICB sub-group,Practices,Not started"), "{csv}");
    assert!(lines[1].starts_with("2023-09-18,X1A,First sub-group,3,2,0,0,0,0,1,33.3,24000,8000,33.3,0,1,0,0,"), "{csv}");
    assert_eq!(lines.len(), 4, "{csv}");
    let json: serde_json::Value = serde_json::from_slice(&world.get(Who::Colin, "/reports/deadline.json?by=sub-icb").await.body).unwrap();
    assert_eq!((&json["total"]["practices"], &json["total"]["switched_on"]), (&4.into(), &1.into()));
}

/// The texts of the cells that begin with `tag`, in order.
fn cells(html: &str, tag: &str) -> Vec<String> {
    let texts = html.split(tag).skip(1).map(|rest| rest.split_once('>').unwrap().1);
    texts.map(|rest| rest.split("</t").next().unwrap().trim().to_owned()).collect()
}

/// The page, the CSV and the workbook of the same report say the same words.
#[tokio::test]
async fn page_and_files_agree_on_every_word() {
    let world = World::new().await;
    switched_on(&world, "X10001", "2023-09-12").await;
    switched_on(&world, "X10002", "2023-11-05").await;
    except(&world, "X10004").await;
    move_clock(&world, "2023-11-20").await;
    let statuses =
        [("X10001", "Done", "In time"), ("X10002", "Done", "Late"), ("X10003", "At risk", ""), ("X10004", "Exception agreed", "")];
    for by in ["practice", "sub-icb"] {
        let page = world.get(Who::Ada, &format!("{PAGE}?by={by}")).await.text();
        let csv = world.get(Who::Ada, &format!("{PAGE}.csv?by={by}")).await.text();
        let workbook = world.get(Who::Ada, &format!("{PAGE}.xlsx?by={by}")).await.body;
        let texts = workbooks::part(&workbook, "xl/sharedStrings.xml");
        let table = page.split("class=\"app-report__table\"").nth(1).unwrap();
        let headings: Vec<_> = csv.trim_start_matches('\u{feff}').lines().next().unwrap().split(',').collect();
        let shown = cells(table, "<th scope=\"col\"");
        assert!(shown.len() > 6, "{by}: {shown:?}");
        for heading in shown {
            assert!(headings.contains(&heading.as_str()), "{by}: the file has no column {heading}: {headings:?}");
            assert!(texts.contains(&format!(">{heading}</t>")), "{by}: the workbook has no column {heading}");
        }
        if by == "practice" {
            for (practice, status, timeliness) in statuses {
                let line = csv.lines().find(|line| line.contains(practice)).unwrap();
                assert!(line.contains(&format!(",{timeliness},{status},")), "{practice}: {line}");
                let row = table.split("<tr").find(|row| row.contains(practice)).unwrap();
                assert!(row.contains(&format!(">{status}<")) && row.contains(timeliness), "{practice}: {row}");
                assert!([status, timeliness].iter().all(|word| word.is_empty() || texts.contains(&format!(">{word}</t>"))), "{practice}");
            }
        }
    }
}

#[tokio::test]
async fn a_name_cannot_become_a_formula_or_markup() {
    let world = World::new().await;
    let rename = "UPDATE practice SET name = '=HYPERLINK(\"http://x\")<script>' WHERE ods_code = 'X10001'";
    sea_orm::ConnectionTrait::execute_unprepared(world.services.store.writer(), rename).await.unwrap();
    let csv = world.get(Who::Mona, "/reports/deadline.csv?by=practice").await.text();
    assert!(csv.contains(",\"'=HYPERLINK(\"\"http://x\"\")<script>\","), "{csv}");
    let html = world.get(Who::Mona, "/reports/deadline?by=practice").await.text();
    assert!(html.contains("&lt;script&gt;") && !html.contains(")<script>"), "{html}");
}

/// An exception that stands until the end of the year.
async fn except(world: &World, ods: &str) {
    let (services, ods) = (&world.services, code(ods));
    services::exceptions::ask(services, &setup(), &ods, ["closing-or-merging", "We merge", ""]).await.unwrap();
    let id = services::exceptions::load(services, &setup(), &ods).await.unwrap().waiting.unwrap().id;
    let until = services::exceptions::ExceptionDecision::Agree("2023-12-31".parse().unwrap());
    services::exceptions::decide(services, &setup(), &ods, &id, until, "").await.unwrap();
}

fn values<const N: usize>(row: &Line, headings: [&str; N]) -> [String; N] {
    headings.map(|heading| row.get(heading).unwrap_or_else(|| panic!("no column {heading} in {row:?}")).clone())
}

#[tokio::test]
async fn a_workbook_counts_exceptions_apart() {
    let world = World::new().await;
    except(&world, "X10001").await;
    switched_on(&world, "X10002", "2023-09-12").await;
    move_clock(&world, "2023-11-02").await;
    let rows = rows(&world.get(Who::Colin, "/reports/deadline.xlsx?by=sub-icb").await.body);
    let split = ["Practices", "Switched on", "Exceptions agreed", "At risk", "Needs attention", "On course", "Overdue"];
    let of = |name: &str| values(rows.iter().find(|row| row.values().any(|value| value == name)).unwrap(), split);
    assert_eq!(of("First sub-group"), ["3", "1", "1", "1", "0", "0", "1"]);
    assert_eq!(of("Total"), ["4", "1", "1", "2", "0", "0", "2"]);

    let rows = workbooks::rows(&world.get(Who::Colin, "/reports/deadline.xlsx?by=practice").await.body);
    let of = |name: &str| {
        let row = rows.iter().find(|row| row["Practice code"] == name).unwrap();
        values(row, ["Stage", "Switched on", "Status", "Exception agreed"])
    };
    assert_eq!(of("X10001"), ["Not started", "No", "Exception agreed", "Yes"]);
    assert_eq!(of("X10002"), ["Switched on", "Yes", "Done", "No"]);
    assert_eq!(of("X10004"), ["Not started", "No", "At risk", "No"]);
}
