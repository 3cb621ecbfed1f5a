//! A report as a file.

use std::sync::Arc;

use domain::reports::DeadlineReport;

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
pub struct Download {
    /// What it is called, e.g. `deadline-report-by-icb-as-at-2023-09-18.csv`.
    pub name: String,
    pub content_type: &'static str,
    /// What it holds.
    pub content: Content,
}

/// What a file holds, in parts: of a long one that many people want at once, none is in memory whole.
pub struct Content(Box<dyn Iterator<Item = Result<Vec<u8>>> + Send>);

impl Content {
    /// All parts together.
    ///
    /// # Errors
    /// A fault where a part cannot be written.
    pub fn whole(self) -> Result<Vec<u8>> {
        Ok(self.0.collect::<Result<Vec<_>>>()?.concat())
    }
}

impl From<Vec<u8>> for Content {
    /// One part.
    fn from(part: Vec<u8>) -> Self {
        Self(Box::new(std::iter::once(Ok(part))))
    }
}

impl Iterator for Content {
    type Item = Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

/// Writes a report: the rows that the page shows, all of them.
///
/// # Errors
/// A fault where the workbook cannot be made, e.g. for more rows than Excel takes.
pub fn write(report: &Arc<DeadlineReport>, format: Format) -> Result<Download> {
    let (ending, content_type, content) = match format {
        Format::Csv | Format::CsvForExcel => {
            let parts = super::csv::parts(Arc::clone(report), format == Format::CsvForExcel);
            ("csv", "text/csv; charset=utf-8", Content(Box::new(parts.map(|part| part.map_err(fault)))))
        }
        Format::Xlsx => {
            let content = super::xlsx::write(report).map_err(fault)?;
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", content.into())
        }
        Format::Json => ("json", "application/json", super::json::write(report).map_err(fault)?.into()),
    };
    Ok(Download { name: format!("{}.{ending}", name(report)), content_type, content })
}

fn fault(error: impl std::fmt::Display) -> Error {
    Error::Fault(format!("a report could not be written: {error}"))
}

fn name(report: &DeadlineReport) -> String {
    let within = report.within.last().map_or_else(String::new, |crumb| format!("-within-{}", crumb.place.code.as_str().to_lowercase()));
    format!("deadline-report-by-{}{within}-as-at-{}", report.by.key(), report.as_at)
}
