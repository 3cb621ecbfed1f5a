//! The pages of a practice.

use std::fmt::Display;

use super::PRACTICES;

/// Where the pages of a practice are, by its code.
pub fn practice(ods: impl Display) -> Practice {
    Practice(format!("{PRACTICES}/{ods}"))
}

/// Where the pages of a practice are.
#[derive(Clone, Debug)]
pub struct Practice(String);

impl Practice {
    fn below(&self, rest: impl Display) -> String {
        format!("{}/{rest}", self.0)
    }

    /// Its first page.
    #[must_use]
    pub fn page(&self) -> String {
        self.0.clone()
    }

    /// What has happened.
    #[must_use]
    pub fn history(&self) -> String {
        self.below("history")
    }

    /// The page to hand over to somebody new.
    #[must_use]
    pub fn handover(&self) -> String {
        self.below("handover")
    }

    /// Its audit trail.
    #[must_use]
    pub fn audit(&self) -> String {
        self.below("audit")
    }

    /// All sections of its checklist, on its first page.
    #[must_use]
    pub fn whole_checklist(&self) -> String {
        format!("{}#whole-checklist", self.0)
    }

    /// A section of its checklist, or one of the pages beside: `numbers`, `sign-off`.
    #[must_use]
    pub fn checklist(&self, section: impl Display) -> String {
        self.below(format_args!("checklist/{section}"))
    }

    /// Signing the checklist off.
    #[must_use]
    pub fn sign_off(&self) -> String {
        self.checklist("sign-off")
    }

    #[must_use]
    pub fn numbers(&self) -> String {
        self.checklist("numbers")
    }

    /// Another figure.
    #[must_use]
    pub fn count(&self) -> String {
        self.checklist("numbers/count")
    }

    /// A figure, to put it right.
    #[must_use]
    pub fn figure(&self, id: &str) -> String {
        self.checklist(format_args!("numbers/count/{id}"))
    }

    /// The model of its system.
    #[must_use]
    pub fn model(&self) -> String {
        self.checklist("numbers/model")
    }

    /// Its date, or the dates that it can choose from.
    #[must_use]
    pub fn slots(&self) -> String {
        self.below("slots")
    }

    /// One of those dates.
    #[must_use]
    pub fn slot(&self, id: &str) -> Slot {
        Slot(self.below(format_args!("slots/{id}")))
    }

    /// Cancelling its date.
    #[must_use]
    pub fn cancel(&self) -> String {
        self.below("slots/cancel")
    }

    /// Putting its date off.
    #[must_use]
    pub fn defer(&self) -> String {
        self.below("slots/defer")
    }

    /// Saying that its date did not work.
    #[must_use]
    pub fn did_not_work(&self) -> String {
        self.below("slots/did-not-work")
    }

    /// Giving access by hand.
    #[must_use]
    pub fn manual(&self) -> String {
        self.below("slots/manual")
    }

    /// Switching on in its own system, or through its supplier.
    #[must_use]
    pub fn self_switch(&self) -> String {
        self.below("self-switch")
    }

    /// The day on which it plans to.
    #[must_use]
    pub fn plan(&self) -> String {
        self.below("self-switch/plan")
    }

    /// Taking its confirmation back.
    #[must_use]
    pub fn withdraw_confirmation(&self) -> String {
        self.below("confirmation/withdraw")
    }

    /// Its exception from the deadline.
    #[must_use]
    pub fn exception(&self) -> String {
        self.below("exception")
    }

    /// Its supplier, and what it says of it.
    #[must_use]
    pub fn changes(&self) -> String {
        self.below("changes")
    }

    /// Who takes over from it.
    #[must_use]
    pub fn successor(&self) -> String {
        self.below("changes/successor")
    }

    /// Whose smartcards are ready.
    #[must_use]
    pub fn smartcards(&self) -> String {
        self.below("smartcards")
    }

    /// One of those people.
    #[must_use]
    pub fn holder(&self, id: &str) -> String {
        self.below(format_args!("smartcards/{id}"))
    }
}

/// Where the pages of a date are, for one practice.
#[derive(Clone, Debug)]
pub struct Slot(String);

impl Slot {
    /// Booking it, moving to it, or taking the place that is kept.
    #[must_use]
    pub fn book(&self) -> String {
        format!("{}/book", self.0)
    }

    /// Its waiting list.
    #[must_use]
    pub fn wait(&self) -> String {
        format!("{}/wait", self.0)
    }
}
