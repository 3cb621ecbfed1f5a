//! One line of text.

use leptos::prelude::*;

use super::group::{described_by, error_view, group_class, hint_view, id_of, label_view};
use crate::web::form::Form;

/// One line of text.
#[component]
pub fn TextInput(
    form: Form,
    #[prop(into)] name: String,
    /// What it asks for.
    #[prop(into)]
    label: String,
    /// More about that.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What stands in it before anything is typed.
    #[prop(optional, into)]
    value: String,
    /// `text` without it; `email`, `url`, `search`.
    #[prop(default = "text", into)]
    kind: &'static str,
    /// How wide it looks, in letters: 2, 3, 4, 5, 10, 20 or 30.
    #[prop(optional)]
    width: Option<u8>,
    /// What browsers may fill in, e.g. `email`.
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// `numeric` brings up the keyboard of digits.
    #[prop(optional, into)]
    inputmode: Option<&'static str>,
    /// Whether the label is the heading of the page.
    #[prop(optional)]
    heading: bool,
) -> impl IntoView {
    let (id, error, value) = (id_of(&name), form.error(&name), form.value(&name, &value));
    let mut class = "nhsuk-input".to_owned();
    if error.is_some() {
        class.push_str(" nhsuk-input--error");
    }
    if let Some(width) = width {
        class.push_str(&format!(" nhsuk-input--width-{width}"));
    }
    let (described, group) = (described_by(&id, false, hint.is_some(), error.is_some()), group_class(error.is_some()));
    let spellcheck = (kind != "text").then_some("false");
    view! {
        <div class=group>
            {label_view(&id, label, heading)}
            {hint_view(&id, hint)}
            {error_view(&id, error)}
            <input
                class=class
                id=id
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                spellcheck=spellcheck
                aria-describedby=described
            />
        </div>
    }
}
