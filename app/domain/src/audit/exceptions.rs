//! Exceptions.

use chrono::NaiveDate;

use super::{Code, FreeText, Told};
use crate::checklist::Checklist;
use crate::time::format_day;

events! {
    /// What a practice asks of its ICB, and what becomes of it.
    ExceptionEvent "exceptions." "Exceptions"
    { "review_on": "Review date" }

    Agree { subject: Code, after: Agreed } "exceptions.agree" "Agreed an exception" Timeline Figures;
    Ask { subject: Code, after: Asked } "exceptions.ask" "Asked for an exception" Timeline Apart;
    End { subject: Code, before: Review, after: Note } "exceptions.end" "Ended an exception" Timeline Figures;
    Refuse { subject: Code, after: Refused } "exceptions.refuse" "Refused an exception" Timeline Apart;
    Renew { subject: Code, before: Review, after: Renewed } "exceptions.renew" "Renewed an exception" Timeline Figures;
    Withdraw { subject: Code, before: Request } "exceptions.withdraw" "Withdrew the request for an exception" Timeline Apart;
}

facts! {
    /// What the ICB agreed.
    Agreed {
        /// The name of the category.
        category: Code,
        /// The last day, which is its review.
        review_on: NaiveDate,
        /// What the practice is told.
        #[serde(default)]
        note: FreeText,
    }

    /// What the ICB refused.
    Refused {
        /// The name of the category.
        category: Code,
        /// What the practice is told.
        #[serde(default)]
        note: FreeText,
    }

    /// What a practice asked for.
    Asked {
        /// The word of the category.
        category: Code,
        /// Why.
        #[serde(default)]
        reason: FreeText,
        /// What shows it.
        #[serde(default)]
        evidence: FreeText,
    }

    /// Until when an exception stood.
    Review {
        /// Its last day.
        review_on: NaiveDate,
    }

    /// Until when an exception stands from now on.
    Renewed {
        /// Its last day.
        review_on: NaiveDate,
        /// What the practice is told.
        #[serde(default)]
        note: FreeText,
    }

    /// What the practice is told.
    Note {
        /// In the words of the ICB.
        #[serde(default)]
        note: FreeText,
    }

    /// A request that was taken back.
    Request {
        /// The word of the category.
        what: Code,
        /// Why the practice had asked.
        #[serde(default)]
        reason: FreeText,
    }
}

impl Told for ExceptionEvent {
    fn sentence(&self, _: &Checklist) -> Option<String> {
        Some(match self {
            Self::Agree { after, .. } => format!("The ICB agreed an exception up to and including {}", format_day(after.review_on)),
            Self::Ask { .. } => "Asked the ICB for an exception".to_owned(),
            Self::End { after, .. } => after.note.after("The ICB ended the exception", ": "),
            Self::Refuse { .. } => "The ICB refused the exception".to_owned(),
            Self::Renew { after, .. } => format!("The ICB renewed the exception up to and including {}", format_day(after.review_on)),
            Self::Withdraw { .. } => "Withdrew the request for an exception".to_owned(),
        })
    }
}
