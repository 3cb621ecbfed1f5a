//! What an invitation and a change ask alike.

use domain::accounts::Role;
use domain::field::FieldError;
use domain::organisations::OdsCode;
use leptos::prelude::*;

use crate::web::components::{Choice, Select, TextInput};
use crate::web::errors::PageError;
use crate::web::fields::Fields;
use crate::web::form::Form;

/// The fields, with what is known already.
pub(super) fn fields(form: Form, name: &str, role: Role, orgs: &str) -> impl IntoView + use<> {
    let roles = Role::ALL.map(|role| Choice::new(role.key(), role.name())).into_iter().collect();
    view! {
        <TextInput form=form.clone() name="name" label="Name" value=name width=20 />
        <Select form=form.clone() name="role" label="Role" choices=roles value=role.key() />
        <TextInput
            form
            name="org"
            label="Codes of the organisations they work for"
            hint="With spaces between them. Practices for a practice manager; sub-ICB locations or ICBs for an ICB sub-group; ICBs, regions or ENGLAND for a commissioner; none for an admin."
            value=orgs
        />
    }
}

/// The role and the codes that were typed.
///
/// # Errors
/// [`PageError::Invalid`] with what is wrong with either.
pub(super) fn read(typed: &Fields) -> Result<(Role, Vec<OdsCode>), PageError> {
    let role = Role::from_key(typed.get("role")).ok_or_else(|| FieldError::new("role", "Choose a role"));
    let words = typed.get("org").split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|word| !word.is_empty());
    let codes: Result<Vec<OdsCode>, _> =
        words.map(|word| word.parse().map_err(|_| FieldError::new("org", format!("{word} is not an organisation's code")))).collect();
    match (role, codes) {
        (Ok(role), Ok(codes)) => Ok((role, codes)),
        (role, codes) => Err(PageError::Invalid([role.err(), codes.err()].into_iter().flatten().collect())),
    }
}
