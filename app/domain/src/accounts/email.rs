//! Which e-mail addresses may have an account.

/// The domains that are allowed where no setting says otherwise.
pub const DEFAULT_DOMAINS: [&str; 2] = ["nhs.net", "nhs.uk"];

/// Why an address cannot be let in; the text is for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Not an address at all.
    #[error("Enter an e-mail address, like sam@example.nhs.uk")]
    NotAnAddress,
    /// An address elsewhere.
    #[error("Enter your work e-mail address: it must end in {0}")]
    Elsewhere(String),
}

/// The address as it is kept, in lower case, if it is one under one of `domains`: `nhs.uk` allows `sam@nhs.uk` and `sam@trust.nhs.uk`.
///
/// # Errors
/// [`EmailError`], to show beside the field.
pub fn check(typed: &str, domains: &[String]) -> Result<String, EmailError> {
    let email = typed.trim().to_lowercase();
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || "<>,;:\"()[]\\".contains(c);
    let parts = email.split_once('@').filter(|(name, domain)| {
        let labels = domain.split('.').all(|label| !label.is_empty());
        !name.is_empty() && labels && domain.contains('.') && !domain.contains('@') && email.len() <= 254 && !email.contains(forbidden)
    });
    let Some((_, host)) = parts else { return Err(EmailError::NotAnAddress) };
    let under = |domain: &String| host == domain || host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.'));
    if domains.iter().any(under) { Ok(email) } else { Err(EmailError::Elsewhere(listed(domains))) }
}

/// "nhs.net or nhs.uk".
fn listed(domains: &[String]) -> String {
    match domains.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => "an allowed domain".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn domains() -> Vec<String> {
        DEFAULT_DOMAINS.map(str::to_owned).to_vec()
    }

    #[rstest]
    #[case(" Sam.Taylor@NHS.net ", Ok("sam.taylor@nhs.net"))]
    #[case("sam@nhs.uk", Ok("sam@nhs.uk"))]
    #[case("sam@trust.nhs.uk", Ok("sam@trust.nhs.uk"))]
    #[case("sam@evilnhs.net", Err(EmailError::Elsewhere("nhs.net or nhs.uk".into())))]
    #[case("sam@nhs.net.example", Err(EmailError::Elsewhere("nhs.net or nhs.uk".into())))]
    #[case("sam@nhs.net@example.com", Err(EmailError::NotAnAddress))]
    #[case("sam@.nhs.net", Err(EmailError::NotAnAddress))]
    #[case("sam", Err(EmailError::NotAnAddress))]
    #[case("@nhs.net", Err(EmailError::NotAnAddress))]
    #[case("sam\r\nbcc:x@nhs.net", Err(EmailError::NotAnAddress))]
    #[case("sam <sam@nhs.net>", Err(EmailError::NotAnAddress))]
    fn addresses(#[case] typed: &str, #[case] expected: Result<&str, EmailError>) {
        assert_eq!(check(typed, &domains()), expected.map(str::to_owned));
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_kept_as_it_is(typed in "\\PC{0,10}@?\\PC{0,10}(nhs\\.net|nhs\\.uk)?") {
            if let Ok(email) = check(&typed, &domains()) {
                prop_assert_eq!(check(&email, &domains()), Ok(email.clone()));
                prop_assert!(email.ends_with("nhs.net") || email.ends_with("nhs.uk"));
            }
        }
    }
}
