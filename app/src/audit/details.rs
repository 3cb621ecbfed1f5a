//! What an event says of before and after, as labels and values.

use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::Role;
use domain::field::capital;
use domain::organisations::Supplier;
use domain::time::{format_day, format_instant};
use serde_json::Value;

/// Labels of details that their names alone would not give.
const LABELS: &[(&str, &str)] = &[
    ("answer", "Answer"),
    ("by", "How"),
    ("cutoff", "Sign-up cut-off"),
    ("confirmed_on", "Access since"),
    ("days", "Days"),
    ("decided_on", "Decided on"),
    ("default_on", "New accounts since"),
    ("existing_count", "Existing accounts"),
    ("existing_updated", "Existing accounts updated on"),
    ("hash", "Check value of the file"),
    ("icb", "ICB"),
    ("orgs", "Organisations"),
    ("org", "Organisation"),
    ("held", "Places held back"),
    ("icbs", "ICBs"),
    ("on", "Day"),
    ("planned_on", "Planned day"),
    ("reminded", "Practices with reminders"),
    ("review_on", "Review date"),
    ("slot", "Reference of the date"),
    ("until", "Kept until"),
    ("views", "Views"),
    ("wanted_from", "Wanted from"),
    ("written", "E-mails written"),
];

/// What an event says of before and after, each once: "Places" "20, then 30".
pub(super) fn details(before: Option<&str>, after: Option<&str>) -> Vec<(String, String)> {
    let (before, after) = (pairs(before), pairs(after));
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

fn pairs(text: Option<&str>) -> Vec<(String, String)> {
    let Some(text) = text else { return Vec::new() };
    let mut all = Vec::new();
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => fields.iter().for_each(|(key, value)| flatten(key, value, &mut all)),
        _ => all.push(("Details".to_owned(), text.to_owned())),
    }
    all
}

fn flatten(key: &str, value: &Value, all: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| flatten(key, value, all)),
        Value::Null => {}
        Value::String(text) if text.is_empty() => {}
        value => all.push((label(key), text(key, value))),
    }
}

fn label(key: &str) -> String {
    LABELS.iter().find(|(name, _)| *name == key).map_or_else(|| capital(&key.replace(['_', '-'], " ")), |(_, words)| (*words).to_owned())
}

fn text(key: &str, value: &Value) -> String {
    match value {
        Value::String(text) => words(key, text),
        Value::Bool(yes) => if *yes { "Yes" } else { "No" }.to_owned(),
        Value::Array(items) if items.is_empty() => "None".to_owned(),
        Value::Array(items) => items.iter().map(|item| text(key, item)).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => fields.iter().map(|(key, value)| text(key, value)).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// A day or time in our way, and what is kept as a word of the program in words; everything else is what somebody wrote.
fn words(key: &str, text: &str) -> String {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return format_day(day);
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return format_instant(at.with_timezone(&Utc));
    }
    match key {
        "role" => Role::from_word(text).map_or_else(|| text.to_owned(), |role| role.name().to_owned()),
        "supplier" => Supplier::from_word(text).map_or_else(|| text.to_owned(), |supplier| supplier.name().to_owned()),
        "state" | "status" | "category" | "model" | "step" | "by" | "missing" => capital(&text.replace(['_', '-'], " ")),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(None, Some(r#"{"date":"2023-10-18","slot":"0195"}"#), &[("Date", "18 October 2023"), ("Reference of the date", "0195")])]
    #[case(Some(r#"{"places":20}"#), Some(r#"{"places":30}"#), &[("Places", "20, then 30")])]
    #[case(Some(r#"{"places":20}"#), Some(r#"{"places":20}"#), &[("Places", "20")])]
    #[case(Some(r#"{"review_on":"2023-12-31"}"#), None, &[("Review date before", "31 December 2023")])]
    #[case(None, Some(r#"{"until":"2023-09-20T08:05:00Z","reason":null}"#), &[("Kept until", "20 September 2023 at 9:05am BST")])]
    #[case(None, Some(r#"{"role":"icb","orgs":["X1A","X1B"],"deputy":false}"#), &[("Deputy", "No"), ("Organisations", "X1A, X1B"), ("Role", "ICB sub-group")])]
    #[case(None, Some(r#"{"answer":{"state":"not_applicable","note":"We-do not"},"revision":2}"#), &[("Note", "We-do not"), ("State", "Not applicable"), ("Revision", "2")])]
    #[case(None, Some("not JSON"), &[("Details", "not JSON")])]
    fn details_are_labels_and_values(#[case] before: Option<&str>, #[case] after: Option<&str>, #[case] expected: &[(&str, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned())).collect();
        assert_eq!(details(before, after), expected);
    }
}
