//! Somebody was not let in.

use serde::{Deserialize, Serialize};

use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::samples::organisation;
use crate::{Line, Links};

/// To who was not let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessRefused {
    /// The person's name.
    pub name: Line,
    /// The organisation, by name and code.
    pub organisation: Line,
    /// Why, in the words of who decided.
    pub reason: Line,
}

impl Kind for AccessRefused {
    fn kind(&self) -> &'static str {
        "access-refused"
    }

    fn practice(&self) -> Option<&Practice> {
        None
    }

    fn stands(&self) -> Stands {
        Stands::Always
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        render(&View { m: self, ask: links.request_access() }, links)
    }
}

three_templates!('a, View<'a>, "access-refused/subject.txt", "access-refused/body.txt", "access-refused/body.html");

struct View<'a> {
    m: &'a AccessRefused,
    ask: String,
}

impl AccessRefused {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { name: "Sam Taylor".into(), organisation: organisation(), reason: "You have left the practice".into() }
    }
}
