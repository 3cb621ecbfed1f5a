//! What an SMTP error means for the mail at hand.

use lettre::transport::smtp::Error;

use super::SendError;

/// Codes that concern this program and not the mail: authentication (RFC 4954), or the server goes away.
const ABOUT_US: [u16; 6] = [421, 454, 530, 534, 535, 538];

pub(super) fn smtp(error: &Error) -> SendError {
    let words = error.to_string();
    let code = error.status().map(u16::from);
    if code.is_some_and(|code| ABOUT_US.contains(&code)) {
        SendError::Unreachable(words)
    } else if error.is_permanent() {
        SendError::Permanent(words)
    } else if error.is_transient() || error.is_client() {
        // "Client" is a mail that this server cannot take, e.g. an address in other letters than ASCII.
        SendError::Temporary(words)
    } else {
        SendError::Unreachable(words)
    }
}
