//! Whether mail goes out, told from what the outbox holds.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Fault, IN_A_ROW};

/// How long a message may lie that nobody tries to send, or that is tried in vain and is no fault of ours, before somebody should look.
pub const LATE: TimeDelta = TimeDelta::minutes(10);

/// What the outbox tells, whichever process sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Messages that should have been sent by now and were not, nor given up.
    pub waiting: u64,
    /// Since when the one that waits longest should have been sent.
    pub oldest: Option<DateTime<Utc>>,
    /// Since when the longest due of those that should be tried now is due, whether it was tried before or not.
    pub due: Option<DateTime<Utc>>,
    /// Messages that were given up over a fault, and not longer ago than [`super::RETRY_WITHIN`].
    pub given_up: u64,
    /// When a mail was last taken.
    pub last_sent: Option<DateTime<Utc>>,
    /// The last try that met a fault about every mail, of a message that waits.
    pub shut_out: Option<(Fault, DateTime<Utc>)>,
    /// What was tried and let in, but not taken.
    pub in_a_row: InARow,
}

/// The messages that wait, were first tried since a mail was last taken, and whose last try met no fault about every mail: their tries are so
/// many in a row that ended badly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InARow {
    /// How many messages.
    pub messages: u64,
    /// How many tries.
    pub tries: u64,
    /// When the first of them was first tried.
    pub since: Option<DateTime<Utc>>,
    /// The last fault among them, and when it was met.
    pub fault: Option<(Fault, DateTime<Utc>)>,
}

/// How mail goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It goes out.
    Working,
    /// The mail server takes nothing from us, because of this.
    Refused(Fault),
    /// The mail server takes nothing of what is tried, and says "not now".
    PutOff,
    /// Nobody tries to send what is due.
    Late,
}

/// How mail goes at `now`.
///
/// What is refused of single mails counts only where it is as much in a row as makes a sender leave the server alone ([`IN_A_ROW`]), and of
/// more than one message: one recipient's policy is not the server's, however often it is met in a quiet night.
#[must_use]
pub fn health(facts: &Facts, now: DateTime<Utc>) -> Health {
    let is_late = |since: Option<DateTime<Utc>>| since.is_some_and(|since| now - since > LATE);
    let row = facts.in_a_row;
    let many = row.messages > 1 && row.tries >= u64::from(IN_A_ROW);
    let shut_out = facts.shut_out.filter(|(_, at)| facts.last_sent.is_none_or(|sent| sent < *at));
    let faults = [shut_out, row.fault.filter(|_| many)].into_iter().flatten();
    if let Some((fault, _)) = faults.max_by_key(|(_, at)| *at) {
        return Health::Refused(fault);
    }
    if many && is_late(row.since) {
        return Health::PutOff;
    }
    // While mails are taken somebody sends: the rest is next.
    let nothing_taken = facts.last_sent.is_none_or(|sent| now - sent > LATE);
    if nothing_taken && is_late(facts.due) { Health::Late } else { Health::Working }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[rstest]
    #[case::an_empty_outbox(None, None, None, Health::Working)]
    #[case::all_sent(Some(5), None, None, Health::Working)]
    #[case::shut_out_from_the_start(None, Some((Fault::SignIn, 5)), None, Health::Refused(Fault::SignIn))]
    #[case::shut_out_since(Some(4), Some((Fault::Connect, 5)), None, Health::Refused(Fault::Connect))]
    #[case::let_in_again(Some(6), Some((Fault::Connect, 5)), None, Health::Working)]
    #[case::nobody_sends(Some(4), None, Some(49), Health::Late)]
    #[case::nobody_ever_sent(None, None, Some(49), Health::Late)]
    #[case::somebody_is_about_to(Some(4), None, Some(50), Health::Working)]
    #[case::a_long_queue_that_moves(Some(50), None, Some(1), Health::Working)]
    #[case::shut_out_and_late(None, Some((Fault::Hello, 5)), Some(1), Health::Refused(Fault::Hello))]
    fn at_an_hour_past(
        #[case] last_sent: Option<i64>,
        #[case] shut_out: Option<(Fault, i64)>,
        #[case] due: Option<i64>,
        #[case] expected: Health,
    ) {
        let shut_out = shut_out.map(|(fault, minute)| (fault, at(minute)));
        let facts = Facts { last_sent: last_sent.map(at), shut_out, due: due.map(at), ..Facts::default() };
        assert_eq!(health(&facts, at(60)), expected);
    }

    #[rstest]
    #[case::one_bare_refusal(1, 1, Some(Fault::Recipient), 1, Health::Working)]
    #[case::one_message_all_night(1, 20, Some(Fault::Recipient), 1, Health::Working)]
    #[case::seven_in_a_row(7, 7, Some(Fault::Recipient), 1, Health::Working)]
    #[case::eight_in_a_row(8, 8, Some(Fault::Recipient), 59, Health::Refused(Fault::Recipient))]
    #[case::eight_in_a_row_of_two(2, 8, Some(Fault::Content), 59, Health::Refused(Fault::Content))]
    #[case::all_put_off(8, 8, None, 49, Health::PutOff)]
    #[case::all_put_off_for_a_moment(8, 8, None, 50, Health::Working)]
    #[case::one_full_mailbox(1, 20, None, 1, Health::Working)]
    fn refusals_of_single_mails_at_an_hour_past(
        #[case] messages: u64,
        #[case] tries: u64,
        #[case] fault: Option<Fault>,
        #[case] since: i64,
        #[case] expected: Health,
    ) {
        let fault = fault.map(|fault| (fault, at(59)));
        let facts = Facts { in_a_row: InARow { messages, tries, since: Some(at(since)), fault }, ..Facts::default() };
        assert_eq!(health(&facts, at(60)), expected);
        let later = facts.in_a_row.fault.map(|_| Health::Refused(Fault::Connect));
        let shut_out = Facts { shut_out: Some((Fault::Connect, at(60))), ..facts };
        assert_eq!(health(&shut_out, at(60)), later.unwrap_or(Health::Refused(Fault::Connect)));
    }
}
