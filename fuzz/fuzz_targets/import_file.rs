//! Files of organisations, of whatever kind their content makes them.

#![no_main]

use chrono::NaiveDate;
use domain::organisations::import::{Facts, FileReport, NAMED, Organisations, Plan, ReadOptions, Refusal, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    fuzz::in_time(bytes.len(), || {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for dated in [None, Some(day("2023-06-30"))] {
            match read(bytes, &ReadOptions { today: day("2026-06-01"), dated }) {
                Ok((report, facts)) => {
                    report_names_lines(&report, bytes);
                    facts_are_clean(&facts);
                    plan_settles(&facts);
                }
                Err(refusal) => refusal_is_a_sentence(&refusal, bytes),
            }
        }
    });
});

fn lines(bytes: &[u8]) -> usize {
    1 + bytes.iter().filter(|byte| **byte == b'\n').count()
}

fn report_names_lines(report: &FileReport, bytes: &[u8]) {
    let bad = &report.bad_rows;
    assert_eq!(bad.first.len(), bad.count.min(NAMED));
    assert!(bad.count + report.passed_over <= report.rows, "{report:?}");
    assert!(bad.first.iter().all(|row| (1..=lines(bytes)).contains(&row.line)), "{bad:?}");
    assert!(report.lost.as_ref().is_none_or(|row| (1..=lines(bytes)).contains(&row.line) && !row.reason.is_empty()), "{:?}", report.lost);
    assert!(bad.first.is_sorted_by_key(|row| row.line), "{bad:?}");
    assert!(bad.first.iter().all(|row| !row.reason.is_empty() && !row.reason.chars().any(char::is_control)), "{bad:?}");
}

fn refusal_is_a_sentence(refusal: &Refusal, bytes: &[u8]) {
    let text = refusal.to_string();
    assert!(text.ends_with('.') && !text.chars().any(char::is_control), "{text:?}");
    if let Refusal::RowOverLines { opens, closes } = refusal {
        assert!(1 <= *opens && opens <= closes && *closes <= lines(bytes), "{text}");
    }
    if let Refusal::Encoding { line } | Refusal::RowTooLong { line } | Refusal::Truncated { line } | Refusal::TooManyBadRows { line, .. } =
        refusal
    {
        assert!((1..=lines(bytes)).contains(line), "{text}");
    }
}

fn facts_are_clean(facts: &Facts) {
    let codes = facts.practices.iter().map(|practice| &practice.code);
    let open = facts.register.iter().flat_map(|register| &register.open);
    assert!(codes.chain(open.clone().map(|open| &open.code)).all(|code| code.looks_like_practice()));
    assert!(open.clone().all(|open| !open.entry.name.chars().any(char::is_control)));
    assert!(facts.places.iter().filter_map(|place| place.name.as_ref()).all(|name| !name.value.chars().any(char::is_control)));
}

fn plan_settles(facts: &Facts) {
    let nothing = Organisations::default();
    let mut once = nothing.clone();
    once.take(facts);
    let plan = Plan::between(&nothing, &once);
    assert_eq!(plan.is_empty, once == nothing);
    assert_eq!(plan.after, once.counts());
    assert!(plan.changes.is_sorted_by_key(|change| (change.what, &change.practice)));
    let mut twice = once.clone();
    twice.take(facts);
    let again = Plan::between(&once, &twice);
    assert!(again.is_empty && again.changes.is_empty(), "the same file again changes nothing: {again:?}");
}
