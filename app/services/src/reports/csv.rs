//! A report as comma-separated values.

use std::borrow::Cow;
use std::io::Write;

use domain::reports::DeadlineReport;

use super::columns::{Value, columns};

/// The mark by which Excel knows UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

pub(super) fn write(report: &DeadlineReport, mark: bool) -> Result<Vec<u8>, csv::Error> {
    let columns = columns(report.by);
    let mut content = Vec::with_capacity(1024 + report.rows.len() * 320);
    if mark {
        content.extend_from_slice(MARK);
    }
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(content);
    writer.write_record(columns.iter().map(|column| column.heading.as_bytes()))?;
    let mut cell = Vec::with_capacity(64);
    for row in &report.rows {
        for column in &columns {
            cell.clear();
            write_cell(&mut cell, &(column.value)(report, row))?;
            writer.write_field(&cell)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn write_cell(cell: &mut Vec<u8>, value: &Value<'_>) -> std::io::Result<()> {
    match value {
        Value::Text(text) => cell.write_all(safe(text).as_bytes()),
        Value::Number(number) => write!(cell, "{number}"),
        Value::Share(share) => write!(cell, "{}.{}", share.tenths() / 10, share.tenths() % 10),
        Value::Day(day) => write!(cell, "{day}"),
        Value::YesNo(yes) => cell.write_all(if *yes { b"Yes" } else { b"No" }),
        Value::Empty => Ok(()),
    }
}

/// A text that no spreadsheet takes for a formula.
fn safe(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::safe;

    #[rstest]
    #[case("Alder Surgery", "Alder Surgery")]
    #[case("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")")]
    #[case("+44", "'+44")]
    #[case("-1", "'-1")]
    #[case("@SUM(A1)", "'@SUM(A1)")]
    #[case("\t=1", "'\t=1")]
    #[case("\r=1", "'\r=1")]
    #[case("", "")]
    fn no_text_is_a_formula(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(safe(text), expected);
    }
}
