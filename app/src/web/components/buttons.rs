//! Buttons, and links that are hard to miss.

use leptos::prelude::*;

use super::Icon;

/// The button that sends a form; a second click within a second does nothing.
#[component]
pub fn Button(
    /// `secondary`, `warning`, or nothing for the main one.
    #[prop(optional, into)]
    kind: String,
    /// Sent with the form, where it has several buttons.
    #[prop(optional, into)]
    name: Option<String>,
    /// What is sent under that name.
    #[prop(optional, into)]
    value: Option<String>,
    /// Where this button sends the form, if not to the page that shows it: of the same page, the part to come back to.
    #[prop(optional, into)]
    formaction: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class=class(&kind)
            data-module="nhsuk-button"
            data-prevent-double-click="true"
            type="submit"
            name=name
            value=value
            formaction=formaction
        >
            {children()}
        </button>
    }
}

/// The two buttons of a form that asks for a decision; what was chosen is sent as `verdict`.
#[component]
pub fn DecisionButtons(
    /// What is sent, and the words, of the one that agrees.
    yes: (&'static str, &'static str),
    /// The same of the other.
    no: (&'static str, &'static str),
) -> impl IntoView {
    view! {
        <div class="nhsuk-button-group">
            <Button name="verdict" value=yes.0>{yes.1}</Button>
            " "
            <Button kind="secondary" name="verdict" value=no.0>{no.1}</Button>
        </div>
    }
}

/// A link that looks like a button: it leads somewhere and changes nothing.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// `secondary`, or nothing for the main one.
    #[prop(optional, into)]
    kind: String,
    children: Children,
) -> impl IntoView {
    view! {
        <a class=class(&kind) data-module="nhsuk-button" href=href role="button" draggable="false">
            {children()}
        </a>
    }
}

fn class(kind: &str) -> String {
    if kind.is_empty() { "nhsuk-button".to_owned() } else { format!("nhsuk-button nhsuk-button--{kind}") }
}

const CIRCLED_ARROW: &str = "M12 2a10 10 0 0 0-10 9h11.7l-4-4a1 1 0 0 1 1.5-1.4l5.6 5.7a1 1 0 0 1 0 1.4l-5.6 5.7a1 1 0 0 1-1.5 0 1 1 0 0 1 0-1.4l4-4H2A10 10 0 1 0 12 2z";

/// A link that is hard to miss.
#[component]
pub fn ActionLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    children: Children,
) -> impl IntoView {
    view! {
        <a class="nhsuk-action-link" href=href>
            <Icon kind="arrow-right-circle" path=CIRCLED_ARROW />
            <span class="nhsuk-action-link__text">{children()}</span>
        </a>
    }
}
