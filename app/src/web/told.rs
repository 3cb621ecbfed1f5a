//! Who is told by email, as a sentence: made of whom the use case wrote to, and never of what it meant to do.

use domain::field::format_count;
use services::outbox::Recipients;

/// How many people are named; more are counted.
const NAMED: usize = 4;

/// "We will email Sam Lee. Our last email to Kim Roe could not be delivered: please tell them yourself." `who` is "the practice" or the like.
#[must_use]
pub fn told(recipients: &Recipients, who: &str) -> String {
    let Recipients { people, failing, .. } = recipients;
    if people.is_empty() {
        return format!("We have no contact at {who}. Please tell them yourself.");
    }
    let reached: Vec<&str> = people.iter().filter(|name| !failing.contains(name)).map(String::as_str).collect();
    let ours = (!reached.is_empty()).then(|| format!("We will email {}.", listed(&reached, who)));
    ours.into_iter().chain(undelivered(failing)).collect::<Vec<_>>().join(" ")
}

/// "Our last email to Kim Roe could not be delivered: please tell them yourself."; nothing where all could.
#[must_use]
pub fn undelivered(failing: &[String]) -> Option<String> {
    let names: Vec<&str> = failing.iter().map(String::as_str).collect();
    (!names.is_empty()).then(|| format!("Our last email to {} could not be delivered: please tell them yourself.", and(&names)))
}

fn listed(names: &[&str], who: &str) -> String {
    if names.len() <= NAMED { and(names) } else { format!("{} people at {who}", format_count(names.len() as i64)) }
}

/// "A", "A and B", "A, B and C".
fn and(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::nobody(&[], &[], "We have no contact at the practice. Please tell them yourself.")]
    #[case::one(&["Sam Lee"], &[], "We will email Sam Lee.")]
    #[case::some(&["Ann", "Bo", "Cy"], &[], "We will email Ann, Bo and Cy.")]
    #[case::many(&["A", "B", "C", "D", "E"], &[], "We will email 5 people at the practice.")]
    #[case::one_fails(&["Ann", "Bo"], &["Bo"], "We will email Ann. Our last email to Bo could not be delivered: please tell them yourself.")]
    #[case::all_fail(&["Ann", "Bo"], &["Ann", "Bo"], "Our last email to Ann and Bo could not be delivered: please tell them yourself.")]
    fn sentences(#[case] people: &[&str], #[case] failing: &[&str], #[case] expected: &str) {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(told(&Recipients { people: names(people), failing: names(failing), written: 0 }, "the practice"), expected);
    }
}
