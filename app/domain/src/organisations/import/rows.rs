//! The rows of a file one at a time, each checked for its width, and the file for being whole.

use csv::StringRecord;

use super::findings::Findings;
use super::refusal::{ROW_LIMIT, Refusal};
use super::value::Row;

/// Rows of CSV text under way.
pub(super) struct Rows<'a> {
    reader: csv::Reader<&'a [u8]>,
    record: StringRecord,
    /// The first record is data and still to be handed out.
    first_is_data: bool,
    width: usize,
    lines: Lines<'a>,
    /// The first quotation mark that closes on another line than it opens.
    over_lines: Option<OverLines>,
}

/// A quotation mark with line ends before the one that closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct OverLines {
    opens: usize,
    closes: usize,
}

impl<'a> Rows<'a> {
    /// Opens the text and reads its first row.
    ///
    /// # Errors
    /// [`Refusal::RowTooLong`] and [`Refusal::Truncated`] for the whole text, before anything is kept of it.
    pub(super) fn open(text: &'a str) -> Result<Self, Refusal> {
        let over_lines = scan(text.as_bytes())?;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut record = StringRecord::new();
        // Reading text from memory fails on bad UTF-8 alone, and a `str` has none.
        if !reader.read_record(&mut record).unwrap_or(false) {
            return Err(Refusal::Empty);
        }
        let lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
        Ok(Self { width: record.len(), reader, record, first_is_data: false, lines, over_lines })
    }

    /// The whole text, with what the rows do not show.
    pub(super) fn text(&self) -> &'a [u8] {
        self.lines.text
    }

    /// Refuses text of which a row stands on several lines: a quotation mark too many makes one row of all down to the next.
    ///
    /// # Errors
    /// [`Refusal::RowOverLines`].
    pub(super) fn one_line_each(&self) -> Result<(), Refusal> {
        self.over_lines.map_or(Ok(()), |OverLines { opens, closes }| Err(Refusal::RowOverLines { opens, closes }))
    }

    /// The first row.
    pub(super) fn first(&self) -> &StringRecord {
        &self.record
    }

    /// Hands the first row out as data too: the file has no header.
    pub(super) fn without_header(&mut self) {
        self.first_is_data = true;
    }

    /// Hands every row to `take`, and puts those with a wrong number of columns and those that `take` refuses into the mistakes.
    ///
    /// # Errors
    /// [`Refusal::Truncated`] when the last row lacks columns; too many bad rows.
    pub(super) fn each(self, found: &mut Findings, mut take: impl FnMut(&Row<'_>) -> Result<(), String>) -> Result<(), Refusal> {
        self.each_of_any_width(found, |row, width| width.and_then(|()| take(row)))
    }

    /// As [`Rows::each`], and hands out the rows with a wrong number of columns too, each with what is wrong.
    pub(super) fn each_of_any_width(
        mut self,
        found: &mut Findings,
        mut take: impl FnMut(&Row<'_>, Result<(), String>) -> Result<(), String>,
    ) -> Result<(), Refusal> {
        let mut short_last = None;
        while self.advance() {
            let row = Row::new(&self.record, self.lines.of(&self.record));
            found.rows += 1;
            short_last = (self.record.len() < self.width).then_some(row.line);
            let width = match self.record.len() {
                columns if columns == self.width => Ok(()),
                1 => Err(format!("it has 1 column instead of {}", self.width)),
                columns => Err(format!("it has {columns} columns instead of {}", self.width)),
            };
            if let Err(reason) = take(&row, width) {
                found.mistakes.add(row.line, reason);
            }
        }
        match short_last {
            Some(line) => Err(Refusal::Truncated { line }),
            None => found.mistakes.refuse_if_too_many(found.rows),
        }
    }

    fn advance(&mut self) -> bool {
        if std::mem::take(&mut self.first_is_data) {
            return true;
        }
        self.reader.read_record(&mut self.record).unwrap_or(false)
    }
}

/// Tells on which line a record starts. The reader's own count is of the line on which the record before it ended.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, record: &StringRecord) -> usize {
        let start = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(self.at);
        let ends = self.text.iter().skip(start).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let start = (start + ends).min(self.text.len());
        self.line += self.text.get(self.at..start).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count();
        self.at = start;
        self.line
    }
}

/// Where a scan of CSV text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    FieldStart,
    Plain,
    Quoted,
    /// Just after a quotation mark inside a quoted field: its end, unless another mark follows.
    Closing,
}

impl Inside {
    fn after(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::FieldStart | Self::Closing, b'"') => Self::Quoted,
            (Self::Quoted, b'"') => Self::Closing,
            (Self::Quoted, _) => Self::Quoted,
            (_, b',' | b'\n' | b'\r') => Self::FieldStart,
            _ => Self::Plain,
        }
    }
}

/// One pass over the bytes that bounds every row, so that no row is ever built that is longer than the limit, and finds a quotation mark
/// left open at the end, and the first that closes on another line.
fn scan(text: &[u8]) -> Result<Option<OverLines>, Refusal> {
    let (mut inside, mut line, mut row_line, mut row_start) = (Inside::FieldStart, 1, 1, 0);
    let mut over_lines = None;
    for (at, &byte) in text.iter().enumerate() {
        inside = inside.after(byte);
        line += usize::from(byte == b'\n');
        if matches!(byte, b'\n' | b'\r') {
            if inside == Inside::FieldStart {
                (row_line, row_start) = (line, at + 1);
            } else if over_lines.is_none() {
                over_lines = Some((at, line - usize::from(byte == b'\n')));
            }
        }
        if at >= row_start + ROW_LIMIT {
            return Err(Refusal::RowTooLong { line: row_line });
        }
    }
    if inside == Inside::Quoted {
        return Err(Refusal::Truncated { line: row_line });
    }
    Ok(over_lines.map(|(at, opens)| OverLines { opens, closes: opens + lines_to_quotation_mark(&text[at..]) }))
}

/// How many lines on the quotation mark stands that closes the field in which the text begins.
fn lines_to_quotation_mark(text: &[u8]) -> usize {
    let (mut inside, mut lines, mut last) = (Inside::Quoted, 0, 0);
    for &byte in text {
        inside = inside.after(byte);
        lines += usize::from(byte == b'\n');
        match inside {
            Inside::Quoted => {}
            Inside::Closing => last = lines,
            Inside::FieldStart | Inside::Plain => break,
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::organisations::import::mistakes::Mistakes;

    fn read(text: &str) -> Result<(Vec<String>, Mistakes), Refusal> {
        let (mut cells, mut found) = (Vec::new(), Findings::default());
        Rows::open(text)?.each(&mut found, |row| {
            cells.push(format!("{}:{}", row.line, row.text(1)));
            Ok(())
        })?;
        Ok((cells, found.mistakes))
    }

    #[rstest]
    #[case("a,b\n1,2\n3,4\n", &["2:2", "3:4"])]
    #[case("a,b\r\n1,2\r\n", &["2:2"])]
    #[case("a,b\n1,\"x\ny\"\n3,4", &["2:x\ny", "4:4"])]
    #[case("a,b\n\n1,\"say \"\"hi\"\"\"\n", &["3:say \"hi\""])]
    #[case("a,b\n1,6\" GUN STREET\n3,4\n", &["2:6\" GUN STREET", "3:4"])]
    fn rows_and_their_lines(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(read(text).unwrap().0, expected);
    }

    #[test]
    fn a_row_with_other_columns_is_named() {
        let (cells, mistakes) = read("a,b\n1\n2,3,4\n5,6\n").unwrap();
        assert_eq!(cells, ["4:6"]);
        let named: Vec<_> = mistakes.first.iter().map(|bad| format!("{} {}", bad.line, bad.reason)).collect();
        assert_eq!(named, ["2 it has 1 column instead of 2", "3 it has 3 columns instead of 2"]);
    }

    #[rstest]
    #[case("a,b\n1,2\n3", Refusal::Truncated { line: 3 })]
    #[case("a,b\n1,2\n3,\"cut o", Refusal::Truncated { line: 3 })]
    fn a_file_cut_short_is_refused(#[case] text: &str, #[case] expected: Refusal) {
        assert_eq!(read(text).unwrap_err(), expected);
    }

    #[rstest]
    #[case("a,b\n1,2\n\"3\",\"say \"\"hi\"\"\"\n", None)]
    #[case("a,b\n1,6\" GUN\n2,7\" GUN\n", None)]
    #[case("a,\"b\nc\"\n1,2\n", Some((1, 2)))]
    #[case("a,b\r\n1,\"2\r\n3,4\r\n5,6\"\r\n", Some((2, 4)))]
    #[case("a,b\n1,\"x\"\"\n\"\"y\"\n3,4\n", Some((2, 3)))]
    #[case("a,b\n1,\"x\n3,\"4\n5,\"6\n7\"\n", Some((2, 3)))]
    #[case("a,b\n1,\"x\ny\"", Some((2, 3)))]
    fn a_quotation_mark_that_closes_on_another_line_is_found(#[case] text: &str, #[case] expected: Option<(usize, usize)>) {
        let expected = expected.map_or(Ok(()), |(opens, closes)| Err(Refusal::RowOverLines { opens, closes }));
        assert_eq!(Rows::open(text).unwrap().one_line_each(), expected);
    }

    #[test]
    fn a_row_without_end_is_refused_before_it_is_read() {
        let text = format!("a,b\n1,2\n3,{}", "x".repeat(ROW_LIMIT));
        assert_eq!(read(&text).unwrap_err(), Refusal::RowTooLong { line: 3 });
        let text = format!("a,b\n1,\"2\n{}", "3,4\n".repeat(ROW_LIMIT / 4));
        assert_eq!(read(&text).unwrap_err(), Refusal::RowTooLong { line: 2 });
    }
}
