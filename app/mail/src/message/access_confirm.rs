//! Somebody asked for access, and confirms the address.

use chrono::{DateTime, TimeDelta, Utc};
use domain::time::format_instant;
use serde::{Deserialize, Serialize};

use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::samples::{TOKEN, morning, organisation};
use crate::{Line, Links};

/// To who asked: confirm the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessConfirm {
    /// The secret of the link.
    pub token: String,
    /// The organisation that access is asked for, by name and code.
    pub organisation: Line,
    /// When the link stops working.
    pub expires_at: DateTime<Utc>,
}

impl Kind for AccessConfirm {
    fn kind(&self) -> &'static str {
        "access-confirm"
    }

    fn practice(&self) -> Option<&Practice> {
        None
    }

    fn stands(&self) -> Stands {
        Stands::Before(self.expires_at)
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let (link, until) = (links.confirm_request(&self.token), format_instant(self.expires_at));
        render(&View { organisation: self.organisation.as_str(), link, until }, links)
    }
}

three_templates!('a, View<'a>, "access-confirm/subject.txt", "access-confirm/body.txt", "access-confirm/body.html");

struct View<'a> {
    organisation: &'a str,
    link: String,
    until: String,
}

impl AccessConfirm {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        let expires_at = morning() + TimeDelta::hours(24);
        Self { token: TOKEN.to_owned(), organisation: organisation(), expires_at }
    }
}
