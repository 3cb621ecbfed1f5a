//! A practice asks its ICB for a decision: to the ICB sub-group.

use chrono::NaiveDate;
use domain::organisations::Supplier;
use domain::time::format_day;
use serde::{Deserialize, Serialize};

use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::samples::{day, practice};
use crate::{Line, Links};

/// To the ICB sub-group of a practice: something waits for its decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionAsked {
    /// The practice.
    pub practice: Practice,
    /// What is asked.
    pub asks: Asks,
    /// Who asks.
    pub by: Line,
}

/// What a practice asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asks {
    /// For an exception.
    Exception {
        /// Its category.
        category: Line,
    },
    /// To confirm that it uses another supplier than files say.
    Supplier {
        /// The supplier that it names.
        supplier: Supplier,
    },
    /// To agree that it is switched on.
    SwitchOn {
        /// Since when, as it says.
        day: NaiveDate,
    },
}

impl Kind for DecisionAsked {
    fn kind(&self) -> &'static str {
        "decision-asked"
    }

    fn practice(&self) -> Option<&Practice> {
        Some(&self.practice)
    }

    fn stands(&self) -> Stands {
        Stands::Always
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let code = self.practice.code.as_str();
        let (asks, page) = match &self.asks {
            Asks::Exception { category } => (format!("asks for an exception: {category}."), links.exception(code)),
            Asks::Supplier { supplier } => (format!("says that its system is {}.", supplier.name()), links.changes(code)),
            Asks::SwitchOn { day } => {
                (format!("says that its patients have had access since {}.", format_day(*day)), links.self_switch(code))
            }
        };
        render(&View { m: self, asks, page }, links)
    }
}

three_templates!('a, View<'a>, "decision-asked/subject.txt", "decision-asked/body.txt", "decision-asked/body.html");

struct View<'a> {
    m: &'a DecisionAsked,
    /// What the practice asks, after its name.
    asks: String,
    page: String,
}

impl DecisionAsked {
    /// A made-up one: an exception.
    #[must_use]
    pub fn sample() -> Self {
        Self { practice: practice(), asks: Asks::Exception { category: "Closing or merging".into() }, by: "Sam Lee".into() }
    }

    /// Another: a switch-on with another supplier.
    #[must_use]
    pub fn sample_switch_on() -> Self {
        Self { asks: Asks::SwitchOn { day: day(9, 18) }, ..Self::sample() }
    }

    /// A third: another supplier.
    #[must_use]
    pub fn sample_supplier() -> Self {
        Self { asks: Asks::Supplier { supplier: Supplier::Tpp }, ..Self::sample() }
    }
}
