//! A deadline report in words, bars and tables.

use domain::field::format_count;
use domain::reports::{By, DeadlineReport, Figures, Row, Typed, summary};
use domain::stage::Stage;
use domain::time::{format_day, format_time, london_day};
use leptos::prelude::*;

use super::address;
use super::table::{MOST_ROWS, table, too_many};
use crate::about::how_practices_are_read_link;
use crate::web::components::{Bar, BarChart, Button, Choice, Column, Details, Select, Series, Table, TextInput};
use crate::web::form::Form;

/// Above this many, bars say less than the table.
const MOST_BARS: usize = 20;

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

/// The form that asks for another report.
pub(super) fn filters(form: Form, typed: &Typed) -> impl IntoView + use<> {
    let choices = By::ALL.map(|by| Choice::new(by.key(), by.heading())).into();
    view! {
        <form method="get" action=address::PAGE novalidate class="app-filters">
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
        by: report.by.key().to_owned(),
        within: report.within.last().map_or_else(String::new, |crumb| crumb.place.code.to_string()),
        as_at: format_day(report.as_at),
    };
    let sentences = summary(report).into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view();
    let figures = (report.total.practices > 0).then(|| if report.by == By::Practice { practices(report) } else { groups(report) });
    view! {
        <h1>
            <span class="nhsuk-caption-l">"Deadline report"</span>
            {place(report)}
        </h1>
        {sentences}
        <p class="nhsuk-hint">{made(report)}</p>
        {how_practices_are_read_link()}
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
    let link = |ending: &str, text: &'static str| {
        let href = address::file(report, ending);
        view! { <li><a href=href download="">{text}</a></li> }
    };
    view! {
        <h2 class="nhsuk-heading-s app-no-print">"Download this report"</h2>
        <ul class="nhsuk-list app-report__downloads">
            {link("xlsx", "Excel (XLSX)")}
            {link("csv", "CSV")}
            {link("json", "JSON")}
        </ul>
    }
}

fn groups(report: &DeadlineReport) -> AnyView {
    view! {
        {chart_or_stages(report)}
        {too_many(report)}
        {overdue_words(report)}
        {table(report)}
    }
    .into_any()
}

fn practices(report: &DeadlineReport) -> AnyView {
    view! {
        {too_many(report)}
        {table(report)}
    }
    .into_any()
}

/// Two words that say the same of a practice once the deadline has passed.
fn overdue_words(report: &DeadlineReport) -> Option<impl IntoView + use<>> {
    let words = "Overdue practices are those at risk once the deadline has passed: not switched on, and without an exception.";
    (report.days_left < 0).then(|| view! { <p>{words}</p> })
}

/// The stages in the order of the bars: what is wanted first.
fn stages() -> impl Iterator<Item = Stage> {
    Stage::ALL.into_iter().rev()
}

/// Bars of the stages with their table; of many rows the table alone.
fn chart_or_stages(report: &DeadlineReport) -> AnyView {
    let heading = report.by.heading();
    if report.rows.len() <= MOST_BARS {
        let bar = |row: &Row| Bar { label: row.name.to_string(), parts: stages().map(|stage| row.figures.at(stage).into()).collect() };
        let bars = report.rows.iter().map(bar).collect();
        let series = stages().map(|stage| Series { name: stage.name().to_owned() }).collect();
        return view! { <BarChart title="Practices by stage" first_column=heading series bars /> }.into_any();
    }
    let columns = std::iter::once(Column::new(heading)).chain(stages().map(|stage| Column::number(stage.name()))).collect();
    let row = |name: String, figures: &Figures| {
        let numbers = stages().map(|stage| format_count(figures.at(stage)).into_any());
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
