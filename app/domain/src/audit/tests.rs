//! Every event: as it is stored and what is shown of it, today and ever after.

mod sample;

use std::collections::BTreeSet;

use proptest::prelude::*;
use rstest::rstest;
use serde::Deserialize;
use serde_json::Value;

use super::*;
pub(super) use sample::{Dice, Sample};

/// Rows as versions up to the one before this type wrote them, a line each, with the words that were shown of them then: in the audit
/// trail, and in the timeline of the practice to who reads words and to who only reads figures. A line is only ever added.
const STORED: &str = include_str!("tests/stored.jsonl");

#[derive(Debug, Deserialize)]
struct Stored {
    key: String,
    subject: Option<String>,
    before: Option<String>,
    after: Option<String>,
    label: String,
    timeline: Option<String>,
    figures: Option<String>,
    details: Vec<(String, String)>,
}

fn stored() -> Vec<Stored> {
    STORED.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn kept(row: &Stored) -> StoredEvent {
    StoredEvent::read(&row.key, row.subject.as_deref(), row.before.as_deref(), row.after.as_deref())
}

/// Whether `said` says all that `was` said; what came later may be more, and a fact that is null says nothing.
fn says(said: &Value, was: &Value) -> bool {
    match (said, was) {
        (_, Value::Null) => true,
        (Value::Object(said), Value::Object(was)) => was.iter().all(|(name, fact)| says(said.get(name).unwrap_or(&Value::Null), fact)),
        (said, was) => said == was,
    }
}

#[test]
fn what_is_stored_is_read_and_shown_with_the_same_words() {
    let checklist = Checklist::bundled();
    for row in stored() {
        let (kept, in_timeline) = (kept(&row), said(&row.key).is_some_and(Said::in_timeline));
        assert_eq!(label(&row.key), row.label, "{row:?}");
        assert_eq!(in_timeline, row.timeline.is_some(), "{row:?}");
        assert_eq!(details(&row.key, row.before.as_deref(), row.after.as_deref()), row.details, "{row:?}");
        if in_timeline {
            assert_eq!(Some(kept.sentence(checklist)), row.timeline, "{row:?}");
            assert_eq!(Some(kept.without_free_text().sentence(checklist)), row.figures, "{row:?}");
        }
    }
}

#[test]
fn what_is_stored_is_an_event_of_this_version_that_says_the_same() {
    for row in stored().iter().filter(|row| said(&row.key).is_some()) {
        let StoredEvent::Read(event) = kept(row) else { panic!("{row:?} does not read") };
        let parts = event.parts().unwrap();
        assert_eq!((parts.key, &parts.subject), (row.key.as_str(), &row.subject));
        let state = |text: &Option<String>| text.as_deref().map_or(Value::Null, |text| serde_json::from_str(text).unwrap());
        for (said, was) in [(&parts.before, &row.before), (&parts.after, &row.after)] {
            assert_eq!(said.is_some(), was.is_some(), "{row:?}");
            assert!(says(&state(said), &state(was)), "{row:?}: {said:?}");
        }
    }
}

#[test]
fn every_event_has_a_stored_row() {
    let held: BTreeSet<_> = stored().into_iter().map(|row| row.key).collect();
    assert_eq!(all().map(|said| said.key).filter(|key| !held.contains(*key)).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn keys_and_labels_are_each_one_events_own() {
    let (keys, labels): (BTreeSet<_>, BTreeSet<_>) = all().map(|said| (said.key, said.label)).unzip();
    assert_eq!((keys.len(), labels.len()), (all().count(), all().count()));
    for feature in FEATURES {
        assert!(feature.events.iter().all(|said| said.key.starts_with(feature.prefix)), "{}", feature.prefix);
    }
}

#[test]
fn what_stands_in_a_timeline_has_words_for_it_and_nothing_else_has() {
    for event in Event::samples(&mut Dice::new(1, "words")) {
        assert_eq!(event.sentence(Checklist::bundled()).is_some(), event.said().in_timeline(), "{event:?}");
    }
}

#[test]
fn a_key_leads_to_its_event() {
    let of_samples: Vec<_> = Event::samples(&mut Dice::new(1, "words")).iter().map(Event::said).collect();
    assert_eq!(of_samples, all().collect::<Vec<_>>(), "the samples are one of each");
    assert!(all().all(|known| said(known.key) == Some(known)));
}

/// What changes nothing that lists and reports are made from: requests and claims before they are decided, dates before somebody has one.
/// An event that is to stand apart from figures is added here, too; the journeys of `register_cache` and `slots_properties` hold it against the
/// database.
#[test]
fn what_stands_apart_from_figures() {
    let features = ["access-requests.", "accounts.", "messages.", "reminders.", "smartcards."];
    let alone = [
        "changes.claim-supplier",
        "changes.refuse-supplier",
        "changes.withdraw-claim",
        "checklist.discard",
        "checklist.upload",
        "exceptions.ask",
        "exceptions.refuse",
        "exceptions.withdraw",
        "slots.ask",
        "slots.manual",
        "slots.tell-icb",
    ];
    for said in all() {
        let apart = alone.contains(&said.key) || features.iter().any(|prefix| said.key.starts_with(prefix));
        assert_eq!(said.changes_figures(), !apart, "{}", said.key);
    }
}

#[rstest]
#[case("accounts.sign-in", false)]
#[case("smartcards.add", false)]
#[case("slots.book", true)]
#[case("organisations.import", true)]
#[case("accounts", true)]
#[case("accountsx.add", true)]
#[case("new.word", true)]
#[case("", true)]
fn what_is_not_known_to_stand_apart_changes_figures(#[case] key: &str, #[case] expected: bool) {
    assert_eq!(changes_figures(key), expected);
}

#[rstest]
#[case("once.upon-a-time", "Once: upon a time")]
#[case("", "")]
fn an_unknown_event_is_called_by_its_key(#[case] key: &str, #[case] expected: &str) {
    assert_eq!(label(key), expected);
    let unread = StoredEvent::read(key, None, None, Some("{}"));
    assert_eq!(unread, StoredEvent::Unread(Unread { key: key.to_owned(), said: None }));
    assert_eq!((unread.key(), unread.sentence(Checklist::bundled()).as_str()), (key, expected));
}

#[rstest]
#[case("slots.cancel", None, Some("{}"))]
#[case("slots.cancel", Some(r#"{"date":"soon"}"#), Some("{}"))]
#[case("slots.cancel", Some("Moira is ill"), None)]
fn facts_that_do_not_read_leave_the_event_its_name(#[case] key: &str, #[case] before: Option<&str>, #[case] after: Option<&str>) {
    let unread = StoredEvent::read(key, Some("0195"), before, after);
    assert_eq!(unread, StoredEvent::Unread(Unread { key: key.to_owned(), said: said(key) }));
    assert_eq!(unread.without_free_text().sentence(Checklist::bundled()), "Cancelled the booking of an EMIS date");
}

#[test]
fn words_are_not_logged() {
    let holder = smartcards::Holder { name: "Robin Vale".into(), missing: Vec::new(), revision: 1 };
    assert_eq!(format!("{holder:?}"), "Holder { name: FreeText(10 bytes), missing: [], revision: 1 }");
}

proptest! {
    /// An event is stored and read again as what it was, whatever people wrote.
    #[test]
    fn every_event_reads_as_it_was_written(seed in any::<u64>(), words in any::<String>()) {
        for event in Event::samples(&mut Dice::new(seed, &words)) {
            let parts = event.parts().unwrap();
            let read = StoredEvent::read(parts.key, parts.subject.as_deref(), parts.before.as_deref(), parts.after.as_deref());
            prop_assert_eq!(read, StoredEvent::Read(Box::new(event)));
        }
    }

    /// Of what people wrote nothing stays, and all else does.
    #[test]
    fn words_are_left_out_of_every_event(seed in any::<u64>()) {
        const WORDS: &str = "Moira is ill";
        for event in Event::samples(&mut Dice::new(seed, WORDS)) {
            let said = event.said();
            let event = event.without_free_text();
            prop_assert_eq!(event.said(), said);
            prop_assert!(!format!("{:?}", event.parts().unwrap()).contains(WORDS), "{:?}", said.key);
            prop_assert_eq!(event.sentence(Checklist::bundled()).is_some(), said.in_timeline());
        }
    }

    /// Whatever stands in a row, it is something.
    #[test]
    fn any_row_reads(at in 0..100_usize, other in any::<String>(), before in any::<Option<String>>(), after in any::<Option<String>>()) {
        let key = all().nth(at).map_or(other.as_str(), |said| said.key);
        let kept = StoredEvent::read(key, None, before.as_deref(), after.as_deref());
        prop_assert_eq!(kept.key(), key);
        let _ = kept.sentence(Checklist::bundled());
    }
}
