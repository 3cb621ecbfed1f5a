//! Exceptions: asked for by a practice, agreed or refused by its ICB, counted apart and never as switched on.
//!
//! An exception holds up to and including its review day and then ends by itself (docs/adr/0016-exceptions-end-by-themselves.md).

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use crate::field::{self, FieldError, check_length, clean_text};
use crate::time::{days_until, format_day};

/// The most characters of a reason, of evidence and of a note. Our own choice.
pub const TEXT_MAX: usize = 2000;

/// When exceptions are looked at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExceptionPlan {
    /// Days before the review day from which on the practice is reminded of it, once.
    pub remind_days_before: u16,
    /// The furthest that a review day may lie ahead, in days.
    pub longest_days: u16,
}

/// Why a practice may be an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    /// It closes, or merges with another.
    ClosingOrMerging,
    /// It moves to another clinical system.
    ChangingSystem,
    /// It has no registered patients, e.g. a walk-in centre.
    NoRegisteredList,
    /// After its data protection impact assessment it gives access to those who ask.
    OptIn,
    /// Anything else.
    Other,
}

impl Category {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 5] = [Self::ClosingOrMerging, Self::ChangingSystem, Self::NoRegisteredList, Self::OptIn, Self::Other];

    /// The word in forms and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::ClosingOrMerging => "closing-or-merging",
            Self::ChangingSystem => "changing-system",
            Self::NoRegisteredList => "no-registered-list",
            Self::OptIn => "opt-in",
            Self::Other => "other",
        }
    }

    /// The value with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.key() == word)
    }

    /// "Closing or merging".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ClosingOrMerging => "Closing or merging",
            Self::ChangingSystem => "Changing system",
            Self::NoRegisteredList => "No registered list",
            Self::OptIn => "Opt-in model after a data protection impact assessment",
            Self::Other => "Another reason",
        }
    }
}

/// How far something that was asked of an ICB is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestState {
    /// Nobody has decided.
    Waiting,
    /// The ICB agreed.
    Agreed,
    /// The ICB did not.
    Refused,
    /// The practice took it back before anybody had decided.
    Withdrawn,
}

impl RequestState {
    /// The word in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Agreed => "agreed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What a practice asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub category: Category,
    /// Why, in the practice's words.
    pub reason: String,
    /// What shows it; empty where there is nothing to show.
    pub evidence: String,
}

impl Asked {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Every mistake, on `category`, `reason` or `evidence`.
    pub fn parse(category: &str, reason: &str, evidence: &str) -> Result<Self, Vec<FieldError>> {
        let mut mistakes = Vec::new();
        let category = Category::from_key(category);
        if category.is_none() {
            mistakes.push(FieldError::new("category", "Choose what kind of exception this is"));
        }
        let reason = required(reason, "reason", "Say why your practice needs an exception", "The reason");
        let evidence = clean_text(evidence);
        mistakes.extend(check_length(&evidence, TEXT_MAX, "evidence", "The evidence").err());
        match (category, reason) {
            (Some(category), Ok(reason)) if mistakes.is_empty() => Ok(Self { category, reason, evidence }),
            (_, reason) => {
                mistakes.extend(reason.err());
                Err(mistakes)
            }
        }
    }
}

/// As [`field::required`], of [`TEXT_MAX`] characters at most.
///
/// # Errors
/// A mistake on `field`.
pub fn required(typed: &str, field: &str, missing: &str, what: &str) -> Result<String, FieldError> {
    field::required(typed, TEXT_MAX, field, missing, what)
}

/// Whether an exception may stand until `review_on`.
///
/// # Errors
/// A mistake on `review_on` for a day that is not ahead, or too far ahead.
pub fn check_review(plan: ExceptionPlan, review_on: NaiveDate, today: NaiveDate) -> Result<(), FieldError> {
    let furthest = today.checked_add_days(Days::new(plan.longest_days.into())).unwrap_or(NaiveDate::MAX);
    let message = if review_on <= today {
        "The review date must be in the future".to_owned()
    } else if review_on > furthest {
        format!("The review date must be {} or earlier", format_day(furthest))
    } else {
        return Ok(());
    };
    Err(FieldError::new("review_on", message))
}

/// The first day on which an exception holds no more: the day it was ended, or the day after its review.
#[must_use]
pub fn over_on(review_on: NaiveDate, ended_on: Option<NaiveDate>) -> NaiveDate {
    let after_review = review_on.succ_opt().unwrap_or(NaiveDate::MAX);
    ended_on.map_or(after_review, |ended| ended.min(after_review))
}

/// What is said of the last day of an exception that does not reach the deadline; nothing of one that does. `what` begins the sentence:
/// "This", "Its last day, 20 October 2023,".
#[must_use]
pub fn ends_before_deadline(what: &str, last: NaiveDate, deadline: NaiveDate) -> Option<String> {
    (last < deadline).then(|| format!("{what} is before the deadline: by {} the practice has to be switched on.", format_day(deadline)))
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreedException {
    /// What kind, e.g. "Closing or merging".
    pub category: String,
    /// Why, in the practice's words.
    pub reason: String,
    /// The day it was agreed.
    pub agreed_on: NaiveDate,
    /// The last day on which it stands unless it is renewed.
    pub review_on: NaiveDate,
    /// The day it was ended, if it was.
    pub ended_on: Option<NaiveDate>,
}

impl AgreedException {
    /// Whether it holds on `day`: from the day it was agreed until its review day, or the day before it was ended.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.agreed_on <= day && day < over_on(self.review_on, self.ended_on)
    }

    /// Whether on `today` the practice is owed word of its review.
    #[must_use]
    pub fn is_review_near(&self, plan: ExceptionPlan, today: NaiveDate) -> bool {
        self.holds_on(today) && days_until(today, self.review_on) <= i64::from(plan.remind_days_before)
    }
}

#[cfg(test)]
mod tests;
