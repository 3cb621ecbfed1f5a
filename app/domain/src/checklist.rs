//! The readiness checklist: its content, and the state of a practice's answers.
//!
//! The content is versioned: `content/checklist.toml` comes with the program, later versions are uploaded. Each item names its sources there.

mod check;
mod content;
mod difference;
mod input;
mod next_page;
mod numbers;
mod progress;
mod read;
mod sign_off;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use content::{Checklist, Declaration, Item, Section};
pub use difference::{Difference, Kind, difference};
pub use input::{AnswerContent, LINK_MAX, NAME_MAX, NOTE_MAX, REASON_MAX, TypedAnswer};
pub use next_page::{GoOn, go_on};
pub use numbers::{Counted, Model, Owed, check_against_list, is_over_half, owed, read_count};
pub use progress::{
    Progress, SectionState, current_state, in_the_way, optional_open, outstanding, progress, said_complete, section_question, section_state,
};
pub use sign_off::{Signed, TypedSignOff, check_reopening};

/// The code of a checklist item, e.g. `staff-trained`. Stable over versions of the checklist.
pub type ItemCode = String;

/// Where a practice stands with one item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerState {
    /// Nothing was said yet.
    #[default]
    NotStarted,
    /// Work has begun.
    InProgress,
    /// Finished.
    Done,
    /// Does not apply to this practice; a reason is kept.
    NotApplicable,
}

impl AnswerState {
    /// All states, in the order of the form.
    pub const ALL: [Self; 4] = [Self::NotStarted, Self::InProgress, Self::Done, Self::NotApplicable];

    /// The word kept in forms and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::InProgress => "in_progress",
            Self::Done => "done",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// The state with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == word)
    }

    /// Whether the item asks for nothing more.
    #[must_use]
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Done | Self::NotApplicable)
    }
}

/// A practice's answer to one item, as kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    pub item: ItemCode,
    /// Where the practice stands.
    pub state: AnswerState,
    /// Free text.
    pub note: String,
    /// A link to evidence, http or https, or empty.
    pub evidence_url: String,
    /// Why the item does not apply; empty otherwise.
    pub reason: String,
    /// The member of staff who sees to it, or empty.
    pub assigned_to: String,
    /// The day by which the practice wants it done.
    pub due_on: Option<NaiveDate>,
    /// Counts the changes of this answer, from 1; a form that was loaded at another revision lost a race.
    pub revision: i32,
    /// The version of the checklist that was answered.
    pub checklist_version: i32,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it, by name.
    pub updated_by: String,
}

impl Item {
    /// Whether `answer` was given before the meaning of the item changed, so that it is asked again.
    #[must_use]
    pub fn asks_again(&self, answer: &Answer) -> bool {
        answer.checklist_version < self.changed_in
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for state in AnswerState::ALL {
            assert_eq!(AnswerState::from_key(state.key()), Some(state));
        }
    }
}
