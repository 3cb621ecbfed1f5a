//! A report of practices: a line each.

use domain::field::format_count;
use domain::reports::{By, DeadlineReport, PracticeLine, Row, headings, status, timeliness_word};
use domain::stage::Rag;
use domain::time::format_day;
use leptos::prelude::*;

use super::wide::{scrolling, too_many};
use crate::web::address::practice;
use crate::web::components::{Cell, Colour, Column, RagTag, StageTag, Table, Tag};

pub(super) fn table(report: &DeadlineReport, most: usize) -> AnyView {
    let columns = vec![
        Column::new(By::Practice.heading()),
        Column::new(headings::SUPPLIER),
        Column::number(headings::LIST_SIZE),
        Column::new(headings::STAGE),
        Column::new(headings::STAGE_SINCE),
        Column::new(headings::STATUS),
        Column::new(headings::TIMELINESS),
    ];
    let rows = report.rows.iter().take(most).filter_map(|row| row.practice.as_deref().map(|line| cells(row, line))).collect();
    let caption = format!("Practices, as at {}", format_day(report.as_at));
    view! {
        {too_many(report.rows.len(), most)}
        {scrolling(&caption, view! { <Table caption=caption.clone() columns rows /> })}
    }
    .into_any()
}

fn cells(row: &Row, line: &PracticeLine) -> Vec<Cell> {
    let code = row.code.as_ref().map_or("", domain::organisations::OdsCode::as_str).to_owned();
    let href = practice(&code).page();
    let arranged = line.arranged.at(line.stage);
    vec![
        view! {
            <a href=href>{row.name.to_string()}</a>
            <span class="app-report__code">{format!(" {code}")}</span>
        }
        .into_any(),
        line.supplier.name().into_any(),
        line.list_size.map_or_else(|| "Not known".to_owned(), format_count).into_any(),
        view! {
            <StageTag stage=line.stage />
            {arranged.map(|day| view! { <span class="app-report__more">{format!(" for {}", format_day(day))}</span> })}
        }
        .into_any(),
        line.since.map_or_else(|| "–".to_owned(), format_day).into_any(),
        tag(line),
        line.timeliness.map_or("–", timeliness_word).into_any(),
    ]
}

fn tag(line: &PracticeLine) -> AnyView {
    if line.exception && line.rag != Rag::Done {
        return view! { <Tag colour=Colour::Yellow text=status(line) /> }.into_any();
    }
    view! { <RagTag rag=line.rag /> }.into_any()
}
