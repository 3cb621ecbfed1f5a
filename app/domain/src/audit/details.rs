//! What an event says of before and after, as labels and values.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use super::FEATURES;
use crate::accounts::Role;
use crate::field::capital;
use crate::organisations::Supplier;
use crate::time::{format_day, format_instant};

/// What facts are called that several features have.
const SHARED: &[(&str, &str)] = &[("written", "Emails written")];

/// What the event `key` says of before and after, each once: "Places" "20, then 30". Whatever stands there is shown, also what this version
/// cannot read.
#[must_use]
pub fn details(key: &str, before: Option<&str>, after: Option<&str>) -> Vec<(String, String)> {
    let (before, after) = (pairs(key, before), pairs(key, after));
    let gone = before.iter().filter(|(label, _)| after.iter().all(|(other, _)| other != label));
    let gone: Vec<_> = gone.map(|(label, value)| (format!("{label} before"), value.clone())).collect();
    let stays = after.into_iter().map(|(label, value)| {
        let earlier = before.iter().find(|(other, _)| *other == label).map(|(_, value)| value);
        match earlier {
            Some(earlier) if *earlier != value => (label, format!("{earlier}, then {value}")),
            _ => (label, value),
        }
    });
    stays.chain(gone).collect()
}

fn pairs(key: &str, text: Option<&str>) -> Vec<(String, String)> {
    let Some(text) = text else { return Vec::new() };
    let mut all = Vec::new();
    match serde_json::from_str(text) {
        Ok(Value::Object(facts)) => facts.iter().for_each(|(fact, value)| flatten(key, fact, value, &mut all)),
        _ => all.push(("Details".to_owned(), text.to_owned())),
    }
    all
}

fn flatten(key: &str, fact: &str, value: &Value, all: &mut Vec<(String, String)>) {
    match value {
        Value::Object(facts) => facts.iter().for_each(|(fact, value)| flatten(key, fact, value, all)),
        Value::Null => {}
        Value::String(text) if text.is_empty() => {}
        value => all.push((label(key, fact), text(fact, value))),
    }
}

fn label(key: &str, fact: &str) -> String {
    let of_feature = FEATURES.iter().filter(|feature| key.starts_with(feature.prefix)).flat_map(|feature| feature.facts);
    let called = of_feature.chain(SHARED).find(|(name, _)| *name == fact);
    called.map_or_else(|| capital(&fact.replace(['_', '-'], " ")), |(_, words)| (*words).to_owned())
}

fn text(fact: &str, value: &Value) -> String {
    match value {
        Value::String(text) => words(fact, text),
        Value::Bool(yes) => if *yes { "Yes" } else { "No" }.to_owned(),
        Value::Array(items) if items.is_empty() => "None".to_owned(),
        Value::Array(items) => items.iter().map(|item| text(fact, item)).collect::<Vec<_>>().join(", "),
        Value::Object(facts) => facts.iter().map(|(fact, value)| text(fact, value)).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// A day or time in our way, and what is kept as a word of the program in words; everything else is what somebody wrote.
fn words(fact: &str, text: &str) -> String {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return format_day(day);
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return format_instant(at.with_timezone(&Utc));
    }
    match fact {
        "role" => Role::from_key(text).map_or_else(|| text.to_owned(), |role| role.name().to_owned()),
        "supplier" => Supplier::from_key(text).map_or_else(|| text.to_owned(), |supplier| supplier.name().to_owned()),
        "state" | "status" | "category" | "model" | "step" | "by" | "missing" => capital(&text.replace(['_', '-'], " ")),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("slots.offer", None, Some(r#"{"date":"2023-10-18","slot":"0195"}"#), &[("Date", "18 October 2023"), ("Reference of the date", "0195")])]
    #[case("slots.set-places", Some(r#"{"places":20}"#), Some(r#"{"places":30}"#), &[("Places", "20, then 30")])]
    #[case("slots.set-places", Some(r#"{"places":20}"#), Some(r#"{"places":20}"#), &[("Places", "20")])]
    #[case("exceptions.end", Some(r#"{"review_on":"2023-12-31"}"#), None, &[("Review date before", "31 December 2023")])]
    #[case("slots.offer", None, Some(r#"{"until":"2023-09-20T08:05:00Z","reason":null}"#), &[("Kept until", "20 September 2023 at 9:05am BST")])]
    #[case("accounts.add", None, Some(r#"{"role":"icb","orgs":["X1A","X1B"],"deputy":false}"#), &[("Deputy", "No"), ("Organisations", "X1A, X1B"), ("Role", "ICB sub-group")])]
    #[case("checklist.answer", None, Some(r#"{"answer":{"state":"not_applicable","note":"We-do not"},"revision":2}"#), &[("Note", "We-do not"), ("State", "Not applicable"), ("Revision", "2")])]
    #[case("accounts.add", None, Some("not JSON"), &[("Details", "not JSON")])]
    #[case("of-tomorrow.done", None, Some(r#"{"how_many":2}"#), &[("How many", "2")])]
    fn details_are_labels_and_values(
        #[case] key: &str,
        #[case] before: Option<&str>,
        #[case] after: Option<&str>,
        #[case] expected: &[(&str, &str)],
    ) {
        let expected: Vec<_> = expected.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned())).collect();
        assert_eq!(details(key, before, after), expected);
    }
}
