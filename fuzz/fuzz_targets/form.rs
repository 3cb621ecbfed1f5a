//! Bodies of forms, and addresses: as every server function reads them, and as the checklist understands them.

#![no_main]

use domain::checklist::{AnswerContent, Checklist, Item, TypedAnswer};
use domain::field::{DateInput, clean_line, clean_text};
use libfuzzer_sys::fuzz_target;
use serde::Deserialize;

// The file itself: the crate it is part of brings all that pages are made of.
#[path = "../../app/src/web/fields.rs"]
#[expect(dead_code, reason = "the name of a form is for pages")]
mod fields;

use fields::{Fields, MOST};

/// The arguments of a server function that islands ask.
#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
}

fuzz_target!(|body: &[u8]| {
    fuzz::in_time(body.len(), || {
        let Ok(fields) = Fields::parse(body) else {
            assert!(body.split(|byte| *byte == b'&').filter(|field| !field.is_empty()).count() > MOST);
            return;
        };
        stands_still(&fields);
        library_reads_or_refuses(&fields);
        date_reads_back(&fields.date("day"));
        for item in Checklist::bundled().sections.iter().flat_map(|section| &section.items) {
            if let Some(typed) = TypedAnswer::read(&item.code, |name| fields.raw(name)) {
                answer_stands_still(item, &typed);
            }
        }
    });
});

fn stands_still(fields: &Fields) {
    let encoded = fields.encode();
    assert_eq!(&Fields::of_address(&encoded), fields, "an address holds what a form does");
    let again = Fields::parse(encoded.as_bytes());
    assert_eq!((again.as_ref().map(Fields::encode), again.as_ref()), (Ok(encoded), Ok(fields)), "decoded, encoded, decoded");
    let once = fields.once().unwrap_or_else(|| fields.clone());
    assert_eq!(once.once(), None, "each name once is each name once");
    assert_eq!(once.raw("ods"), fields.raw("ods"));
    assert_eq!(fields.all("ods").next(), fields.raw("ods"));
    let other = fields.with("page", "2");
    assert_eq!((other.get("page"), other.all("page").count(), other.get("q")), ("2", 1, fields.with("page", "").get("q")));
    assert_eq!(fields.with("page", "").raw("page"), None);
    assert!((1..=u64::from(u32::MAX)).contains(&fields.page()) && other.page() == 2);
}

/// Of an address that an island asks the library is given each name once.
fn library_reads_or_refuses(fields: &Fields) {
    let sent = fields.once().unwrap_or_else(|| fields.clone()).encode().into_bytes();
    if let Ok(Search { q }) = serde_qs::Config::new(5, false).deserialize_bytes(&sent) {
        assert!(q.len() <= sent.len() * 3, "nothing grows but by replaced bytes");
    }
}

fn date_reads_back(typed: &DateInput) {
    match typed.parse("day", "The day") {
        Ok(day) => assert_eq!(DateInput::of(day).parse("day", "The day"), Ok(day)),
        Err(mistake) => {
            let start = if typed.is_empty() { "Enter the day, " } else { "The day " };
            assert!(mistake.field == "day" && mistake.message.starts_with(start), "{}", mistake.message);
        }
    }
}

fn answer_stands_still(item: &Item, typed: &TypedAnswer) {
    assert_eq!(
        (clean_text(&clean_text(&typed.note)), clean_line(&clean_line(&typed.reason))),
        (clean_text(&typed.note), clean_line(&typed.reason))
    );
    let Ok(content) = typed.content(item) else { return };
    let mistakes = content.mistakes(item);
    assert!(mistakes.iter().all(|mistake| mistake.field.starts_with(&format!("items[{}][", item.code))));
    if mistakes.is_empty() {
        assert!([&content.note, &content.evidence_url, &content.reason].iter().all(|text| !text.contains(['\0', '\r'])));
        assert!(content.evidence_url.is_empty() || content.evidence_url.to_ascii_lowercase().starts_with("http"));
        let AnswerContent { state, note, evidence_url, reason, assigned_to, due_on } = content.clone();
        let due = due_on.map(DateInput::of).unwrap_or_default();
        let state = state.key().to_owned();
        let resent = TypedAnswer { state, note, evidence_url, reason, assigned_to, due, ..TypedAnswer::default() };
        assert_eq!(resent.content(item), Ok(content), "what was kept, sent again, is the same");
    }
}
