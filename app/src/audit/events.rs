//! What each event of the audit trail is called: the one table, and the kinds that it falls into.

use domain::field::capital;

/// Kinds of events, by how their names begin.
pub(super) const KINDS: [(&str, &str); 12] = [
    ("access-requests.", "Requests for access"),
    ("accounts.", "Accounts and signing in"),
    ("changes.", "Changes at a practice"),
    ("checklist.", "Checklist"),
    ("confirmation.", "Confirming that patients have access"),
    ("exceptions.", "Exceptions"),
    ("messages.", "Messages"),
    ("organisations.", "Organisation files"),
    ("reminders.", "Reminders"),
    ("self-switch.", "Self-switch"),
    ("slots.", "EMIS dates"),
    ("smartcards.", "Smartcards"),
];

/// Every event that a use case writes, or wrote in an earlier version: the trail keeps them.
const EVENTS: &[(&str, &str)] = &[
    ("access-requests.approve", "Approved a request for access"),
    ("access-requests.confirm", "Confirmed the address of a request for access"),
    ("access-requests.refuse", "Refused a request for access"),
    ("access-requests.remind", "Reminded those who decide on requests for access"),
    ("accounts.accept-agreement", "Accepted the access agreement"),
    ("accounts.add", "Added an account"),
    ("accounts.card", "A smartcard no longer brings reminders"),
    ("accounts.change", "Changed an account"),
    ("accounts.end-session", "Ended a session"),
    ("accounts.invite", "Invited somebody"),
    ("accounts.reminders", "Turned reminders on or off"),
    ("accounts.restore", "Ended the suspension of an account"),
    ("accounts.sign-in", "Signed in"),
    ("accounts.sign-out", "Signed out"),
    ("accounts.suspend", "Suspended an account"),
    ("accounts.view", "Chose a view of a smartcard"),
    ("changes.claim-supplier", "Said that the system is another"),
    ("changes.confirm-supplier", "Confirmed that the system is another"),
    ("changes.name-successor", "Named the practice that takes over"),
    ("changes.refuse-supplier", "Did not confirm that the system is another"),
    ("changes.withdraw-claim", "Withdrew that the system is another"),
    ("checklist.answer", "Answered an item of the checklist"),
    ("checklist.caught-up", "Caught up with the new version of the checklist"),
    ("checklist.count", "Counted patients with the code 104"),
    ("checklist.count-correct", "Corrected a count of patients with the code 104"),
    ("checklist.count-remove", "Removed a count of patients with the code 104"),
    ("checklist.discard", "Discarded a draft of the checklist"),
    ("checklist.go-live", "Brought a version of the checklist into force"),
    ("checklist.model", "Recorded the model of access"),
    ("checklist.reopen", "Reopened the checklist"),
    ("checklist.sign-off", "Signed the checklist off"),
    ("checklist.sign-off-fell", "The sign-off of the checklist ended"),
    ("checklist.upload", "Uploaded a version of the checklist"),
    ("confirmation.agree", "Agreed that patients have access"),
    ("confirmation.confirm", "Confirmed that patients have access"),
    ("confirmation.end", "The confirmation ended with the earlier system"),
    ("confirmation.send-back", "Did not agree that patients have access"),
    ("confirmation.withdraw", "Took back that patients have access"),
    ("exceptions.agree", "Agreed an exception"),
    ("exceptions.ask", "Asked for an exception"),
    ("exceptions.end", "Ended an exception"),
    ("exceptions.refuse", "Refused an exception"),
    ("exceptions.renew", "Renewed an exception"),
    ("exceptions.withdraw", "Withdrew the request for an exception"),
    ("messages.retry", "Had messages sent again"),
    ("organisations.import", "Imported organisation files"),
    ("reminders.days", "Wrote reminders of the days of items and dates"),
    ("reminders.sweep", "Wrote reminders of the deadline"),
    ("reminders.unsubscribe", "Stopped reminders by the link in an e-mail"),
    ("self-switch.drop-plan", "Took the planned day of the self-switch away"),
    ("self-switch.end", "What was recorded of the self-switch ended with the earlier system"),
    ("self-switch.plan", "Planned the day of the self-switch"),
    ("self-switch.record", "Recorded the self-switch"),
    ("slots.add", "Added an EMIS date"),
    ("slots.ask", "Asked practices what they see after their EMIS date"),
    ("slots.book", "Booked an EMIS date"),
    ("slots.cancel", "Cancelled the booking of an EMIS date"),
    ("slots.cancel-date", "Cancelled an EMIS date for everybody"),
    ("slots.close", "Closed an EMIS date for bookings"),
    ("slots.defer", "Put an EMIS date off"),
    ("slots.did-not-work", "Said that an EMIS date did not work"),
    ("slots.done", "An EMIS date has passed"),
    ("slots.draft", "Made an EMIS date a draft again"),
    ("slots.hold-back", "Held places on an EMIS date back for an ICB"),
    ("slots.manual", "Recorded a step of giving access by hand"),
    ("slots.move", "Moved a booking to another EMIS date"),
    ("slots.move-date", "Moved an EMIS date for everybody"),
    ("slots.offer", "Kept a place on an EMIS date for a practice that waits"),
    ("slots.offer-expired", "A place that was kept was not taken in time"),
    ("slots.open", "Opened an EMIS date for bookings"),
    ("slots.release", "Gave a booked EMIS date back"),
    ("slots.set-places", "Changed the places on an EMIS date"),
    ("slots.stop-waiting", "Left the waiting list of an EMIS date"),
    ("slots.tell-icb", "Told ICBs of practices that do not say what they see"),
    ("slots.wait", "Joined the waiting list of an EMIS date"),
    ("slots.waiting-ended", "Waiting for an EMIS date has ended"),
    ("slots.waiting-moved", "Waiting for an EMIS date moved on with it"),
    ("smartcards.add", "Added a person to the list of smartcards"),
    ("smartcards.change", "Changed what a person's smartcard misses"),
    ("smartcards.remove", "Removed a person from the list of smartcards"),
];

/// "Booked an EMIS date"; of an event of an earlier version, its name with spaces.
pub(super) fn event(action: &str) -> String {
    let known = EVENTS.iter().find(|(name, _)| *name == action);
    known.map_or_else(|| capital(&action.replace('-', " ").replace('.', ": ")), |(_, words)| (*words).to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use rstest::rstest;

    use super::*;

    /// The names of events that stand in the source of the use cases.
    fn named_in(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                named_in(&path, found);
            } else {
                let source = std::fs::read_to_string(&path).unwrap();
                let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte == b'.');
                let parts: Vec<_> = source.split('"').collect();
                let named = parts.windows(2).filter(|pair| plain(pair[1]) && (is_event(pair[0]) || has_kind(pair[1])));
                found.extend(named.map(|pair| pair[1].to_owned()));
            }
        }
    }

    /// Whether what stands before a text makes it the name of an event.
    fn is_event(before: &str) -> bool {
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.ends_with("action: ") || (line.contains(".event(") && line.ends_with(", "))
    }

    fn has_kind(name: &str) -> bool {
        KINDS.iter().any(|(kind, _)| name.starts_with(kind) && name != *kind)
    }

    #[test]
    fn every_event_of_the_use_cases_has_its_words() {
        let mut used = BTreeSet::new();
        named_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("services/src"), &mut used);
        let known: BTreeSet<_> = EVENTS.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert!(used.len() > 60, "{used:?}");
        assert!(used.iter().all(|name| has_kind(name)), "one is of no kind: {used:?}");
        assert_eq!(used.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "say these in words");
        assert_eq!(known.len(), EVENTS.len(), "none stands twice");
        assert_eq!(EVENTS.iter().map(|(_, words)| words).collect::<BTreeSet<_>>().len(), EVENTS.len(), "no two read alike");
    }

    #[rstest]
    #[case("slots.book", "Booked an EMIS date")]
    #[case("once.upon-a-time", "Once: upon a time")]
    #[case("", "")]
    fn events_read_as_words(#[case] action: &str, #[case] expected: &str) {
        assert_eq!(event(action), expected);
    }
}
