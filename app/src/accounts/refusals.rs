//! What a person sees whose smartcard does not let them in: what is missing, and whom to ask.

use axum::http::StatusCode;
use domain::accounts::card::{NothingOnCard, Unproven};
use leptos::prelude::*;
use services::Help;

use crate::web::address::SIGN_IN;
use crate::web::components::{LinkButton, contact};
use crate::web::page::Page;

/// How many codes are named at most.
const NAMED: usize = 20;

/// Why a smartcard did not let a person in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardRefused {
    /// It answers no sign-in of this browser, or one that was answered.
    NotBegun,
    /// The person stopped, or the issuer stopped them.
    NotFinished,
    /// What came back does not hold.
    NotChecked,
    /// The sign-in is not fresh or not strong enough.
    Unproven(Unproven),
    /// The card opens nothing here.
    Nothing(NothingOnCard),
    /// The account has been suspended.
    Suspended,
    /// The issuer does not answer.
    Unreachable,
    /// It answers, but not so that we could go on.
    Unusable,
}

/// Whom to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ask {
    RegistrationAuthority,
    ServiceDesk,
    Admin,
    Nobody,
}

impl CardRefused {
    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Unreachable | Self::Unusable => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::FORBIDDEN,
        }
    }

    /// The page that says so, and whom to ask.
    #[must_use]
    pub fn page(&self, help: &Help) -> Page {
        let (title, words, ask) = self.words();
        let details = if let Self::Nothing(nothing) = self { missing(nothing).into_any() } else { ().into_any() };
        Page::new(
            title,
            view! {
                <div class="nhsuk-grid-row">
                    <div class="nhsuk-grid-column-two-thirds">
                        <h1>{title}</h1>
                        {words.iter().map(|sentence| view! { <p>{*sentence}</p> }).collect_view()}
                        {details}
                        {whom(ask, help)}
                        <LinkButton href=SIGN_IN kind="secondary">"Back to sign in"</LinkButton>
                    </div>
                </div>
            },
        )
    }

    fn words(&self) -> (&'static str, &'static [&'static str], Ask) {
        use Ask::{Admin, Nobody, RegistrationAuthority, ServiceDesk};
        match self {
            Self::NotBegun => (
                "This sign-in cannot be used",
                &["It was begun in another browser or window, or has been used already.", "Start again from the sign-in page."],
                Nobody,
            ),
            Self::NotFinished => (
                "You did not finish signing in",
                &["You are not signed in. If you meant to, start again from the sign-in page."],
                ServiceDesk,
            ),
            Self::NotChecked => (
                "Your sign-in could not be accepted",
                &[
                    "The answer of the smartcard service could not be accepted, so you are not signed in.",
                    "Try again from the sign-in page.",
                ],
                ServiceDesk,
            ),
            Self::Unproven(Unproven::SubjectMismatch) => (
                "Your sign-in names two different people",
                &["The details that came back with you do not all belong to the same person, so you are not signed in."],
                ServiceDesk,
            ),
            Self::Unproven(Unproven::Stale) => (
                "You need to show your smartcard again",
                &["You signed in too long ago for this service.", "Start again from the sign-in page."],
                ServiceDesk,
            ),
            Self::Unproven(Unproven::Identity) => (
                "Your identity has not been checked to the level this service needs",
                &["Your Registration Authority can check it."],
                RegistrationAuthority,
            ),
            Self::Unproven(Unproven::Authentication) => (
                "You need a stronger way to sign in",
                &[
                    "The way you signed in is not strong enough for this service. Sign in with your smartcard, or with another way that your organisation set up for you, for example a security key.",
                ],
                RegistrationAuthority,
            ),
            Self::Nothing(nothing) if *nothing == NothingOnCard::default() => (
                "There is no role on your smartcard",
                &["To use this service, the code of your organisation must be on your smartcard."],
                RegistrationAuthority,
            ),
            Self::Nothing(_) => ("Your smartcard does not open anything here", &[], RegistrationAuthority),
            Self::Suspended => ("Your account is suspended", &["Nobody can sign in with this account at present."], Admin),
            Self::Unreachable => {
                ("The smartcard service does not answer", &["You are not signed in. Try again in a few minutes."], ServiceDesk)
            }
            Self::Unusable => (
                "The smartcard service gave an answer that cannot be used",
                &["You are not signed in. Try again in a few minutes."],
                ServiceDesk,
            ),
        }
    }
}

fn missing(nothing: &NothingOnCard) -> impl IntoView + use<> {
    let codes = |codes: Vec<String>| {
        let rest = codes.len().saturating_sub(NAMED);
        let named = codes.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
        if rest > 0 { format!("{named} and {rest} more") } else { named }
    };
    let without = codes(nothing.without_activity.iter().map(ToString::to_string).collect());
    let closed = codes(nothing.closed.iter().map(ToString::to_string).collect());
    let unknown = codes(nothing.unknown.iter().filter(|code| !code.is_empty()).map(|code| code.chars().take(20).collect()).collect());
    let without = (!without.is_empty()).then(|| {
        view! {
            <p>"These practices are on your smartcard, but without an activity that opens them: "<strong>{without}</strong>"."</p>
            <p>"For each practice, your smartcard needs at least one of these activity codes:"</p>
            <ul>
                <li>"B0360, view detailed health records"</li>
                <li>"B0258, execute contracting reports"</li>
                <li>"B0945, execute management reports"</li>
                <li>"B0560, perform patient administration"</li>
            </ul>
        }
    });
    let closed = (!closed.is_empty()).then(|| view! { <p>"These practices have closed: "<strong>{closed}</strong>"."</p> });
    let unknown =
        (!unknown.is_empty()).then(|| view! { <p>"These organisations are not in this service: "<strong>{unknown}</strong>"."</p> });
    view! {
        {without}
        {closed}
        {unknown}
    }
}

fn whom(ask: Ask, help: &Help) -> AnyView {
    const DESK: &str = "If this keeps happening, ring the National Service Desk on 0300 303 5035.";
    match ask {
        Ask::RegistrationAuthority => view! {
            <h2>"Who to ask"</h2>
            <ul>
                <li>"Your local Registration Authority changes what is on your smartcard."</li>
                <li>"Your ICB sub-group can tell you who your Registration Authority is."</li>
                <li>"The National Service Desk helps with the smartcard itself: 0300 303 5035."</li>
            </ul>
        }
        .into_any(),
        Ask::ServiceDesk => view! { <p>{DESK}</p> }.into_any(),
        Ask::Admin => view! { <p>"If you think this is wrong, ask "{contact::admin(help)}"."</p> }.into_any(),
        Ask::Nobody => ().into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(refused: &CardRefused) -> String {
        refused.page(&Help::default()).body.to_html()
    }

    #[test]
    fn every_refusal_has_its_own_heading() {
        let code = |text: &str| text.parse().unwrap();
        let nothing = NothingOnCard { without_activity: [code("X10001")].into(), ..NothingOnCard::default() };
        let all = [
            CardRefused::NotBegun,
            CardRefused::NotFinished,
            CardRefused::NotChecked,
            CardRefused::Unproven(Unproven::SubjectMismatch),
            CardRefused::Unproven(Unproven::Stale),
            CardRefused::Unproven(Unproven::Identity),
            CardRefused::Unproven(Unproven::Authentication),
            CardRefused::Nothing(NothingOnCard::default()),
            CardRefused::Nothing(nothing),
            CardRefused::Suspended,
            CardRefused::Unreachable,
            CardRefused::Unusable,
        ];
        let titles: std::collections::BTreeSet<_> = all.iter().map(|refused| refused.page(&Help::default()).title).collect();
        assert_eq!(titles.len(), all.len());
    }

    #[test]
    fn what_is_missing_is_named_and_what_the_card_says_is_escaped() {
        let nothing = NothingOnCard {
            without_activity: ["X10001".parse().unwrap()].into(),
            closed: ["X10009".parse().unwrap()].into(),
            unknown: ["<b>".to_owned()].into(),
        };
        let page = html(&CardRefused::Nothing(nothing));
        for part in ["X10001", "B0360", "B0258", "B0945", "B0560", "X10009", "&lt;b&gt;", "Registration Authority", "0300 303 5035"] {
            assert!(page.contains(part), "{part}: {page}");
        }
    }
}
