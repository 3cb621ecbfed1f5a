//! What happened to a practice, in words.

use chrono::NaiveDate;
use domain::checklist::Checklist;
use domain::organisations::Supplier;
use domain::organisations::import::What;
use domain::stage::Stage;
use domain::time::{format_day, format_instant, london_day};
use leptos::prelude::*;
use services::practices::{Happening, Source};

use super::told::action;

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
        Source::Audit => action(happening, checklist).map(|words| led_to(words, happening)),
        Source::Lapse => {
            Some(format!("The exception ended: it lasted up to and including {}", happening.day.map_or_else(String::new, format_day)))
        }
    }
}

/// What was done, and the stage that it came to.
fn led_to(words: String, happening: &Happening) -> String {
    match &happening.led_to {
        Some(step) => format!("{}. {}", words.trim_end_matches('.'), stage_from(step.stage.name(), Some(step.from), happening)),
        None => words,
    }
}

fn stage(happening: &Happening) -> String {
    let name = match Stage::from_word(&happening.what) {
        Some(stage) => stage.name(),
        None => &happening.what,
    };
    stage_from(name, happening.day, happening)
}

/// "Stage: switched on from 14 September 2023"; without the day where that is the day on which it was recorded.
fn stage_from(name: &str, day: Option<NaiveDate>, happening: &Happening) -> String {
    let day = day.filter(|day| *day != london_day(happening.at));
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

#[cfg(test)]
mod tests {
    use domain::stage::Step;
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
            led_to: None,
        }
    }

    #[rstest]
    #[case("slots.book", None, Some(r#"{"date":"2023-10-18"}"#), Some("Booked the EMIS date 18 October 2023"))]
    #[case("slots.cancel", Some(r#"{"date":"2023-10-18"}"#), Some("{}"), Some("Cancelled the EMIS date 18 October 2023"))]
    #[case("slots.defer", Some(r#"{"date":"2023-10-18"}"#), None, Some("Put the EMIS date 18 October 2023 off"))]
    #[case(
        "slots.did-not-work",
        Some(r#"{"date":"2023-10-18"}"#),
        Some(r#"{"reason":"Nobody sees a note."}"#),
        Some("The EMIS date 18 October 2023 did not work: patients do not have access. What was seen: Nobody sees a note")
    )]
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
    fn a_correction_says_which_stage_it_came_to() {
        let before = Some(r#"{"default_on":"2023-09-11"}"#.to_owned());
        let after = Some(r#"{"default_on":"2023-09-12","reason":"The wrong line."}"#.to_owned());
        let step = Step { stage: Stage::SwitchingOn, from: NaiveDate::from_ymd_opt(2023, 9, 12).unwrap() };
        let corrected = Happening { before, after, led_to: Some(step), ..happening(Source::Audit, "self-switch.record") };
        let expected = "Corrected since when new accounts get access: from 11 September 2023 to 12 September 2023. Reason: The wrong line. \
                        Stage: switching on from 12 September 2023, by Sam";
        assert_eq!(sentence(&corrected, Checklist::bundled()).as_deref(), Some(expected));
    }

    #[test]
    fn a_change_of_supplier_names_both() {
        let changed = Happening { before: Some("emis".into()), after: Some("tpp".into()), ..happening(Source::Import, "supplier") };
        assert_eq!(change(&changed).unwrap(), "System supplier changed from EMIS to TPP");
    }
}
