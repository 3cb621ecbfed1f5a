//! What every field of a form has around it: label, hint, mistake, and how they are tied together.

use leptos::prelude::*;

/// The id of the field of this name: `day[month]` is `day-month`; the first box of a date is the date itself.
#[must_use]
pub fn id_of(name: &str) -> String {
    let name = name.strip_suffix("[day]").unwrap_or(name);
    name.replace('[', "-").replace(']', "")
}

/// The ids that describe a field, for `aria-describedby`.
pub(super) fn described_by(id: &str, info: bool, hint: bool, error: bool) -> Option<String> {
    let parts = [(info, "info"), (hint, "hint"), (error, "error")];
    let ids: Vec<_> = parts.into_iter().filter(|(there, _)| *there).map(|(_, part)| format!("{id}-{part}")).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

pub(super) fn group_class(failed: bool) -> &'static str {
    if failed { "nhsuk-form-group nhsuk-form-group--error" } else { "nhsuk-form-group" }
}

pub(super) fn hint_view(id: &str, hint: Option<String>) -> impl IntoView + use<> {
    let id = format!("{id}-hint");
    hint.map(|hint| view! { <div class="nhsuk-hint" id=id>{hint}</div> })
}

pub(super) fn error_view(id: &str, error: Option<String>) -> impl IntoView + use<> {
    let id = format!("{id}-error");
    error.map(|error| {
        view! {
            <span class="nhsuk-error-message" id=id>
                <span class="nhsuk-u-visually-hidden">"Error: "</span>
                {error}
            </span>
        }
    })
}

/// The label of a field: the heading of the page where the field is all that the page asks.
pub(super) fn label_view(id: &str, label: String, heading: bool) -> AnyView {
    let id = id.to_owned();
    if heading {
        let label = view! { <label class="nhsuk-label nhsuk-label--l" for=id>{label}</label> };
        view! { <h1 class="nhsuk-label-wrapper">{label}</h1> }.into_any()
    } else {
        view! { <label class="nhsuk-label" for=id>{label}</label> }.into_any()
    }
}

/// Fields that belong together, under a legend.
#[component]
pub fn Fieldset(
    /// What they are about.
    #[prop(into)]
    legend: String,
    /// Whether the legend is the heading of the page.
    #[prop(optional)]
    heading: bool,
    /// The ids that describe it.
    #[prop(optional_no_strip)]
    described_by: Option<String>,
    /// `group` for the boxes of a date.
    #[prop(optional_no_strip)]
    role: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let legend = if heading {
        let legend = view! { <h1 class="nhsuk-fieldset__heading">{legend}</h1> };
        view! { <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--l">{legend}</legend> }.into_any()
    } else {
        view! { <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">{legend}</legend> }.into_any()
    };
    view! {
        <fieldset class="nhsuk-fieldset" role=role aria-describedby=described_by>
            {legend}
            {children()}
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("email", "email")]
    #[case("day[day]", "day")]
    #[case("day[month]", "day-month")]
    fn ids(#[case] name: &str, #[case] id: &str) {
        assert_eq!(id_of(name), id);
    }
}
