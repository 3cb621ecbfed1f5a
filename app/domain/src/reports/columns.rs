//! What the deadline report says of each row: of each column once what it is called, what it means, how it is got and where it stands.
//!
//! The page, the CSV, the workbook and the JSON go over the same list. A column more is an entry more there.

mod column;
mod list;
#[cfg(test)]
mod tests;

pub use column::{Column, Get, GetText, Kind, NOT_KEPT, Value, yes_or_no};
use list::COLUMNS;

use super::By;
use super::table::DeadlineReport;

/// The columns of a report by `by`, in the order of its files; first those that only say which row it is.
pub fn of_report(by: By) -> impl Iterator<Item = &'static Column> {
    COLUMNS.iter().filter(move |column| column.is_of(by))
}

/// Those columns that its page shows, in the order of the page.
#[must_use]
pub fn of_page(report: &DeadlineReport) -> Vec<&'static Column> {
    let mut placed: Vec<_> = of_report(report.by).filter_map(|column| Some((column.place(report)?, column))).collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, column)| column).collect()
}

/// The columns of the total of any report: what is counted of it.
pub fn of_total() -> impl Iterator<Item = &'static Column> {
    of_report(By::Region).filter(|column| !column.is_label())
}
