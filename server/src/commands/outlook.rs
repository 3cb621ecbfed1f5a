//! How mail goes, in words for whoever looks after the service.

use domain::outbox::{Facts, Health};
use domain::time::format_instant;
use services::outbox::Outlook;

/// How mail goes, in one line without a full stop: what is in its way, what waits, and when it was last well.
pub fn words(outlook: &Outlook) -> String {
    let facts = &outlook.facts;
    let nothing_is_known = facts.last_sent.is_none() && facts.shut_out.is_none() && facts.in_a_row.messages == 0;
    let how = match outlook.health {
        Health::Working if nothing_is_known => "nothing stands in the way of mail",
        Health::Working => "mail goes out",
        Health::Refused(fault) => fault.sentence(),
        Health::PutOff => "the mail server puts off every mail",
        Health::Late => "nobody sends the messages that are due",
    };
    let last = facts
        .last_sent
        .map_or_else(|| "no mail was taken yet".to_owned(), |at| format!("the last mail was taken at {}", format_instant(at)));
    format!("{how}; {}; {last}", waiting(facts))
}

/// "2 messages wait, the first since 9:05am on 1 October 2023"
pub fn waiting(facts: &Facts) -> String {
    match (facts.waiting, facts.oldest) {
        (0, _) | (_, None) => "no message waits".to_owned(),
        (1, Some(since)) => format!("1 message waits, since {}", format_instant(since)),
        (count, Some(since)) => format!("{count} messages wait, the first since {}", format_instant(since)),
    }
}

/// What was given up over a fault, if it was anything, and how it is sent after all.
pub fn given_up(facts: &Facts) -> Option<String> {
    let what = match facts.given_up {
        0 => return None,
        1 => "1 message was given up".to_owned(),
        count => format!("{count} messages were given up"),
    };
    Some(format!("{what} over a fault of the mail server's or ours: `tracker messages retry --all-failed` has them sent after all"))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use domain::outbox::Fault;

    use super::*;

    #[test]
    fn what_is_said_follows_from_the_facts() {
        let at: DateTime<Utc> = "2023-10-01T08:05:00Z".parse().unwrap();
        let said = |health, facts| words(&Outlook { health, facts, at });
        let nothing = said(Health::Working, Facts::default());
        assert_eq!(nothing, "nothing stands in the way of mail; no message waits; no mail was taken yet");
        let well = said(Health::Working, Facts { last_sent: Some(at), ..Facts::default() });
        assert!(well.starts_with("mail goes out; no message waits; the last mail was taken at "), "{well}");
        let refused = Facts { waiting: 1, oldest: Some(at - TimeDelta::hours(1)), ..Facts::default() };
        let one = said(Health::Refused(Fault::SignIn), refused);
        assert!(one.starts_with("the mail server refuses the sign-in; 1 message waits, since "), "{one}");
        let two = said(Health::PutOff, Facts { waiting: 2, ..refused });
        assert!(two.starts_with("the mail server puts off every mail; 2 messages wait, the first since "), "{two}");
    }

    #[test]
    fn one_is_one() {
        let given_up = |given_up| given_up_words(given_up).unwrap_or_default();
        assert!(given_up(0).is_empty() && given_up(1).starts_with("1 message was given up"), "{}", given_up(1));
        assert!(given_up(2).starts_with("2 messages were given up"), "{}", given_up(2));
    }

    fn given_up_words(count: u64) -> Option<String> {
        given_up(&Facts { given_up: count, ..Facts::default() })
    }
}
