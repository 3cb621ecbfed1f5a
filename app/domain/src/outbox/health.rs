//! Whether mail goes out, told from what the outbox holds.

use chrono::{DateTime, TimeDelta, Utc};

use super::Fault;

/// How long a message may lie that nobody tried to send, before somebody should look.
pub const LATE: TimeDelta = TimeDelta::minutes(10);

/// What the outbox tells, whichever process sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Messages that should have been sent by now and were not, nor given up.
    pub waiting: u64,
    /// Since when the one that waits longest should have been sent.
    pub oldest: Option<DateTime<Utc>>,
    /// The same, of those that nobody tried to send.
    pub untried: Option<DateTime<Utc>>,
    /// When a mail was last taken.
    pub last_sent: Option<DateTime<Utc>>,
    /// The last try that met a fault about every mail, of a message that is not sent yet.
    pub shut_out: Option<(Fault, DateTime<Utc>)>,
    /// Of the messages whose last try met another fault, that whose first try was latest, and when that was.
    pub refused: Option<(Fault, DateTime<Utc>)>,
}

/// How mail goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It goes out.
    Working,
    /// The mail server takes nothing from us, because of this.
    Refused(Fault),
    /// Nobody tries to send what is due.
    Late,
}

/// How mail goes at `now`.
///
/// What is refused of a single mail counts only while no other mail was taken since it was first tried: one recipient's policy is not the
/// server's.
#[must_use]
pub fn health(facts: &Facts, now: DateTime<Utc>) -> Health {
    let since_then = |at: DateTime<Utc>| facts.last_sent.is_none_or(|sent| sent < at);
    let faults = [facts.shut_out, facts.refused].into_iter().flatten();
    if let Some((fault, _)) = faults.filter(|(_, at)| since_then(*at)).max_by_key(|(_, at)| *at) {
        return Health::Refused(fault);
    }
    if facts.untried.is_some_and(|since| now - since > LATE) { Health::Late } else { Health::Working }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[rstest]
    #[case::an_empty_outbox(None, None, None, None, Health::Working)]
    #[case::all_sent(Some(5), None, None, None, Health::Working)]
    #[case::shut_out_from_the_start(None, Some((Fault::SignIn, 5)), None, None, Health::Refused(Fault::SignIn))]
    #[case::shut_out_since(Some(4), Some((Fault::Connect, 5)), None, None, Health::Refused(Fault::Connect))]
    #[case::let_in_again(Some(6), Some((Fault::Connect, 5)), None, None, Health::Working)]
    #[case::nothing_is_passed_on(Some(4), None, Some((Fault::Recipient, 5)), None, Health::Refused(Fault::Recipient))]
    #[case::one_is_not_passed_on(Some(6), None, Some((Fault::Recipient, 5)), None, Health::Working)]
    #[case::the_later_of_two(None, Some((Fault::Connect, 5)), Some((Fault::Recipient, 6)), None, Health::Refused(Fault::Recipient))]
    #[case::nobody_sends(Some(4), None, None, Some(49), Health::Late)]
    #[case::somebody_is_about_to(Some(4), None, None, Some(50), Health::Working)]
    #[case::shut_out_and_late(None, Some((Fault::Hello, 5)), None, Some(1), Health::Refused(Fault::Hello))]
    fn at_an_hour_past(
        #[case] last_sent: Option<i64>,
        #[case] shut_out: Option<(Fault, i64)>,
        #[case] refused: Option<(Fault, i64)>,
        #[case] untried: Option<i64>,
        #[case] expected: Health,
    ) {
        let when = |fault: Option<(Fault, i64)>| fault.map(|(fault, minute)| (fault, at(minute)));
        let facts = Facts {
            last_sent: last_sent.map(at),
            shut_out: when(shut_out),
            refused: when(refused),
            untried: untried.map(at),
            ..Facts::default()
        };
        assert_eq!(health(&facts, at(60)), expected);
    }
}
