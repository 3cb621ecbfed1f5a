//! What the audit trail says of a practice, in words.

use chrono::NaiveDate;
use domain::checklist::{AnswerState, Checklist, Model};
use domain::field::format_count;
use domain::time::format_day;
use serde_json::Value;
use services::practices::Happening;

use crate::self_switch::history as self_switch;

/// What was done; none for what only the audit trail needs.
pub(super) fn action(happening: &Happening, checklist: &Checklist) -> Option<String> {
    let json = |text: &Option<String>| text.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok()).unwrap_or_default();
    let (before, after) = (json(&happening.before), json(&happening.after));
    let what = happening.what.as_str();
    if what == "checklist.answer" {
        return answer(happening.subject.as_deref().unwrap_or_default(), &after, checklist);
    }
    of_checklist(what, &before, &after).or_else(|| of_switching_on(what, &before, &after)).or_else(|| of_requests(what, &after))
}

fn answer(code: &str, after: &Value, checklist: &Checklist) -> Option<String> {
    let state = after["answer"]["state"].as_str().and_then(AnswerState::from_word)?;
    if let Some(section) = code.strip_prefix("section:") {
        let title = checklist.section(section).map_or(section, |section| section.title.as_str());
        return Some(format!("Section “{title}”: {}", if state == AnswerState::Done { "completed" } else { "to come back to" }));
    }
    let title = checklist.item(code).map_or(code, |(_, item)| item.title.as_str());
    Some(format!("{title}: {}", answered(state)))
}

fn of_checklist(what: &str, before: &Value, after: &Value) -> Option<String> {
    Some(match what {
        "checklist.sign-off" => with("Signed the checklist off", " as ", &after["name"]),
        "checklist.reopen" => with("Checklist reopened", ": ", &after["reason"]),
        "checklist.sign-off-fell" => {
            with("The checklist had to be signed off again", ": ", &after["reason"].as_str().map(str::to_lowercase).into())
        }
        "checklist.count" => format!("Patients with the code 104: {}", figure(after)),
        "checklist.count-correct" => {
            let words = format!("Corrected the patients with the code 104 from {} to {}", figure(before), figure(after));
            with(&words, ". Reason: ", &after["reason"])
        }
        "checklist.count-remove" => {
            with(&format!("Removed the patients with the code 104: {}", figure(before)), ". Reason: ", &after["reason"])
        }
        "checklist.model" => {
            let model = after["model"].as_str().and_then(Model::from_word).map_or("not known", Model::name);
            format!("Model of access: {}", model.to_lowercase())
        }
        _ => return None,
    })
}

fn of_switching_on(what: &str, before: &Value, after: &Value) -> Option<String> {
    Some(match what {
        "slots.book" => format!("Booked the EMIS date {}", day(&after["date"])),
        "slots.move" => format!("Moved the EMIS date to {}", day(&after["date"])),
        "slots.cancel" => format!("Cancelled the EMIS date {}", day(&before["date"])),
        "slots.defer" => format!("Put the EMIS date {} off", day(&before["date"])),
        "slots.did-not-work" => with(
            &format!("The EMIS date {} did not work: patients do not have access", day(&before["date"])),
            ". What was seen: ",
            &after["reason"],
        ),
        "slots.release" => format!("Gave the EMIS date {} back", day(&before["date"])),
        "slots.wait" => format!("Joined the waiting list for {}", day(&after["date"])),
        "slots.stop-waiting" => format!("Left the waiting list for {}", day(&before["date"])),
        "slots.waiting-ended" => format!("Waiting for {} has ended", day(&before["date"])),
        "slots.waiting-moved" => format!("The date waited for moved to {}", day(&after["date"])),
        "slots.offer" => format!("A place on {} was kept for the practice", day(&after["date"])),
        "slots.offer-expired" => format!("The place on {} was not taken in time", day(&before["date"])),
        "slots.manual" => format!("Gave access by hand on {}", day(&after["day"])),
        "self-switch.record" => self_switch::recorded(before, after),
        "self-switch.plan" => self_switch::planned(after),
        "self-switch.drop-plan" => "The planned day was taken away".to_owned(),
        "confirmation.agree" => "The ICB agreed that patients have access".to_owned(),
        "confirmation.send-back" => "The ICB did not agree that patients have access".to_owned(),
        "confirmation.end" => "The confirmation ended with the earlier system".to_owned(),
        "self-switch.end" => "What was recorded in SystmOne ended with the earlier system".to_owned(),
        "confirmation.confirm" => format!("Confirmed that patients have access from {}", day(&after["confirmed_on"])),
        "confirmation.withdraw" => "Took back that patients have access".to_owned(),
        _ => return None,
    })
}

fn of_requests(what: &str, after: &Value) -> Option<String> {
    Some(match what {
        "exceptions.ask" => "Asked the ICB for an exception".to_owned(),
        "exceptions.agree" => format!("The ICB agreed an exception up to and including {}", day(&after["review_on"])),
        "exceptions.refuse" => "The ICB refused the exception".to_owned(),
        "exceptions.renew" => format!("The ICB renewed the exception up to and including {}", day(&after["review_on"])),
        "exceptions.end" => with("The ICB ended the exception", ": ", &after["note"]),
        "exceptions.withdraw" => "Withdrew the request for an exception".to_owned(),
        "changes.withdraw-claim" => "Withdrew that the system is another".to_owned(),
        "changes.claim-supplier" => "Said that the system is another".to_owned(),
        "changes.refuse-supplier" => "The ICB did not confirm the other system".to_owned(),
        "changes.name-successor" => format!("Taken over by {}", after["name"].as_str().unwrap_or("another practice")),
        _ => return None,
    })
}

/// What was done, with whose name or which reason, for those who may read it; who did it comes after it, so a reason ends without a full stop.
fn with(done: &str, between: &str, value: &Value) -> String {
    value.as_str().map_or_else(|| done.to_owned(), |value| format!("{done}{between}{}", value.trim_end_matches('.')))
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
