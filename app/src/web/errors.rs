//! What a person sees when a page cannot be shown: the right status, plain words, never an internal message.

use axum::http::StatusCode;
use domain::field::FieldError;
use leptos::prelude::*;
use services::Help;

use super::components::contact;
use super::page::Page;

/// Why there is no page.
#[derive(Debug)]
pub enum PageError {
    /// Nobody is signed in.
    SignIn,
    /// It is elsewhere.
    Redirect(String),
    /// Not there, or out of the person's scope, which looks the same.
    NotFound,
    /// In scope, but not for this role.
    Forbidden,
    /// The agreement has to be accepted first.
    Agreement,
    /// Somebody else was first, which the form's own page shows; the text is for people.
    Conflict(String),
    /// Mistakes in what was typed: the form's own page shows them.
    Invalid(Vec<FieldError>),
    /// The request is not one that any of our pages sends.
    BadRequest,
    /// More was sent than a form may hold: too much text, too many fields or files.
    TooLarge,
    /// A fault of the system; the text is for the log.
    Fault(String),
}

impl PageError {
    /// A fault of the system.
    pub fn fault(error: impl std::fmt::Display) -> Self {
        Self::Fault(error.to_string())
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignIn | Self::Redirect(_) => StatusCode::SEE_OTHER,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::Agreement => StatusCode::FORBIDDEN,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The page that says so, and whom to ask.
    #[must_use]
    pub fn page(&self, reference: &str, help: &Help) -> Page {
        let (title, words) = self.words();
        let quote = matches!(self, Self::Fault(_)) && !reference.is_empty();
        let heading = title.clone();
        Page::new(
            title,
            view! {
                <div class="nhsuk-grid-row">
                    <div class="nhsuk-grid-column-two-thirds">
                        <h1>{heading}</h1>
                        {words.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
                        {self.ask().map(|(before, after)| view! { <p>{before}{contact::admin(help)}{after}</p> })}
                        {quote.then(|| view! { <p>"Reference: "<strong class="app-reference">{reference.to_owned()}</strong></p> })}
                    </div>
                </div>
            },
        )
    }

    /// The sentence around whom to ask.
    fn ask(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Forbidden => Some(("If you think it should, ask ", ".")),
            Self::Fault(_) => Some(("If this keeps happening, tell ", " and quote the reference below.")),
            _ => None,
        }
    }

    fn words(&self) -> (String, Vec<String>) {
        let (title, words): (&str, Vec<&str>) = match self {
            Self::NotFound | Self::SignIn | Self::Redirect(_) => (
                "Page not found",
                vec![
                    "If you typed the web address, check it is correct.",
                    "If you pasted the web address, check you copied all of it.",
                    "If you followed a link, the page may have moved, or your account may not cover it.",
                ],
            ),
            Self::Forbidden => {
                ("You cannot do this with your account", vec!["Your role does not let you see this page, or do this on it."])
            }
            Self::Agreement => (
                "Accept the access agreement first",
                vec!["Open the agreement in another tab and accept it.", "Then come back here, reload the page and send the form again."],
            ),
            Self::Conflict(message) => ("This cannot be done now", vec![message]),
            Self::Invalid(errors) => ("There is a problem", errors.iter().map(|error| error.message.as_str()).collect()),
            Self::BadRequest => ("This form could not be read", vec!["Go back, reload the page and send the form again."]),
            Self::TooLarge => {
                ("That is too much for one form", vec!["Go back, shorten what you typed or choose less, and send the form again."])
            }
            Self::Fault(_) => ("Sorry, there is a problem with the service", vec!["Try again in a few minutes."]),
        };
        (title.to_owned(), words.into_iter().map(str::to_owned).collect())
    }
}

impl From<FieldError> for PageError {
    fn from(mistake: FieldError) -> Self {
        Self::Invalid(vec![mistake])
    }
}

impl From<services::Error> for PageError {
    fn from(error: services::Error) -> Self {
        match error {
            services::Error::NotFound => Self::NotFound,
            services::Error::Forbidden => Self::Forbidden,
            services::Error::Invalid(errors) => Self::Invalid(errors),
            services::Error::Conflict(message) => Self::Conflict(message),
            error @ (services::Error::Store(_) | services::Error::Fault(_)) => Self::fault(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_shows_its_reference_and_never_its_cause() {
        let error = PageError::fault("password of the database is wrong");
        let html = error.page("0195-abc", &Help::default()).body.to_html();
        assert!(html.contains("0195-abc") && html.contains("tell ") && !html.contains("password"), "{html}");
        assert_eq!(error.status(), 500);
    }

    #[test]
    fn refusals_have_their_status() {
        let status = |error: services::Error| PageError::from(error).status().as_u16();
        assert_eq!(status(services::Error::NotFound), 404);
        assert_eq!(status(services::Error::Forbidden), 403);
        assert_eq!(status(services::Error::Conflict(String::new())), 409);
        assert_eq!(status(services::Error::Invalid(Vec::new())), 422);
    }
}
