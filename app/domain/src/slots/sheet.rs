//! Many dates at once, as a CSV: `date,places,cutoff,status` with a line of names on top; the last two may be left out or empty.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};

use super::{SlotStatus, check_setup};
use crate::field::format_count;
use crate::reports::parse_day;

/// A date of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// Its line in the file, the names being line 1.
    pub line: u64,
    /// The day on which EMIS updates access.
    pub date: NaiveDate,
    /// The last day to sign up.
    pub cutoff: NaiveDate,
    pub places: i32,
    /// Draft or open.
    pub status: SlotStatus,
}

/// What is wrong with a line, in words for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Line {line}: {words}")]
pub struct SheetMistake {
    /// The line in the file.
    pub line: u64,
    /// What is wrong.
    pub words: String,
}

/// The most dates of one file: keeps accidents out.
const ROWS_MAX: usize = 500;

/// Reads the dates of a file. A cut-off that is left out is `usual_days` before the date.
///
/// # Errors
/// Every mistake, by line; also a date that stands there twice.
pub fn read_sheet(text: &str, today: NaiveDate, usual_days: u16) -> Result<Vec<SheetRow>, Vec<SheetMistake>> {
    // With both signs of a line's end the reader counts a line from its second: one too few.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let column = |name: &str| header.iter().position(|head| head.eq_ignore_ascii_case(name));
    let (Some(date), Some(places)) = (column("date"), column("places")) else {
        let words = "the first line must name the columns: date, places and, if you like, cutoff (or sign up by) and status".to_owned();
        return Err(vec![SheetMistake { line: 1, words }]);
    };
    let cutoff = column("cutoff").or_else(|| column("sign up by"));
    let columns = Columns { date, places, cutoff, status: column("status") };
    let known = [Some(date), Some(places), columns.cutoff, columns.status];
    let unknown = header.iter().enumerate().filter(|(at, head)| !head.is_empty() && !known.contains(&Some(*at)));
    let unknown: Vec<_> = unknown.map(|(_, head)| SheetMistake { line: 1, words: wrong("column", head, KNOWN) }).collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let (mut rows, mut mistakes, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for record in reader.records() {
        let Ok(record) = record else {
            mistakes.push(SheetMistake { line: 0, words: "the file does not read as a CSV".to_owned() });
            break;
        };
        let line = record.position().map_or(0, csv::Position::line);
        if let Some(surplus) = record.iter().skip(header.len()).find(|cell| !cell.is_empty()) {
            mistakes.push(SheetMistake { line, words: wrong("value", surplus, "under a column that the first line names") });
            continue;
        }
        match columns.read(&record, line, today, usual_days) {
            Ok(row) if !seen.insert(row.date) => {
                mistakes.push(SheetMistake { line, words: "this date stands in the file twice".to_owned() });
            }
            Ok(row) => rows.push(row),
            Err(words) => mistakes.extend(words.into_iter().map(|words| SheetMistake { line, words })),
        }
    }
    if rows.len() > ROWS_MAX {
        mistakes.push(SheetMistake { line: 0, words: format!("there are more than {} dates in the file", format_count(ROWS_MAX)) });
    }
    if rows.is_empty() && mistakes.is_empty() {
        mistakes.push(SheetMistake { line: 2, words: "there is no date in the file".to_owned() });
    }
    if mistakes.is_empty() { Ok(rows) } else { Err(mistakes) }
}

/// The columns that a file may have.
const KNOWN: &str = "date, places, cutoff (or sign up by) or status";

struct Columns {
    date: usize,
    places: usize,
    cutoff: Option<usize>,
    status: Option<usize>,
}

impl Columns {
    fn read(&self, record: &csv::StringRecord, line: u64, today: NaiveDate, usual_days: u16) -> Result<SheetRow, Vec<String>> {
        let cell = |column: usize| record.get(column).unwrap_or_default();
        let optional = |column: Option<usize>| column.map(cell).filter(|text| !text.is_empty());
        let date = parse_day(cell(self.date)).map_err(|_| vec![wrong("date", cell(self.date), "like 18 October 2023")]);
        let places = cell(self.places).parse().map_err(|_| vec![wrong("number of places", cell(self.places), "a whole number, like 20")]);
        let status = match optional(self.status).map(str::to_ascii_lowercase).as_deref() {
            None | Some("open") => Ok(SlotStatus::Open),
            Some("draft") => Ok(SlotStatus::Draft),
            Some(other) => Err(vec![wrong("status", other, "open or draft")]),
        };
        let cutoff = match optional(self.cutoff) {
            Some(text) => parse_day(text).map(Some).map_err(|_| vec![wrong("cut-off", text, "like 27 September 2023")]),
            None => Ok(None),
        };
        match (date, places, status, cutoff) {
            (Ok(date), Ok(places), Ok(status), Ok(cutoff)) => {
                let cutoff = cutoff.unwrap_or(date - TimeDelta::days(usual_days.into()));
                check_setup(date, cutoff, places, today)
                    .map_err(|refusals| refusals.iter().map(ToString::to_string).collect::<Vec<_>>())?;
                Ok(SheetRow { line, date, cutoff, places, status })
            }
            (date, places, status, cutoff) => {
                Err([date.err(), places.err(), cutoff.err(), status.err()].into_iter().flatten().flatten().collect())
            }
        }
    }
}

fn wrong(what: &str, typed: &str, example: &str) -> String {
    let typed: String = typed.chars().take(30).collect();
    format!("the {what} “{typed}” must be {example}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn read(text: &str) -> Result<Vec<SheetRow>, String> {
        let mistakes = |mistakes: Vec<SheetMistake>| mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        read_sheet(text, "2023-09-18".parse().unwrap(), 21).map_err(mistakes)
    }

    #[test]
    fn the_last_day_to_sign_up_has_two_names() {
        let one = |name: &str| read(&format!("Date,Places,{name}\n2023-10-25,5,2023-10-01\n")).unwrap();
        assert_eq!(one("Sign up by"), one("cutoff"));
        assert_eq!(one("cutoff")[0].cutoff.to_string(), "2023-10-01");
    }

    #[test]
    fn dates_with_what_may_be_left_out() {
        let rows = read("\u{feff}Date,Places,Cutoff,Status\r\n2023-10-18, 20\r\n25/10/2023,5,2023-10-01,Draft\r\n").unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let one = SheetRow { line: 2, date: day("2023-10-18"), cutoff: day("2023-09-27"), places: 20, status: SlotStatus::Open };
        assert_eq!(
            rows,
            [one, SheetRow { line: 3, date: day("2023-10-25"), cutoff: day("2023-10-01"), places: 5, status: SlotStatus::Draft }]
        );
    }

    #[rstest]
    #[case("", "Line 1: the first line must name")]
    #[case("date,places\n", "Line 2: there is no date in the file")]
    #[case("date,places\n2023-02-31,20", "Line 2: the date “2023-02-31” must be like")]
    #[case("date,places\n2023-10-18,many", "Line 2: the number of places “many” must be")]
    #[case("date,places\n2023-10-18,0", "Line 2: The number of places must be between 1 and 5,000")]
    #[case("date,places\n2023-09-01,5", "Line 2: The date must be after today")]
    #[case(
        "date,places,signup\n2023-10-18,5,2023-10-01",
        "Line 1: the column “signup” must be date, places, cutoff (or sign up by) or status"
    )]
    #[case("date,places\n2023-10-18,5,extra", "Line 2: the value “extra” must be under a column")]
    #[case("date,places\n2023-10-18,5\n2023-10-18,6", "Line 3: this date stands in the file twice")]
    #[case("date,places,status\n2023-10-18,5,shut", "Line 2: the status “shut” must be open or draft")]
    fn mistakes_by_line(#[case] text: &str, #[case] expected: &str) {
        let words = read(text).unwrap_err();
        assert!(words.contains(expected), "{words}");
    }

    proptest! {
        #[test]
        fn whatever_is_sent_it_reads_or_says_why(text in "(date,places\n)?[ -~\n]{0,80}") {
            let _ = read(&text);
        }
    }
}
