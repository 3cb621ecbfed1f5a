//! Who misses what, in words, and as fields of a form.

use domain::accounts::Role;
use domain::organisations::OdsCode;
use domain::smartcards::Need;
use leptos::prelude::*;
use services::smartcards::counts;

use crate::web::address::{SMARTCARDS_OF_PRACTICES, practice};
use crate::web::components::{Checkboxes, Choice, TextInput};
use crate::web::errors::PageError;
use crate::web::form::Form;
use crate::web::format::counted;
use crate::web::request::Request;

/// The title of the list that a practice keeps.
pub const TITLE: &str = "Smartcards of your staff";

/// A person, and what they miss.
pub fn fields(form: &Form, name: String, missing: &[Need]) -> impl IntoView + use<> {
    let choices = Need::ALL.into_iter().map(|need| Choice::new(need.key(), need.name())).collect();
    let values: Vec<_> = missing.iter().map(|need| need.key().to_owned()).collect();
    let hint = "Leave all empty if nothing is";
    view! {
        <TextInput form=form.clone() name="name" label="Name" value=name />
        <Checkboxes form=form.clone() name="missing" legend="What is still missing?" hint choices values />
    }
}

/// What was ticked.
pub fn missing(request: &Request) -> Vec<Need> {
    Need::ALL.into_iter().filter(|need| request.typed.all("missing").any(|word| word == need.key())).collect()
}

/// A line on the list of practices, for those who look after many.
pub(crate) async fn summary(request: &Request) -> Result<AnyView, PageError> {
    let viewer = request.viewer()?;
    if !matches!(viewer.role, Role::Icb | Role::Admin) {
        return Ok(().into_any());
    }
    let found = counts(&request.services, viewer).await?;
    let people: u64 = found.iter().map(|found| found.unready).sum();
    let practices = found.iter().filter(|found| found.unready > 0).count() as u64;
    let text = match people {
        0 => "Smartcards: no practice has reported anybody who still needs something.".to_owned(),
        people => {
            let (who, verb) = (counted(people, "person", "people"), need(people));
            format!("Smartcards: {who} in {} still {verb} something.", counted(practices, "practice", "practices"))
        }
    };
    Ok(view! { <p>{text}" "<a href=SMARTCARDS_OF_PRACTICES>"See which practices"</a></p> }.into_any())
}

fn need(people: u64) -> &'static str {
    if people == 1 { "needs" } else { "need" }
}

/// The part of a practice's page.
pub(crate) fn of_practice((people, unready): (u64, u64), ods: &OdsCode, may_work: bool) -> AnyView {
    let text = match (people, unready) {
        (0, _) => "Nobody is in the list yet.".to_owned(),
        (1, 0) => "The one person in the list has everything.".to_owned(),
        (people, 0) => format!("All {people} people in the list have everything."),
        (people, unready) => format!("{unready} of {} still {} something.", counted(people, "person", "people"), need(unready)),
    };
    let link = may_work.then(|| view! { <p><a href=practice(ods).smartcards()>{TITLE}</a></p> });
    view! { <h2 class="nhsuk-heading-m">"Smartcards"</h2><p>{text}</p>{link} }.into_any()
}
