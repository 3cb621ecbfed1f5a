//! How a stage reads against the deadline, in one table.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{BookedDate, Span, Stage, Yardstick};

/// Red, amber, green, or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rag {
    /// Will miss the deadline, has missed it, or did not confirm its date.
    Red,
    /// Needs attention now.
    Amber,
    /// On course.
    Green,
    /// Switched on.
    Done,
}

impl Rag {
    /// All of them, the worst first.
    pub const ALL: [Self; 4] = [Self::Red, Self::Amber, Self::Green, Self::Done];

    /// The word in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Amber => "amber",
            Self::Green => "green",
            Self::Done => "done",
        }
    }

    /// What a word of [`Rag::word`] names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rag| rag.word() == word)
    }

    /// "At risk".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Red => "At risk",
            Self::Amber => "Needs attention",
            Self::Green => "On course",
            Self::Done => "Done",
        }
    }
}

/// The days left down to which a stage is still green, then amber; below, it is red. Our own choice: nothing published sets one.
const RAG_TABLE: [(Stage, i64, i64); 5] = [
    (Stage::NotStarted, 90, 45),
    (Stage::ChecklistInProgress, 45, 21),
    (Stage::Ready, 30, 14),
    (Stage::DateBooked, 0, 0),
    (Stage::SwitchingOn, 7, 0),
];

/// How a practice at `stage` reads, which has booked the date `booked_on`, if it has. A date counts while it is what the practice waits for.
#[must_use]
pub fn rag(stage: Stage, booked_on: Option<NaiveDate>, against: &Yardstick) -> Rag {
    read(stage, booked_on.map(|date| against.booked(date)), against.days_left())
}

fn read(stage: Stage, booked: Option<BookedDate>, days_left: i64) -> Rag {
    let by_days_left = match RAG_TABLE.iter().find(|row| row.0 == stage) {
        None => Rag::Done,
        Some((_, green, _)) if days_left >= *green => Rag::Green,
        Some((_, _, amber)) if days_left >= *amber => Rag::Amber,
        Some(_) => Rag::Red,
    };
    match booked.filter(|_| stage == Stage::DateBooked) {
        Some(BookedDate::AfterDeadline | BookedDate::Unconfirmed) => Rag::Red,
        Some(BookedDate::Passed) => by_days_left.min(Rag::Amber),
        Some(BookedDate::InTime) | None => by_days_left,
    }
}

/// Which practices read in one way, for the filter of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readings {
    /// Those at these stages.
    pub stages: Vec<Stage>,
    /// Those at [`Stage::DateBooked`] with a date in one of these spans.
    pub booked: Vec<Span>,
}

impl Readings {
    /// Those that read as `wanted`: the same as [`rag`] says of each.
    #[must_use]
    pub fn of(wanted: Rag, against: &Yardstick) -> Self {
        let reads = |stage, booked| read(stage, booked, against.days_left()) == wanted;
        let stages = Stage::ALL.into_iter().filter(|stage| *stage != Stage::DateBooked && reads(*stage, None));
        let booked = BookedDate::ALL.into_iter().filter(|booked| reads(Stage::DateBooked, Some(*booked)));
        Self { stages: stages.collect(), booked: booked.map(|booked| against.dates(booked)).collect() }
    }
}
