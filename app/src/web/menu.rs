//! The menu at the top of every page, as the routes hand it in.

/// A line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where it leads.
    pub href: &'static str,
    /// Its words.
    pub text: &'static str,
    /// How much waits there.
    pub waiting: u64,
}

impl Item {
    /// A line where nothing waits.
    #[must_use]
    pub fn new(href: &'static str, text: &'static str) -> Self {
        Self { href, text, waiting: 0 }
    }

    /// With so much waiting.
    #[must_use]
    pub fn waiting(self, waiting: u64) -> Self {
        Self { waiting, ..self }
    }
}
