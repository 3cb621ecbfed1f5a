//! What is recorded of the numbers of a practice, in words; and what their forms have in common.

use domain::field::{DateInput, format_count};
use domain::organisations::OdsCode;
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::checklist::{Chosen, Figure};

use crate::web::address::practice;
use crate::web::components::{DateField, Row, SummaryList, TextInput};
use crate::web::form::Form;
use crate::web::format::by;
use crate::web::page::Page;

/// "4,001".
pub fn count(number: i32) -> String {
    format_count(usize::try_from(number).unwrap_or_default())
}

/// One figure, and who recorded it.
pub fn figure_list(figure: &Figure) -> impl IntoView + use<> {
    let rows = vec![
        Row::new("Patients with the code 104", count(figure.counted.patients)),
        Row::new("Counted", format_day(figure.counted.on)),
        Row::new("Recorded", by(format_instant(figure.recorded_at), &figure.recorded_by)),
    ];
    view! { <SummaryList rows /> }
}

/// The model, and who recorded it.
pub fn model_list(chosen: &Chosen) -> impl IntoView + use<> {
    let rows = vec![
        Row::new("Model", chosen.model.name()),
        Row::new("Decided", format_day(chosen.decided_on)),
        Row::new("Recorded", by(format_instant(chosen.recorded_at), &chosen.recorded_by)),
    ];
    view! { <SummaryList rows /> }
}

/// What a figure has: how many, and on which day.
pub fn figure_fields(form: &Form, patients: String, counted: DateInput) -> impl IntoView + use<> {
    view! {
        <TextInput
            form=form.clone()
            name="patients"
            label="How many patients have the code 104?"
            value=patients
            width=5
            inputmode="numeric"
        />
        <DateField form=form.clone() name="counted" legend="On which day did you count?" value=counted />
    }
}

/// A page with a form for one of the numbers.
pub fn step(title: &'static str, ods: &OdsCode, name: &str, body: impl IntoView + 'static) -> Page {
    Page::captioned(format!("{name}, {ods}"), title, body).back_to(practice(ods).numbers(), "Back to the numbers")
}
