//! A column: what it is called, what it means, how its value is got from a row, and where it stands.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::reports::By;
use crate::reports::figures::Share;
use crate::reports::summary::status;
use crate::reports::table::{DeadlineReport, Row};

/// Stands in a heading for what the rows are: "ICB", "Practice".
const ROWS: &str = "{rows}";

/// A column of the deadline report.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in JSON, which programs know it by: it stays, whatever people call the column.
    pub key: &'static str,
    /// What stands in it, and how that is got from a row.
    pub kind: Kind,
    /// What it means, for people.
    pub description: &'static str,
    heading: &'static str,
    example: &'static str,
    example_of_a_practice: Option<&'static str>,
    rows: Rows,
    page: Page,
    is_of_checklist: bool,
}

/// A number, a day and so on of a row; none where there is none, or nobody knows it.
pub type Get<T> = fn(&DeadlineReport, &Row) -> Option<T>;
/// A text of a row.
pub type GetText = for<'a> fn(&'a DeadlineReport, &'a Row) -> Option<&'a str>;

/// What stands in a column. The page and every file write each kind in one way, whatever the column.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// The row's own name; on the page it leads to what lies under the row.
    Row,
    /// The name of another organisation.
    Name(GetText),
    /// A code, or a word or two.
    Text(GetText),
    /// The practice's stage; on the page a tag, with the day that the practice waits for.
    Stage,
    /// How the practice reads against the deadline; on the page a tag, with the reason.
    Status,
    /// A sentence.
    Sentence(Get<String>),
    /// How many.
    Count(Get<u64>),
    /// Days from one day to another, below 0 where that has passed.
    Days(Get<i64>),
    /// A share; in files for programs in per cent.
    Share(Get<Share>),
    /// A day; for programs like 2023-10-31.
    Day(Get<NaiveDate>),
    /// "Yes" or "No"; in JSON true or false.
    YesNo(Get<bool>),
}

impl Kind {
    /// Whether it is a number, which stands to the right.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(self, Self::Count(_) | Self::Days(_) | Self::Share(_))
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "a value is what its kind says")]
pub enum Value<'a> {
    Text(Cow<'a, str>),
    Count(u64),
    Days(i64),
    Share(Share),
    Day(NaiveDate),
    YesNo(bool),
    /// There is none, or nobody knows it.
    Empty,
    /// What was not kept on the day of the report: [`NOT_KEPT`] for people, nothing for programs.
    NotKept,
}

/// [`Value::NotKept`] as people read it.
pub const NOT_KEPT: &str = "Not kept";

/// [`Value::YesNo`] as people read it.
#[must_use]
pub fn yes_or_no(yes: bool) -> &'static str {
    if yes { "Yes" } else { "No" }
}

/// The reports that have a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rows {
    /// All: it says which row this is.
    Label,
    /// All.
    Every,
    /// Those with a row for each organisation or supplier.
    Organisations,
    /// That with a row for each practice.
    Practices,
}

/// Where a column stands on the page, in the order of its table; files have all columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Page {
    /// Nowhere.
    Never,
    /// Where it stands in files.
    InOrder,
    /// Behind those.
    AtEnd,
    /// There too, once the deadline has passed.
    AtEndOnceOver,
}

impl Column {
    const fn new(rows: Rows, key: &'static str, heading: &'static str, kind: Kind) -> Self {
        let (description, example, example_of_a_practice) = ("", "", None);
        Self { key, kind, description, heading, example, example_of_a_practice, rows, page: Page::Never, is_of_checklist: false }
    }

    /// One that says which row this is, first in every report.
    pub(super) const fn label(key: &'static str, heading: &'static str, kind: Kind) -> Self {
        Self::new(Rows::Label, key, heading, kind)
    }

    /// One of every report.
    pub(super) const fn every(key: &'static str, heading: &'static str, kind: Kind) -> Self {
        Self::new(Rows::Every, key, heading, kind)
    }

    /// One of reports by organisation or supplier.
    pub(super) const fn counted(key: &'static str, heading: &'static str, kind: Kind) -> Self {
        Self::new(Rows::Organisations, key, heading, kind)
    }

    /// One of the report of practices.
    pub(super) const fn practice(key: &'static str, heading: &'static str, kind: Kind) -> Self {
        Self::new(Rows::Practices, key, heading, kind)
    }

    /// With what it means, and a value that could stand in it.
    pub(super) const fn means(self, description: &'static str, example: &'static str) -> Self {
        Self { description, example, ..self }
    }

    /// With another example in a report of practices.
    pub(super) const fn of_a_practice(self, example: &'static str) -> Self {
        Self { example_of_a_practice: Some(example), ..self }
    }

    /// Known only of days since when progress is kept.
    pub(super) const fn of_checklist(self) -> Self {
        Self { is_of_checklist: true, ..self }
    }

    /// On the page too.
    pub(super) const fn on_page(self, page: Page) -> Self {
        Self { page, ..self }
    }

    /// Its heading in a report by `by`.
    #[must_use]
    pub fn heading(&self, by: By) -> Cow<'static, str> {
        if self.heading.contains(ROWS) { self.heading.replace(ROWS, by.heading()).into() } else { self.heading.into() }
    }

    /// A value that could stand in it in a report by `by`.
    #[must_use]
    pub fn example(&self, by: By) -> &'static str {
        self.example_of_a_practice.filter(|_| by == By::Practice).unwrap_or(self.example)
    }

    /// Whether it only says which row this is.
    #[must_use]
    pub fn is_label(&self) -> bool {
        self.rows == Rows::Label
    }

    /// Whether a report by `by` has it.
    pub(super) fn is_of(&self, by: By) -> bool {
        match self.rows {
            Rows::Label | Rows::Every => true,
            Rows::Organisations => by != By::Practice,
            Rows::Practices => by == By::Practice,
        }
    }

    /// Where the page of a report has it, if at all.
    pub(super) fn place(&self, report: &DeadlineReport) -> Option<Page> {
        let is_there = match self.page {
            Page::Never => false,
            Page::InOrder | Page::AtEnd => true,
            Page::AtEndOnceOver => report.days_left < 0,
        };
        is_there.then_some(self.page)
    }

    /// What stands in it in a row of `report`, or in its total.
    // Of a report of practices some 170,000 times: let each file have it in its loop.
    #[inline]
    #[must_use]
    pub fn value<'a>(&self, report: &'a DeadlineReport, row: &'a Row) -> Value<'a> {
        let line = row.line();
        if self.is_of_checklist && line.is_some_and(|line| !line.knows_checklist()) {
            return Value::NotKept;
        }
        let value = match self.kind {
            Kind::Row => Some(text(&row.name)),
            Kind::Name(get) | Kind::Text(get) => get(report, row).map(text),
            Kind::Stage => line.map(|line| text(line.stage.name())),
            Kind::Status => line.map(|line| text(status(line))),
            Kind::Sentence(get) => get(report, row).map(|words| Value::Text(Cow::Owned(words))),
            Kind::Count(get) => get(report, row).map(Value::Count),
            Kind::Days(get) => get(report, row).map(Value::Days),
            Kind::Share(get) => get(report, row).map(Value::Share),
            Kind::Day(get) => get(report, row).map(Value::Day),
            Kind::YesNo(get) => get(report, row).map(Value::YesNo),
        };
        value.unwrap_or(Value::Empty)
    }
}

fn text(words: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(words))
}
