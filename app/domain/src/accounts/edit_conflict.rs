//! Who was first, where two people or two windows change the same thing.

use chrono::{DateTime, NaiveDate, Utc};

use crate::time::{format_instant, format_time, london_day};

/// "Alex Lee changed this at 10:41am BST, while you were working on it" or, where it was `oneself`, "You changed this in another window at
/// 10:41am BST". What was changed is called `what`, who changed it `by`.
#[must_use]
pub fn changed_meanwhile(oneself: bool, by: &str, what: &str, at: DateTime<Utc>, today: NaiveDate) -> String {
    let when = if london_day(at) == today { format!("at {}", format_time(at)) } else { format!("on {}", format_instant(at)) };
    if oneself {
        format!("You changed {what} in another window {when}")
    } else {
        format!("{by} changed {what} {when}, while you were working on it")
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(true, "2023-09-18", "You changed this in another window at 10:41am BST")]
    #[case(false, "2023-09-18", "Alex changed this at 10:41am BST, while you were working on it")]
    #[case(true, "2023-09-19", "You changed this in another window on 18 September 2023 at 10:41am BST")]
    #[case(false, "2023-09-19", "Alex changed this on 18 September 2023 at 10:41am BST, while you were working on it")]
    fn who_and_when(#[case] oneself: bool, #[case] today: &str, #[case] expected: &str) {
        let at = "2023-09-18T09:41:00Z".parse().unwrap();
        assert_eq!(changed_meanwhile(oneself, "Alex", "this", at, today.parse().unwrap()), expected);
    }
}
