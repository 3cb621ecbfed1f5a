//! An account was made for somebody.

use serde::{Deserialize, Serialize};

use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::{Line, Links};

/// Facts of an invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The person's name.
    pub name: Line,
    /// The address to sign in with.
    pub email: Line,
    /// What they do here, in words.
    pub role: Line,
    /// Who made the account.
    pub invited_by: Line,
}

impl Kind for Invitation {
    fn kind(&self) -> &'static str {
        "invitation"
    }

    fn practice(&self) -> Option<&Practice> {
        None
    }

    fn stands(&self) -> Stands {
        Stands::Always
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        render(&View { m: self, sign_in: links.sign_in_page() }, links)
    }
}

three_templates!('a, View<'a>, "invitation/subject.txt", "invitation/body.txt", "invitation/body.html");

struct View<'a> {
    m: &'a Invitation,
    sign_in: String,
}

impl Invitation {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            name: "Sam Sample".into(),
            email: "sam.sample@practice.example".into(),
            role: "Practice manager".into(),
            invited_by: "Alex Sample".into(),
        }
    }
}
