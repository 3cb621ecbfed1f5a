//! Whom to ask: the ICB sub-group, or the programme admin, by name and address where they are known.

use leptos::prelude::*;
use services::Help;
use services::practices::Contact;

/// "your programme admin, Robin Vale (robin.vale@programme.example)", for the middle of a sentence; what is not set is left out.
pub fn admin(help: &Help) -> AnyView {
    let name = help.contact_name.as_ref().map(|name| format!(", {name}"));
    view! { "your programme admin"{name}{help.contact_email.clone().map(in_brackets)} }.into_any()
}

/// "your ICB sub-group, Ines Rao (ines.rao@icb.example) or Sam Lee (sam.lee@icb.example)", for the end of a sentence; the programme admin
/// where nobody is known there.
pub fn sub_group(people: &[Contact], help: &Help) -> AnyView {
    if people.is_empty() {
        return view! { "your ICB sub-group or "{admin(help)} }.into_any();
    }
    let person = |(at, contact): (usize, &Contact)| {
        let name = format!("{}{}", if at == 0 { ", " } else { " or " }, contact.name);
        view! { {name}{in_brackets(contact.email.clone())} }
    };
    view! { "your ICB sub-group"{people.iter().enumerate().map(person).collect_view()} }.into_any()
}

fn in_brackets(email: String) -> impl IntoView {
    let href = format!("mailto:{email}");
    view! {
        " ("
        <a class="app-link" href=href>{email}</a>
        ")"
    }
}

/// Whether the settings name somebody.
pub fn is_known(help: &Help) -> bool {
    help.contact_name.is_some() || help.contact_email.is_some()
}

#[cfg(test)]
mod tests {
    use domain::accounts::Role;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(None, None, "your programme admin")]
    #[case(Some("Robin"), None, "your programme admin, Robin")]
    #[case(None, Some("r@x.example"), "your programme admin (<a href=\"mailto:r@x.example\" class=\"app-link\">r@x.example</a>)")]
    #[case(
        Some("<b>"),
        Some("r@x.example"),
        "your programme admin, &lt;b&gt; (<a href=\"mailto:r@x.example\" class=\"app-link\">r@x.example</a>)"
    )]
    fn names_what_is_set(#[case] name: Option<&str>, #[case] email: Option<&str>, #[case] expected: &str) {
        let [contact_name, contact_email] = [name, email].map(|text| text.map(str::to_owned));
        let help = Help { contact_name, contact_email, ..Help::default() };
        assert_eq!(admin(&help).to_html().replace("<!>", ""), expected);
        assert_eq!(is_known(&help), name.or(email).is_some());
    }

    #[test]
    fn names_the_sub_group_before_the_admin() {
        let person = |name: &str| Contact { name: name.into(), email: "i@x.example".into(), role: Role::Icb, has_come: true };
        let html = |people: &[Contact]| sub_group(people, &Help::default()).to_html().replace("<!>", "");
        let link = "(<a href=\"mailto:i@x.example\" class=\"app-link\">i@x.example</a>)";
        assert_eq!(html(&[person("Ines"), person("Sam")]), format!("your ICB sub-group, Ines {link} or Sam {link}"));
        assert_eq!(html(&[]), "your ICB sub-group or your programme admin");
    }
}
