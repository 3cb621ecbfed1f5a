//! What the history of a practice says of its self-switch.

use chrono::NaiveDate;
use domain::time::format_day;
use serde_json::Value;

/// What changed between two records, the old days kept: "Corrected the day new accounts got access from 11 September 2023 to 12 September
/// 2023: we looked at the wrong line".
#[must_use]
pub fn recorded(before: &Value, after: &Value) -> String {
    let facts = [("default_on", "new accounts get access"), ("existing_updated", "existing accounts were updated")];
    let lines: Vec<_> = facts.iter().filter_map(|(field, what)| line(what, day(&before[field]), day(&after[field]))).collect();
    let words = if lines.is_empty() { "Recorded the steps in SystmOne".to_owned() } else { lines.join("; ") };
    match after["reason"].as_str() {
        Some(reason) => format!("{words}. Reason: {reason}"),
        None => words,
    }
}

fn line(what: &str, before: Option<NaiveDate>, after: Option<NaiveDate>) -> Option<String> {
    match (before.map(format_day), after.map(format_day)) {
        (before, after) if before == after => None,
        (Some(before), Some(after)) => Some(format!("Corrected since when {what}: from {before} to {after}")),
        (Some(before), None) => Some(format!("Took back that {what}, recorded for {before}")),
        (None, Some(after)) => Some(format!("Recorded that {what}, {after}")),
        (None, None) => None,
    }
}

/// The planned day in words.
#[must_use]
pub fn planned(after: &Value) -> String {
    let day = day(&after["planned_on"]).map_or_else(|| "a day".to_owned(), format_day);
    format!("Planned the switch-on for {day}")
}

fn day(value: &Value) -> Option<NaiveDate> {
    value.as_str().and_then(|text| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(json!(null), json!({ "default_on": "2023-09-11" }), "Recorded that new accounts get access, 11 September 2023")]
    #[case(
        json!({ "default_on": "2023-09-11" }),
        json!({ "default_on": "2023-09-12", "reason": "Wrong line" }),
        "Corrected since when new accounts get access: from 11 September 2023 to 12 September 2023. Reason: Wrong line"
    )]
    #[case(
        json!({ "existing_updated": "2023-09-11" }),
        json!({ "reason": "Not yet" }),
        "Took back that existing accounts were updated, recorded for 11 September 2023. Reason: Not yet"
    )]
    #[case(json!({}), json!({ "existing_count": 5 }), "Recorded the steps in SystmOne")]
    fn records(#[case] before: Value, #[case] after: Value, #[case] expected: &str) {
        assert_eq!(recorded(&before, &after), expected);
    }
}
