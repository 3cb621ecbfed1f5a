//! The self-switch.

use chrono::NaiveDate;

use super::{FreeText, Told};
use crate::checklist::Checklist;
use crate::time::format_day;

events! {
    /// What a practice plans and records of switching itself on.
    SelfSwitchEvent "self-switch." "Self-switch"
    {
        "default_on": "New accounts since",
        "existing_count": "Existing accounts",
        "existing_updated": "Existing accounts updated on",
        "planned_on": "Planned day",
    }

    DropPlan { before: Plan } "self-switch.drop-plan" "Took the planned day of the self-switch away" Timeline Figures;
    End { before: Steps }
        "self-switch.end" "What was recorded of the self-switch ended with the earlier system" Timeline Figures;
    Plan { before: Option<Plan>, after: Plan } "self-switch.plan" "Planned the day of the self-switch" Timeline Figures;
    Record { before: Option<Steps>, after: Steps } "self-switch.record" "Recorded the self-switch" Timeline Figures;
}

facts! {
    /// A planned day.
    Plan {
        /// The day.
        planned_on: NaiveDate,
        /// With whom it was arranged.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contact: Option<FreeText>,
    }

    /// The two steps in SystmOne.
    Steps {
        /// Since when new accounts get access.
        default_on: Option<NaiveDate>,
        /// When existing accounts were updated.
        existing_updated: Option<NaiveDate>,
        /// How many accounts that were.
        existing_count: Option<u32>,
        /// Why a day is another, or is taken back: only a correction has it.
        reason: Option<FreeText>,
    }
}

impl SelfSwitchEvent {
    /// Whether a day that was recorded was changed or taken back.
    #[must_use]
    pub fn is_correction(&self) -> bool {
        matches!(self, Self::Record { after: Steps { reason: Some(_), .. }, .. })
    }
}

impl Told for SelfSwitchEvent {
    fn sentence(&self, _: &Checklist) -> Option<String> {
        Some(match self {
            Self::DropPlan { .. } => "The planned day was taken away".to_owned(),
            Self::End { .. } => "What was recorded in SystmOne ended with the earlier system".to_owned(),
            Self::Plan { after, .. } => format!("Planned the switch-on for {}", format_day(after.planned_on)),
            Self::Record { before, after } => recorded(before.as_ref(), after),
        })
    }
}

/// What changed between two records, the old days kept: "Corrected since when new accounts get access: from 11 September 2023 to 12
/// September 2023. Reason: we looked at the wrong line".
fn recorded(before: Option<&Steps>, after: &Steps) -> String {
    let known = |day: fn(&Steps) -> Option<NaiveDate>| before.and_then(day);
    let lines: Vec<_> = [
        line("new accounts get access", known(|steps| steps.default_on), after.default_on),
        line("existing accounts were updated", known(|steps| steps.existing_updated), after.existing_updated),
    ]
    .into_iter()
    .flatten()
    .collect();
    let words = if lines.is_empty() { "Recorded the steps in SystmOne".to_owned() } else { lines.join("; ") };
    match after.reason.as_ref().map(FreeText::as_str).filter(|reason| !reason.is_empty()) {
        Some(reason) => format!("{words}. Reason: {reason}"),
        None => words,
    }
}

fn line(what: &str, before: Option<NaiveDate>, after: Option<NaiveDate>) -> Option<String> {
    match (before.map(format_day), after.map(format_day)) {
        (before, after) if before == after => None,
        (Some(before), Some(after)) => Some(format!("Corrected since when {what}: from {before} to {after}")),
        (Some(before), None) => Some(format!("Took back that {what}, recorded for {before}")),
        (None, Some(after)) => Some(format!("Recorded that {what}, {after}")),
        (None, None) => None,
    }
}
