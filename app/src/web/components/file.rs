//! Files to send.

use leptos::prelude::*;

use super::group::{described_by, error_view, group_class, hint_view, id_of, label_view};
use crate::web::form::Form;

/// One or more files, or only `one`; the form around it needs `enctype="multipart/form-data"`. What was chosen does not come back when a form fails:
/// browsers let no page fill it in.
#[component]
pub fn FileInput(
    form: Form,
    #[prop(into)] name: String,
    /// What it asks for.
    #[prop(into)]
    label: String,
    /// More about that.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What browsers offer first, e.g. `.csv,text/csv`.
    #[prop(into)]
    accept: String,
    /// Whether only one can be chosen.
    #[prop(optional)]
    one: bool,
) -> impl IntoView {
    let (id, error) = (id_of(&name), form.error(&name));
    let described = described_by(&id, false, hint.is_some(), error.is_some());
    let group = format!("{} nhsuk-file-upload", group_class(error.is_some()));
    view! {
        <div class=group>
            {label_view(&id, label, false)}
            {hint_view(&id, hint)}
            {error_view(&id, error)}
            <input class="nhsuk-file-upload__input" id=id name=name type="file" multiple=!one accept=accept aria-describedby=described />
        </div>
    }
}
