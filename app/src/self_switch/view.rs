//! The steps and the facts in words.

use chrono::NaiveDate;
use domain::field::format_count;
use domain::organisations::{OdsCode, Supplier};
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::self_switch::Record;

use crate::web::address::practice;
use crate::web::components::{InsetText, Row, SummaryList};
use crate::web::format::{answered_meanwhile, by};

/// What a TPP practice does, in our words. Source: NHS Digital, "Enabling prospective record access in SystmOne".
pub fn tpp_steps(ods: &OdsCode, guide: Option<&str>) -> impl IntoView + use<> {
    let guide = match guide.map(str::to_owned) {
        Some(href) => view! { <a href=href>"Enabling prospective record access in SystmOne"</a> }.into_any(),
        None => "“Enabling prospective record access in SystmOne”".into_any(),
    };
    view! {
        <p>"You have to switch on record access yourself."</p>
        <ol class="nhsuk-list nhsuk-list--number">
            <li>
                "Check that the codes which hold back or allow access are right in the records of patients who may be at risk. Do this first: the "
                <a href=practice(ods).checklist("safeguarding")>"safeguarding section of your checklist"</a>" says how."
            </li>
            <li>
                "In SystmOne, open " <strong>"Setup > Users & Policies > Organisation Preferences > Online Services > Patient Record Access"</strong>
                ". Tick the option that enables full clinical record access and the one that gives prospective access by default. Choose from when, and press OK. New online accounts now get access."
            </li>
            <li>"Give the patients who already have an online account access to the full clinical record. The default does not reach them."</li>
            <li>"Look at a few records as the patients see them, then record both days on this page."</li>
        </ol>
        <InsetText>
            <p>"The full guide is on FutureNHS: "{guide}". You need a FutureNHS login to read it."</p>
        </InsetText>
        <p class="nhsuk-body-s nhsuk-u-secondary-text-colour">"Source: NHS Digital, Enabling prospective record access in SystmOne"</p>
    }
}

/// What a practice of another supplier does.
pub fn other_steps(supplier: Supplier, ods: &OdsCode, contact: Option<&str>) -> impl IntoView + use<> {
    let contact = contact.map(|contact| format!("Who to contact: {contact}"));
    let contact = contact.map(|words| view! { <InsetText><p>{words}</p></InsetText> });
    let system = match supplier {
        Supplier::Vision => "Your practice is recorded as using Vision.",
        Supplier::Other => "Your practice is recorded as using a system other than EMIS and TPP.",
        Supplier::Emis | Supplier::Tpp | Supplier::Unknown => "We do not know which system your practice uses.",
    };
    view! {
        <p>{system}" There is no national date to book and no national guide that we know of."</p>
        <ol class="nhsuk-list nhsuk-list--number">
            <li>"Ask your supplier's service desk how and when patients get online access to new entries in their record."</li>
            <li>"Tell your ICB what you have agreed, or ask it for help if the supplier has no answer."</li>
            <li>"Plan the day. We remind you the day before."</li>
            <li>"Once it is switched on, look at a few records as the patients see them, and confirm on this page. Your ICB agrees to it; only then your practice counts as switched on."</li>
        </ol>
        {contact}
        <p>"The system comes from published files. "<a href=practice(ods).changes()>"This is not our system"</a></p>
    }
}

fn declared(day: Option<NaiveDate>, by: Option<&String>) -> String {
    match (day.map(format_day), by) {
        (None, _) => "Not yet".to_owned(),
        (Some(day), None) => day,
        (Some(day), Some(by)) => format!("{day}, declared by {by}"),
    }
}

/// The facts to read.
pub fn facts_list(record: Option<&Record>) -> impl IntoView + use<> {
    let mut rows = facts_rows(record);
    if let Some(record) = record {
        rows.push(Row::new("Last changed", by(format_instant(record.updated_at), &record.updated_by)));
    }
    view! { <SummaryList rows /> }
}

fn facts_rows(record: Option<&Record>) -> Vec<Row> {
    let facts = record.map(|record| record.facts).unwrap_or_default();
    let declarer = |who: fn(&Record) -> Option<&String>| record.and_then(who);
    let mut rows = vec![
        Row::new("New accounts get access by default since", declared(facts.default_on, declarer(|record| record.default_by.as_ref()))),
        Row::new("Existing accounts given access on", declared(facts.existing_updated, declarer(|record| record.existing_by.as_ref()))),
    ];
    if let Some(count) = record.and_then(|record| record.existing_count) {
        rows.push(Row::new("Existing accounts updated", format_count(count)));
    }
    rows
}

/// Who changed the facts last.
pub fn last_changed(record: &Record) -> impl IntoView + use<> {
    let words = format!("Last changed by {} on {}", record.updated_by, format_instant(record.updated_at));
    view! { <p class="nhsuk-body-s nhsuk-u-secondary-text-colour">{words}</p> }
}

/// What was recorded in the meantime.
pub fn theirs(record: &Record, oneself: bool) -> impl IntoView + use<> {
    let heading = answered_meanwhile(oneself, "recorded", &record.updated_by, record.updated_at);
    view! {
        <div class="nhsuk-inset-text app-theirs">
            <h3 class="nhsuk-heading-s">{heading}</h3>
            <SummaryList rows=facts_rows(Some(record)) />
            <p>"What you typed follows. It replaces this if you save again."</p>
        </div>
    }
}
