//! How a stage reads against the deadline, in one table.

use serde::{Deserialize, Serialize};

use super::{Arranged, ArrangedDay, Stage, Yardstick};

/// Red, amber, green, or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rag {
    /// Will miss the deadline, has missed it, or let its own day pass.
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
    pub fn key(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Amber => "amber",
            Self::Green => "green",
            Self::Done => "done",
        }
    }

    /// The value with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rag| rag.key() == word)
    }

    /// "At risk".
    #[must_use]
    pub const fn name(self) -> &'static str {
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

/// How a practice at `stage` reads, for whose switch-on these days are `arranged`.
#[must_use]
pub fn rag(stage: Stage, arranged: Arranged, against: &Yardstick) -> Rag {
    read(stage, arranged.at(stage).map(|day| against.stands(day)), against.days_left())
}

fn read(stage: Stage, arranged: Option<ArrangedDay>, days_left: i64) -> Rag {
    let by_days_left = match RAG_TABLE.iter().find(|row| row.0 == stage) {
        None => Rag::Done,
        Some((_, green, _)) if days_left >= *green => Rag::Green,
        Some((_, _, amber)) if days_left >= *amber => Rag::Amber,
        Some(_) => Rag::Red,
    };
    match arranged {
        Some(ArrangedDay::AfterDeadline | ArrangedDay::Unconfirmed) => Rag::Red,
        Some(ArrangedDay::Passed) => by_days_left.min(Rag::Amber),
        Some(ArrangedDay::InTime) | None => by_days_left,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guidance::guide;
    use crate::programme::Programme;

    #[test]
    fn the_guidance_says_the_limits() {
        let said = guide("words").unwrap().text;
        for (stage, green, amber) in RAG_TABLE.into_iter().filter(|row| row.0 != Stage::DateBooked) {
            let red = if amber == 0 { "The deadline has passed".to_owned() } else { format!("Fewer than {amber} days") };
            let row = format!("| {} | {green} days or more | {amber} to {} days | {red} |", stage.name(), green - 1);
            assert!(said.contains(&row), "{row}");
        }
        let days = Programme::current().slots.confirm_working_days;
        assert!(said.contains(&format!("at risk after {days} working days")));
    }
}
