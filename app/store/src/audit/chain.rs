//! The hash of an event over all that it says and the hash of the event before it.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::entity::audit_event::Model;

/// SHA-256 in 64 hexadecimal digits.
pub(super) fn hash(row: &Model) -> String {
    let mut digits = String::with_capacity(64);
    for byte in Sha256::digest(canonical(row)) {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// Every column but the hash itself, each with its length in bytes, so that no two rows read alike; `-` stands for nothing.
fn canonical(row: &Model) -> String {
    let (id, at) = (row.id.to_string(), row.at.timestamp_micros().to_string());
    let fields = [
        row.prev_hash.as_deref(),
        Some(&id),
        Some(&at),
        row.account_id.as_deref(),
        Some(&row.actor),
        row.acting_for.as_deref(),
        row.session_ref.as_deref(),
        Some(&row.action),
        row.practice_code.as_deref(),
        row.subject.as_deref(),
        row.before.as_deref(),
        row.after.as_deref(),
    ];
    let mut text = String::from("audit 1\n");
    for field in fields {
        let _ = match field {
            Some(field) => writeln!(text, "{}:{field}", field.len()),
            None => writeln!(text, "-"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn row() -> Model {
        Model {
            id: 7,
            at: DateTime::from_timestamp_micros(1_695_024_300_000_001).unwrap(),
            account_id: None,
            actor: "Sam".to_owned(),
            action: "slots.book".to_owned(),
            practice_code: Some("X10001".to_owned()),
            subject: None,
            before: None,
            after: Some("{}".to_owned()),
            session_ref: Some("0123456789ab".to_owned()),
            acting_for: Some("X10001".to_owned()),
            prev_hash: Some(String::new()),
            hash: None,
        }
    }

    #[test]
    fn the_form_is_kept_for_ever() {
        let expected = "audit 1\n0:\n1:7\n16:1695024300000001\n-\n3:Sam\n6:X10001\n12:0123456789ab\n10:slots.book\n6:X10001\n-\n-\n2:{}\n";
        assert_eq!(canonical(&row()), expected);
        assert_eq!(hash(&row()).len(), 64);
    }

    #[test]
    fn whatever_changes_changes_the_hash() {
        let known = hash(&row());
        let some = |text: &str| Some(text.to_owned());
        let changed = [
            Model { id: 8, ..row() },
            Model { at: row().at + chrono::TimeDelta::microseconds(1), ..row() },
            Model { account_id: some("1"), ..row() },
            Model { actor: "Sal".to_owned(), ..row() },
            Model { action: "slots.move".to_owned(), ..row() },
            Model { practice_code: None, ..row() },
            Model { subject: some(""), ..row() },
            Model { before: some("{}"), after: None, ..row() },
            Model { session_ref: None, ..row() },
            Model { acting_for: some("X1A"), ..row() },
            Model { prev_hash: some("a"), ..row() },
        ];
        for row in changed {
            assert_ne!(hash(&row), known, "{row:?}");
        }
    }
}
