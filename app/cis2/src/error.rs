//! Why a sign-in came to nothing.

use domain::accounts::card::Unproven;
use openidconnect::core::CoreErrorResponseType;
use openidconnect::{DiscoveryError, RequestTokenError, StandardErrorResponse, UserInfoError};

use crate::http::HttpError;

/// A sign-in, or the end of one, that did not work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The issuer does not answer, or says that it is out of order; the text is for the log.
    #[error("the issuer cannot be asked: {0}")]
    Unreachable(String),
    /// It answers, but with what cannot be used: too much, or not what was agreed; the text is for the log.
    #[error("the issuer's answer cannot be used: {0}")]
    Unusable(String),
    /// What came back is not good enough.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// What is wrong with what came back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It answers no sign-in that this session began, or one that was answered already.
    #[error("the state is not the one that was sent, or was used already")]
    State,
    /// It comes from another issuer than was asked.
    #[error("the answer names another issuer")]
    OtherIssuer,
    /// It does not say who answers, though the issuer announces that it does (RFC 9207).
    #[error("the answer names no issuer, though the issuer announces it")]
    NoIssuer,
    /// A parameter stands in it twice (RFC 6749, 3.1).
    #[error("a parameter of the answer stands in it twice")]
    Twice,
    /// The person stopped, or the issuer did not let them go on; its word for that.
    #[error("the issuer answered {0}")]
    Denied(String),
    /// The issuer does not take the code: it was used, or is too old.
    #[error("the code is not accepted: {0}")]
    Code(String),
    /// The ID token, or the logout token, does not hold; why, for the log.
    #[error("the token does not hold: {0}")]
    Token(String),
    /// The sign-in is not fresh or not strong enough.
    #[error(transparent)]
    Unproven(#[from] Unproven),
}

impl Error {
    pub(crate) fn unreachable(error: impl std::error::Error) -> Self {
        Self::Unreachable(chain(&error))
    }

    pub(crate) fn unusable(error: impl std::error::Error) -> Self {
        Self::Unusable(chain(&error))
    }

    pub(crate) fn of_discovery(error: DiscoveryError<HttpError>) -> Self {
        match &error {
            DiscoveryError::Request(fault) if fault.is_away() => Self::unreachable(error),
            _ => Self::Unusable(chain(&error)),
        }
    }

    pub(crate) fn of_exchange(error: RequestTokenError<HttpError, StandardErrorResponse<CoreErrorResponseType>>) -> Self {
        match &error {
            RequestTokenError::ServerResponse(response) => Refusal::Code(word(response.error().as_ref())).into(),
            RequestTokenError::Request(fault) if fault.is_away() => Self::unreachable(error),
            _ => Self::Unusable(chain(&error)),
        }
    }

    pub(crate) fn of_user_info(error: UserInfoError<HttpError>) -> Self {
        match &error {
            UserInfoError::Request(fault) if fault.is_away() => Self::unreachable(error),
            _ => Self::Unusable(chain(&error)),
        }
    }

    pub(crate) fn token(why: impl std::fmt::Display) -> Self {
        Self::Refused(Refusal::Token(why.to_string().replace(char::is_control, " ")))
    }
}

/// An error's word of OAuth as it may stand in a log: whoever sent it may have sent anything, line ends included.
pub(crate) fn word(sent: &str) -> String {
    sent.chars().filter(|letter| letter.is_ascii_lowercase() || *letter == '_').take(100).collect()
}

/// An error with what caused it, in one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text.replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("access_denied", "access_denied")]
    #[case("x\n2023-09-18T08:05:00Z  INFO sessions ended", "xsessionsended")]
    #[case("\u{1b}[31m", "m")]
    fn what_a_stranger_sends_is_a_word(#[case] sent: &str, #[case] logged: &str) {
        assert_eq!(word(sent), logged);
    }

    #[test]
    fn an_error_is_one_line() {
        assert_eq!(chain(&std::io::Error::other("no\r\nsuch\tthing")), "no  such thing");
    }
}
