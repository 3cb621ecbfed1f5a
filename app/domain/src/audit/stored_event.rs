//! Events as they are read from the trail: whatever stands there is something, and nothing is lost.

use serde_json::{Map, Value};

use super::{Event, Said, label, said};
use crate::checklist::Checklist;

/// An event that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredEvent {
    /// One of this version.
    Read(Box<Event>),
    /// One that this version cannot read.
    Unread(Unread),
}

/// An event of another version: of its facts nothing is known, so nothing of them is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its key.
    pub key: String,
    /// What is known of the key; none where no event of this version has it. Otherwise its facts are not as they should be.
    pub said: Option<&'static Said>,
}

impl StoredEvent {
    /// The event of a row of the audit trail.
    #[must_use]
    pub fn read(key: &str, subject: Option<&str>, before: Option<&str>, after: Option<&str>) -> Self {
        let event = row(key, subject, before, after).ok().and_then(|row| Event::read(key, row));
        event.map_or_else(|| Self::Unread(Unread { key: key.to_owned(), said: said(key) }), |event| Self::Read(Box::new(event)))
    }

    /// By which it is stored.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Read(event) => event.said().key,
            Self::Unread(unread) => &unread.key,
        }
    }

    /// What the timeline of a practice says of it; of what cannot be read, what it is called.
    #[must_use]
    pub fn sentence(&self, checklist: &Checklist) -> String {
        match self {
            Self::Read(event) => event.sentence(checklist).unwrap_or_else(|| event.said().label.to_owned()),
            Self::Unread(unread) => label(&unread.key),
        }
    }

    /// The same without what people wrote and without their names.
    #[must_use]
    pub fn without_free_text(self) -> Self {
        match self {
            Self::Read(event) => Self::Read(Box::new(event.without_free_text())),
            unread @ Self::Unread(_) => unread,
        }
    }
}

fn row(key: &str, subject: Option<&str>, before: Option<&str>, after: Option<&str>) -> serde_json::Result<Value> {
    let mut row = Map::from_iter([("key".to_owned(), key.into())]);
    row.extend(subject.map(|subject| ("subject".to_owned(), subject.into())));
    for (name, state) in [("before", before), ("after", after)] {
        if let Some(state) = state {
            row.insert(name.to_owned(), serde_json::from_str(state)?);
        }
    }
    Ok(Value::Object(row))
}
