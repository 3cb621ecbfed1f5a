//! The task lists of a practice's page.

use chrono::NaiveDate;
use domain::checklist::{Section, SectionState, optional_open, said_complete, section_state};
use domain::organisations::{OdsCode, Route};
use domain::stage::Stage;
use domain::time::{format_day, london_day};
use services::practices::Overview;

use super::dates;
use crate::web::address::practice;
use crate::web::components::{Task, TaskStatus};

/// The sections of the checklist that the practice's route has, its numbers, and its sign-off.
pub(super) fn checklist_tasks(overview: &Overview, ods: &OdsCode) -> Vec<Task> {
    let (route, answers) = (overview.facts.route, &overview.answers);
    let tasks = overview.checklist.sections_for(route).map(|section| {
        let state = section_state(section, route, answers);
        Task {
            name: section.title.clone(),
            hint: section_hint(section, state, overview),
            href: Some(practice(ods).checklist(&section.code)),
            status: match state {
                SectionState::NotStarted => TaskStatus::NotStarted,
                SectionState::InProgress => TaskStatus::InProgress,
                SectionState::Completed => TaskStatus::Completed,
            },
        }
    });
    tasks.chain([sign_off(overview, ods)]).collect()
}

/// What is left in a section that only looks finished, or unfinished.
fn section_hint(section: &Section, state: SectionState, overview: &Overview) -> Option<String> {
    let (route, answers) = (overview.facts.route, &overview.answers);
    match (state, optional_open(section, route, answers)) {
        (SectionState::Completed, 1) => Some("1 optional item is open".to_owned()),
        (SectionState::Completed, open @ 2..) => Some(format!("{open} optional items are open")),
        (SectionState::InProgress, _) if said_complete(section, answers) == Some(false) => {
            Some("You said you will come back to this".to_owned())
        }
        _ => None,
    }
}

fn sign_off(overview: &Overview, ods: &OdsCode) -> Task {
    let (status, hint) = match &overview.practice.signed {
        _ if !overview.facts.progress.is_ready() => {
            (TaskStatus::CannotStart, Some("When the required items of the checklist are complete".to_owned()))
        }
        Some(signed) => {
            let day = format_day(london_day(signed.at));
            (TaskStatus::Completed, Some(if signed.name.is_empty() { day } else { format!("{}, {day}", signed.name) }))
        }
        None => (TaskStatus::NotStarted, None),
    };
    Task { name: "Sign off the checklist".to_owned(), hint, href: Some(practice(ods).sign_off()), status }
}

/// The steps of switching on, by route.
pub(super) fn switch_on_tasks(overview: &Overview, ods: &OdsCode, today: NaiveDate) -> Vec<Task> {
    match overview.facts.route {
        Route::Emis => emis(overview, practice(ods).slots(), today),
        Route::Tpp => tpp(overview, &practice(ods).self_switch()),
        Route::Other => vec![Task {
            name: "Confirm that patients have access".to_owned(),
            hint: match (overview.facts.confirmed_on, overview.practice.confirmed_on, overview.practice.planned) {
                (Some(day), ..) => Some(format_day(day)),
                (None, Some(_), _) => Some("Waits for your ICB to agree".to_owned()),
                (None, None, planned) => planned.map(|(day, _)| format!("Planned for {}", format_day(day))),
            },
            href: Some(practice(ods).self_switch()),
            status: match overview.practice.confirmed_on {
                _ if overview.stage == Stage::SwitchedOn => TaskStatus::Completed,
                Some(_) => TaskStatus::InProgress,
                None => TaskStatus::NotStarted,
            },
        }],
    }
}

fn emis(overview: &Overview, href: String, today: NaiveDate) -> Vec<Task> {
    let switched_on = overview.stage == Stage::SwitchedOn;
    let (book, hint) = match (overview.facts.booked_on, overview.stage) {
        (Some(date), _) => (TaskStatus::Completed, Some(format_day(date))),
        (None, Stage::Ready) => (TaskStatus::NotStarted, dates::hint(&overview.practice_dates)),
        (None, _) if overview.reading.is_without_date() => (TaskStatus::CannotStart, overview.reading.sentence()),
        (None, _) => (TaskStatus::CannotStart, Some("When the checklist is signed off".to_owned())),
    };
    let (confirm, when) = match overview.facts.booked_on {
        _ if switched_on => (TaskStatus::Completed, overview.facts.confirmed_on.map(format_day)),
        Some(date) if date <= today => (TaskStatus::NotStarted, None),
        _ => (TaskStatus::CannotStart, Some("When the date has come".to_owned())),
    };
    let again = overview.practice_dates.did_not_work.is_some();
    let name = if again { "Book another EMIS date" } else { "Book an EMIS date" };
    vec![
        Task { name: name.to_owned(), hint, href: Some(href.clone()), status: book },
        Task { name: "Confirm that patients have access".to_owned(), hint: when, href: Some(href), status: confirm },
    ]
}

fn tpp(overview: &Overview, href: &str) -> Vec<Task> {
    let settings = overview.facts.progress.settings_confirmed;
    let task = |name: &str, day: Option<NaiveDate>| Task {
        name: name.to_owned(),
        hint: match day {
            Some(day) => Some(format_day(day)),
            None if settings => overview.practice.planned.map(|(day, _)| format!("Planned for {}", format_day(day))),
            None => Some("When the system settings of the checklist are confirmed".to_owned()),
        },
        href: Some(href.to_owned()),
        status: match day {
            Some(_) => TaskStatus::Completed,
            None if settings => TaskStatus::NotStarted,
            None => TaskStatus::CannotStart,
        },
    };
    let switch = overview.facts.self_switch;
    vec![task("Switch on for new accounts", switch.default_on), task("Update existing accounts", switch.existing_updated)]
}
