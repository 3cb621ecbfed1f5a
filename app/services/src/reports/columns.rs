//! The columns of every file of a report, in one place: their headings, what they mean, and where their values come from.

mod groups;
mod practices;

use std::borrow::Cow;

use chrono::NaiveDate;
use domain::reports::{By, DeadlineReport, Row, Share};

/// The first columns of every report name the day and the row; counts or more of a practice follow.
pub(super) const LABELS: usize = 3;

/// [`Value::NotKept`] as people read it.
pub(super) const NOT_KEPT: &str = "Not kept";

/// A column.
pub(super) struct Column {
    /// Its name in JSON.
    pub key: &'static str,
    /// Its heading.
    pub heading: Cow<'static, str>,
    /// What stands in it.
    pub description: &'static str,
    /// A value that could stand in it.
    pub example: &'static str,
    /// What stands in it in a row.
    pub value: for<'a> fn(&DeadlineReport, &'a Row) -> Value<'a>,
}

/// What stands in a cell.
pub(super) enum Value<'a> {
    Text(&'a str),
    Number(i64),
    Share(Share),
    Day(NaiveDate),
    YesNo(bool),
    Empty,
    /// What is known of the present day alone, in a report of an earlier one: in words for people, nothing for programs.
    NotKept,
}

impl<'a> Value<'a> {
    fn some<T>(value: Option<T>, make: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, make)
    }

    fn count(number: impl Into<u64>) -> Self {
        Self::Number(i64::try_from(number.into()).unwrap_or(i64::MAX))
    }

    fn text(text: Option<&'a str>) -> Self {
        Self::some(text, Self::Text)
    }
}

/// The columns of a report by `by`.
pub(super) fn columns(by: By) -> Vec<Column> {
    let mut columns = vec![
        column("as_at", "As at", "The day the report is of", "31 October 2023", |report, _| Value::Day(report.as_at)),
        Column {
            key: "code",
            heading: format!("{} code", by.heading()).into(),
            description: "The organisation's ODS code; empty for suppliers, and where practices have no such organisation on record",
            example: if by == By::Practice { "X10001" } else { "XS11" },
            value: |_, row| Value::text(row.code.as_ref().map(domain::organisations::OdsCode::as_str)),
        },
        Column {
            key: "name",
            heading: by.heading().into(),
            description: "Its name; \"Not known\" where practices have no such organisation on record",
            example: if by == By::Practice { "Alder Surgery" } else { "Northmarsh ICB" },
            value: |_, row| Value::Text(&row.name),
        },
    ];
    if by == By::Practice {
        columns.extend(practices::columns());
    } else {
        columns.extend(groups::columns());
    }
    columns
}

fn column(
    key: &'static str,
    heading: &'static str,
    description: &'static str,
    example: &'static str,
    value: for<'a> fn(&DeadlineReport, &'a Row) -> Value<'a>,
) -> Column {
    Column { key, heading: heading.into(), description, example, value }
}
