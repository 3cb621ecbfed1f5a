//! What one request leaves for the next page to show, once: a success, or the mistakes of a form with all that was typed.

use std::sync::Arc;

use domain::field::FieldError;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use crate::fields::Fields;

const KEY: &str = "flash";

/// The hidden field in which a form names the check boxes that it showed: of those that nobody ticked a browser sends nothing.
pub const SHOWN: &str = "shown";

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
    /// The name of the form that failed.
    pub form: String,
    /// What was typed into it.
    pub values: Fields,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// Whether somebody else was first, rather than a mistake.
    pub conflict: bool,
    /// Whether it was never read, because its sender was signed out: it is then any form of the page that has such fields.
    pub unsent: bool,
}

impl Flash {
    /// A form that was sent after its session had ended.
    #[must_use]
    pub fn unsent(page: &str, values: Fields) -> Self {
        let path = page.split(['?', '#']).next().unwrap_or_default().to_owned();
        let why = "You were signed out before this was sent, so nothing is saved yet. Check what you typed and send it again";
        Self { path, values, errors: vec![FieldError::new("", why)], unsent: true, ..Self::default() }
    }

    /// What this says, for the page at `to` to which the one that it was for leads on: it shows no such form any more. None where it says
    /// nothing.
    #[must_use]
    pub fn passed_on(&self, to: &str) -> Option<Self> {
        if self.success.is_none() && self.errors.is_empty() {
            return None;
        }
        let path = to.split(['?', '#']).next().unwrap_or_default().to_owned();
        let errors = self.errors.iter().map(|error| FieldError::new("", error.message.clone())).collect();
        Some(Self { path, success: self.success.clone(), neutral: self.neutral, errors, conflict: self.conflict, ..Self::default() })
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

/// One form of a page, as components want it: what stands in its fields and what is wrong with them.
#[derive(Clone, Debug, Default)]
pub struct Form(Option<Arc<Flash>>);

impl Form {
    /// A form that nobody has sent yet.
    #[must_use]
    pub fn fresh() -> Self {
        Self::default()
    }

    /// The form of this name: as it was sent, if it is the one that failed.
    #[must_use]
    pub fn named(flash: &Arc<Flash>, name: &str) -> Self {
        Self((flash.unsent || (!name.is_empty() && flash.form == name)).then(|| flash.clone()))
    }

    /// A form with nothing typed and a mistake, or none, in one field.
    #[must_use]
    pub fn failing(field: &str, message: Option<String>) -> Self {
        let errors = message.into_iter().map(|message| FieldError::new(field, message)).collect::<Vec<_>>();
        // Without a mistake it is as fresh, so that what is chosen beforehand shows.
        if errors.is_empty() { Self(None) } else { Self(Some(Arc::new(Flash { errors, ..Flash::default() }))) }
    }

    /// What stands in a field: what was typed, or else what is `saved`.
    #[must_use]
    pub fn value(&self, field: &str, saved: &str) -> String {
        let typed = |flash: &'_ Arc<Flash>| flash.values.raw(field).map(str::to_owned).or_else(|| flash.unsent.then(|| saved.to_owned()));
        self.0.as_ref().map_or_else(|| saved.to_owned(), |flash| typed(flash).unwrap_or_default())
    }

    /// Whether `value` is chosen in a field of radios or check boxes.
    #[must_use]
    pub fn has(&self, field: &str, value: &str, saved: bool) -> bool {
        self.0.as_ref().map_or(saved, |flash| {
            let came = flash.values.raw(field).is_some() || flash.values.all(SHOWN).any(|shown| shown == field);
            if flash.unsent && !came { saved } else { flash.values.all(field).any(|typed| typed == value) }
        })
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn error(&self, field: &str) -> Option<String> {
        self.0.as_ref()?.errors.iter().find(|error| error.field == field).map(|error| error.message.clone())
    }

    /// Whether it was sent and failed.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.0.as_ref().is_some_and(|flash| !flash.errors.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed() -> Arc<Flash> {
        let values = Fields::from([("note", "mine"), ("pick", "a")]);
        Arc::new(Flash { form: "f".into(), values, errors: vec![FieldError::new("note", "Too short")], ..Flash::default() })
    }

    #[test]
    fn a_failed_form_keeps_what_was_typed_even_where_it_is_empty() {
        let form = Form::named(&failed(), "f");
        assert_eq!(form.value("note", "saved"), "mine");
        assert_eq!(form.value("other", "saved"), "");
        assert!(form.has("pick", "a", false) && !form.has("pick", "b", true));
        assert_eq!(form.error("note").as_deref(), Some("Too short"));
    }

    #[test]
    fn a_form_that_was_never_read_fills_the_fields_that_came() {
        let form = Form::named(&Arc::new(Flash::unsent("/p?q=1", Fields::from([("note", "mine"), ("pick", "a")]))), "any");
        assert_eq!((form.value("note", "saved"), form.value("other", "saved")), ("mine".to_owned(), "saved".to_owned()));
        assert!(form.has("pick", "a", false) && !form.has("pick", "b", true) && form.has("other", "c", true));
    }

    #[test]
    fn a_box_that_was_unticked_in_a_form_that_was_never_read_stays_unticked() {
        let form = Form::named(&Arc::new(Flash::unsent("/p", Fields::from([(SHOWN, "pick"), ("note", "mine")]))), "any");
        assert!(!form.has("pick", "a", true) && form.has("other", "c", true));
    }

    #[test]
    fn another_form_of_the_page_is_untouched() {
        let form = Form::named(&failed(), "g");
        assert_eq!(form.value("note", "saved"), "saved");
        assert!(form.has("pick", "b", true) && form.error("note").is_none());
    }
}
