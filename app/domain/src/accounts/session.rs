//! Sessions: how they begin, how long they last, and what they are called.

use chrono::{DateTime, TimeDelta, Utc};

/// How a session began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// By a link sent by email.
    Link,
    /// As one of the people of a demonstration.
    Demo,
    /// With a smartcard.
    Card,
}

impl Method {
    const ALL: [Self; 3] = [Self::Link, Self::Demo, Self::Card];

    /// The word in the database: `link`, `demo`, `card`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Demo => "demo",
            Self::Card => "card",
        }
    }

    /// The method with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.key() == word)
    }

    /// "Link in an email".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Link => "Link in an email",
            Self::Demo => "Demonstration",
            Self::Card => "Smartcard",
        }
    }
}

/// Why an account sees an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// An admin made the account or gave it more.
    Invitation,
    /// The person asked and somebody approved.
    Request,
    /// It stands on the person's smartcard.
    Card,
}

impl Source {
    const ALL: [Self; 3] = [Self::Invitation, Self::Request, Self::Card];

    /// The word in the database: `invitation`, `request`, `card`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Request => "request",
            Self::Card => "card",
        }
    }

    /// The source with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.key() == word)
    }
}

/// How long sessions last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// Without being used.
    pub idle: TimeDelta,
    /// At most, from signing in.
    pub absolute: TimeDelta,
    /// From its beginning, whatever is done in it, while nobody has signed in: as long as a sign-in takes, with the wait for a link.
    pub nobody: TimeDelta,
}

impl Default for Lifetime {
    fn default() -> Self {
        Self { idle: TimeDelta::minutes(30), absolute: TimeDelta::hours(12), nobody: TimeDelta::minutes(30) }
    }
}

impl Lifetime {
    /// When a session ends that began and was used last at these instants, if it is not used again.
    #[must_use]
    pub fn ends_at(&self, began: DateTime<Utc>, last_seen: DateTime<Utc>) -> DateTime<Utc> {
        (began + self.absolute).min(last_seen + self.idle)
    }

    /// When a session that began then is over however much it is used: of somebody who is signed in, or of nobody.
    #[must_use]
    pub fn over_at(&self, began: DateTime<Utc>, is_signed_in: bool) -> DateTime<Utc> {
        began + if is_signed_in { self.absolute } else { self.nobody }
    }
}

/// Whether the use of a session is worth writing down: at most once a minute, so that pages stay fast.
#[must_use]
pub fn worth_noting(last_seen: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - last_seen >= TimeDelta::minutes(1)
}

/// A browser's name for itself in a few words, like "Edge on Windows", for its owner to know it again. It says what it likes, so nothing
/// is decided by it.
#[must_use]
pub fn device(user_agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name);
    // The order matters: most browsers also name those they want to be taken for.
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "Unknown device".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2023-09-18T{text}Z").parse().unwrap()
    }

    #[rstest]
    #[case("08:00:00", "08:10:00", "08:40:00")]
    #[case("08:00:00", "19:45:00", "20:00:00")]
    fn whichever_comes_first_ends_a_session(#[case] began: &str, #[case] seen: &str, #[case] ends: &str) {
        assert_eq!(Lifetime::default().ends_at(at(began), at(seen)), at(ends));
    }

    #[rstest]
    #[case(true, "20:00:00")]
    #[case(false, "08:30:00")]
    fn a_session_of_nobody_is_over_soon(#[case] is_signed_in: bool, #[case] over: &str) {
        assert_eq!(Lifetime::default().over_at(at("08:00:00"), is_signed_in), at(over));
    }

    #[rstest]
    #[case("08:00:59", false)]
    #[case("08:01:00", true)]
    fn a_use_is_noted_once_a_minute(#[case] now: &str, #[case] expected: bool) {
        assert_eq!(worth_noting(at("08:00:00"), at(now)), expected);
    }

    #[rstest]
    #[case(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0",
        "Edge on Windows"
    )]
    #[case(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36",
        "Chrome on Windows"
    )]
    #[case("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1", "Safari on iPhone")]
    #[case("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", "Firefox on Linux")]
    #[case(
        "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 SamsungBrowser/23.0 Chrome/115.0 Safari/537.36",
        "Samsung Internet on Android"
    )]
    #[case("curl/8.0 <script>", "Unknown device")]
    #[case("", "Unknown device")]
    fn devices(#[case] user_agent: &str, #[case] expected: &str) {
        assert_eq!(device(user_agent), expected);
    }

    #[test]
    fn words_read_back() {
        assert!(Method::ALL.into_iter().all(|method| Method::from_key(method.key()) == Some(method)));
        assert!(Source::ALL.into_iter().all(|source| Source::from_key(source.key()) == Some(source)));
    }
}
