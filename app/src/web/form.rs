//! One form of a page, as components want it: what stands in its fields and what is wrong with them.

use std::sync::Arc;

use domain::field::FieldError;

use super::flash::Flash;

pub use super::fields::NAME;

/// The hidden field in which a form names the check boxes that it showed: of those that nobody ticked a browser sends nothing.
pub const SHOWN: &str = "shown";

/// One form of a page, as components want it: what stands in its fields and what is wrong with them.
#[derive(Clone, Debug, Default)]
pub struct Form(Option<Arc<Flash>>);

impl Form {
    /// A form that nobody has sent yet.
    #[must_use]
    pub fn fresh() -> Self {
        Self::default()
    }

    /// The form of this name: as it was sent, if it is the one that was sent.
    #[must_use]
    pub fn named(flash: &Arc<Flash>, name: &str) -> Self {
        let is_it = (flash.sent || flash.unsent) && (flash.form == name || flash.form.is_empty());
        Self(is_it.then(|| flash.clone()))
    }

    /// The only form of its page: as it was sent, if it was.
    #[must_use]
    pub fn only(flash: &Arc<Flash>) -> Self {
        Self((flash.unsent || flash.sent).then(|| flash.clone()))
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
    use crate::web::fields::Fields;

    fn failed() -> Arc<Flash> {
        let values = Fields::from([("note", "mine"), ("pick", "a")]);
        Arc::new(Flash { sent: true, form: "f".into(), values, errors: vec![FieldError::new("note", "Too short")], ..Flash::default() })
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
    fn a_form_that_was_never_read_is_the_one_that_it_names() {
        let flash = Arc::new(Flash::unsent("/p", Fields::from([(NAME, "decide"), ("note", "mine")])));
        assert_eq!(Form::named(&flash, "decide").value("note", "saved"), "mine");
        assert_eq!(Form::named(&flash, "review").value("note", "saved"), "saved");
    }

    #[test]
    fn a_box_that_was_unticked_in_a_form_that_was_never_read_stays_unticked() {
        let form = Form::named(&Arc::new(Flash::unsent("/p", Fields::from([(SHOWN, "pick"), ("note", "mine")]))), "any");
        assert!(!form.has("pick", "a", true) && form.has("other", "c", true));
    }

    #[test]
    fn the_only_form_of_a_page_needs_no_name() {
        let flash = Arc::new(Flash { form: String::new(), ..(*failed()).clone() });
        assert_eq!([Form::named(&flash, "f"), Form::only(&flash)].map(|form| form.value("note", "saved")), ["mine", "mine"]);
        let success = Arc::new(Flash { success: Some("Saved.".into()), ..Flash::default() });
        assert_eq!(Form::only(&success).value("note", "saved"), "saved");
    }

    #[test]
    fn another_form_of_the_page_is_untouched() {
        let form = Form::named(&failed(), "g");
        assert_eq!(form.value("note", "saved"), "saved");
        assert!(form.has("pick", "b", true) && form.error("note").is_none());
    }
}
