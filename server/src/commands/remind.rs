//! `tracker remind`

use domain::reminders::Milestone;
use serde_json::json;
use services::access_requests::Reminded;
use services::reminders::{DaysReminded, OwedReminder, Sweep, remind, remind_of_days};
use services::slots::Swept;

use crate::cli::RemindArgs;
use crate::config::Config;

/// Writes the reminders that are owed now to the outbox, or shows them.
///
/// # Errors
/// When the database cannot be reached or refuses; nothing is written then.
pub async fn run(config: &Config, args: RemindArgs) -> anyhow::Result<()> {
    let services = super::services(config).await?;
    let sweep = remind(&services, args.dry_run).await?;
    let access = services::access_requests::remind(&services, args.dry_run).await?.unwrap_or_default();
    let days = remind_of_days(&services, args.dry_run).await?.unwrap_or_default();
    // The same sweep as in the loop of `tracker serve`. It changes dates and offers, so a dry run leaves it.
    let swept = if args.dry_run { Ok(None) } else { services::slots::sweep(&services).await };
    // What was written above is told even where this failed.
    let dates = swept.as_ref().ok().copied().flatten();
    if args.json {
        let mut json = as_json(sweep.as_ref());
        json["access_requests"] = json!({ "owed": access.owed, "written": access.written });
        json["days"] = json!({ "owed": days.owed, "written": days.written });
        json["dates"] = dates.map(dates_json).into();
        println!("{}", serde_json::to_string_pretty(&json)?);
    } else {
        let dates = dates_words(dates.unwrap_or_default());
        print!("{}{}{}{dates}", words(sweep.as_ref(), args.dry_run), access_words(access), days_words(days));
    }
    Ok(swept.map(drop)?)
}

/// Nothing where nobody is owed one.
fn access_words(access: Reminded) -> String {
    if access.owed == 0 {
        return String::new();
    }
    let people = if access.owed == 1 { "1 person has".to_owned() } else { format!("{} people have", access.owed) };
    format!("Requests for access: {people} some to decide on today; wrote {} {}.\n", access.written, plural(access.written, "reminder"))
}

/// Nothing where no planned day and no review is near.
fn days_words(days: DaysReminded) -> String {
    if days.owed == 0 {
        return String::new();
    }
    let owed = format!("{} {}", days.owed, plural(days.owed as u64, "reminder"));
    format!("Planned days and reviews of exceptions: {owed} owed; wrote {}.\n", days.written)
}

/// Nothing where time brought nothing.
fn dates_words(swept: Swept) -> String {
    let Swept { expired, ended, offered, done, asked, told } = swept;
    let parts = [
        (expired, "offer taken back", "offers taken back"),
        (offered, "place offered on", "places offered on"),
        (ended, "practice taken off a waiting list", "practices taken off a waiting list"),
        (done, "date done", "dates done"),
        (asked, "question about a date", "questions about a date"),
        (told, "ICB told", "ICBs told"),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
        .collect();
    if parts.is_empty() { String::new() } else { format!("EMIS dates: {}.\n", parts.join(", ")) }
}

fn dates_json(swept: Swept) -> serde_json::Value {
    let Swept { expired, ended, offered, done, asked, told } = swept;
    json!({ "expired": expired, "offered": offered, "ended": ended, "done": done, "asked": asked, "told": told })
}

fn as_json(sweep: Option<&Sweep>) -> serde_json::Value {
    let Some(sweep) = sweep else { return json!({ "busy": true, "milestone": null, "owed": [], "written": 0 }) };
    let owed = |owed: &OwedReminder| {
        json!({
            "practice": owed.practice,
            "name": owed.name,
            "account": owed.account_id,
            "next_step": owed.next_step.sentence(),
            "outstanding": owed.outstanding,
        })
    };
    json!({
        "busy": false,
        "milestone": sweep.milestone.map(|milestone| milestone.to_string()),
        "owed": sweep.owed.iter().map(owed).collect::<Vec<_>>(),
        "written": sweep.written,
    })
}

fn words(sweep: Option<&Sweep>, dry_run: bool) -> String {
    let Some(sweep) = sweep else { return "Another process is writing reminders at this moment. Nothing was done.\n".to_owned() };
    let Some(milestone) = sweep.milestone else { return "No reminders are due at this time of the programme.\n".to_owned() };
    let milestone = match milestone {
        Milestone::Before(days) => format!("{days} {} before the deadline", plural(days.into(), "day")),
        Milestone::Overdue(days) => format!("{days} {} after the deadline", plural(days.into(), "day")),
    };
    if !dry_run {
        let reminders = plural(sweep.written, "reminder");
        return format!("Wrote {} {reminders} for the milestone {milestone}.\n", sweep.written);
    }
    let mut text = String::new();
    for owed in &sweep.owed {
        text += &format!("{:8} {} {}\n", owed.practice.as_str(), owed.next_step.sentence(), owed.name);
    }
    let count = sweep.owed.len() as u64;
    text + &format!("{count} {} owed for the milestone {milestone}. Nothing was written.\n", plural(count, "reminder"))
}

fn plural(count: u64, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

#[cfg(test)]
mod tests {
    use domain::next_step::NextStep;

    use super::*;

    fn sweep() -> Sweep {
        let owed = OwedReminder {
            practice: "X10001".parse().unwrap(),
            name: "Sample Lane Surgery".to_owned(),
            account_id: "a1".to_owned(),
            next_step: NextStep::BookDate,
            outstanding: 0,
        };
        Sweep { milestone: Some(Milestone::Before(30)), owed: vec![owed], written: 1 }
    }

    #[test]
    fn says_what_was_done() {
        assert_eq!(words(Some(&sweep()), false), "Wrote 1 reminder for the milestone 30 days before the deadline.\n");
        assert!(words(None, false).contains("Another process"));
        assert!(words(Some(&Sweep { milestone: None, ..sweep() }), false).contains("No reminders are due"));
        let looked = words(Some(&Sweep { written: 0, ..sweep() }), true);
        assert!(looked.starts_with("X10001   Book a date") && looked.ends_with("Nothing was written.\n"), "{looked}");
    }

    #[test]
    fn says_what_time_brought_to_dates() {
        assert_eq!(dates_words(Swept::default()), "");
        let swept = Swept { expired: 1, asked: 20, ..Swept::default() };
        assert_eq!(dates_words(swept), "EMIS dates: 1 offer taken back, 20 questions about a date.\n");
        assert_eq!((dates_json(swept)["expired"].as_u64(), dates_json(swept)["told"].as_u64()), (Some(1), Some(0)));
    }

    #[test]
    fn as_json_it_has_the_same_shape_busy_or_not() {
        let keys = |value: serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(as_json(None)), keys(as_json(Some(&sweep()))));
        assert_eq!(as_json(Some(&sweep()))["owed"][0]["practice"], "X10001");
    }
}
