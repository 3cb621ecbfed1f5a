//! A search field that offers practices, or organisations to fill in, while somebody types. Without script it is a plain field of the form
//! around it.

mod suggestions;

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};
use suggestions::Suggestions;

/// A practice that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub code: String,
    pub name: String,
    /// Its ICB sub-group, to tell practices of one name apart.
    pub place: String,
}

/// The practices whose name or code fits, the best eight. It changes nothing, so it may be asked for by GET.
///
/// # Errors
/// When nobody is signed in, or the database cannot be read.
#[server(prefix = "/api", endpoint = "practices/search", input = GetUrl)]
pub async fn find_practices(#[server(default)] q: String) -> Result<Vec<Found>, ServerFnError> {
    let viewer = crate::web::server_functions::signed_in()?;
    let found = services::practices::search(&crate::web::server_functions::services(), &viewer, &q)
        .await
        .map_err(crate::web::server_functions::quiet)?;
    Ok(found.into_iter().map(|found| Found { code: found.code.to_string(), name: found.name, place: found.place }).collect())
}

/// Organisations of every level whose name or code fits, for somebody who asks for access: what it tells is published. It changes nothing.
///
/// # Errors
/// When the database cannot be read.
#[server(prefix = "/api", endpoint = "organisations/search", input = GetUrl)]
pub async fn find_organisations(#[server(default)] q: String) -> Result<Vec<Found>, ServerFnError> {
    let found = services::access_requests::matching(&crate::web::server_functions::services(), "", &q)
        .await
        .map_err(crate::web::server_functions::quiet)?;
    let found = found.into_iter().take(12);
    Ok(found.map(|found| Found { code: found.code.to_string(), name: found.name, place: String::new() }).collect())
}

/// A field named `q` with its label, and practices to choose from while somebody types.
#[island]
pub fn PracticeSearch(
    /// What it asks for.
    label: String,
    /// More about that; may be empty.
    hint: String,
    /// What was searched for.
    value: String,
    /// What is wrong with it; may be empty.
    error: String,
    /// Whether a choice among all organisations fills the field, rather than leading to a practice.
    fill: bool,
) -> impl IntoView {
    let suggestions = Suggestions::new(fill);
    // It says that it opens a list only where script makes it so.
    let ready = RwSignal::new(false);
    let was = value.clone();
    Effect::new(move |_| {
        suggestions.wake(&was);
        ready.set(true);
    });
    let when_ready = move |value: &'static str| ready.get().then_some(value);
    let described = [(!hint.is_empty(), "q-hint"), (!error.is_empty(), "q-error")];
    let described = described.into_iter().filter(|(there, _)| *there).map(|(_, id)| id).collect::<Vec<_>>().join(" ");
    let described = (!described.is_empty()).then_some(described);
    let class = if error.is_empty() { "nhsuk-input" } else { "nhsuk-input nhsuk-input--error" };
    let group = if error.is_empty() { "nhsuk-form-group app-search" } else { "nhsuk-form-group nhsuk-form-group--error app-search" };
    let active_id = move || suggestions.active.get().map(|at| format!("q-option-{at}"));
    view! {
        <div class=group>
            <label class="nhsuk-label" for="q">{label}</label>
            {(!hint.is_empty()).then(|| view! { <div class="nhsuk-hint" id="q-hint">{hint}</div> })}
            {(!error.is_empty())
                .then(|| {
                    view! {
                        <span class="nhsuk-error-message" id="q-error">
                            <span class="nhsuk-u-visually-hidden">"Error: "</span>
                            {error}
                        </span>
                    }
                })}
            <div class="app-search__box">
                <input
                    node_ref=suggestions.field
                    class=class
                    id="q"
                    name="q"
                    type="search"
                    value=value
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby=described
                    role=move || when_ready("combobox")
                    aria-autocomplete=move || when_ready("list")
                    aria-controls=move || when_ready("q-options")
                    aria-expanded=move || when_ready(if suggestions.open.get() { "true" } else { "false" })
                    aria-activedescendant=active_id
                    on:input=move |event| suggestions.on_input(event_target_value(&event))
                    on:keydown=move |event| suggestions.on_key(&event)
                    on:blur=move |_| suggestions.leave()
                />
                <ul class="app-search__options" id="q-options" role="listbox" aria-label="What was found" hidden=move || !suggestions.open.get()>
                    {move || suggestions.found.get().into_iter().enumerate().map(|(at, found)| option(suggestions, at, found)).collect_view()}
                </ul>
            </div>
            <div class="nhsuk-u-visually-hidden" aria-live="polite">{move || suggestions.said.get()}</div>
        </div>
    }
}

fn option(suggestions: Suggestions, at: usize, found: Found) -> impl IntoView {
    let line = format!("{}, {}", found.name, found.code);
    let place = found.place.clone();
    view! {
        <li
            class="app-search__option"
            id=format!("q-option-{at}")
            role="option"
            aria-selected=move || if suggestions.active.get() == Some(at) { "true" } else { "false" }
            on:mousedown=move |event| {
                event.prevent_default();
                suggestions.choose(&found);
            }
        >
            {line}
            <span class="app-search__place">{place}</span>
        </li>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn without_script_it_is_a_plain_field() {
        let owner = Owner::new_root(None);
        let html = owner.with(|| view! { <PracticeSearch label="Name or code".to_owned() hint=String::new() value="a\"b".to_owned() error=String::new() fill=false /> }.to_html());
        assert!(html.contains("for=\"q\"") && html.contains(">Name or code</label>"), "{html}");
        assert!(html.contains("name=\"q\"") && html.contains("value=\"a&quot;b\""), "{html}");
        assert!(!html.contains("combobox"), "{html}");
    }

    #[test]
    fn the_arrows_go_round() {
        let owner = Owner::new_root(None);
        owner.with(|| {
            let suggestions = Suggestions::new(false);
            let chosen = |suggestions: Suggestions| suggestions.chosen().map(|found| found.code);
            suggestions.step(true);
            assert_eq!((suggestions.active.get_untracked(), chosen(suggestions)), (None, None));
            let found = |code: &str| Found { code: code.into(), name: "N".into(), place: "P".into() };
            suggestions.found.set(vec![found("X1"), found("X2")]);
            suggestions.step(false);
            assert_eq!(chosen(suggestions).as_deref(), Some("X2"));
            suggestions.step(true);
            assert_eq!(chosen(suggestions).as_deref(), Some("X1"));
            suggestions.close();
            assert_eq!(suggestions.chosen(), None);
        });
    }
}
