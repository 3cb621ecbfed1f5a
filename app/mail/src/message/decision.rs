//! An ICB decided something for a practice.

use chrono::NaiveDate;
use domain::exceptions::ends_before_deadline;
use domain::organisations::Supplier;
use domain::time::format_day;
use serde::{Deserialize, Serialize};

use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::samples::{day, practice};
use crate::{Line, Links};

/// To a practice: what its ICB decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The practice.
    pub practice: Practice,
    /// What was decided on.
    pub about: About,
    /// Whether the ICB agreed.
    pub agreed: bool,
    /// What it says to that; may be empty.
    pub note: Line,
}

/// What was decided on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// An exception that was asked for.
    Exception {
        /// Its category.
        category: Line,
        /// The last day on which it stands, where it was agreed.
        review_on: Option<NaiveDate>,
        /// The deadline of the programme; not known of messages of an earlier version.
        #[serde(default)]
        deadline: Option<NaiveDate>,
    },
    /// An exception that stood: agreed is another review day, not agreed that it ended.
    Review {
        /// Its category.
        category: Line,
        /// The last day on which it stands, where it goes on.
        review_on: Option<NaiveDate>,
        /// The deadline of the programme; not known of messages of an earlier version.
        #[serde(default)]
        deadline: Option<NaiveDate>,
    },
    /// Another supplier than files say.
    Supplier {
        /// The supplier.
        supplier: Supplier,
    },
    /// That the practice is switched on.
    SwitchOn {
        /// Since when.
        day: NaiveDate,
    },
}

impl Kind for Decision {
    fn kind(&self) -> &'static str {
        "decision"
    }

    fn practice(&self) -> Option<&Practice> {
        Some(&self.practice)
    }

    fn stands(&self) -> Stands {
        Stands::Always
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let (subject, decided, then) = words(self);
        let code = self.practice.code.as_str();
        let page = match self.about {
            About::Exception { .. } | About::Review { .. } => links.exception(code),
            About::Supplier { .. } => links.changes(code),
            About::SwitchOn { .. } => links.self_switch(code),
        };
        render(&View { m: self, subject, decided, then, page }, links)
    }
}

three_templates!('a, View<'a>, "decision/subject.txt", "decision/body.txt", "decision/body.html");

struct View<'a> {
    m: &'a Decision,
    /// What was decided, for the subject.
    subject: String,
    /// The same as a sentence.
    decided: String,
    /// What follows from it.
    then: String,
    page: String,
}

/// The subject, the decision as a sentence, and what follows.
fn words(m: &Decision) -> (String, String, String) {
    let until = |day: Option<NaiveDate>| day.map(|day| format!(" It stands up to and including {}.", format_day(day)));
    let (subject, decided, then) = match (&m.about, m.agreed) {
        (About::Exception { category, review_on, deadline }, true) => {
            let decided = format!("Your ICB has agreed the exception you asked for: {category}.{}", until(*review_on).unwrap_or_default());
            let apart = "Reports count your practice separately, not as switched on.";
            return ("Your exception is agreed".to_owned(), decided, format!("{} {apart}", ends(*review_on, *deadline)));
        }
        (About::Review { category, review_on, deadline }, true) => {
            let decided = format!("Your ICB has looked at your exception again: {category}.{}", until(*review_on).unwrap_or_default());
            return ("Your exception goes on".to_owned(), decided, ends(*review_on, *deadline));
        }
        (About::Exception { category, .. }, false) => (
            "Your exception was not agreed".to_owned(),
            format!("Your ICB has not agreed the exception you asked for: {category}."),
            "The deadline still applies to your practice.",
        ),
        (About::Review { category, .. }, false) => (
            "Your exception has ended".to_owned(),
            format!("Your ICB has ended your exception: {category}."),
            "The deadline applies to your practice again.",
        ),
        (About::Supplier { supplier }, true) => (
            format!("Your system is now recorded as {}", supplier.name()),
            format!("Your ICB has confirmed which clinical system your practice uses: {}.", supplier.name()),
            "The checklist and the way to switch on are now those of this system. What you did before is kept.",
        ),
        (About::Supplier { supplier }, false) => (
            "Your system stays as it is recorded".to_owned(),
            format!("Your ICB has not confirmed that your practice uses this system: {}.", supplier.name()),
            "If it is still wrong, you can say so again.",
        ),
        (About::SwitchOn { day }, true) => (
            "Your practice is switched on".to_owned(),
            format!("Your ICB has agreed that your patients have access since {}.", format_day(*day)),
            "Your practice counts as switched on from that day.",
        ),
        (About::SwitchOn { day }, false) => (
            "Your switch-on was not agreed".to_owned(),
            format!("Your ICB has not agreed that your patients have access since {}.", format_day(*day)),
            "Put right what is missing, then confirm again.",
        ),
    };
    (subject, decided, then.to_owned())
}

/// What happens when an exception ends; and that it is too soon, where it is.
fn ends(last: Option<NaiveDate>, deadline: Option<NaiveDate>) -> String {
    let words = "After that day it ends by itself, unless your ICB gives it another date before. We remind you in time.";
    let early = last.zip(deadline).and_then(|(last, deadline)| ends_before_deadline("That day", last, deadline));
    early.map_or_else(|| words.to_owned(), |early| format!("{words} {early}"))
}

impl Decision {
    /// A made-up one: an exception that is agreed.
    #[must_use]
    pub fn sample() -> Self {
        let (category, deadline) = ("Closing or merging".into(), Some(day(10, 31)));
        let about = About::Exception { category, review_on: Some(day(11, 30)), deadline };
        Self { practice: practice(), about, agreed: true, note: "Tell us once the merger is done".into() }
    }

    /// A made-up one: an exception that does not reach the deadline.
    #[must_use]
    pub fn sample_early() -> Self {
        let (category, deadline) = ("Changing system".into(), Some(day(10, 31)));
        Self { about: About::Exception { category, review_on: Some(day(10, 20)), deadline }, ..Self::sample() }
    }
}
