//! Somebody was let in.

use domain::accounts::Role;
use serde::{Deserialize, Serialize};

use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::samples::organisation;
use crate::{Line, Links};

/// To who was let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessGranted {
    /// The person's name.
    pub name: Line,
    /// The organisation, by name and code.
    pub organisation: Line,
    /// What they do.
    pub role: Role,
}

impl Kind for AccessGranted {
    fn kind(&self) -> &'static str {
        "access-granted"
    }

    fn practice(&self) -> Option<&Practice> {
        None
    }

    fn stands(&self) -> Stands {
        Stands::Always
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let (role, first) = match self.role {
            Role::PracticeManager => ("practice manager or deputy", "Open your practice: it says what to do next."),
            Role::Icb => ("ICB sub-group", "Open “Practices” to see how far yours are."),
            Role::Commissioner => ("commissioner", "Open the deadline report."),
            Role::Admin => ("programme admin", "Open “Admin”."),
        };
        render(&View { m: self, role, sign_in: links.sign_in_page(), first }, links)
    }
}

three_templates!('a, View<'a>, "access-granted/subject.txt", "access-granted/body.txt", "access-granted/body.html");

struct View<'a> {
    m: &'a AccessGranted,
    role: &'static str,
    sign_in: String,
    /// What to do first, once signed in.
    first: &'static str,
}

impl AccessGranted {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { name: "Sam Taylor".into(), organisation: organisation(), role: Role::PracticeManager }
    }
}
