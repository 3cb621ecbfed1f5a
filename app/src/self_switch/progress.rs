//! `/practices/{ods}/self-switch`.

use domain::field::DateInput;
use domain::organisations::{OdsCode, Route};
use leptos::prelude::*;
use services::meanwhile::{Changed, was_oneself};
use services::self_switch::SelfSwitchView;

use super::actions::RecordSelfSwitch;
use super::plan::planned;
use super::view::{facts_list, other_steps, theirs, tpp_steps};
use crate::legacy::path_of;
use crate::web::components::{Button, DateField, TextInput, Textarea, WarningCallout};
use crate::confirmation::{agreement, confirm_form, confirmed};
use crate::web::errors::PageError;
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;

/// The name of the form.
pub(super) const FORM: &str = "self-switch";

/// How this practice switches on, and how far it is, by its supplier.
pub async fn self_switch(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let view = services::self_switch::load(&request.services, viewer, &ods).await?;
    let supplier = view.practice.supplier;
    let (title, body) = match supplier.route() {
        Route::Tpp => ("Switch on in SystmOne", tpp(&request, &ods, &view).await?.into_any()),
        Route::Other => ("Switch on with your supplier", other(&request, &ods, &view).into_any()),
        Route::Emis => ("Switching on", emis(&ods, &view.practice.name).into_any()),
    };
    let caption = format!("{}, {ods}", view.practice.name);
    Ok(Page::captioned(caption, title, body).under_practice(&ods, view.practice.name))
}

fn emis(ods: &OdsCode, name: &str) -> impl IntoView + use<> {
    view! {
        <p>{format!("{name} uses EMIS. EMIS switches practices on itself, on a date that the practice books.")}</p>
        <p><a class="nhsuk-link" href=format!("/practices/{ods}/slots")>"See the dates"</a></p>
    }
}

async fn tpp(request: &Request, ods: &OdsCode, view: &SelfSwitchView) -> Result<impl IntoView + use<>, PageError> {
    let oneself = request.flash.conflict && was_oneself(&request.services, request.viewer()?, ods, Changed::SelfSwitch).await?;
    let section = format!("/practices/{ods}/checklist/settings");
    let settings = (!view.settings_confirmed).then(|| {
        view! {
            <WarningCallout heading="Check your settings first">
                <p>"You can record a day here once your checklist says that your organisation preferences in SystmOne are checked."</p>
                <p><a href=section>"Go to system settings in the checklist"</a></p>
            </WarningCallout>
        }
    });
    let facts = if view.may_work { form(request, ods, view, oneself).into_any() } else { facts_list(view.record.as_ref()).into_any() };
    Ok(view! {
        {settings}
        {tpp_steps(ods, request.services.help.tpp_guide_url.as_deref())}
        {planned(request, ods, view)}
        <h2>"What you have done"</h2>
        {facts}
    })
}

fn form(request: &Request, ods: &OdsCode, view: &SelfSwitchView, oneself: bool) -> impl IntoView + use<> {
    let form = request.form(FORM);
    let clashed = request.flash.conflict && form.error("default_on").is_some();
    let known = view.record.as_ref().map(|record| record.facts).unwrap_or_default();
    let revision = view.record.as_ref().map_or(0, |record| record.revision).to_string();
    let revision = if clashed { revision } else { form.value("revision", &revision) };
    let input = |day: Option<chrono::NaiveDate>| day.map(DateInput::of).unwrap_or_default();
    let count = view.record.as_ref().and_then(|record| record.existing_count).map_or_else(String::new, |count| count.to_string());
    let reason = (known != Default::default()).then(|| {
        let form = form.clone();
        let hint = "Only needed where you change or take back a day that was recorded";
        view! { <Textarea form name="reason" label="Why do you change it?" hint rows=2 limit=2000 /> }
    });
    let last_changed = view.record.as_ref().filter(|_| !clashed).map(super::view::last_changed);
    view! {
        {clashed.then(|| view.record.as_ref().map(|record| theirs(record, oneself)))}
        <form method="post" action={path_of::<RecordSelfSwitch>()} novalidate>
            <input type="hidden" name="ods" value=ods.to_string() />
            <input type="hidden" name="revision" value=revision />
            <DateField
                form=form.clone()
                name="default_on"
                legend="Since when do new online accounts get access by default?"
                hint="Leave empty if you have not done this yet. For example, 18 9 2023"
                value=input(known.default_on)
            />
            <DateField
                form=form.clone()
                name="existing_updated"
                legend="When did you give access to the existing online accounts?"
                hint="Leave empty if you have not done this yet. For example, 18 9 2023"
                value=input(known.existing_updated)
            />
            <TextInput
                form=form.clone()
                name="existing_count"
                label="How many online accounts did you update?"
                hint="The number that SystmOne shows, for example 5400"
                value=count
                width=10
                inputmode="numeric"
            />
            {reason}
            {last_changed}
            <Button>"Save"</Button>
        </form>
    }
}

fn other(request: &Request, ods: &OdsCode, view: &SelfSwitchView) -> impl IntoView + use<> {
    let confirmation = match &view.confirmation {
        Some(record) => view! {
            {agreement(request, ods.as_str(), record, view.may_decide)}
            {confirmed(ods.as_str(), record, view.may_work)}
        }
        .into_any(),
        None if view.may_work => {
            let hint = "Say what shows it, for example: the supplier's letter of 4 September, and two patients who see a note from today";
            confirm_form(request, ods.as_str(), "self-switch", (None, "For example, 31 10 2023".to_owned()), hint, false).into_any()
        }
        None => view! { <p>"The practice has not confirmed yet that patients have access."</p> }.into_any(),
    };
    let heading = match &view.confirmation {
        Some(record) if record.agreed.is_some() => "Switched on",
        Some(_) => "Waiting for the ICB",
        None => "Confirm that it worked",
    };
    view! {
        {other_steps(view.practice.supplier, ods, request.services.help.other_supplier_contact.as_deref())}
        {planned(request, ods, view)}
        <h2>{heading}</h2>
        {confirmation}
    }
}
