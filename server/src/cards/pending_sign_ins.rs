//! The sign-ins that a browser has begun: several, for people open the sign-in page in more than one tab.

use chrono::{DateTime, TimeDelta, Utc};
use cis2::Pending;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use tower_sessions::session::Error;

/// Where a session keeps them.
const KEY: &str = "card-begun";
/// How many are known; of more the oldest are forgotten.
const MOST: usize = 5;
/// Within which time a sign-in is to be finished.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);
/// The longest address that is kept, in bytes.
const LONGEST_NEXT: usize = 1000;

/// In the order in which they were begun.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Begun(Vec<One>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct One {
    state: String,
    next: String,
    at: DateTime<Utc>,
    /// None once it was answered.
    pending: Option<Pending>,
}

/// What an answer is to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A sign-in that waits for it, and where it leads.
    Waiting(Pending, String),
    /// One that was answered or is too old, and where it would have led.
    Over(String),
    /// None of this browser's.
    Unknown,
}

impl Begun {
    fn add(&mut self, pending: Pending, next: &str, now: DateTime<Utc>) {
        let next = if next.len() > LONGEST_NEXT { String::new() } else { next.to_owned() };
        self.0.push(One { state: pending.state().to_owned(), next, at: now, pending: Some(pending) });
        let over = self.0.len().saturating_sub(MOST);
        self.0.drain(..over);
    }

    fn take(&mut self, state: &str, now: DateTime<Utc>) -> Found {
        let Some(one) = self.0.iter_mut().find(|one| one.state == state) else { return Found::Unknown };
        match one.pending.take() {
            Some(pending) if now - one.at < PATIENCE => Found::Waiting(pending, one.next.clone()),
            _ => Found::Over(one.next.clone()),
        }
    }
}

/// Keeps a sign-in until the person is back.
pub(super) async fn keep(session: &Session, pending: Pending, next: &str, now: DateTime<Utc>) -> Result<(), Error> {
    let mut begun = session.get::<Begun>(KEY).await?.unwrap_or_default();
    begun.add(pending, next, now);
    session.insert(KEY, begun).await
}

/// Takes out the sign-in of this name. Written before it is used: it answers once, whatever becomes of that. Where there is nothing to take
/// out nothing is written, so that whoever was never here leaves no session.
pub(super) async fn take(session: &Session, state: &str, now: DateTime<Utc>) -> Result<Found, Error> {
    let Some(mut begun) = session.get::<Begun>(KEY).await? else { return Ok(Found::Unknown) };
    let found = begun.take(state, now);
    if matches!(found, Found::Waiting(..)) {
        session.insert(KEY, begun).await?;
        session.save().await?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(state: &str) -> Pending {
        serde_json::from_value(serde_json::json!({ "issuer": "test", "state": state, "nonce": "n", "verifier": "v" })).unwrap()
    }

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[test]
    fn each_is_taken_once_by_its_own_name() {
        let mut begun = Begun::default();
        begun.add(pending("a"), "/one", at(0));
        begun.add(pending("b"), "/two", at(1));
        assert_eq!(begun.take("c", at(2)), Found::Unknown);
        assert_eq!(begun.take("a", at(2)), Found::Waiting(pending("a"), "/one".to_owned()));
        assert_eq!(begun.take("a", at(2)), Found::Over("/one".to_owned()));
        assert_eq!(begun.take("b", at(2)), Found::Waiting(pending("b"), "/two".to_owned()));
    }

    #[test]
    fn after_a_quarter_of_an_hour_it_is_over() {
        let mut begun = Begun::default();
        begun.add(pending("a"), "/one", at(0));
        begun.add(pending("b"), "/two", at(1));
        assert_eq!(begun.take("a", at(15)), Found::Over("/one".to_owned()));
        assert_eq!(begun.take("b", at(15)), Found::Waiting(pending("b"), "/two".to_owned()));
    }

    #[test]
    fn the_last_five_are_known_and_no_long_address() {
        let mut begun = Begun::default();
        for n in 0..6 {
            begun.add(pending(&n.to_string()), &"/".repeat(1001), at(0));
        }
        assert_eq!(begun.take("0", at(0)), Found::Unknown);
        assert_eq!(begun.take("1", at(0)), Found::Waiting(pending("1"), String::new()));
    }
}
