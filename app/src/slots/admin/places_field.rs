//! How many practices a date can take, as a field of a form.

use domain::field::FieldError;
use leptos::prelude::*;

use crate::web::components::TextInput;
use crate::web::form::Form;
use crate::web::request::Request;

pub fn places_field(form: &Form, value: String) -> impl IntoView + use<> {
    view! {
        <TextInput form=form.clone() name="places" label="How many practices can it take?" value width=5 inputmode="numeric" />
    }
}

/// What was typed into it.
///
/// # Errors
/// Where it is no number.
pub fn typed_places(request: &Request) -> Result<i32, FieldError> {
    request.typed.get("places").parse().map_err(|_| FieldError::new("places", "The number of places must be a whole number, like 20"))
}
