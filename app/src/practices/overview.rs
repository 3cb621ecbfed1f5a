//! The parts of a practice's page.

use chrono::TimeDelta;
use domain::field::format_count;
use domain::next_step::NextStep;
use domain::organisations::OdsCode;
use domain::programme::Programme;
use domain::stage::{Reading, Stage, Timeliness, book_by_sentence};
use domain::time::{format_day, format_days_left};
use leptos::prelude::*;
use services::practices::{Overview, Practice};

use super::dates;
use super::steps::address_of;
use crate::web::address;
use crate::web::components::{Colour, InsetText, LinkButton, RagTag, Row, StageTag, SummaryList, Tag};

/// How a practice reads against the deadline and why, in a list: one with an exception reads as nothing else until it is switched on.
pub(super) fn reads(stage: Stage, reading: &Reading, exception: bool) -> AnyView {
    if exception && stage != Stage::SwitchedOn {
        return view! { <Tag colour=Colour::Yellow text="Exception agreed" /> }.into_any();
    }
    let why = reading.sentence().map(|why| view! { <span class="app-line">{why}</span> });
    view! { <span><RagTag rag=reading.rag />{why}</span> }.into_any()
}

/// Stage, how it reads and why, and an exception where one was agreed.
pub(super) fn tags(overview: &Overview) -> impl IntoView + use<> {
    let exception = overview.practice.exception.as_ref().map(|(category, _)| format!("Exception agreed: {}", category.to_lowercase()));
    let late = overview.timeliness == Some(Timeliness::Late);
    let why = overview.reading.sentence().filter(|_| exception.is_none()).map(|why| view! { <p>{why}</p> });
    view! {
        <ul class="app-tags">
            <li><StageTag stage=overview.stage /></li>
            {(overview.stage != Stage::SwitchedOn && exception.is_none()).then(|| view! { <li><RagTag rag=overview.reading.rag /></li> })}
            {late.then(|| view! { <li><Tag colour=Colour::Orange text="After the deadline" /></li> })}
            {exception.map(|text| view! { <li><Tag colour=Colour::Yellow text /></li> })}
        </ul>
        {why}
    }
}

/// The days left, or since when it is done; and that a practice has closed.
pub(super) fn headline(overview: &Overview, programme: &Programme) -> impl IntoView + use<> {
    let practice = &overview.practice;
    let closed = (!practice.is_open).then(|| {
        let when = practice.closed_on.map_or_else(String::new, |day| format!(" on {}", format_day(day)));
        let successor = practice.successor.clone().map(|code| {
            let href = address::practice(&code).page();
            view! { " Its patients are with "<a href=href>{code}</a>"." }
        });
        view! { <InsetText><p>{format!("This practice closed{when}.")}{successor}</p></InsetText> }
    });
    view! {
        {closed}
        <p class="nhsuk-lede-text">{days(overview, programme)}</p>
    }
}

fn days(overview: &Overview, programme: &Programme) -> String {
    let deadline = format_day(programme.deadline);
    if let Some((_, last)) = overview.practice.exception.as_ref().filter(|_| overview.stage != Stage::SwitchedOn) {
        let is = if overview.days_left < 0 { "was" } else { "is" };
        return format!("The exception lasts up to and including {}. The deadline {is} {deadline}.", format_day(*last));
    }
    match (overview.stage, overview.since, overview.days_left) {
        (Stage::SwitchedOn, Some(since), _) => format!("Switched on since {}. The deadline is {deadline}.", format_day(since)),
        (_, _, 0) => format!("The deadline is today, {deadline}."),
        (_, _, left) if left < 0 => format!("{}. The deadline was {deadline}.", format_days_left(left)),
        (_, _, left) => {
            let today = programme.deadline - TimeDelta::days(left);
            let book_by = overview.reading.book_by().map(|day| format!("{} ", book_by_sentence(day, today)));
            format!("{}{} until the deadline, {deadline}.", book_by.unwrap_or_default(), format_days_left(left))
        }
    }
}

/// What comes next: the sentence, and where it is done with the words of the button.
fn next(overview: &Overview, ods: &OdsCode) -> (String, Option<(String, &'static str)>) {
    let Some(step) = overview.next else {
        return ("Nothing more to do: patients have online access to new entries in their record.".to_owned(), None);
    };
    let sentence = match (step, overview.section) {
        (NextStep::StartChecklist | NextStep::FinishChecklist, Some(section)) => {
            format!("Answer the section “{}” of the checklist.", section.title)
        }
        _ => dates::words(step, &overview.practice_dates),
    };
    let address = dates::address(step, &overview.practice_dates, ods).unwrap_or_else(|| address_of(step, ods, overview.section));
    (dates::after(&overview.practice_dates, sentence), Some((address, button(step))))
}

/// What comes next, in one sentence.
pub(crate) fn next_sentence(overview: &Overview) -> String {
    next(overview, &overview.practice.hierarchy.practice).0
}

/// What the button of a step says.
fn button(step: NextStep) -> &'static str {
    match step {
        NextStep::StartChecklist => "Start the checklist",
        NextStep::FinishChecklist => "Continue the checklist",
        NextStep::SignOffChecklist => "Sign off the checklist",
        NextStep::TakePlace => "See the place",
        NextStep::BookDate | NextStep::BookLateDate => "Book a date",
        NextStep::JoinWaitingList => "Join a waiting list",
        NextStep::LookAgain | NextStep::WaitForPlace | NextStep::WaitForDates => "See the dates",
        NextStep::GiveAccessByHand => "See what to do by hand",
        NextStep::WaitForDate(_) | NextStep::MoveToEarlierDate(_) => "See the booking",
        NextStep::ConfirmSwitchOn => "Say whether it worked",
        NextStep::AskSupplier => "Confirm the switch-on",
        NextStep::WaitForIcb => "See what you confirmed",
        NextStep::SwitchOnInSystmOne | NextStep::SetDefault | NextStep::UpdateExisting => "Record the switch-on",
    }
}

/// The one thing to do next; a button only for those who may do it.
pub(super) fn next_box(overview: &Overview, ods: &OdsCode) -> impl IntoView + use<> {
    let (sentence, link) = next(overview, ods);
    let button = link.filter(|_| overview.may_work).map(|(href, word)| view! { <LinkButton href=href>{word}</LinkButton> });
    let notes = dates::notes(overview.next, &overview.practice_dates, ods, overview.may_work);
    let notes: Vec<_> = notes.into_iter().map(|note| view! { <p>{note}</p> }).collect();
    overview.practice.is_open.then(|| {
        view! {
            <div class="app-next">
                <h2 class="nhsuk-heading-m">"What to do next"</h2>
                <p>{sentence}</p>
                {button}
                {notes}
            </div>
        }
    })
}

/// Where the practice belongs, and what it works with.
pub(super) fn facts(practice: &Practice, stage: Stage) -> impl IntoView + use<> {
    let named = |name: &Option<String>, code: Option<String>| match (name, code) {
        (Some(name), Some(code)) if !name.contains(&code) => format!("{name} ({code})"),
        (Some(name), _) => name.clone(),
        (None, code) => code.unwrap_or_else(|| "Not known".to_owned()),
    };
    let pcn = practice.pcn.as_ref().map_or_else(|| "None known".to_owned(), |(code, name)| named(name, Some(code.clone())));
    let sub_icb = named(&practice.sub_icb_name, practice.hierarchy.sub_icb.as_ref().map(OdsCode::to_string));
    let icb = named(&practice.icb_name, practice.hierarchy.icb.as_ref().map(OdsCode::to_string));
    let patients = practice.list_size.map_or_else(
        || "Not known".to_owned(),
        |(size, dated)| {
            let size = format_count(size.max(0));
            dated.map_or_else(|| size.clone(), |day| format!("{size} on {}", format_day(day)))
        },
    );
    let rows = vec![
        Row::new("System supplier", practice.supplier.name()),
        Row::new("PCN", pcn),
        Row::new("ICB sub-group", sub_icb),
        Row::new("ICB", icb),
        Row::new("Registered patients", patients),
        Row::new("Postcode", practice.postcode.clone()),
    ];
    let page = address::practice(&practice.hierarchy.practice);
    // Who is switched on needs none, and is offered none.
    let exception = (stage != Stage::SwitchedOn || practice.exception.is_some()).then(|| {
        view! { <li><a href=page.exception()>"Exception from the deadline"</a></li> }
    });
    view! {
        <div class="app-facts"><SummaryList rows /></div>
        <ul class="nhsuk-list">
            <li><a href=page.changes()>"Change of system, closing or merging"</a></li>
            {exception}
        </ul>
    }
}
