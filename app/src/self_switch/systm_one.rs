//! Switching on in SystmOne: the steps, and the two facts that the practice records.

use domain::field::DateInput;
use domain::organisations::OdsCode;
use leptos::prelude::*;
use services::edit_conflict::{Changed, was_oneself};
use services::self_switch::SelfSwitchView;

use super::plan::planned;
use super::view::{facts_list, last_changed, theirs, tpp_steps};
use crate::web::address::practice;
use crate::web::components::{Button, DateField, FormName, TextInput, Textarea, WarningCallout};
use crate::web::errors::PageError;
use crate::web::request::Request;

/// The name of the form that records the facts.
pub const RECORD: &str = "record";

/// The steps, and what the practice has done.
pub async fn systm_one(request: &Request, ods: &OdsCode, view: &SelfSwitchView) -> Result<impl IntoView + use<>, PageError> {
    let oneself = request.flash.conflict && was_oneself(&request.services, request.viewer()?, ods, Changed::SelfSwitch).await?;
    let section = practice(ods).checklist("settings");
    let settings = (!view.settings_confirmed).then(|| {
        view! {
            <WarningCallout heading="Check your settings first">
                <p>"You can record a day here once your checklist says that your organisation preferences in SystmOne are checked."</p>
                <p><a href=section>"Go to system settings in the checklist"</a></p>
            </WarningCallout>
        }
    });
    let facts = if view.may_work { form(request, view, oneself).into_any() } else { facts_list(view.record.as_ref()).into_any() };
    Ok(view! {
        {settings}
        {tpp_steps(ods, request.services.help.tpp_guide_url.as_deref())}
        {planned(request, ods, view)}
        <h2>"What you have done"</h2>
        {facts}
    })
}

fn form(request: &Request, view: &SelfSwitchView, oneself: bool) -> impl IntoView + use<> {
    let form = request.form(RECORD);
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
    let last_changed = view.record.as_ref().filter(|_| !clashed).map(last_changed);
    view! {
        {clashed.then(|| view.record.as_ref().map(|record| theirs(record, oneself)))}
        <form method="post" novalidate>
            <FormName name=RECORD />
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
