//! The columns of the deadline report: the page and every file have those of the one list, each in its order.

use domain::reports::columns::{Column, of_page, of_report, of_total};
use domain::reports::{By, Question};

use crate::journey::move_clock;
use crate::support::{Who, World};
use crate::workbooks;

/// The headings of the table on the page.
fn on_page(html: &str) -> Vec<String> {
    let table = html.split("class=\"app-report__table\"").nth(1).unwrap();
    let heads = table.split("<th ").skip(1).filter(|head| head.contains("scope=\"col\""));
    heads.map(|head| head.split_once('>').unwrap().1.split("</th>").next().unwrap().to_owned()).collect()
}

/// The cells of each row on the page, that of the headings aside.
fn widths_on_page(html: &str) -> Vec<usize> {
    let table = html.split("class=\"app-report__table\"").nth(1).unwrap();
    table.split("<tr ").skip(2).map(|row| row.matches("</th>").count() + row.matches("</td>").count()).collect()
}

/// The names in the first object after `place`, in their order.
fn keys(json: &str, place: &str) -> Vec<String> {
    let object = json.split_once(place).unwrap().1.split('}').next().unwrap();
    object.lines().filter_map(|line| Some(line.trim().strip_prefix('"')?.split_once("\":")?.0.to_owned())).collect()
}

#[tokio::test]
async fn page_csv_workbook_and_json_have_the_columns_of_the_list() {
    let world = World::new().await;
    for day in ["2023-09-18", "2023-11-20"] {
        move_clock(&world, day).await;
        for by in By::ALL {
            let question = Question { by: Some(by), within: None, as_at: day.parse().unwrap() };
            let report = services::reports::deadline(&world.services, &services::system_viewer("test"), &question).await.unwrap();
            let headings = |columns: Vec<&Column>| columns.iter().map(|column| column.heading(by).into_owned()).collect::<Vec<_>>();
            let (listed, shown) = (headings(of_report(by).collect()), headings(of_page(&report)));
            let get = async |ending: &str| world.get(Who::Ada, &format!("/reports/deadline{ending}?by={}", by.key())).await;

            let html = get("").await.text();
            assert_eq!(on_page(&html), shown, "{by:?} on {day}");
            assert!(widths_on_page(&html).into_iter().all(|width| width == shown.len()), "{by:?} on {day}");

            let csv = get(".csv").await.text();
            let mut lines = csv.trim_start_matches('\u{feff}').lines().map(|line| {
                // What stands between quotation marks has commas of its own.
                let outside: String = line.split('"').step_by(2).collect();
                outside.split(',').map(str::to_owned).collect::<Vec<_>>()
            });
            assert_eq!(lines.next().unwrap(), listed, "{by:?}");
            assert!(lines.all(|line| line.len() == listed.len()), "{by:?}: {csv}");

            let workbook = get(".xlsx").await.body;
            assert_eq!(workbooks::headings(&workbook), listed, "{by:?}");
            let guidance = workbooks::guidance(&workbook);
            let told: Vec<_> = guidance.iter().map(|line| [line[1].as_str(), line[2].as_str(), line[3].as_str()]).collect();
            let explained =
                |column: &Column| [column.heading(by).into_owned(), column.description.to_owned(), column.example(by).to_owned()];
            assert_eq!(told, of_report(by).map(explained).collect::<Vec<_>>(), "{by:?}");

            let json = get(".json").await.text();
            assert_eq!(keys(&json, "\"rows\":"), of_report(by).map(|column| column.key).collect::<Vec<_>>(), "{by:?}");
            assert_eq!(keys(&json, "\"total\":"), of_total().map(|column| column.key).collect::<Vec<_>>(), "{by:?}");
        }
    }
}
