//! What a practice does next.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ReminderFacts;
use crate::organisations::Route;
use crate::stage::Stage;
use crate::time::format_day;

/// The next thing for a practice to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Nothing of the checklist was touched.
    StartChecklist,
    /// Some of it is still open.
    FinishChecklist,
    /// EMIS: ready, without a date.
    BookDate,
    /// EMIS: the date is to come, in time.
    WaitForDate(NaiveDate),
    /// EMIS: the date is to come, after the deadline.
    MoveToEarlierDate(NaiveDate),
    /// EMIS: the date has passed.
    ConfirmSwitchOn,
    /// TPP: ready, neither fact is true.
    SwitchOnInSystmOne,
    /// TPP: only the existing accounts were updated.
    SetDefault,
    /// TPP: only the default is on.
    UpdateExisting,
    /// Other suppliers: ready.
    AskSupplier,
    /// TPP and other suppliers: this is the planned day, or the day before it.
    SwitchOnAsPlanned(NaiveDate),
}

impl NextStep {
    /// Whether the practice has something to do, rather than to wait.
    #[must_use]
    pub fn asks_for_something(self) -> bool {
        !matches!(self, Self::WaitForDate(_))
    }

    /// What to do, in one or two sentences to the practice.
    #[must_use]
    pub fn words(self) -> String {
        let words = match self {
            Self::StartChecklist => "Start your readiness checklist.",
            Self::FinishChecklist => "Finish your readiness checklist.",
            Self::BookDate => "Book a date on which EMIS switches your practice on.",
            Self::WaitForDate(date) => return format!("Wait for your EMIS date, {}.", format_day(date)),
            Self::MoveToEarlierDate(date) => {
                return format!("Your EMIS date, {}, is after the deadline. Move it to an earlier date if there is one.", format_day(date));
            }
            Self::ConfirmSwitchOn => "Your EMIS date has passed. Check that patients can see new entries, then confirm it.",
            Self::SwitchOnAsPlanned(date) => {
                let date = format_day(date);
                return format!(
                    "Your practice plans to switch record access on on {date}. Once it is done, record it, or plan another day."
                );
            }
            Self::SwitchOnInSystmOne => "Switch record access on in SystmOne, then record the day of each step.",
            Self::SetDefault => "Give new online accounts access by default in SystmOne, then record the day.",
            Self::UpdateExisting => "Give access to the online accounts you already have in SystmOne, then record the day.",
            Self::AskSupplier => "Switch record access on with your supplier, then confirm it.",
        };
        words.to_owned()
    }
}

/// What a practice does next on `today`; none once it is switched on.
#[must_use]
pub fn next_step(facts: &ReminderFacts, deadline: NaiveDate, today: NaiveDate) -> Option<NextStep> {
    let step = match facts.stage {
        Stage::NotStarted => NextStep::StartChecklist,
        Stage::ChecklistInProgress => NextStep::FinishChecklist,
        Stage::SwitchedOn => return None,
        Stage::Ready | Stage::DateBooked | Stage::SwitchingOn => match facts.route {
            Route::Emis => match facts.booked_on {
                None => NextStep::BookDate,
                Some(date) if date <= today => NextStep::ConfirmSwitchOn,
                Some(date) if date > deadline => NextStep::MoveToEarlierDate(date),
                Some(date) => NextStep::WaitForDate(date),
            },
            Route::Tpp => match (facts.self_switch.default_on, facts.self_switch.existing_updated) {
                (Some(_), _) => NextStep::UpdateExisting,
                (None, Some(_)) => NextStep::SetDefault,
                (None, None) => NextStep::SwitchOnInSystmOne,
            },
            Route::Other => NextStep::AskSupplier,
        },
    };
    Some(step)
}
