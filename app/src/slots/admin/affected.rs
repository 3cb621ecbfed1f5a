//! Whom moving or cancelling a date concerns, in words.

use services::slots::{Concerned, Unreached};

use crate::web::told::undelivered;

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
    if parts.is_empty() { "Nobody had it or waited for it.".to_owned() } else { format!("{}. {}", parts.join(", "), by_mail(concerned)) }
}

fn by_mail(concerned: &Concerned) -> String {
    let Concerned { rebooked, cancelled, waiting, still_waiting, unreached } = concerned;
    let missed = unreached.iter().map(|Unreached { practice, failing }| match undelivered(failing) {
        Some(sentence) => format!("{practice}: {sentence}"),
        None => format!("{practice}: we have no contact there. Please tell them yourself."),
    });
    let all = rebooked + cancelled + waiting + still_waiting;
    let others = match unreached.len() {
        0 => Some("We will email all of them.".to_owned()),
        some => (some < all).then(|| "We will email the others.".to_owned()),
    };
    missed.chain(others).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_not_reached_is_named_with_the_reason() {
        let one = |code: &str, failing: &[&str]| Unreached {
            practice: code.parse().unwrap(),
            failing: failing.iter().map(|name| (*name).to_owned()).collect(),
        };
        let said = |unreached| sentences(&Concerned { rebooked: 2, cancelled: 1, unreached, ..Concerned::default() });
        assert_eq!(said(vec![]), "2 practices have a new date, 1 practice must choose another. We will email all of them.");
        let some = said(vec![one("X10001", &[]), one("X10002", &["Kim Roe"])]);
        let expected = "X10001: we have no contact there. Please tell them yourself. \
                        X10002: Our last email to Kim Roe could not be delivered: please tell them yourself. We will email the others.";
        assert!(some.ends_with(expected), "{some}");
    }
}
