//! A choice from a list that drops down.

use leptos::prelude::*;

use super::choices::Choice;
use super::group::{described_by, error_view, group_class, hint_view, id_of, label_view};
use crate::web::form::Form;

/// A choice from a list that drops down.
#[component]
pub fn Select(
    form: Form,
    #[prop(into)] name: String,
    /// What it asks for.
    #[prop(into)]
    label: String,
    /// More about that.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// What is chosen beforehand.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let (id, error, value) = (id_of(&name), form.error(&name), form.value(&name, &value));
    let class = if error.is_some() { "nhsuk-select nhsuk-select--error" } else { "nhsuk-select" };
    let (described, group) = (described_by(&id, false, hint.is_some(), error.is_some()), group_class(error.is_some()));
    let options = choices.into_iter().map(|choice| {
        let selected = choice.value == value;
        view! { <option value=choice.value selected=selected>{choice.label}</option> }
    });
    view! {
        <div class=group>
            {label_view(&id, label, false)}
            {hint_view(&id, hint)}
            {error_view(&id, error)}
            <select class=class id=id name=name aria-describedby=described>{options.collect_view()}</select>
        </div>
    }
}
