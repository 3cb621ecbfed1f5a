//! What a sender learns of its mail server, so that it does not ask in vain.

use chrono::TimeDelta;

use super::{Fault, with_jitter};

/// After this many refusals in a row, with no mail taken in between, the fault is the server and not the single mail.
pub const IN_A_ROW: u32 = 8;

/// The first rest; it doubles each time that the server is still as it was.
const FIRST_REST: TimeDelta = TimeDelta::seconds(2);
/// The longest rest, without jitter: a person may wait for a sign-in link when the server is back.
const LONGEST_REST: TimeDelta = TimeDelta::minutes(1);

/// A mail server as one sender sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Server {
    refusals: u32,
    rests: u32,
}

impl Server {
    /// It took a mail.
    pub fn took(&mut self) {
        *self = Self::default();
    }

    /// It let us in, and said something about one mail or its recipient.
    pub fn answered(&mut self) {
        self.rests = 0;
    }

    /// It refused. True where it is to be left alone for a while: for [`Server::rest`].
    pub fn refused(&mut self, fault: Fault) -> bool {
        self.refusals = self.refusals.saturating_add(1);
        let leave = fault.is_about_every_mail() || self.refusals >= IN_A_ROW;
        if leave {
            self.rests = self.rests.saturating_add(1);
        }
        leave
    }

    /// How many mails may be under way at once, of `most`: one alone tries whether it is well again.
    #[must_use]
    pub fn at_once(&self, most: usize) -> usize {
        if self.rests > 0 { 1 } else { most }
    }

    /// How long it is left alone now. `jitter`, from 0 to 1, spreads several senders over up to a fifth more.
    #[must_use]
    pub fn rest(&self, jitter: f64) -> TimeDelta {
        let doublings = self.rests.saturating_sub(1).min(16);
        with_jitter((FIRST_REST * (1 << doublings)).min(LONGEST_REST), jitter)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(1, 0.0, 2)]
    #[case(2, 0.0, 4)]
    #[case(5, 0.0, 32)]
    #[case(6, 0.0, 60)]
    #[case(1_000, 1.0, 72)]
    fn it_is_left_alone_for_longer_each_time(#[case] times: u32, #[case] jitter: f64, #[case] seconds: i64) {
        let mut server = Server::default();
        for _ in 0..times {
            assert!(server.refused(Fault::Connect));
        }
        assert_eq!((server.rest(jitter).num_seconds(), server.at_once(8)), (seconds, 1));
        server.took();
        assert_eq!((server, server.at_once(8)), (Server::default(), 8));
    }

    #[test]
    fn refusals_of_single_mails_are_about_all_only_in_a_row() {
        let mut server = Server::default();
        for _ in 0..3 {
            for _ in 1..IN_A_ROW {
                assert!(!server.refused(Fault::Recipient));
            }
            server.took();
        }
        for _ in 1..IN_A_ROW {
            assert!(!server.refused(Fault::Content));
        }
        assert!(server.refused(Fault::Recipient));
        assert_eq!(server.at_once(8), 1);
        server.answered();
        assert_eq!(server.at_once(8), 8);
        assert!(server.refused(Fault::Recipient), "nothing was taken since");
    }
}
