//! Who works at a practice, and who to ask.

use domain::accounts::Role;
use leptos::prelude::*;
use services::practices::Contact;

use crate::web::components::{Row, SummaryList};

/// The people of the practice and of its ICB sub-group. `None` if the viewer may not see contacts.
pub(super) fn who_does_what(contacts: Option<&[Contact]>) -> Option<impl IntoView + use<>> {
    let contacts = contacts?;
    let of = |role: Role| people(contacts.iter().filter(|contact| contact.role == role));
    let rows =
        vec![Row::new("Works on this at the practice", of(Role::PracticeManager)), Row::new("Helps in the ICB sub-group", of(Role::Icb))];
    Some(view! {
        <h2 class="nhsuk-heading-m">"Who does what"</h2>
        <SummaryList rows />
    })
}

fn people<'a>(contacts: impl Iterator<Item = &'a Contact>) -> AnyView {
    let items: Vec<_> = contacts.map(person).collect();
    if items.is_empty() {
        return "Nobody has an account yet".into_any();
    }
    view! { <ul class="app-people">{items}</ul> }.into_any()
}

fn person(contact: &Contact) -> impl IntoView + use<> {
    let never = (!contact.has_come).then(|| view! { <span class="app-line">"Has not signed in yet"</span> });
    view! {
        <li>
            {contact.name.clone()}
            <span class="app-line"><a href=format!("mailto:{}", contact.email)>{contact.email.clone()}</a></span>
            {never}
        </li>
    }
}
