//! The form that confirms, which stands on the pages of more than one feature, and what it does.

use chrono::NaiveDate;
use domain::field::DateInput;
use domain::organisations::OdsCode;
use leptos::prelude::*;
use services::confirmation::{check_evidence, confirm};
use services::outbox::Recipients;
use services::practice_access::ask_for_work;

use crate::web::components::{Button, DateField, FormName, Textarea};
use crate::web::errors::PageError;
use crate::web::request::Request;

/// The name of the form.
pub const CONFIRM: &str = "confirm";

/// The field for what was seen.
pub const EVIDENCE: &str = "evidence";

/// The most characters of what was seen, and of a reason, as the use case has it.
pub const TEXT_MAX: u32 = 2000;

/// Asks for the day and for what was seen. `day` stands in the boxes: the date that was booked, where one was, since EMIS switches on then.
/// `other` is another button that takes what was typed elsewhere.
pub fn confirm_form(
    request: &Request,
    (day, day_hint): (Option<NaiveDate>, String),
    evidence_hint: &'static str,
    other: Option<AnyView>,
) -> impl IntoView + use<> {
    let form = request.form(CONFIRM);
    let day = day.map(DateInput::of).unwrap_or_default();
    view! {
        <form method="post" novalidate>
            <FormName name=CONFIRM />
            <DateField form=form.clone() name="day" legend="When did patients get access?" hint=day_hint value=day />
            <Textarea form=form name=EVIDENCE label="What did you see?" hint=evidence_hint rows=4 limit=TEXT_MAX />
            <div class="nhsuk-button-group">
                <Button>"Confirm that patients have access"</Button>
                " "
                {other}
            </div>
        </form>
    }
}

/// Records what the practice saw, and since when; who is asked to agree to it, if somebody is.
pub async fn record(request: &Request, ods: &OdsCode) -> Result<Option<Recipients>, PageError> {
    let (viewer, evidence) = (request.viewer()?, request.typed.raw(EVIDENCE).unwrap_or_default());
    let day = match request.typed.date("day").parse("day", "The day patients got access") {
        Ok(day) => day,
        Err(mistake) => {
            ask_for_work(&request.services, viewer, ods).await?;
            return Err(PageError::Invalid(std::iter::once(mistake).chain(check_evidence(evidence).err()).collect()));
        }
    };
    Ok(confirm(&request.services, viewer, ods, day, evidence).await?.asked)
}
