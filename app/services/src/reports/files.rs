//! A report as a file.

use domain::reports::{By, DeadlineReport};

use crate::{Error, Result};

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values in UTF-8 for programs: one row each, no total, days like 2023-10-31.
    Csv,
    /// The same for Excel, which needs a mark at the beginning to read UTF-8.
    CsvForExcel,
    /// An Excel workbook with a title, a total and a sheet that explains the columns.
    Xlsx,
    /// JSON, with the total.
    Json,
}

/// A file for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Download {
    /// What it is called, e.g. `deadline-report-by-icb-as-at-2023-09-18.csv`.
    pub name: String,
    /// What it is, as in `Content-Type`.
    pub content_type: &'static str,
    /// What it holds.
    pub content: Vec<u8>,
}

/// Writes a report: the rows that the page shows, all of them.
///
/// # Errors
/// A fault where the workbook cannot be made, e.g. for more rows than Excel takes.
pub fn write(report: &DeadlineReport, format: Format) -> Result<Download> {
    let fault = |error: &dyn std::fmt::Display| Error::Fault(format!("a report could not be written: {error}"));
    let (ending, content_type, content) = match format {
        Format::Csv | Format::CsvForExcel => {
            let content = super::csv::write(report, format == Format::CsvForExcel).map_err(|error| fault(&error))?;
            ("csv", "text/csv; charset=utf-8", content)
        }
        Format::Xlsx => {
            let content = super::xlsx::write(report).map_err(|error| fault(&error))?;
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", content)
        }
        Format::Json => ("json", "application/json", super::json::write(report).map_err(|error| fault(&error))?),
    };
    Ok(Download { name: format!("{}.{ending}", name(report)), content_type, content })
}

fn name(report: &DeadlineReport) -> String {
    let within = report.within.last().map_or_else(String::new, |crumb| format!("-within-{}", crumb.place.code.as_str().to_lowercase()));
    format!("deadline-report-by-{}{within}-as-at-{}", report.by.word(), report.as_at)
}

/// "Deadline report by ICB".
pub(super) fn title(by: By) -> String {
    format!("Deadline report by {}", by.in_sentence())
}
