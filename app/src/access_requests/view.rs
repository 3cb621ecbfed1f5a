//! What the pages of somebody who asks for access share.

use domain::time::format_instant;

use crate::web::request::Request;

/// When requests are worked, and when one made now can expect its answer.
pub(super) fn worked(request: &Request) -> String {
    let round = &request.services.access.round;
    let next = format_instant(round.next_after(request.services.clock.now()));
    format!("We answer requests on {}. The next answers go out on {next}.", round.days_in_words())
}
