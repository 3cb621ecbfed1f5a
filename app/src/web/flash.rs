//! What one request leaves for the next page to show, once: a success, or the mistakes of a form with all that was typed.

use domain::field::FieldError;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use super::fields::{Fields, NAME};

const KEY: &str = "flash";

/// Kept in the session until the page at `path` is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Flash {
    /// The page it is for; others leave it alone.
    pub path: String,
    /// What went well, or that nothing had to be done, in one sentence.
    pub success: Option<String>,
    /// Whether that is only that nothing had to be done.
    pub neutral: bool,
    /// Whether it is about a form that was sent, and not done.
    pub sent: bool,
    /// The name of that form; empty where its page has only one.
    pub form: String,
    /// What was typed into it.
    pub values: Fields,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// Whether somebody else was first, rather than a mistake.
    pub conflict: bool,
    /// Whether it was never read, because its sender was signed out.
    pub unsent: bool,
}

impl Flash {
    /// A form that was sent after its session had ended.
    #[must_use]
    pub fn unsent(page: &str, values: Fields) -> Self {
        let why = "You were signed out before this was sent, so nothing is saved yet. Check what you typed and send it again";
        let form = values.get(NAME).to_owned();
        Self { form, values, errors: vec![FieldError::new("", why)], unsent: true, ..Self::default() }.for_page(page)
    }

    /// The same, for the page at `to`.
    #[must_use]
    pub fn for_page(self, to: &str) -> Self {
        Self { path: to.split(['?', '#']).next().unwrap_or_default().to_owned(), ..self }
    }

    /// What this says, for the page at `to` to which the one that it was for leads on: it shows no such form any more. None where it says
    /// nothing.
    #[must_use]
    pub fn passed_on(&self, to: &str) -> Option<Self> {
        if self.success.is_none() && self.errors.is_empty() {
            return None;
        }
        let errors = self.errors.iter().map(|error| FieldError::new("", error.message.clone())).collect();
        let said = Self { success: self.success.clone(), neutral: self.neutral, errors, conflict: self.conflict, ..Self::default() };
        Some(said.for_page(to))
    }

    /// Keeps this for the next page.
    ///
    /// # Errors
    /// When the session cannot be read or written.
    pub async fn keep(self, session: &Session) -> Result<(), tower_sessions::session::Error> {
        session.insert(KEY, self).await
    }

    /// Takes out what is kept for the page at `path`.
    ///
    /// # Errors
    /// When the session cannot be read or written.
    pub async fn take(session: &Session, path: &str) -> Result<Self, tower_sessions::session::Error> {
        let Some(kept) = session.get::<Self>(KEY).await? else { return Ok(Self::default()) };
        if kept.path != path {
            return Ok(Self::default());
        }
        session.remove_value(KEY).await?;
        Ok(kept)
    }
}
