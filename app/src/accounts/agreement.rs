//! `/agreement`: what everybody accepts before anything else opens.

use domain::accounts::Agreement;
use domain::time::format_instant;
use leptos::prelude::*;
use services::accounts::{accept_agreement, acceptance};

use crate::web::address::{AGREEMENT, REQUEST_ACCESS, SIGN_IN, SIGN_OUT, SIGNED_OUT, local_path};
use crate::web::components::{Button, InsetText};
use crate::web::outcome::{FormResult, PageResult, go};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = AGREEMENT;

/// What opens without the agreement, each with all that begins with it; all else waits, so that nothing new can be forgotten.
const OPEN: [&str; 7] = ["/guidance", SIGN_IN, SIGNED_OUT, REQUEST_ACCESS, "/demo/sign-in", "/demo/mail", "/unsubscribe/"];

/// What opens without the agreement, exactly so.
const OPEN_EXACTLY: [&str; 7] = [PATH, SIGN_OUT, "/accessibility", "/cookies", "/how-practices-are-read", "/privacy", "/smartcards"];

/// Whether a person who has not accepted the agreement in force may go to this path.
#[must_use]
pub fn opens_without(path: &str) -> bool {
    OPEN_EXACTLY.contains(&path) || OPEN.iter().any(|open| path.starts_with(open))
}

/// The agreement, with a button for whoever has not accepted it.
pub async fn get(request: Request) -> PageResult {
    let agreement = Agreement::current();
    let agreed = request.current_session().is_none_or(|session| session.agreed);
    let accepted = match request.viewer_if_any() {
        Some(viewer) => acceptance(&request.services, viewer).await?,
        None => None,
    };
    let before = accepted.map(|accepted| {
        let when = format!("You accepted version {} on {}.", accepted.version, format_instant(accepted.at));
        let changed = (!agreed).then_some(" It has changed since: please read it again.");
        view! { <InsetText><p>{when}{changed}</p></InsetText> }
    });
    let sections = agreement.sections.iter().map(|section| {
        let points = section.points.iter().map(|point| view! { <li>{point.as_str()}</li> }).collect_view();
        view! { <h2 class="nhsuk-heading-m">{section.title.as_str()}</h2><ul>{points}</ul> }
    });
    let form = (!agreed).then(|| {
        view! {
            <form method="post" novalidate>
                <input type="hidden" name="version" value=agreement.version />
                <Button>"Accept and continue"</Button>
            </form>
            <p>"If you do not want to accept it, sign out."</p>
        }
    });
    let body = view! {
        {before}
        <p>{agreement.intro.as_str()}</p>
        {sections.collect_view()}
        {form}
    };
    Ok(Page::captioned(format!("Version {}", agreement.version), "Access agreement", body))
}

/// Accepts the version that was read.
pub async fn post(request: Request) -> FormResult {
    accept_agreement(&request.services, request.viewer()?, request.typed.get("version")).await?;
    Ok(go(local_path(request.query.get("next")).unwrap_or("/")))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("/agreement", true)]
    #[case("/privacy", true)]
    #[case("/sign-in/token", true)]
    #[case("/sign-in/view", true)]
    #[case("/sign-out", true)]
    #[case("/", false)]
    #[case("/account", false)]
    #[case("/practices/X10001", false)]
    #[case("/reports/deadline.csv", false)]
    #[case("/sign-out/x", false)]
    #[case("/practices/X10001/slots/cancel", false)]
    #[case("/agreement/x", false)]
    fn what_opens(#[case] path: &str, #[case] open: bool) {
        assert_eq!(opens_without(path), open);
    }
}
