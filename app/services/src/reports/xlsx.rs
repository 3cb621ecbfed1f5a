//! A report as an Excel workbook: a sheet of figures, and a sheet that explains its columns.

use chrono::{Datelike, NaiveDate};
use domain::reports::columns::{Column, Kind, NOT_KEPT, Value, of_report, yes_or_no};
use domain::reports::{By, DeadlineReport, Row};
use domain::time::{format_day, format_instant};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

/// Rows above the headings: title, when it was made, and one that is empty.
const HEADINGS: u32 = 3;

struct Formats {
    title: Format,
    heading: Format,
    number: Format,
    share: Format,
    day: Format,
    wrapped: Format,
    bold: bool,
}

impl Formats {
    fn new(bold: bool) -> Self {
        let plain = || if bold { Format::new().set_bold().set_border_top(FormatBorder::Thin) } else { Format::new() };
        Self {
            title: Format::new().set_bold().set_font_size(14),
            heading: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Thin),
            number: plain().set_num_format("#,##0"),
            share: plain().set_num_format("0.0%"),
            day: plain().set_num_format("d mmmm yyyy").set_align(FormatAlign::Left),
            wrapped: plain().set_text_wrap().set_align(FormatAlign::Top),
            bold,
        }
    }

    fn text(&self) -> Format {
        if self.bold { Format::new().set_bold().set_border_top(FormatBorder::Thin) } else { Format::new() }
    }
}

pub(super) fn write(report: &DeadlineReport) -> Result<Vec<u8>, XlsxError> {
    let columns: Vec<_> = of_report(report.by).collect();
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_timestamp(report.made_at.timestamp())?;
    workbook.set_properties(&DocProperties::new().set_title(title(report.by)).set_creation_datetime(&made));
    figures(workbook.add_worksheet(), report, &columns)?;
    guidance(workbook.add_worksheet(), report.by, &columns)?;
    workbook.save_to_buffer()
}

fn figures(sheet: &mut Worksheet, report: &DeadlineReport, columns: &[&Column]) -> Result<(), XlsxError> {
    let formats = Formats::new(false);
    sheet.set_name("Deadline report")?.set_landscape();
    sheet.write_with_format(0, 0, heading(report), &formats.title)?;
    sheet.write(1, 0, made(report))?;
    for (at, column) in (0u16..).zip(columns) {
        sheet.write_with_format(HEADINGS, at, &*column.heading(report.by), &formats.heading)?;
        sheet.set_column_width(at, width(column.kind))?;
    }
    let mut last = HEADINGS;
    for row in &report.rows {
        last += 1;
        write_row(sheet, last, report, columns, row, &formats)?;
    }
    if let Some(end) = u16::try_from(columns.len()).ok().and_then(|columns| columns.checked_sub(1)) {
        sheet.autofilter(HEADINGS, 0, last, end)?;
    }
    let labels = u16::try_from(columns.iter().filter(|column| column.is_label()).count()).unwrap_or_default();
    sheet.set_freeze_panes(HEADINGS + 1, labels)?.set_repeat_rows(HEADINGS, HEADINGS)?;
    // Of practices there is nothing to add up but their number, which the page says.
    if report.rows.iter().all(|row| row.practice.is_none()) {
        write_row(sheet, last + 1, report, columns, &report.total_row(), &Formats::new(true))?;
    }
    Ok(())
}

/// "Deadline report by ICB".
fn title(by: By) -> String {
    format!("Deadline report by {}", by.in_sentence())
}

/// "Deadline report by ICB, as at 18 September 2023".
fn heading(report: &DeadlineReport) -> String {
    let within = report.within.last().map_or_else(String::new, |crumb| format!(" within {}", crumb.place.name));
    format!("{}{within}, as at {}", title(report.by), format_day(report.as_at))
}

fn made(report: &DeadlineReport) -> String {
    format!("Made on {}. The deadline is {}.", format_instant(report.made_at), format_day(report.deadline))
}

// Exact up to 2^53, which no count of patients reaches.
#[expect(clippy::cast_precision_loss, reason = "Excel keeps every number as one with a point")]
fn write_row(
    sheet: &mut Worksheet,
    at: u32,
    report: &DeadlineReport,
    columns: &[&Column],
    row: &Row,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let text = formats.text();
    for (column_at, column) in (0u16..).zip(columns) {
        match column.value(report, row) {
            Value::Text(value) => sheet.write_string_with_format(at, column_at, &*value, &text)?,
            Value::Count(number) => sheet.write_number_with_format(at, column_at, number as f64, &formats.number)?,
            Value::Days(days) => sheet.write_number_with_format(at, column_at, days as f64, &formats.number)?,
            Value::Share(share) => sheet.write_number_with_format(at, column_at, share.fraction(), &formats.share)?,
            Value::Day(day) => sheet.write_datetime_with_format(at, column_at, &excel_day(day)?, &formats.day)?,
            Value::YesNo(yes) => sheet.write_string_with_format(at, column_at, yes_or_no(yes), &text)?,
            Value::NotKept => sheet.write_string_with_format(at, column_at, NOT_KEPT, &text)?,
            Value::Empty => sheet.write_blank(at, column_at, &text)?,
        };
    }
    Ok(())
}

fn excel_day(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or_default(), part(day.month()), part(day.day()))
}

/// In characters, by what stands in the column.
fn width(kind: Kind) -> f64 {
    match kind {
        Kind::Sentence(_) => 60.0,
        Kind::Row | Kind::Name(_) => 36.0,
        Kind::Stage | Kind::Day(_) => 20.0,
        Kind::Text(_) | Kind::Status | Kind::Count(_) | Kind::Days(_) | Kind::Share(_) | Kind::YesNo(_) => 14.0,
    }
}

/// What each column means, as users of such files know it: Column, Heading, Description, Example.
fn guidance(sheet: &mut Worksheet, by: By, columns: &[&Column]) -> Result<(), XlsxError> {
    let formats = Formats::new(false);
    sheet.set_name("Guidance")?;
    for (at, (heading, width)) in (0u16..).zip([("Column", 10.0), ("Heading", 32.0), ("Description", 90.0), ("Example", 24.0)]) {
        sheet.write_with_format(0, at, heading, &formats.heading)?;
        sheet.set_column_width(at, width)?;
    }
    for (number, column) in (0u16..).zip(columns) {
        let row = u32::from(number) + 1;
        sheet.write_with_format(row, 0, rust_xlsxwriter::utility::column_number_to_name(number), &formats.wrapped)?;
        sheet.write_with_format(row, 1, &*column.heading(by), &formats.wrapped)?;
        sheet.write_with_format(row, 2, column.description, &formats.wrapped)?;
        sheet.write_with_format(row, 3, column.example(by), &formats.wrapped)?;
    }
    Ok(())
}
