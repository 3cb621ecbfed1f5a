//! What happened to a practice, in words.

use chrono::NaiveDate;
use domain::checklist::{AnswerState, Checklist, Model};
use domain::field::format_count;
use domain::organisations::Supplier;
use domain::organisations::import::What;
use domain::stage::Stage;
use domain::time::{format_day, format_instant, london_day};
use leptos::prelude::*;
use serde_json::Value;
use services::practices::{Happening, Source};

use crate::self_switch::history as self_switch;

/// A list, the newest first.
pub(super) fn happenings<'a>(history: impl Iterator<Item = &'a Happening>, checklist: &Checklist) -> AnyView {
    let items: Vec<_> = history.filter_map(|happening| sentence(happening, checklist).map(|words| (words, happening.at))).collect();
    if items.is_empty() {
        return view! { <p>"Nothing was recorded yet."</p> }.into_any();
    }
    let items = items.into_iter().map(|(words, at)| {
        view! { <li class="app-history__item">{words}<span class="app-history__when">{format_instant(at)}</span></li> }
    });
    view! { <ol class="app-history">{items.collect_view()}</ol> }.into_any()
}

/// "Booked the EMIS date 18 October 2023, by Priya Hallam"; none for what only the audit trail needs.
fn sentence(happening: &Happening, checklist: &Checklist) -> Option<String> {
    let words = words(happening, checklist)?;
    Some(match (&happening.who, happening.source) {
        (Some(who), _) => format!("{words}, by {who}"),
        (None, Source::Import) => format!("{words}, from an organisation file"),
        (None, _) => words,
    })
}

fn words(happening: &Happening, checklist: &Checklist) -> Option<String> {
    match happening.source {
        Source::Stage => Some(stage(happening)),
        Source::Import => change(happening),
        Source::Audit => action(happening, checklist),
        Source::Lapse => {
            Some(format!("The exception ended: it stood up to and including {}", happening.day.map_or_else(String::new, format_day)))
        }
    }
}

fn stage(happening: &Happening) -> String {
    let name = match Stage::from_word(&happening.what) {
        Some(stage) => stage.name(),
        None => &happening.what,
    };
    let day = happening.day.filter(|day| *day != london_day(happening.at));
    let from = day.map_or_else(String::new, |day| format!(" from {}", format_day(day)));
    format!("Stage: {}{from}", name.to_lowercase())
}

fn change(happening: &Happening) -> Option<String> {
    let (before, after) = (happening.before.as_deref().unwrap_or("none"), happening.after.as_deref().unwrap_or("none"));
    let supplier = |word: &str| Supplier::from_word(word).map_or_else(|| word.to_owned(), |supplier| supplier.name().to_owned());
    let day = || happening.day.map_or_else(String::new, |day| format!(" on {}", format_day(day)));
    Some(match What::from_word(&happening.what)? {
        What::Opened => "Added as an open practice".to_owned(),
        What::AddedClosed => "Added as a closed practice".to_owned(),
        What::Closed => format!("Closed{}", day()),
        What::Reopened => format!("Opened again{}", day()),
        What::ClosingDay => format!("Closing day changed from {before} to {after}"),
        What::Renamed => format!("Renamed from {before} to {after}"),
        What::Moved => format!("Moved from ICB sub-group {before} to {after}"),
        What::Postcode => format!("Postcode changed from {before} to {after}"),
        What::Pcn => format!("PCN changed from {before} to {after}"),
        What::Supplier => format!("System supplier changed from {} to {}", supplier(before), supplier(after)),
        What::ListSize => format!("Registered patients changed from {before} to {after}"),
    })
}

/// None for what only the audit trail needs.
fn action(happening: &Happening, checklist: &Checklist) -> Option<String> {
    let json = |text: &Option<String>| text.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok()).unwrap_or_default();
    let (before, after) = (json(&happening.before), json(&happening.after));
    Some(match happening.what.as_str() {
        "checklist.answer" => {
            let code = happening.subject.as_deref().unwrap_or_default();
            let title = checklist.item(code).map_or(code, |(_, item)| item.title.as_str());
            let state = after["answer"]["state"].as_str().and_then(AnswerState::from_word)?;
            if let Some(section) = code.strip_prefix("section:") {
                let title = checklist.section(section).map_or(section, |section| section.title.as_str());
                return Some(format!("Section “{title}”: {}", if state == AnswerState::Done { "completed" } else { "to come back to" }));
            }
            format!("{title}: {}", answered(state))
        }
        "checklist.sign-off" => with("Signed the checklist off", " as ", &after["name"]),
        "checklist.reopen" => with("Checklist reopened", ": ", &after["reason"]),
        "checklist.sign-off-fell" => {
            with("The sign-off of the checklist fell", ": ", &after["reason"].as_str().map(str::to_lowercase).into())
        }
        "checklist.count" => format!("Patients with the code 104: {}", figure(&after)),
        "checklist.count-correct" => {
            let words = format!("Corrected the patients with the code 104 from {} to {}", figure(&before), figure(&after));
            with(&words, ". Reason: ", &after["reason"])
        }
        "checklist.count-remove" => {
            with(&format!("Removed the patients with the code 104: {}", figure(&before)), ". Reason: ", &after["reason"])
        }
        "checklist.model" => {
            let model = after["model"].as_str().and_then(Model::from_word).map_or("not known", Model::name);
            format!("Model of access: {}", model.to_lowercase())
        }
        "slots.book" => format!("Booked the EMIS date {}", day(&after["date"])),
        "slots.move" => format!("Moved the EMIS date to {}", day(&after["date"])),
        "slots.cancel" => format!("Cancelled the EMIS date {}", day(&before["date"])),
        "slots.defer" => format!("Put the EMIS date {} off", day(&before["date"])),
        "slots.release" => format!("Gave the EMIS date {} back", day(&before["date"])),
        "slots.wait" => format!("Joined the waiting list for {}", day(&after["date"])),
        "slots.stop-waiting" => format!("Left the waiting list for {}", day(&before["date"])),
        "slots.waiting-ended" => format!("Waiting for {} has ended", day(&before["date"])),
        "slots.waiting-moved" => format!("The date waited for moved to {}", day(&after["date"])),
        "slots.offer" => format!("A place on {} was kept for the practice", day(&after["date"])),
        "slots.offer-expired" => format!("The place on {} was not taken in time", day(&before["date"])),
        "slots.manual" => format!("Gave access by hand on {}", day(&after["day"])),
        "self-switch.record" => self_switch::recorded(&before, &after),
        "self-switch.plan" => self_switch::planned(&after),
        "self-switch.drop-plan" => "The planned day was taken away".to_owned(),
        "confirmation.agree" => "The ICB agreed that patients have access".to_owned(),
        "confirmation.send-back" => "The ICB did not agree that patients have access".to_owned(),
        "exceptions.ask" => "Asked the ICB for an exception".to_owned(),
        "exceptions.agree" => format!("The ICB agreed an exception up to and including {}", day(&after["review_on"])),
        "exceptions.refuse" => "The ICB refused the exception".to_owned(),
        "exceptions.renew" => format!("The ICB renewed the exception up to and including {}", day(&after["review_on"])),
        "exceptions.end" => with("The ICB ended the exception", ": ", &after["note"]),
        "exceptions.withdraw" => "Withdrew the request for an exception".to_owned(),
        "changes.withdraw-claim" => "Withdrew that the system is another".to_owned(),
        "confirmation.end" => "The confirmation ended with the earlier system".to_owned(),
        "self-switch.end" => "What was recorded in SystmOne ended with the earlier system".to_owned(),
        "changes.claim-supplier" => "Said that the system is another".to_owned(),
        "changes.refuse-supplier" => "The ICB did not confirm the other system".to_owned(),
        "changes.name-successor" => format!("Taken over by {}", after["name"].as_str().unwrap_or("another practice")),
        "confirmation.confirm" => format!("Confirmed that patients have access from {}", day(&after["confirmed_on"])),
        "confirmation.withdraw" => "Took back that patients have access".to_owned(),
        _ => return None,
    })
}

/// What was done, with whose name or which reason, for those who may read it.
fn with(done: &str, between: &str, value: &Value) -> String {
    value.as_str().map_or_else(|| done.to_owned(), |value| format!("{done}{between}{value}"))
}

/// "401 on 1 September 2023".
fn figure(value: &Value) -> String {
    format!("{} on {}", format_count(value["patients"].as_i64().unwrap_or_default()), day(&value["on"]))
}

fn answered(state: AnswerState) -> &'static str {
    match state {
        AnswerState::NotStarted => "not started",
        AnswerState::InProgress => "in progress",
        AnswerState::Done => "done",
        AnswerState::NotApplicable => "does not apply",
    }
}

fn day(value: &Value) -> String {
    value.as_str().and_then(|text| text.parse::<NaiveDate>().ok()).map_or_else(|| "that was agreed".to_owned(), format_day)
}

#[cfg(test)]
mod tests {
    use domain::time::london_instant;
    use rstest::rstest;

    use super::*;

    fn happening(source: Source, what: &str) -> Happening {
        let day = NaiveDate::from_ymd_opt(2023, 9, 18).unwrap();
        Happening {
            source,
            at: london_instant(day, 9, 5),
            day: None,
            who: Some("Sam".into()),
            what: what.into(),
            subject: None,
            before: None,
            after: None,
        }
    }

    #[rstest]
    #[case("slots.book", None, Some(r#"{"date":"2023-10-18"}"#), Some("Booked the EMIS date 18 October 2023"))]
    #[case("slots.cancel", Some(r#"{"date":"2023-10-18"}"#), Some("{}"), Some("Cancelled the EMIS date 18 October 2023"))]
    #[case("slots.defer", Some(r#"{"date":"2023-10-18"}"#), None, Some("Put the EMIS date 18 October 2023 off"))]
    #[case("slots.offer", None, Some(r#"{"date":"2023-10-18"}"#), Some("A place on 18 October 2023 was kept for the practice"))]
    #[case("checklist.sign-off", None, Some(r#"{"name":"Moira Hall"}"#), Some("Signed the checklist off as Moira Hall"))]
    #[case("checklist.reopen", Some("{}"), Some(r#"{"reason":"The locum left"}"#), Some("Checklist reopened: The locum left"))]
    #[case(
        "checklist.count",
        None,
        Some(r#"{"on":"2023-09-01","patients":12}"#),
        Some("Patients with the code 104: 12 on 1 September 2023")
    )]
    #[case(
        "checklist.count-correct",
        Some(r#"{"on":"2023-09-01","patients":4001}"#),
        Some(r#"{"on":"2023-09-01","patients":401,"reason":"A slip"}"#),
        Some("Corrected the patients with the code 104 from 4,001 on 1 September 2023 to 401 on 1 September 2023. Reason: A slip")
    )]
    #[case(
        "checklist.count-remove",
        Some(r#"{"on":"2023-09-01","patients":12}"#),
        Some("{}"),
        Some("Removed the patients with the code 104: 12 on 1 September 2023")
    )]
    #[case("checklist.sign-off", None, Some("{}"), Some("Signed the checklist off"))]
    #[case("checklist.reopen", None, Some("{}"), Some("Checklist reopened"))]
    #[case("slots.cancel", None, None, Some("Cancelled the EMIS date that was agreed"))]
    #[case("something.else", None, None, None)]
    fn actions(#[case] what: &str, #[case] before: Option<&str>, #[case] after: Option<&str>, #[case] expected: Option<&str>) {
        let (before, after) = (before.map(str::to_owned), after.map(str::to_owned));
        let happening = Happening { before, after, ..happening(Source::Audit, what) };
        assert_eq!(words(&happening, Checklist::bundled()).as_deref(), expected);
    }

    #[test]
    fn every_action_of_the_history_has_words() {
        for action in services::practices::TOLD {
            let after = Some(r#"{"answer":{"state":"done"}}"#.to_owned());
            assert!(words(&Happening { after, ..happening(Source::Audit, action) }, Checklist::bundled()).is_some(), "{action}");
        }
    }

    #[test]
    fn an_answer_names_its_item() {
        let after = Some(r#"{"answer":{"state":"done"},"revision":2}"#.to_owned());
        let happening = Happening { subject: Some("staff-trained".into()), after, ..happening(Source::Audit, "checklist.answer") };
        assert_eq!(words(&happening, Checklist::bundled()).unwrap(), "Train all staff, locums included: done");
    }

    #[test]
    fn a_stage_that_took_effect_before_it_was_recorded_says_when() {
        let mut entry = Happening { day: NaiveDate::from_ymd_opt(2023, 6, 1), ..happening(Source::Stage, "switched_on") };
        assert_eq!(stage(&entry), "Stage: switched on from 1 June 2023");
        entry.day = NaiveDate::from_ymd_opt(2023, 9, 18);
        assert_eq!(stage(&entry), "Stage: switched on");
        assert_eq!(sentence(&entry, Checklist::bundled()).unwrap(), "Stage: switched on, by Sam");
    }

    #[test]
    fn a_change_of_supplier_names_both() {
        let changed = Happening { before: Some("emis".into()), after: Some("tpp".into()), ..happening(Source::Import, "supplier") };
        assert_eq!(change(&changed).unwrap(), "System supplier changed from EMIS to TPP");
    }
}
