//! What facts of events are made of.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::access_requests::State;
use crate::accounts::Role;
use crate::checklist::{AnswerContent, Counted, Model};
use crate::organisations::import::{Counts, Learned};
use crate::organisations::{OdsCode, Supplier};
use crate::slots::{ManualStepKind, SlotStatus};
use crate::smartcards::Need;

/// Something that an event says. A `String` is none, so that nobody can keep a person's words without saying that they are: see [`FreeText`].
pub trait Fact: Serialize + DeserializeOwned {
    /// Leaves out what people wrote, and their names.
    fn clear_free_text(&mut self) {}
}

/// What a person wrote, or the name of somebody: only for those who may read it. Empty where there is none, or no more.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Option<String>")]
pub struct FreeText(String);

impl FreeText {
    /// "Reopened: the locum left", or "Reopened" where there are no words. Who did it comes after them, so they end without a full stop.
    #[must_use]
    pub fn after(&self, done: &str, between: &str) -> String {
        if self.0.is_empty() { done.to_owned() } else { format!("{done}{between}{}", self.0.trim_end_matches('.')) }
    }

    /// The words as they are.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Fact for FreeText {
    fn clear_free_text(&mut self) {
        self.0.clear();
    }
}

impl From<Option<String>> for FreeText {
    fn from(words: Option<String>) -> Self {
        Self(words.unwrap_or_default())
    }
}

impl From<String> for FreeText {
    fn from(words: String) -> Self {
        Self(words)
    }
}

impl From<&str> for FreeText {
    fn from(words: &str) -> Self {
        Self(words.to_owned())
    }
}

/// Words have no place in a log.
impl fmt::Debug for FreeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FreeText({} bytes)", self.0.len())
    }
}

/// What the program wrote: an id, a number of a version, a word of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// As it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Fact for Code {}

impl Borrow<str> for Code {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<String> for Code {
    fn from(code: String) -> Self {
        Self(code)
    }
}

impl From<&str> for Code {
    fn from(code: &str) -> Self {
        Self(code.to_owned())
    }
}

impl From<&String> for Code {
    fn from(code: &String) -> Self {
        Self(code.clone())
    }
}

macro_rules! wordless {
    ($($fact:ty),* $(,)?) => { $(impl Fact for $fact {})* };
}

wordless! {
    bool, i32, u32, u64, usize, NaiveDate, DateTime<Utc>, OdsCode, BTreeMap<Code, usize>,
    Counted, Counts, Learned, ManualStepKind, Model, Need, Role, SlotStatus, State, Supplier,
}

impl<T: Fact> Fact for Option<T> {
    fn clear_free_text(&mut self) {
        self.iter_mut().for_each(Fact::clear_free_text);
    }
}

impl<T: Fact> Fact for Vec<T> {
    fn clear_free_text(&mut self) {
        self.iter_mut().for_each(Fact::clear_free_text);
    }
}

/// Of an answer its progress stays.
impl Fact for AnswerContent {
    fn clear_free_text(&mut self) {
        *self = Self { state: self.state, ..Self::default() };
    }
}

facts! {
    /// Why it was done.
    Why {
        /// In the words of who did it.
        #[serde(default)]
        reason: FreeText,
    }

    /// What a sweep wrote.
    Written {
        /// How many messages.
        written: u64,
    }
}
