//! What somebody needs before they can sign in with an NHS smartcard, and what the rules of its passcode are. Nothing here asks for a
//! passcode, and nothing keeps data of a card.

mod passcode;

use serde::{Deserialize, Serialize};

pub use passcode::{Certainty, PasscodeRule, System, passcode_rule};

/// The activity codes of which one is needed beside each practice's code: code and what it allows. Source: the smartcard page of the GP
/// appointments dashboard, 8 June 2023. B0360 also grants B8006 (execute clinical reports).
pub const ACTIVITIES: [(&str, &str); 4] = [
    ("B0360", "view detailed health records"),
    ("B0258", "execute contracting reports"),
    ("B0945", "execute management reports"),
    ("B0560", "perform patient admin"),
];

/// The telephone number of the National Service Desk. Same source.
pub const SERVICE_DESK: &str = "0300 303 5035";

/// One thing that is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// The code of each practice on the card.
    PracticeCode,
    /// One of the [`ACTIVITIES`] for each of these practices.
    ActivityCode,
    /// NHS Credential Management on the computer.
    Software,
}

impl Need {
    /// All of them, in the order in which they are checked.
    pub const ALL: [Self; 3] = [Self::PracticeCode, Self::ActivityCode, Self::Software];

    /// The word in addresses and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::PracticeCode => "practice-code",
            Self::ActivityCode => "activity-code",
            Self::Software => "software",
        }
    }

    /// The need with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|need| need.key() == word)
    }

    /// "The practice’s code on the smartcard".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PracticeCode => "The practice’s code on the smartcard",
            Self::ActivityCode => "One of the activity codes",
            Self::Software => "NHS Credential Management on the computer",
        }
    }
}

/// What somebody says about a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It is there.
    Yes,
    /// It is not there.
    No,
    /// They do not know.
    Unsure,
}

impl Reply {
    /// The reply of a word in an address: `yes`, `no`, `unsure`.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        match word {
            "yes" => Some(Self::Yes),
            "no" => Some(Self::No),
            "unsure" => Some(Self::Unsure),
            _ => None,
        }
    }
}

/// Where the step-by-step check stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// This is asked next.
    Ask(Need),
    /// Everything was asked: what is not there, or not known to be.
    Result(Vec<(Need, Reply)>),
}

/// What comes next: the first need without a reply, or else the result.
#[must_use]
pub fn step(reply: impl Fn(Need) -> Option<Reply>) -> Step {
    let mut open = Vec::new();
    for need in Need::ALL {
        match reply(need) {
            None => return Step::Ask(need),
            Some(Reply::Yes) => {}
            Some(other) => open.push((need, other)),
        }
    }
    Step::Result(open)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(["", "", ""], Step::Ask(Need::PracticeCode))]
    #[case(["yes", "", ""], Step::Ask(Need::ActivityCode))]
    #[case(["no", "unsure", ""], Step::Ask(Need::Software))]
    #[case(["yes", "nonsense", "yes"], Step::Ask(Need::ActivityCode))]
    #[case(["yes", "yes", "yes"], Step::Result(vec![]))]
    #[case(["yes", "no", "unsure"], Step::Result(vec![(Need::ActivityCode, Reply::No), (Need::Software, Reply::Unsure)]))]
    fn steps(#[case] words: [&str; 3], #[case] expected: Step) {
        let reply = |need: Need| Reply::from_key(words[Need::ALL.iter().position(|other| *other == need).unwrap()]);
        assert_eq!(step(reply), expected);
    }

    #[test]
    fn words_read_back() {
        for need in Need::ALL {
            assert_eq!(Need::from_key(need.key()), Some(need));
        }
    }
}
