//! `/practices` for somebody who works in several practices: what each does next.

use chrono::NaiveDate;
use domain::organisations::OdsCode;
use domain::stage::{Stage, book_by_sentence};
use domain::time::format_days_left;
use leptos::prelude::*;
use services::practices::{MyPractice, Sort};

use super::dates;
use super::overview::reads;
use super::steps::address_of;
use crate::about::how_practices_are_read_link;
use crate::guidance::glossary_link;
use crate::web::address::{self, PRACTICES};
use crate::web::components::{Button, Choice, Column, Select, StageTag, Table};
use crate::web::errors::PageError;
use crate::web::form::Form;
use crate::web::format::counted;
use crate::web::page::Page;
use crate::web::request::Request;

/// The table; none for somebody without a practice, or with more than a table holds.
pub(super) async fn page(request: &Request) -> Result<Option<Page>, PageError> {
    let sort = Sort::from_key(request.query.get("sort"));
    let practices = services::practices::my_practices(&request.services, request.viewer()?, sort).await?;
    let Some(practices) = practices.filter(|practices| !practices.is_empty()) else { return Ok(None) };
    let smartcards = crate::smartcards::summary(request).await?;
    let count = counted(u64::try_from(practices.len()).unwrap_or_default(), "practice", "practices");
    let body = view! {
        <h1 class="nhsuk-heading-l">"My practices"</h1>
        {(practices.len() > 1).then(|| sort_form(sort))}
        {smartcards}
        <p role="status">{count}</p>
        {table(practices, request.today())}
        {glossary_link()}
        {how_practices_are_read_link()}
    };
    Ok(Some(Page::new("My practices", body)))
}

fn sort_form(sort: Sort) -> impl IntoView {
    let choices = Sort::ALL.into_iter().map(|sort| Choice::new(sort.key(), name(sort))).collect();
    view! {
        <form class="app-filter" method="get" action=PRACTICES>
            <div class="app-filter__fields">
                <Select form=Form::fresh() name="sort" label="Sort by" choices value=sort.key() />
                <Button kind="secondary">"Sort"</Button>
            </div>
        </form>
    }
}

fn name(sort: Sort) -> &'static str {
    match sort {
        Sort::Next => "What needs you first",
        Sort::Name => "Name",
        Sort::Stage => "Stage, earliest first",
        Sort::StageLast => "Stage, latest first",
    }
}

fn table(practices: Vec<MyPractice>, today: NaiveDate) -> impl IntoView {
    let columns = ["Practice", "What to do next", "Checklist", "Stage", "Days left"].map(Column::new).to_vec();
    let rows = practices.into_iter().map(|practice| {
        let href = address::practice(&practice.code).page();
        let settled = practice.settled.map_or_else(|| "Not started".to_owned(), |(settled, required)| format!("{settled} of {required}"));
        vec![
            view! { <span><a href=href>{practice.name.clone()}</a><span class="app-line">{practice.code.to_string()}</span></span> }
                .into_any(),
            next(&practice, &practice.code),
            settled.into_any(),
            view! { <StageTag stage=practice.stage /> }.into_any(),
            view! { <span>{days(&practice, today)}" "{reads(practice.stage, &practice.reading, practice.exception)}</span> }.into_any(),
        ]
    });
    view! { <Table caption="My practices" caption_hidden=true columns rows=rows.collect() /> }
}

fn next(practice: &MyPractice, ods: &OdsCode) -> AnyView {
    let Some(step) = practice.next else { return "Nothing".into_any() };
    let practice_dates = &practice.practice_dates;
    let href = dates::address(step, practice_dates, ods).unwrap_or_else(|| address_of(step, ods, None));
    let notes = dates::notes(Some(step), practice_dates, ods, true).into_iter().map(|note| view! { <span class="app-line">{note}</span> });
    view! { <span><a href=href>{dates::after(practice_dates, dates::words(step, practice_dates))}</a>{notes.collect_view()}</span> }
        .into_any()
}

/// Its own limit first, where it has one, then the deadline.
fn days(practice: &MyPractice, today: NaiveDate) -> String {
    if practice.stage == Stage::SwitchedOn {
        return String::new();
    }
    let left = format_days_left(practice.days_left);
    let book_by = practice.reading.book_by().filter(|_| !practice.exception);
    book_by.map_or_else(|| left.clone(), |day| format!("{} {left} until the deadline.", book_by_sentence(day, today)))
}
