//! Whom to ask: the programme admin, by name and address where the settings give them.

use leptos::prelude::*;
use services::Help;

/// "your programme admin, Robin Vale (robin.vale@programme.example)", for the middle of a sentence; what is not set is left out.
pub fn admin(help: &Help) -> AnyView {
    let name = help.contact_name.as_ref().map(|name| format!(", {name}"));
    let email = help.contact_email.clone().map(|email| {
        let href = format!("mailto:{email}");
        view! {
            " ("
            <a href=href>{email}</a>
            ")"
        }
    });
    view! { "your programme admin"{name}{email} }.into_any()
}

/// Whether the settings name somebody.
pub fn is_known(help: &Help) -> bool {
    help.contact_name.is_some() || help.contact_email.is_some()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(None, None, "your programme admin")]
    #[case(Some("Robin"), None, "your programme admin, Robin")]
    #[case(None, Some("r@x.example"), "your programme admin (<a href=\"mailto:r@x.example\">r@x.example</a>)")]
    #[case(Some("<b>"), Some("r@x.example"), "your programme admin, &lt;b&gt; (<a href=\"mailto:r@x.example\">r@x.example</a>)")]
    fn names_what_is_set(#[case] name: Option<&str>, #[case] email: Option<&str>, #[case] expected: &str) {
        let [contact_name, contact_email] = [name, email].map(|text| text.map(str::to_owned));
        let help = Help { contact_name, contact_email, ..Help::default() };
        assert_eq!(admin(&help).to_html().replace("<!>", ""), expected);
        assert_eq!(is_known(&help), name.or(email).is_some());
    }
}
