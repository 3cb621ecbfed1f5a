//! What follows from each change, in words.

use domain::organisations::Supplier;
use domain::organisations::import::What;
use domain::time::format_day;
use leptos::prelude::*;
use services::changes::Changed;

/// What becomes of the three things that a practice asks about.
struct Follows {
    checklist: &'static str,
    booking: &'static str,
    reports: &'static str,
}

/// The kinds of change, with what follows from each.
const KINDS: [(&str, Follows); 4] = [
    (
        "Your practice changes its system",
        Follows {
            checklist: "Answers stay. The items of the new system are added, so some are open again; those of the old system no longer count.",
            booking: "A date that you have booked with EMIS, and that is still to come, is given back and you are told. A planned day ends, and so does what you confirmed or recorded with the old system: with the new one you look again.",
            reports: "Up to the day before, reports show what was. From the day of the change they show how far you are with the new system.",
        },
    ),
    (
        "Your practice closes",
        Follows {
            checklist: "It can still be read, but not changed.",
            booking: "A date that is still to come is given back and you are told.",
            reports: "The practice counts up to the day before it closed, and not after.",
        },
    ),
    (
        "Your practice merges with another",
        Follows {
            checklist: "Nothing is copied: the practice that goes on works with its own checklist, because its staff and settings are its own.",
            booking: "As for a practice that closes. The practice that goes on keeps its own date.",
            reports: "The practice that closes counts up to the day before, with its patients. The practice that took over counts the patients that the latest file of list sizes gives it: those who came from the other practice are among them once a newer file says so.",
        },
    ),
    (
        "Your practice moves to another ICB",
        Follows {
            checklist: "It stays as it is.",
            booking: "It stays as it is.",
            reports: "Up to the day of the move the practice counts in its old ICB, then in the new one. What waits for a decision waits for the new ICB. An exception that stands goes on until its review date.",
        },
    ),
];

/// What happens in each case.
pub(super) fn what_follows() -> impl IntoView {
    KINDS.map(|(heading, follows)| {
        view! {
            <h3>{heading}</h3>
            <dl class="nhsuk-summary-list">
                {part("Checklist", follows.checklist)}
                {part("EMIS date", follows.booking)}
                {part("Reports", follows.reports)}
            </dl>
        }
    })
}

fn part(key: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <div class="nhsuk-summary-list__row">
            <dt class="nhsuk-summary-list__key">{key}</dt>
            <dd class="nhsuk-summary-list__value">{words}</dd>
        </div>
    }
}

/// What changed already.
pub(super) fn what_changed(changes: &[Changed]) -> impl IntoView + use<> {
    let items: Vec<_> = changes.iter().filter_map(line).map(|line| view! { <li>{line}</li> }).collect();
    if items.is_empty() {
        return view! { <p>"Nothing that matters here has changed since this service began."</p> }.into_any();
    }
    view! { <ul class="nhsuk-list nhsuk-list--bullet">{items}</ul> }.into_any()
}

fn line(change: &Changed) -> Option<String> {
    let day = format_day(change.dated);
    let (before, after) = (change.before.as_deref().unwrap_or("none"), change.after.as_deref().unwrap_or("none"));
    let supplier = |word: &str| Supplier::from_key(word).map_or_else(|| word.to_owned(), |supplier| supplier.name().to_owned());
    Some(match What::from_key(&change.what)? {
        What::Supplier => format!("{day}: the system changed from {} to {}", supplier(before), supplier(after)),
        What::Closed => format!("{day}: the practice closed"),
        What::Reopened => format!("{day}: the practice opened again"),
        What::ClosingDay => format!("{day}: another closing day became known"),
        What::Moved => format!("{day}: the practice moved from ICB sub-group {before} to {after}"),
        _ => return None,
    })
}
