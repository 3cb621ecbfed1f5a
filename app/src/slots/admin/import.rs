//! `/admin/slots/import`: many dates from a CSV, looked at before they are added.

use chrono::NaiveDate;
use domain::accounts::Action;
use domain::field::FieldError;
use domain::slots::{SheetRow, SlotStatus, unusual};
use domain::time::format_day;
use leptos::prelude::*;
use services::slots::{add_many, read};

use super::view::{TITLE as LIST_TITLE, marked_day};
use crate::web::address::{EMIS_DATES, IMPORT_DATES};
use crate::web::components::{Button, Column, FileInput, FormName, Table, Textarea};
use crate::web::multipart::{File, Files};
use crate::web::outcome::{FormResult, PageResult, keep, keep_as, succeed};
use crate::web::page::Page;
use crate::web::request::Request;
use crate::web::route::Uploads;

/// Its address.
pub const PATH: &str = IMPORT_DATES;
/// The name of the form for a file.
pub const FROM_FILE: &str = "from-file";
/// The name of the form for lines.
pub const FROM_LINES: &str = "from-lines";
/// The name of the form that adds what was looked at.
pub const ADD: &str = "add";

/// The most that the file may have, in KB: 500 dates have 20.
const LIMIT_KB: usize = 100;

/// What its form for a file takes.
pub const UPLOADS: Uploads = Uploads { limit: LIMIT_KB * 1024, may: Action::ManageSlots };

/// The field for a file.
const FILE: &str = "file";

const TITLE: &str = "Add many dates";

/// A form for the rows of a spreadsheet; once they were checked, what they add.
pub async fn get(request: Request) -> PageResult {
    services::authorise(request.viewer()?, Action::ManageSlots, None)?;
    let form = request.only_form();
    let text = form.value("csv", "");
    let checked = if form.failed() || text.is_empty() { None } else { read(&request.services, request.viewer()?, &text).await.ok() };
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
                <form method="post" enctype="multipart/form-data" novalidate>
                    <FormName name=FROM_FILE />
                    <FileInput form=form.clone() name=FILE label="Your CSV file" accept=".csv,text/csv" one=true />
                    <Button kind="secondary">"Check the file"</Button>
                </form>
                <h2>"Or paste its lines"</h2>
                <form method="post" novalidate>
                    <FormName name=FROM_LINES />
                    <Textarea form name="csv" label="Dates" hint="Days like 18 October 2023, or as a spreadsheet writes them" rows=10 />
                    <Button kind="secondary">"Check the dates"</Button>
                </form>
            </div>
        </div>
    };
    Ok(Page::new(TITLE, body).under("/admin", "Admin").under(EMIS_DATES, LIST_TITLE))
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
        <form method="post" novalidate>
            <FormName name=ADD />
            <input type="hidden" name="csv" value=text />
            <Button>{word}</Button>
        </form>
    }
}

/// Reads the lines of a file as if they had been pasted: what does not read stands in the text box, to be put right there.
pub async fn from_file(request: Request) -> FormResult {
    services::authorise(request.viewer()?, UPLOADS.may, None)?;
    let lines = match request.take_files() {
        Files::Came(files) => text(&files),
        Files::TooLarge => Err(format!("The file is more than {LIMIT_KB} KB. Is it the right one?")),
    };
    let lines = lines.map_err(|message| FieldError::new(FILE, message))?;
    let typed = request.typed.with("csv", &lines);
    match read(&request.services, request.viewer()?, &lines).await {
        Ok(_) => Ok(keep_as(typed, Vec::new())),
        Err(services::Error::Invalid(errors)) => Ok(keep_as(typed, errors)),
        Err(error) => Err(error.into()),
    }
}

/// What stands in the file, or what is wrong with it.
fn text(files: &[File]) -> Result<String, String> {
    let file = files.first().ok_or("Choose a CSV file, or paste its lines below")?;
    let text = String::from_utf8(file.content.to_vec()).ok().filter(|text| !text.contains('\0'));
    text.ok_or_else(|| "This is not a CSV file. In your spreadsheet, choose “Save as” and then “CSV UTF-8”".to_owned())
}

/// Reads lines that were pasted.
pub async fn from_lines(request: Request) -> FormResult {
    read(&request.services, request.viewer()?, request.typed.raw("csv").unwrap_or_default()).await?;
    Ok(keep())
}

/// Adds the dates of the lines that were looked at.
pub async fn add(request: Request) -> FormResult {
    let rows = add_many(&request.services, request.viewer()?, request.typed.raw("csv").unwrap_or_default()).await?;
    let marked = rows.iter().filter(|row| !unusual(row.date, request.services.programme.deadline).is_empty()).count();
    let again = if marked == 0 { String::new() } else { format!(" Look at the days again that the list marks: {marked}.") };
    Ok(succeed(EMIS_DATES, format!("{} dates are added.{again}", rows.len())))
}
