//! The table of a report, made from the list of its columns.

use domain::field::format_count;
use domain::organisations::OdsCode;
use domain::reports::columns::{Column, Kind, NOT_KEPT, Value, of_page, yes_or_no};
use domain::reports::{By, DeadlineReport, PracticeLine, Row, status};
use domain::stage::Rag;
use domain::time::format_day;
use leptos::prelude::*;

use super::address;
use crate::web::address::practice;
use crate::web::components::{self, Cell, Colour, RagTag, StageTag, Table, Tag};

/// Above this many rows a page takes long to read; downloads have all.
pub(super) const MOST_ROWS: usize = 500;

/// The first rows, and the total where they are no practices: of these the page says before how many there are.
pub(super) fn table(report: &DeadlineReport) -> AnyView {
    let columns = of_page(report);
    let rows = report.rows.iter().take(MOST_ROWS).map(|row| columns.iter().map(|column| cell(report, row, column)).collect());
    let total = (report.by != By::Practice).then(|| total(report, &columns));
    let caption = caption(report);
    let columns = columns.iter().map(|column| head(column, report.by)).collect();
    let rows = rows.chain(total).collect();
    // A wide table scrolls by itself, by keyboard too.
    view! {
        <section class="app-report__table" aria-label=caption.clone() tabindex="0">
            <Table caption=caption.clone() columns rows />
        </section>
    }
    .into_any()
}

/// "Practices by ICB, as at 18 September 2023".
fn caption(report: &DeadlineReport) -> String {
    let by = if report.by == By::Practice { String::new() } else { format!(" by {}", report.by.in_sentence()) };
    format!("Practices{by}, as at {}", format_day(report.as_at))
}

/// Says where the page leaves rows out.
pub(super) fn too_many(report: &DeadlineReport) -> Option<impl IntoView + use<>> {
    let rows = report.rows.len();
    (rows > MOST_ROWS).then(|| {
        let text = format!(
            "These are the first {MOST_ROWS} of {} rows. Choose a smaller area, or download the report for all of them.",
            format_count(rows)
        );
        view! { <p class="nhsuk-u-font-weight-bold">{text}</p> }
    })
}

fn head(column: &Column, by: By) -> components::Column {
    let heading = column.heading(by);
    if column.kind.is_number() { components::Column::number(heading) } else { components::Column::new(heading) }
}

fn total(report: &DeadlineReport, columns: &[&Column]) -> Vec<Cell> {
    let row = report.total_row();
    let bold = |column: &&Column| view! { <strong>{words(column, report, &row)}</strong> }.into_any();
    columns.iter().map(bold).collect()
}

/// A cell as its kind wants it.
fn cell(report: &DeadlineReport, row: &Row, column: &Column) -> Cell {
    match (column.kind, row.line()) {
        (Kind::Row, None) => group(report, row),
        (Kind::Row, Some(_)) => one(row),
        (Kind::Stage, Some(line)) => stage(line),
        (Kind::Status, Some(line)) => tag(line),
        _ => words(column, report, row).into_any(),
    }
}

fn words(column: &Column, report: &DeadlineReport, row: &Row) -> String {
    match column.value(report, row) {
        Value::Text(text) => text.into_owned(),
        Value::Count(number) => format_count(number),
        Value::Days(days) => days.to_string(),
        Value::Share(share) => share.to_string(),
        Value::Day(day) => format_day(day),
        Value::YesNo(yes) => yes_or_no(yes).to_owned(),
        Value::NotKept => NOT_KEPT.to_owned(),
        Value::Empty if matches!(column.kind, Kind::Count(_)) => "Not known".to_owned(),
        Value::Empty => "–".to_owned(),
    }
}

fn group(report: &DeadlineReport, row: &Row) -> Cell {
    let name = row.name.to_string();
    match &row.code {
        Some(code) => view! { <a href=address::page(report, Some(code))>{name}</a> }.into_any(),
        None => name.into_any(),
    }
}

fn one(row: &Row) -> Cell {
    let code = row.code.as_ref().map_or("", OdsCode::as_str).to_owned();
    let href = practice(&code).page();
    view! {
        <a href=href>{row.name.to_string()}</a>
        <span class="app-report__code">{format!(" {code}")}</span>
    }
    .into_any()
}

fn stage(line: &PracticeLine) -> Cell {
    let arranged = line.arranged.at(line.stage);
    view! {
        <StageTag stage=line.stage />
        {arranged.map(|day| view! { <span class="app-report__more">{format!(" for {}", format_day(day))}</span> })}
    }
    .into_any()
}

fn tag(line: &PracticeLine) -> Cell {
    if line.exception && line.reading.rag != Rag::Done {
        return view! { <Tag colour=Colour::Yellow text=status(line) /> }.into_any();
    }
    let why = line.reason().map(|why| view! { <span class="app-report__more">{format!(" {why}")}</span> });
    view! {
        <RagTag rag=line.reading.rag />
        {why}
    }
    .into_any()
}
