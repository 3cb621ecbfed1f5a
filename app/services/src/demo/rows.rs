//! The rows that a history leaves behind.

use domain::checklist::Answer;
use domain::next_step::NextFacts;
use domain::organisations::Route;
use domain::slots::SlotsLeft;
use store::entity::{booking, checklist_answer, checklist_sign_off, confirmation, journey, practice_exception, self_switch};
use store::entity::{progress_change, stage_change};

/// The rows of all journeys.
#[derive(Default)]
pub(super) struct Rows {
    pub answers: Vec<checklist_answer::Model>,
    pub sign_offs: Vec<checklist_sign_off::Model>,
    pub bookings: Vec<booking::Model>,
    pub self_switches: Vec<self_switch::Model>,
    pub confirmations: Vec<confirmation::Model>,
    pub exceptions: Vec<practice_exception::Model>,
    pub stage_changes: Vec<stage_change::Model>,
    pub journeys: Vec<journey::Model>,
    pub progress: Vec<progress_change::Model>,
    /// By practice, what stood when the first reminders went out.
    pub then: Vec<Then>,
}

/// Where a practice stood when the first reminders went out.
pub(super) struct Then {
    pub practice: String,
    pub next: NextFacts,
    /// Titles of the required items that were open.
    pub outstanding: Vec<String>,
}

/// Where a practice stands that has done nothing.
pub(super) fn not_started(route: Route) -> NextFacts {
    // When the first reminders went out, dates had places.
    NextFacts { dates: SlotsLeft::Place, ..NextFacts::not_started(route) }
}

/// An answer as it is kept.
pub(super) fn answer_row(programme: &str, practice: &str, answer: Answer) -> checklist_answer::Model {
    checklist_answer::Model {
        programme: programme.to_owned(),
        practice_code: practice.to_owned(),
        item_code: answer.item,
        state: answer.state.key().to_owned(),
        note: answer.note,
        evidence_url: answer.evidence_url,
        reason: answer.reason,
        assigned_to: answer.assigned_to,
        due_on: answer.due_on,
        revision: answer.revision,
        checklist_version: answer.checklist_version,
        updated_at: answer.updated_at,
        updated_by: answer.updated_by,
    }
}
