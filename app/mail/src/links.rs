//! Addresses that stand in messages, and the ids of messages.

use url::Url;

/// Makes the links of messages.
#[derive(Clone, Debug)]
pub struct Links {
    public_url: String,
}

impl Links {
    /// Links under `public_url`, the address under which people reach the service.
    #[must_use]
    pub fn new(public_url: &str) -> Self {
        Self { public_url: public_url.trim_end_matches('/').to_owned() }
    }

    /// The start page.
    #[must_use]
    pub fn home(&self) -> &str {
        &self.public_url
    }

    /// The page where people ask for a link.
    #[must_use]
    pub fn sign_in_page(&self) -> String {
        format!("{}/sign-in", self.public_url)
    }

    /// The page with the button that signs in.
    #[must_use]
    pub fn sign_in(&self, token: &str) -> String {
        format!("{}/sign-in/{token}", self.public_url)
    }

    /// The page on which people ask for access.
    #[must_use]
    pub fn request_access(&self) -> String {
        format!("{}/request-access", self.public_url)
    }

    /// The page with the button that confirms an address.
    #[must_use]
    pub fn confirm_request(&self, token: &str) -> String {
        format!("{}/request-access/{token}", self.public_url)
    }

    /// The requests for access that wait.
    #[must_use]
    pub fn access_requests(&self) -> String {
        format!("{}/access-requests", self.public_url)
    }

    /// A practice's page.
    #[must_use]
    pub fn practice(&self, code: &str) -> String {
        format!("{}/practices/{code}", self.public_url)
    }

    /// A practice's EMIS dates.
    #[must_use]
    pub fn slots(&self, code: &str) -> String {
        format!("{}/practices/{code}/slots", self.public_url)
    }

    /// A practice's exception.
    #[must_use]
    pub fn exception(&self, code: &str) -> String {
        format!("{}/practices/{code}/exception", self.public_url)
    }

    /// What changed about a practice.
    #[must_use]
    pub fn changes(&self, code: &str) -> String {
        format!("{}/practices/{code}/changes", self.public_url)
    }

    /// How a practice switches on without an EMIS date.
    #[must_use]
    pub fn self_switch(&self, code: &str) -> String {
        format!("{}/practices/{code}/self-switch", self.public_url)
    }

    /// Where reminders are stopped: a page with a button, and a POST of one click (RFC 8058).
    #[must_use]
    pub fn unsubscribe(&self, token: &str) -> String {
        format!("{}/unsubscribe/{token}", self.public_url)
    }
}

/// The `Message-ID` of the outbox row `id`, under the host of `public_url`: the same however often the row is sent.
#[must_use]
pub fn message_id(id: &str, public_url: &str) -> String {
    let url = Url::parse(public_url).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or("localhost");
    format!("<{id}@{}>", host.trim_matches(['[', ']']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_ids_stand_under_the_host() {
        assert_eq!(message_id("1", "https://tracker.example.nhs.uk/rollout"), "<1@tracker.example.nhs.uk>");
        assert_eq!(message_id("1", "http://127.0.0.1:3000"), "<1@127.0.0.1>");
        assert_eq!(message_id("1", "nonsense"), "<1@localhost>");
    }
}
