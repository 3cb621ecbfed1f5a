//! What happened to a practice, in words.

use chrono::NaiveDate;
use domain::checklist::Checklist;
use domain::organisations::Supplier;
use domain::organisations::import::What as Fact;
use domain::stage::Stage;
use domain::time::{format_day, format_instant, london_day};
use leptos::prelude::*;
use services::practices::{TimelineEntry, What};

/// A list, the newest first.
pub(super) fn timeline<'a>(history: impl Iterator<Item = &'a TimelineEntry>, checklist: &Checklist) -> AnyView {
    let items: Vec<_> = history.filter_map(|happening| sentence(happening, checklist).map(|words| (words, happening.at))).collect();
    if items.is_empty() {
        return view! { <p>"Nothing was recorded yet."</p> }.into_any();
    }
    let items = items.into_iter().map(|(words, at)| {
        view! { <li class="app-history__item">{words}<span class="app-history__when">{format_instant(at)}</span></li> }
    });
    view! { <ol class="app-history">{items.collect_view()}</ol> }.into_any()
}

/// "Booked the EMIS date 18 October 2023, by Priya Hallam"; none for a change that this version does not know.
fn sentence(happening: &TimelineEntry, checklist: &Checklist) -> Option<String> {
    let words = words(happening, checklist)?;
    Some(match (&happening.who, &happening.what) {
        (Some(who), _) => format!("{words}, by {who}"),
        (None, What::Import { .. }) => format!("{words}, from an organisation file"),
        (None, _) => words,
    })
}

fn words(happening: &TimelineEntry, checklist: &Checklist) -> Option<String> {
    match &happening.what {
        What::Stage { stage, from, .. } => {
            let name = match Stage::from_key(stage) {
                Some(stage) => stage.name(),
                None => stage,
            };
            Some(stage_from(name, *from, happening))
        }
        What::Import { what, on, before, after } => change(what, *on, before.as_deref(), after.as_deref()),
        What::Event(event) => Some(led_to(event.sentence(checklist), happening)),
        What::Lapse(last) => Some(format!("The exception ended: it lasted up to and including {}", format_day(*last))),
    }
}

/// What was done, and the stage that it came to.
fn led_to(words: String, happening: &TimelineEntry) -> String {
    match &happening.led_to {
        Some(step) => format!("{}. {}", words.trim_end_matches('.'), stage_from(step.stage.name(), Some(step.from), happening)),
        None => words,
    }
}

/// "Stage: switched on from 14 September 2023"; without the day where that is the day on which it was recorded.
fn stage_from(name: &str, day: Option<NaiveDate>, happening: &TimelineEntry) -> String {
    let day = day.filter(|day| *day != london_day(happening.at));
    let from = day.map_or_else(String::new, |day| format!(" from {}", format_day(day)));
    format!("Stage: {}{from}", name.to_lowercase())
}

fn change(what: &str, on: Option<NaiveDate>, before: Option<&str>, after: Option<&str>) -> Option<String> {
    let (before, after) = (before.unwrap_or("none"), after.unwrap_or("none"));
    let supplier = |word: &str| Supplier::from_key(word).map_or_else(|| word.to_owned(), |supplier| supplier.name().to_owned());
    let day = || on.map_or_else(String::new, |day| format!(" on {}", format_day(day)));
    Some(match Fact::from_key(what)? {
        Fact::Opened => "Added as an open practice".to_owned(),
        Fact::AddedClosed => "Added as a closed practice".to_owned(),
        Fact::Closed => format!("Closed{}", day()),
        Fact::Reopened => format!("Opened again{}", day()),
        Fact::ClosingDay => format!("Closing day changed from {before} to {after}"),
        Fact::Spells => format!("Open {after}, by what registers say together, not {before}"),
        Fact::Renamed => format!("Renamed from {before} to {after}"),
        Fact::Moved => format!("Moved from ICB sub-group {before} to {after}"),
        Fact::Postcode => format!("Postcode changed from {before} to {after}"),
        Fact::Pcn => format!("PCN changed from {before} to {after}"),
        Fact::Supplier => format!("System supplier changed from {} to {}", supplier(before), supplier(after)),
        Fact::ListSize => format!("Registered patients changed from {before} to {after}"),
    })
}

#[cfg(test)]
mod tests {
    use domain::audit::StoredEvent;
    use domain::stage::Step;
    use domain::time::london_instant;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn happening(what: What) -> TimelineEntry {
        TimelineEntry { what, at: london_instant(day("2023-09-18"), 9, 5), who: Some("Sam".into()), led_to: None }
    }

    fn event(key: &str, before: Option<&str>, after: Option<&str>) -> TimelineEntry {
        happening(What::Event(StoredEvent::read(key, Some("staff-trained"), before, after)))
    }

    fn said(happening: &TimelineEntry) -> Option<String> {
        sentence(happening, Checklist::bundled())
    }

    #[test]
    fn what_was_done_says_who_did_it() {
        let answered = event("checklist.answer", None, Some(r#"{"answer":{"state":"done"},"revision":2}"#));
        assert_eq!(said(&answered).as_deref(), Some("Train all staff, locums included: done, by Sam"));
        let unread = event("checklist.answer", None, Some("{}"));
        assert_eq!(said(&unread).as_deref(), Some("Answered an item of the checklist, by Sam"), "nothing is lost");
    }

    #[test]
    fn a_stage_that_took_effect_before_it_was_recorded_says_when() {
        let stage = |from| happening(What::Stage { stage: "switched_on".into(), from: Some(day(from)), cause: None });
        assert_eq!(said(&stage("2023-06-01")).as_deref(), Some("Stage: switched on from 1 June 2023, by Sam"));
        assert_eq!(said(&stage("2023-09-18")).as_deref(), Some("Stage: switched on, by Sam"));
    }

    #[test]
    fn a_correction_says_which_stage_it_came_to() {
        let before = Some(r#"{"default_on":"2023-09-11"}"#);
        let after = Some(r#"{"default_on":"2023-09-12","reason":"The wrong line."}"#);
        let step = Step { stage: Stage::SwitchingOn, from: day("2023-09-12") };
        let corrected = TimelineEntry { led_to: Some(step), ..event("self-switch.record", before, after) };
        let expected = "Corrected since when new accounts get access: from 11 September 2023 to 12 September 2023. Reason: The wrong line. \
                        Stage: switching on from 12 September 2023, by Sam";
        assert_eq!(said(&corrected).as_deref(), Some(expected));
    }

    #[test]
    fn a_change_of_supplier_names_both() {
        let (before, after) = (Some("emis".to_owned()), Some("tpp".to_owned()));
        let changed = TimelineEntry { who: None, ..happening(What::Import { what: "supplier".into(), on: None, before, after }) };
        assert_eq!(said(&changed).as_deref(), Some("System supplier changed from EMIS to TPP, from an organisation file"));
    }

    #[test]
    fn an_exception_that_nobody_ended_says_how_long_it_lasted() {
        let lapsed = TimelineEntry { who: None, ..happening(What::Lapse(day("2023-10-31"))) };
        assert_eq!(said(&lapsed).as_deref(), Some("The exception ended: it lasted up to and including 31 October 2023"));
    }
}
