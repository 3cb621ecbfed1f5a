//! Email addresses of people who are let in.

use crate::field::FieldError;

/// The domains under which people may be invited where nothing else is set.
pub const DOMAINS: [&str; 2] = ["nhs.net", "nhs.uk"];

/// An address as it is kept: lower case, without white space around. `domains` names where people may come from, each with all that
/// lies under it; empty: from anywhere.
///
/// # Errors
/// A [`FieldError`] on `email`: no address, or none under these domains.
pub fn email(typed: &str, domains: &[String]) -> Result<String, FieldError> {
    let email = typed.trim().to_lowercase();
    let host = email.split_once('@').filter(|(name, host)| !name.is_empty() && is_host(host)).map(|(_, host)| host);
    let clean = email.len() <= 254 && !email.chars().any(|c| c.is_whitespace() || c.is_control() || "<>,;:\"()[]\\".contains(c));
    let Some(host) = host.filter(|_| clean) else {
        return Err(FieldError::new("email", "Enter an email address, like sam@example.nhs.uk"));
    };
    if domains.is_empty() || domains.iter().any(|domain| lies_under(host, domain)) {
        return Ok(email);
    }
    Err(FieldError::new("email", format!("Enter a work email address that ends in {}", listed_domains(domains))))
}

fn is_host(host: &str) -> bool {
    host.contains('.') && !host.contains('@') && host.split('.').all(|label| !label.is_empty())
}

fn lies_under(host: &str, domain: &str) -> bool {
    let domain = domain.trim_start_matches('.');
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

/// "nhs.net, nhs.uk or example".
#[must_use]
pub fn listed_domains(domains: &[String]) -> String {
    match domains.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(" Sam@NHS.net ", Some("sam@nhs.net"))]
    #[case("sam@surgery.nhs.uk", Some("sam@surgery.nhs.uk"))]
    #[case("sam@evil-nhs.uk", None)]
    #[case("sam@nhs.uk.evil.com", None)]
    #[case("sam@gmail.com", None)]
    #[case("sam@x@nhs.uk", None)]
    #[case("@nhs.uk", None)]
    #[case("sam@.nhs.uk", None)]
    #[case("sam@nhs.net\r\nBcc: all@nhs.net", None)]
    #[case("\"sam\"@nhs.net", None)]
    #[case("", None)]
    fn only_under_these_domains(#[case] typed: &str, #[case] expected: Option<&str>) {
        let domains = DOMAINS.map(str::to_owned);
        assert_eq!(email(typed, &domains).ok().as_deref(), expected);
    }

    #[test]
    fn without_domains_any_address_will_do() {
        assert_eq!(email("sam@practice.example", &[]).as_deref(), Ok("sam@practice.example"));
        assert!(email("sam", &[]).is_err() && email("sam@example", &[]).is_err());
    }

    #[test]
    fn the_mistake_says_which() {
        let domains = DOMAINS.map(str::to_owned);
        assert!(email("sam@gmail.com", &domains).unwrap_err().message.ends_with("ends in nhs.net or nhs.uk"));
    }
}
