//! Reading workbooks as a person reads them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// Cells by their columns, or by the headings of those.
pub type Line = BTreeMap<String, String>;

/// A part of a workbook.
pub fn part(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The rows of a report under their headings, which stand in the fourth row of the first sheet.
pub fn rows(workbook: &[u8]) -> Vec<Line> {
    let mut lines = sheet(workbook, 1).into_iter();
    let (_, headings) = lines.find(|(number, _)| *number == 4).unwrap();
    let headings: Line = headings.into_iter().collect();
    lines.map(|(_, cells)| cells.into_iter().map(|(column, value)| (headings[&column].clone(), value)).collect()).collect()
}

/// The headings of a report, from left to right.
pub fn headings(workbook: &[u8]) -> Vec<String> {
    let (_, headings) = sheet(workbook, 1).into_iter().find(|(number, _)| *number == 4).unwrap();
    headings.into_iter().map(|(_, heading)| heading).collect()
}

/// What the second sheet says of each column, the row of its own headings aside.
pub fn guidance(workbook: &[u8]) -> Vec<Vec<String>> {
    let lines = sheet(workbook, 2).into_iter().skip(1);
    lines.map(|(_, cells)| cells.into_iter().map(|(_, value)| value).collect()).collect()
}

/// The rows of a sheet by their numbers: the column of each cell, and what stands in it.
fn sheet(workbook: &[u8], number: u8) -> Vec<(u32, Vec<(String, String)>)> {
    let texts = part(workbook, "xl/sharedStrings.xml");
    let texts: Vec<_> = texts.split("<si>").skip(1).map(|text| inside(text, "<t")).collect();
    let sheet = part(workbook, &format!("xl/worksheets/sheet{number}.xml"));
    let line = |row: &str| {
        let number = row.split('"').next().unwrap().parse().unwrap();
        (number, row.split("<c r=\"").skip(1).map(|cell| read(cell, &texts)).collect())
    };
    sheet.split("<row r=\"").skip(1).map(line).collect()
}

/// The column of a cell, and what stands in it.
fn read(cell: &str, texts: &[String]) -> (String, String) {
    let (place, rest) = cell.split_once('"').unwrap();
    let value = if rest.contains("<v>") { inside(rest, "<v") } else { String::new() };
    let value = if rest.contains("t=\"s\"") { texts[value.parse::<usize>().unwrap()].clone() } else { value };
    (place.trim_end_matches(|letter: char| letter.is_ascii_digit()).to_owned(), value)
}

/// The text of the element that begins so.
fn inside(xml: &str, element: &str) -> String {
    let content = xml.split_once(element).and_then(|(_, rest)| rest.split_once('>')).map_or("", |(_, rest)| rest);
    content.split('<').next().unwrap_or_default().to_owned()
}
