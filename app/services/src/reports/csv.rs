//! A report as comma-separated values.

use std::io::Write;
use std::sync::Arc;

use domain::reports::columns::{NOT_KEPT, Value, of_report, yes_or_no};
use domain::reports::{By, DeadlineReport};

use crate::spreadsheet::plain;

/// The mark by which Excel knows UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Rows of one part.
const ROWS: usize = 250;

/// The parts of the file, each made when it is asked for: the heading, then some rows at a time. `for_excel` is read by people.
pub(super) fn parts(report: Arc<DeadlineReport>, for_excel: bool) -> impl Iterator<Item = Result<Vec<u8>, csv::Error>> + Send {
    let count = report.rows.len().div_ceil(ROWS);
    let heading = heading(report.by, for_excel);
    std::iter::once(heading).chain((0..count).map(move |part| rows(&report, part, for_excel)))
}

fn heading(by: By, mark: bool) -> Result<Vec<u8>, csv::Error> {
    let mut writer = writer(if mark { MARK.to_vec() } else { Vec::new() });
    for column in of_report(by) {
        writer.write_field(column.heading(by).as_bytes())?;
    }
    writer.write_record(None::<&[u8]>)?;
    finish(writer)
}

fn rows(report: &DeadlineReport, part: usize, for_excel: bool) -> Result<Vec<u8>, csv::Error> {
    let columns: Vec<_> = of_report(report.by).collect();
    let mut writer = writer(Vec::with_capacity(ROWS * 320));
    let mut cell = Vec::with_capacity(64);
    for row in report.rows.iter().skip(part * ROWS).take(ROWS) {
        for column in &columns {
            cell.clear();
            match column.value(report, row) {
                Value::NotKept if for_excel => cell.extend_from_slice(NOT_KEPT.as_bytes()),
                value => write_cell(&mut cell, &value)?,
            }
            writer.write_field(&cell)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    finish(writer)
}

fn writer(content: Vec<u8>) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(content)
}

fn finish(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, csv::Error> {
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn write_cell(cell: &mut Vec<u8>, value: &Value<'_>) -> std::io::Result<()> {
    match value {
        Value::Text(text) => cell.write_all(plain(text).as_bytes()),
        Value::Count(number) => write!(cell, "{number}"),
        Value::Days(days) => write!(cell, "{days}"),
        Value::Share(share) => write!(cell, "{}.{}", share.tenths() / 10, share.tenths() % 10),
        Value::Day(day) => write!(cell, "{day}"),
        Value::YesNo(yes) => cell.write_all(yes_or_no(*yes).as_bytes()),
        Value::Empty | Value::NotKept => Ok(()),
    }
}
