//! Whom moving or cancelling a date concerns, in words.

use domain::organisations::OdsCode;
use services::slots::Concerned;

/// How many practices it concerns and in what way, and who could not be told.
pub fn sentences(concerned: &Concerned) -> String {
    let practices = |count: usize| if count == 1 { "1 practice".to_owned() } else { format!("{count} practices") };
    let parts = [
        (concerned.rebooked, "has a new date", "have a new date"),
        (concerned.cancelled, "must choose another", "must choose another"),
        (concerned.waiting, "no longer waits", "no longer wait"),
        (concerned.still_waiting, "stays on the waiting list", "stay on the waiting list"),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{} {}", practices(count), if count == 1 { one } else { many }))
        .collect();
    if parts.is_empty() {
        "Nobody had it or waited for it.".to_owned()
    } else {
        format!("{}. {}", parts.join(", "), by_mail(&concerned.untold))
    }
}

fn by_mail(untold: &[OdsCode]) -> String {
    let codes: Vec<_> = untold.iter().map(OdsCode::as_str).collect();
    match codes[..] {
        [] => "We will email all of them.".to_owned(),
        [one] => format!("Not told, because nobody there has an account: {one}. Tell them yourself."),
        [..] => format!("Not told, because nobody there has an account: {}. Tell them yourself.", codes.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_could_not_be_told_is_named() {
        let concerned = |untold: &[&str]| Concerned {
            rebooked: 2,
            cancelled: 1,
            untold: untold.iter().map(|code| code.parse().unwrap()).collect(),
            ..Concerned::default()
        };
        let said = |untold: &[&str]| sentences(&concerned(untold));
        assert_eq!(said(&[]), "2 practices have a new date, 1 practice must choose another. We will email all of them.");
        assert!(said(&["X10001"]).ends_with("Not told, because nobody there has an account: X10001. Tell them yourself."));
        assert!(said(&["X10001", "X10002"]).contains("Not told, because nobody there has an account: X10001, X10002."));
    }
}
