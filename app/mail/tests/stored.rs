//! Rows of the outbox as earlier versions wrote them: whatever changes here, what waits to be sent is still read.

#![cfg(test)]

use mail::Message;
use serde_json::Value;

/// Payloads, one a line: of each kind that there was when its file came to be, and some that were written before a fact was known. A later kind
/// needs a line here only once its facts change.
const STORED: &str = include_str!("stored.jsonl");

#[test]
fn what_is_stored_is_read_with_every_fact() {
    for line in STORED.lines() {
        let stored: Value = serde_json::from_str(line).unwrap();
        let message: Message = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert_eq!(stored["kind"], message.kind(), "{line}");
        let again = serde_json::to_value(&message).unwrap();
        assert!(holds(&again, &stored), "{line}\nwas read as\n{again}");
    }
}

/// Whether every fact of `stored` is in `read`, which may know more.
fn holds(read: &Value, stored: &Value) -> bool {
    match (read, stored) {
        (Value::Object(read), Value::Object(stored)) => {
            stored.iter().all(|(name, fact)| read.get(name).is_some_and(|read| holds(read, fact)))
        }
        _ => read == stored,
    }
}
