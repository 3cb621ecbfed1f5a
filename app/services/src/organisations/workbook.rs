//! Workbooks (xlsx) as people download them: each sheet as the CSV text it would be saved as.

use std::fmt::Write;
use std::io::{Cursor, Read, copy, sink};

use calamine::{DataRef, Reader, Xlsx, open_workbook_from_rs};
use domain::organisations::import::FILE_LIMIT;
use zip::ZipArchive;

/// The most that a workbook may hold once unpacked, in bytes: what one file may be, and the markup around each cell.
const UNPACKED: u64 = 8 * FILE_LIMIT;

/// The most columns of a sheet that is read. The widest published file has 27.
const COLUMNS: usize = 256;

/// A sheet of a workbook.
pub(super) struct Sheet {
    /// Its name.
    pub name: String,
    /// Its rows as CSV, a line each, so that lines and rows have the same numbers.
    pub csv: String,
}

/// A workbook that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookRefused {
    /// It is damaged, or protected by a password.
    #[error("The workbook cannot be read ({0}). Open it and save the sheet as CSV UTF-8.")]
    Unreadable(String),
    /// More is in it than any organisation file holds.
    #[error("The workbook holds far more than an organisation file. Open it and save the sheet as CSV UTF-8.")]
    TooLarge,
}

/// The sheets of a workbook; none where the bytes are something else.
///
/// # Errors
/// [`WorkbookRefused`].
pub(super) fn sheets(bytes: &[u8]) -> Result<Option<Vec<Sheet>>, WorkbookRefused> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(None) };
    if archive.by_name("xl/workbook.xml").is_err() {
        return Ok(None);
    }
    check_unpacked(&mut archive)?;
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let (mut sheets, mut left) = (Vec::new(), usize::try_from(FILE_LIMIT).unwrap_or(usize::MAX));
    for name in workbook.sheet_names() {
        let csv = sheet(&mut workbook, &name, left)?;
        left -= csv.len().min(left);
        sheets.push(Sheet { name, csv });
    }
    Ok(Some(sheets))
}

fn unreadable(error: impl std::fmt::Display) -> WorkbookRefused {
    WorkbookRefused::Unreadable(error.to_string().chars().filter(|letter| !letter.is_control()).take(100).collect())
}

/// What a file in an archive says of its own length need not be so: it is unpacked once and counted, and nothing of it is kept.
fn check_unpacked(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), WorkbookRefused> {
    let mut left = UNPACKED;
    for number in 0..archive.len() {
        let entry = archive.by_index(number).map_err(unreadable)?;
        let length = copy(&mut entry.take(left + 1), &mut sink()).map_err(unreadable)?;
        left = left.checked_sub(length).ok_or(WorkbookRefused::TooLarge)?;
    }
    Ok(())
}

/// The rows of a sheet, each as wide as the widest, in at most so many bytes.
fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, limit: usize) -> Result<String, WorkbookRefused> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let (mut width, mut length) = (0, 0);
    // A sheet of charts has no cells.
    let Ok(mut cells) = workbook.worksheet_cells_reader(name) else { return Ok(String::new()) };
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let text = text(cell.get_value());
        let (row, column) = cell.get_position();
        let (Ok(row), Ok(column)) = (usize::try_from(row), usize::try_from(column)) else { return Err(WorkbookRefused::TooLarge) };
        if text.is_empty() {
            continue;
        }
        length += text.len();
        width = width.max(column + 1);
        rows.resize_with(rows.len().max(row + 1), Vec::new);
        if column >= COLUMNS || length + rows.len() * width > limit {
            return Err(WorkbookRefused::TooLarge);
        }
        let cells = &mut rows[row];
        cells.resize_with(cells.len().max(column + 1), String::new);
        cells[column] = text;
    }
    Ok(csv(&rows, width))
}

/// Rows without any cell are empty lines, which no row of CSV is.
fn csv(rows: &[Vec<String>], width: usize) -> String {
    let mut csv = String::new();
    for row in rows {
        for column in 0..if row.is_empty() { 0 } else { width } {
            csv.push_str(if column > 0 { "," } else { "" });
            let _ = write!(csv, "\"{}\"", row.get(column).map_or("", String::as_str).replace('"', "\"\""));
        }
        csv.push('\n');
    }
    csv
}

/// A cell as a person sees it, on one line.
fn text(cell: &DataRef<'_>) -> String {
    let text = match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(is_so) => is_so.to_string(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    };
    text.replace(['\r', '\n'], " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{Format, Workbook};

    use super::*;

    fn bytes(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
        let mut workbook = Workbook::new();
        fill(&mut workbook);
        workbook.save_to_buffer().unwrap()
    }

    #[test]
    fn cells_are_read_as_they_are_seen_and_rows_keep_their_numbers() {
        let bytes = bytes(|workbook| {
            let sheet = workbook.add_worksheet().set_name("PCNs").unwrap();
            sheet.write_string(1, 0, "PCN\r\nCode").unwrap().write_string(1, 2, "say \"hi\", all").unwrap();
            let day = Format::new().set_num_format("dd/mm/yyyy");
            sheet.write_number(3, 0, 20_230_109).unwrap().write_number_with_format(3, 1, 45_200.0, &day).unwrap();
            workbook.add_worksheet().set_name("Empty").unwrap();
        });
        let sheets = sheets(&bytes).unwrap().unwrap();
        let read: Vec<_> = sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.csv.as_str())).collect();
        let expected = "\n\"PCN  Code\",\"\",\"say \"\"hi\"\", all\"\n\n\"20230109\",\"2023-10-01\",\"\"\n";
        assert_eq!(read, [("PCNs", expected), ("Empty", "")]);
    }

    #[test]
    fn what_is_far_too_much_is_refused() {
        let wide = bytes(|workbook| _ = workbook.add_worksheet().write_string(0, 300, "x").unwrap());
        assert!(matches!(sheets(&wide), Err(WorkbookRefused::TooLarge)));
        let far = bytes(|workbook| {
            let sheet = workbook.add_worksheet();
            sheet.write_string(0, 200, "x").unwrap().write_string(1_000_000, 0, "x").unwrap();
        });
        assert!(matches!(sheets(&far), Err(WorkbookRefused::TooLarge)));
    }

    #[test]
    fn other_archives_and_damaged_ones_are_no_workbooks() {
        let whole = bytes(|workbook| _ = workbook.add_worksheet().write_string(0, 0, "x").unwrap());
        assert!(sheets(&whole[..whole.len() / 2]).unwrap().is_none());
        assert!(sheets(b"PK\x03\x04rest").unwrap().is_none());
        let mut spoilt = whole.clone();
        let at = spoilt.windows(13).position(|window| window == b"xl/styles.xml").unwrap() + 40;
        spoilt[at] ^= 0xFF;
        let refused = sheets(&spoilt);
        assert!(matches!(refused, Err(WorkbookRefused::Unreadable(_)) | Ok(None)), "no panic");
    }
}
