//! A one-time link to sign in.

use chrono::{DateTime, TimeDelta, Utc};
use domain::time::{format_instant, format_time};
use serde::{Deserialize, Serialize};

use crate::Links;
use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::samples::{TOKEN, morning};

/// Facts of a sign-in message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// The secret of the link.
    pub token: String,
    /// When the link stops working.
    pub expires_at: DateTime<Utc>,
}

impl Kind for SignIn {
    fn kind(&self) -> &'static str {
        "sign-in"
    }

    fn practice(&self) -> Option<&Practice> {
        None
    }

    fn stands(&self) -> Stands {
        Stands::Before(self.expires_at)
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let (until, until_time) = (format_instant(self.expires_at), format_time(self.expires_at));
        render(&View { link: links.sign_in(&self.token), until, until_time }, links)
    }
}

three_templates!('a, View, "sign-in/subject.txt", "sign-in/body.txt", "sign-in/body.html");

struct View {
    link: String,
    until: String,
    /// The time alone, for the subject.
    until_time: String,
}

impl SignIn {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { token: TOKEN.to_owned(), expires_at: morning() + TimeDelta::minutes(15) }
    }
}
