//! A deadline report in words, bars and tables.

use domain::field::format_count;
use domain::organisations::OdsCode;
use domain::reports::{By, DeadlineReport, Figures, Row, Share, Typed, headings, summary};
use domain::stage::{Rag, Stage};
use domain::time::{format_day, format_time, london_day};
use leptos::prelude::*;

use super::practices;
use super::wide::{scrolling, too_many};
use crate::web::components::{Bar, BarChart, Button, Cell, Choice, Column, Details, Select, Series, Table, TextInput};
use crate::web::fields::Fields;
use crate::web::form::Form;

const PAGE: &str = "/reports/deadline";
/// Above this many, bars say less than the table.
const MOST_BARS: usize = 20;
/// Above this many rows a page takes long to read; downloads have all.
const MOST_ROWS: usize = 500;
/// In the order of the bars: what is wanted first.
const PARTS: [Stage; 6] =
    [Stage::SwitchedOn, Stage::SwitchingOn, Stage::DateBooked, Stage::Ready, Stage::ChecklistInProgress, Stage::NotStarted];

/// The whole that the person sees: "England", or "Your practices".
pub(super) fn top(report: &DeadlineReport) -> &'static str {
    if report.all_of_england { "England" } else { "Your practices" }
}

fn place(report: &DeadlineReport) -> String {
    report.within.last().map_or_else(|| top(report).to_owned(), |crumb| crumb.place.name.to_string())
}

/// "Deadline report: Northmarsh ICB".
pub(super) fn title(report: &DeadlineReport) -> String {
    format!("Deadline report: {}", place(report))
}

/// The address of the report of the same day of another organisation, split as is usual.
pub(super) fn address(report: &DeadlineReport, within: Option<&OdsCode>) -> String {
    let day = report.as_at.to_string();
    let fields = Fields::default().with("within", within.map_or("", OdsCode::as_str)).with("as-at", &day);
    format!("{PAGE}?{}", fields.encode())
}

/// What stands behind the `?` of every address of this very report.
fn query(report: &DeadlineReport) -> String {
    let within = report.within.last().map_or("", |crumb| crumb.place.code.as_str());
    let day = report.as_at.to_string();
    Fields::default().with("by", report.by.word()).with("within", within).with("as-at", &day).encode()
}

/// The form that asks for another report.
pub(super) fn filters(form: Form, typed: &Typed) -> impl IntoView + use<> {
    let choices = By::ALL.map(|by| Choice::new(by.word(), by.heading())).into();
    view! {
        <form method="get" action=PAGE novalidate class="app-filters">
            <Select form=form.clone() name="by" label="One row for each" choices value=typed.by.clone() />
            <TextInput
                form=form.clone()
                name="within"
                label="Only within (optional)"
                hint="The code of a region, ICB, sub-ICB location, PCN or practice"
                value=typed.within.clone()
                width=10
            />
            <TextInput
                form
                name="as-at"
                label="As at"
                hint="Today or an earlier day, for example 31 August 2023"
                value=typed.as_at.clone()
                width=20
            />
            <Button kind="secondary">"Show the report"</Button>
        </form>
    }
}

/// The report.
pub(super) fn report(report: &DeadlineReport) -> impl IntoView + use<> {
    let typed = Typed {
        by: report.by.word().to_owned(),
        within: report.within.last().map_or_else(String::new, |crumb| crumb.place.code.to_string()),
        as_at: format_day(report.as_at),
    };
    let sentences = summary(report).into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view();
    let figures =
        (report.total.practices > 0).then(|| if report.by == By::Practice { practices::table(report, MOST_ROWS) } else { groups(report) });
    view! {
        <h1>
            <span class="nhsuk-caption-l">"Deadline report"</span>
            {place(report)}
        </h1>
        {sentences}
        <p class="nhsuk-hint">{made(report)}</p>
        <Details summary="Show another day or area">{filters(Form::fresh(), &typed)}</Details>
        {downloads(report)}
        {figures}
    }
}

/// "As at 18 September 2023, made 9:05am BST." with the day where it was another.
fn made(report: &DeadlineReport) -> String {
    let day = london_day(report.made_at);
    let on = if day == report.as_at { String::new() } else { format!("on {} at ", format_day(day)) };
    format!("As at {}, made {on}{}.", format_day(report.as_at), format_time(report.made_at))
}

fn downloads(report: &DeadlineReport) -> impl IntoView + use<> {
    let query = query(report);
    let link = |ending: &str, text: &'static str| {
        let href = format!("{PAGE}.{ending}?{query}");
        view! { <li><a href=href download="">{text}</a></li> }
    };
    view! {
        <h2 class="nhsuk-heading-s app-no-print">"Download this report"</h2>
        <ul class="nhsuk-list app-report__downloads">
            {link("xlsx", "Excel workbook that explains its columns")}
            {link("csv", "CSV")}
            {link("json", "JSON")}
        </ul>
    }
}

fn groups(report: &DeadlineReport) -> AnyView {
    let rows = report.rows.iter().take(MOST_ROWS).map(|row| main_row(report, row)).chain([total_row(report)]).collect();
    let caption = format!("Practices by {}, as at {}", report.by.in_sentence(), format_day(report.as_at));
    view! {
        {chart_or_stages(report)}
        {too_many(report.rows.len(), MOST_ROWS)}
        {overdue_words(report)}
        {scrolling(&caption, view! { <Table caption=caption.clone() columns=main_columns(report) rows /> })}
    }
    .into_any()
}

/// Two words that say the same of a practice once the deadline has passed.
fn overdue_words(report: &DeadlineReport) -> Option<impl IntoView + use<>> {
    let words = "Overdue practices are those at risk once the deadline has passed: not switched on, and without an exception.";
    (report.days_left < 0).then(|| view! { <p>{words}</p> })
}

fn main_columns(report: &DeadlineReport) -> Vec<Column> {
    let numbers = [
        headings::PRACTICES,
        Stage::SwitchedOn.name(),
        headings::PRACTICES_SHARE,
        headings::PATIENTS_SHARE,
        headings::EXCEPTIONS,
        Rag::Red.name(),
        Rag::Amber.name(),
        Rag::Green.name(),
    ];
    let after = [headings::ON_TIME, headings::LATE, headings::OVERDUE];
    let after = after.into_iter().filter(|_| report.days_left < 0);
    std::iter::once(Column::new(report.by.heading())).chain(numbers.into_iter().chain(after).map(Column::number)).collect()
}

fn cells(report: &DeadlineReport, figures: &Figures) -> Vec<String> {
    let share = |share: Option<Share>| share.map_or_else(|| "–".to_owned(), |share| share.to_string());
    let count = |number: u32| format_count(number);
    let mut cells = vec![
        count(figures.practices),
        count(figures.switched_on()),
        share(figures.practices_share()),
        share(figures.patients_share()),
        count(figures.exceptions),
        count(figures.red),
        count(figures.amber),
        count(figures.green),
    ];
    if report.days_left < 0 {
        cells.extend([count(figures.on_time), count(figures.late), count(figures.overdue)]);
    }
    cells
}

fn main_row(report: &DeadlineReport, row: &Row) -> Vec<Cell> {
    let name = row.name.to_string();
    let first = match &row.code {
        Some(code) => view! { <a href=address(report, Some(code))>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    std::iter::once(first).chain(cells(report, &row.figures).into_iter().map(IntoAny::into_any)).collect()
}

fn total_row(report: &DeadlineReport) -> Vec<Cell> {
    let bold = |text: String| view! { <strong>{text}</strong> }.into_any();
    std::iter::once("Total".to_owned()).chain(cells(report, &report.total)).map(bold).collect()
}

/// Bars of the stages with their table; of many rows the table alone.
fn chart_or_stages(report: &DeadlineReport) -> AnyView {
    let heading = report.by.heading();
    let parts = |figures: &Figures| PARTS.map(|stage| figures.at(stage));
    if report.rows.len() <= MOST_BARS {
        let bar = |row: &Row| Bar { label: row.name.to_string(), parts: parts(&row.figures).map(u64::from).into() };
        let bars = report.rows.iter().map(bar).collect();
        let series = PARTS.map(|stage| Series { name: stage.name().to_owned() }).into();
        return view! { <BarChart title="Practices by stage" first_column=heading series bars /> }.into_any();
    }
    let columns = std::iter::once(Column::new(heading)).chain(PARTS.map(|stage| Column::number(stage.name()))).collect();
    let row = |name: String, figures: &Figures| {
        let numbers = parts(figures).map(|number| format_count(number).into_any());
        std::iter::once(name.into_any()).chain(numbers).collect()
    };
    let rows = report.rows.iter().take(MOST_ROWS).map(|each| row(each.name.to_string(), &each.figures));
    let rows = rows.chain([row("Total".to_owned(), &report.total)]).collect();
    view! {
        <Details summary="Practices by stage: the figures">
            <Table caption="Practices by stage" caption_hidden=true columns rows />
        </Details>
    }
    .into_any()
}
