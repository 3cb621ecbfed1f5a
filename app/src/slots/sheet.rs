//! `/admin/slots/import`: many dates from a CSV, looked at before they are added.

use chrono::NaiveDate;
use domain::slots::{SheetRow, SlotStatus};
use domain::time::format_day;
use leptos::prelude::*;

use super::admin::LIST;
use super::admin_actions::{AddSheet, CheckSheet};
use super::upload;
use super::view::marked_day;
use crate::actions::path_of;
use crate::components::{Button, Column, FileInput, Table, Textarea};
use crate::errors::PageError;
use crate::page::{Page, PageResult};
use crate::request::Request;

/// Its address.
pub(super) const PAGE: &str = "/admin/slots/import";
/// The name of the form.
pub(super) const SHEET: &str = "sheet";

/// The field for a file.
pub(super) const FILE: &str = "file";

const TITLE: &str = "Add many dates";

/// A form for the rows of a spreadsheet; once they were checked, what they add.
pub async fn import(request: Request) -> PageResult {
    services::authorise(request.viewer()?, domain::accounts::Action::ManageSlots, None)?;
    let form = request.form(SHEET);
    let text = form.value("csv", "");
    let checked =
        if form.failed() || text.is_empty() { None } else { services::slots::read(&request.services, request.viewer()?, &text).await.ok() };
    let preview = checked.map(|rows| preview(&rows, text, request.services.programme.deadline));
    let usual = request.services.programme.slots.cutoff_days_before;
    let body = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <h1>{TITLE}</h1>
                {preview}
                <p>"Save your spreadsheet as CSV. Its first line names the columns:"</p>
                <ul>
                    <li>"date and places"</li>
                    <li>{format!("cutoff, the last day to sign up: left empty, it is {usual} days before the date")}</li>
                    <li>"status, open or draft: left empty, it is open"</li>
                </ul>
                <form method="post" action=upload::PATH enctype="multipart/form-data" novalidate>
                    <FileInput form=form.clone() name=FILE label="Your CSV file" accept=".csv,text/csv" one=true />
                    <Button kind="secondary">"Check the file"</Button>
                </form>
                <h2>"Or paste its lines"</h2>
                <form method="post" action={path_of::<CheckSheet>()} novalidate>
                    <Textarea form name="csv" label="Dates" hint="Days like 18 October 2023, or as a spreadsheet writes them" rows=10 />
                    <Button kind="secondary">"Check the dates"</Button>
                </form>
            </div>
        </div>
    };
    Ok(Page::new(TITLE, body).under("/admin", "Admin").under(LIST, "EMIS dates"))
}

fn preview(rows: &[SheetRow], text: String, deadline: NaiveDate) -> impl IntoView + use<> {
    let columns =
        vec![Column::number("Line"), Column::new("Date"), Column::new("Sign up by"), Column::number("Places"), Column::new("Status")];
    let row = |row: &SheetRow| {
        let status = if row.status == SlotStatus::Draft { "Draft" } else { "Open" };
        vec![
            row.line.into_any(),
            marked_day(row.date, deadline),
            format_day(row.cutoff).into_any(),
            row.places.into_any(),
            status.into_any(),
        ]
    };
    let (word, cells) = (
        if rows.len() == 1 { "Add this date".to_owned() } else { format!("Add these {} dates", rows.len()) },
        rows.iter().map(row).collect(),
    );
    view! {
        <h2>"What is added"</h2>
        <p>"Nothing is added yet."</p>
        <Table caption="What is added" caption_hidden=true columns rows=cells />
        <form method="post" action={path_of::<AddSheet>()} novalidate>
            <input type="hidden" name="csv" value=text />
            <Button>{word}</Button>
        </form>
    }
}

/// Where a sheet that does not read leads.
pub(super) fn failed(error: services::Error) -> Result<crate::actions::Outcome, PageError> {
    crate::actions::mistakes(PAGE, SHEET, error)
}
