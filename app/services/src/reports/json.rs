//! A report as JSON.

use domain::reports::columns::{Column, Value, of_report, of_total};
use domain::reports::{DeadlineReport, Row};
use domain::time::format_instant;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

pub(super) fn write(report: &DeadlineReport) -> serde_json::Result<Vec<u8>> {
    let (columns, counts): (Vec<_>, Vec<_>) = (of_report(report.by).collect(), of_total().collect());
    let total = report.total_row();
    let document = Document {
        report: "deadline",
        as_at: report.as_at.to_string(),
        made_at: report.made_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        made: format_instant(report.made_at),
        deadline: report.deadline.to_string(),
        days_left: report.days_left,
        by: report.by.key(),
        within: report.within.last().map(|crumb| crumb.place.code.as_str()),
        rows: Rows { report, columns: &columns },
        total: Cells { report, columns: &counts, row: &total },
    };
    let mut content = serde_json::to_vec_pretty(&document)?;
    content.push(b'\n');
    Ok(content)
}

#[derive(Serialize)]
struct Document<'a> {
    report: &'static str,
    as_at: String,
    made_at: String,
    made: String,
    deadline: String,
    days_left: i64,
    by: &'static str,
    within: Option<&'a str>,
    rows: Rows<'a>,
    total: Cells<'a>,
}

struct Rows<'a> {
    report: &'a DeadlineReport,
    columns: &'a [&'static Column],
}

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.report.rows.len()))?;
        for row in &self.report.rows {
            rows.serialize_element(&Cells { report: self.report, columns: self.columns, row })?;
        }
        rows.end()
    }
}

struct Cells<'a> {
    report: &'a DeadlineReport,
    columns: &'a [&'static Column],
    row: &'a Row,
}

impl Serialize for Cells<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut cells = serializer.serialize_map(Some(self.columns.len()))?;
        for column in self.columns {
            match column.value(self.report, self.row) {
                Value::Text(text) => cells.serialize_entry(column.key, &text)?,
                Value::Count(number) => cells.serialize_entry(column.key, &number)?,
                Value::Days(days) => cells.serialize_entry(column.key, &days)?,
                Value::Share(share) => cells.serialize_entry(column.key, &(f64::from(share.tenths()) / 10.0))?,
                Value::Day(day) => cells.serialize_entry(column.key, &day.to_string())?,
                Value::YesNo(yes) => cells.serialize_entry(column.key, &yes)?,
                Value::Empty | Value::NotKept => cells.serialize_entry(column.key, &None::<()>)?,
            }
        }
        cells.end()
    }
}
