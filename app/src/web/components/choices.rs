//! Radios and check boxes.

use leptos::prelude::*;

use super::group::{Fieldset, described_by, error_view, group_class, hint_view, id_of};
use crate::web::form::{Form, SHOWN};

/// Something that can be chosen.
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What people read.
    pub label: String,
    /// More about it.
    pub hint: Option<String>,
    /// What is asked further where it is chosen; with script it is hidden until then.
    pub then: Option<AnyView>,
}

impl Choice {
    /// A value and what people read.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, then: None }
    }

    /// With more about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With what is asked further where it is chosen.
    #[must_use]
    pub fn then(mut self, fields: impl IntoView + 'static) -> Self {
        self.then = Some(fields.into_any());
        self
    }
}

/// One of several.
#[component]
pub fn Radios(
    form: Form,
    #[prop(into)] name: String,
    /// What they ask.
    #[prop(into)]
    legend: String,
    /// More about that.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// What is chosen beforehand.
    #[prop(optional, into)]
    value: String,
    /// Whether the legend is the heading of the page.
    #[prop(optional)]
    heading: bool,
) -> impl IntoView {
    let chosen = form.value(&name, &value);
    let choices = choices.into_iter().map(|choice| (choice.value == chosen, choice)).collect();
    view! { <Items kind="radio" plural="radios" error=form.error(&name) name legend hint choices heading /> }
}

/// Any of several.
#[component]
pub fn Checkboxes(
    form: Form,
    #[prop(into)] name: String,
    /// What they ask.
    #[prop(into)]
    legend: String,
    /// More about that.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// What is ticked beforehand.
    #[prop(optional)]
    values: Vec<String>,
    /// Whether the legend is the heading of the page.
    #[prop(optional)]
    heading: bool,
) -> impl IntoView {
    let choices =
        choices.into_iter().map(|choice| (form.has(&name, &choice.value, values.contains(&choice.value)), choice)).collect::<Vec<_>>();
    view! {
        <input type="hidden" name=SHOWN value=name.clone() />
        <Items kind="checkbox" plural="checkboxes" error=form.error(&name) name legend hint choices heading />
    }
}

#[component]
fn Items(
    kind: &'static str,
    plural: &'static str,
    name: String,
    legend: String,
    #[prop(optional_no_strip)] hint: Option<String>,
    #[prop(optional_no_strip)] error: Option<String>,
    choices: Vec<(bool, Choice)>,
    heading: bool,
) -> impl IntoView {
    let id = id_of(&name);
    let described = described_by(&id, false, hint.is_some(), error.is_some());
    let failed = error.is_some();
    let items = choices.into_iter().enumerate().map(|(index, (checked, choice))| {
        let id = if index == 0 { id.clone() } else { format!("{id}-{}", index + 1) };
        item(kind, plural, &name, &id, checked, choice)
    });
    let items = items.collect_view();
    view! {
        <div class=group_class(failed)>
            <Fieldset legend heading described_by=described>
                {hint_view(&id, hint)}
                {error_view(&id, error)}
                <div class=format!("nhsuk-{plural}") data-module=format!("nhsuk-{plural}")>{items}</div>
            </Fieldset>
        </div>
    }
}

fn item(kind: &'static str, plural: &str, name: &str, id: &str, checked: bool, choice: Choice) -> impl IntoView + use<> {
    let hint_id = choice.hint.as_ref().map(|_| format!("{id}-item-hint"));
    let controls = choice.then.as_ref().map(|_| format!("conditional-{id}"));
    let conditional = format!("nhsuk-{plural}__conditional");
    let conditional = if checked { conditional } else { format!("{conditional} {conditional}--hidden") };
    let hint_class = format!("nhsuk-hint nhsuk-{plural}__hint");
    view! {
        <div class=format!("nhsuk-{plural}__item")>
            <input
                class=format!("nhsuk-{plural}__input")
                id=id.to_owned()
                name=name.to_owned()
                type=kind
                value=choice.value
                checked=checked
                data-aria-controls=controls.clone()
                aria-describedby=hint_id.clone()
            />
            <label class=format!("nhsuk-label nhsuk-{plural}__label") for=id.to_owned()>{choice.label}</label>
            {choice.hint.map(|hint| view! { <div class=hint_class id=hint_id>{hint}</div> })}
        </div>
        {choice.then.map(|fields| view! { <div class=conditional id=controls>{fields}</div> })}
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::field::FieldError;

    use super::*;
    use crate::web::flash::Flash;

    #[test]
    fn the_summary_finds_the_first_radio_and_the_group_names_its_mistake() {
        let errors = vec![FieldError::new("slot", "Choose a date")];
        let form = Form::named(&Arc::new(Flash { sent: true, form: "f".into(), errors, ..Flash::default() }), "f");
        let choices = vec![Choice::new("a", "One"), Choice::new("b", "Two").hint("3 places left")];
        let html = view! { <Radios form name="slot" legend="Which date?" choices value="b" /> }.to_html();
        assert!(html.contains("id=\"slot\"") && html.contains("id=\"slot-2\""), "{html}");
        assert!(html.contains("aria-describedby=\"slot-error\"") && html.contains("id=\"slot-error\""), "{html}");
        assert!(html.contains("aria-describedby=\"slot-2-item-hint\""), "{html}");
        assert!(!html.contains("checked"), "nothing was chosen when it was sent: {html}");
    }
}
