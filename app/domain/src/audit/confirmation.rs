//! Confirming that patients have access.

use chrono::NaiveDate;

use super::{FreeText, Told, Why};
use crate::checklist::Checklist;
use crate::time::format_day;

events! {
    /// What a practice says it saw, and what its ICB says to that.
    ConfirmationEvent "confirmation." "Confirming that patients have access"
    { "confirmed_on": "Access since" }

    Agree { before: Seen, after: Decided } "confirmation.agree" "Agreed that patients have access" Timeline Figures;
    Confirm { before: Option<Seen>, after: Seen } "confirmation.confirm" "Confirmed that patients have access" Timeline Figures;
    End { before: Seen } "confirmation.end" "The confirmation ended with the earlier system" Timeline Figures;
    SendBack { before: Seen, after: Decided } "confirmation.send-back" "Did not agree that patients have access" Timeline Figures;
    Withdraw { before: Seen, after: Why } "confirmation.withdraw" "Took back that patients have access" Timeline Figures;
}

facts! {
    /// What a practice saw.
    Seen {
        /// Since when patients have access.
        confirmed_on: NaiveDate,
        /// What it looked at.
        #[serde(default)]
        evidence: FreeText,
    }

    /// What the ICB decided.
    Decided {
        /// Since when patients have access, as the practice says.
        confirmed_on: NaiveDate,
        /// Why it does not agree.
        #[serde(default)]
        reason: FreeText,
    }
}

impl Told for ConfirmationEvent {
    fn sentence(&self, _: &Checklist) -> Option<String> {
        Some(match self {
            Self::Agree { .. } => "The ICB agreed that patients have access".to_owned(),
            Self::Confirm { after, .. } => format!("Confirmed that patients have access from {}", format_day(after.confirmed_on)),
            Self::End { .. } => "The confirmation ended with the earlier system".to_owned(),
            Self::SendBack { .. } => "The ICB did not agree that patients have access".to_owned(),
            Self::Withdraw { .. } => "Took back that patients have access".to_owned(),
        })
    }
}
