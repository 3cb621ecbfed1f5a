//! Numbers and signatures as people read them.

use chrono::{DateTime, Utc};
use domain::accounts::listed_domains;
use domain::field::format_count;
use domain::time::format_instant;

/// "No practices", "1 practice", "6,455 practices".
#[must_use]
pub fn counted(number: u64, one: &str, many: &str) -> String {
    match number {
        0 => format!("No {many}"),
        1 => format!("1 {one}"),
        number => format!("{} {many}", format_count(number)),
    }
}

/// "Use an address ending nhs.net or nhs.uk"; nothing where every address is let in.
#[must_use]
pub fn email_hint(domains: &[String]) -> String {
    if domains.is_empty() { String::new() } else { format!("Use an address ending {}", listed_domains(domains)) }
}

/// When, and by whom for those who may know: nobody is named to who only reads figures.
#[must_use]
pub fn by(when: String, who: &str) -> String {
    if who.is_empty() { when } else { format!("{when} by {who}") }
}

/// "Alex Lee answered this on 18 September 2023 at 10:41am BST", or that it was `oneself`, in another window.
#[must_use]
pub fn answered_meanwhile(oneself: bool, did: &str, by: &str, at: DateTime<Utc>) -> String {
    let when = format_instant(at);
    if oneself { format!("You {did} this in another window on {when}") } else { format!("{by} {did} this on {when}") }
}

/// Two sentences, or the first alone.
#[must_use]
pub fn also(first: &str, second: Option<String>) -> String {
    second.map_or_else(|| first.to_owned(), |second| format!("{first} {second}"))
}

#[cfg(test)]
mod tests {
    use domain::stage::after_deadline;

    use super::*;

    #[test]
    fn only_what_misses_the_deadline_is_told() {
        let [deadline, after] = ["2023-10-31", "2023-11-01"].map(|day| day.parse().unwrap());
        assert_eq!(after_deadline(deadline, deadline), None);
        assert_eq!(also("Planned.", after_deadline(after, deadline)), "Planned. This is after the deadline, 31 October 2023.");
    }
}
