//! What a page or a server function finds around it: the use cases, the person, the session.

use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use chrono::NaiveDate;
use domain::accounts::Viewer;
use domain::organisations::OdsCode;
use leptos::prelude::{ServerFnError, expect_context, use_context};
use services::Services;
use services::decisions::Waiting;
use tower_sessions::Session;

use crate::accounts::card::{CardIssuer, CardSession, CurrentCard};
use crate::accounts::session::CurrentSession;
use crate::actions::Incoming;
use crate::assets::Assets;
use crate::errors::PageError;
use crate::fields::Fields;
use crate::flash::{Flash, Form};

/// The key under which a session keeps whose it is.
pub const ACCOUNT_KEY: &str = "account";

/// The person who asks, put into each request's extensions by the server; none when nobody is signed in.
#[derive(Clone, Debug)]
pub struct CurrentViewer(pub Option<Viewer>);

/// What the server hands to every page and server function as context.
#[derive(Clone)]
pub struct Site {
    /// The use cases.
    pub services: Services,
    /// The built assets.
    pub assets: Arc<Assets>,
    /// How the header looks.
    pub branding: Branding,
    /// Whom people can sign in with by smartcard.
    pub cards: Arc<[CardIssuer]>,
}

/// How the header looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Branding {
    /// The service's name in words.
    #[default]
    Plain,
    /// The NHS logo and the name of an organisation: only for an NHS organisation, which holds the licence.
    Organisation(Arc<str>),
}

/// One request for a page, or one form that was sent.
#[derive(Clone)]
pub struct Request {
    /// The use cases.
    pub services: Services,
    /// What stands behind the `?` of the address.
    pub query: Fields,
    /// What was typed into the form, where one was sent.
    pub typed: Fields,
    pub(crate) parts: Arc<Parts>,
    pub(crate) site: Site,
    pub(crate) flash: Arc<Flash>,
    /// What waits for a decision of the person; nothing for who decides on nothing.
    pub(crate) waiting: Waiting,
    params: Vec<(String, String)>,
}

impl Request {
    /// The request of a page.
    pub async fn of_page(site: Site, mut parts: Parts) -> Self {
        let params = RawPathParams::from_request_parts(&mut parts, &()).await.ok();
        let params = params.iter().flatten().map(|(name, value)| (name.to_owned(), value.replace('\0', ""))).collect();
        Self { params, ..Self::bare(site, parts) }
    }

    /// Takes what an earlier request left for this page to show.
    ///
    /// # Errors
    /// When the session cannot be read.
    pub async fn take_flash(&mut self) -> Result<(), PageError> {
        if let Some(session) = self.session() {
            self.flash = Arc::new(Flash::take(session, self.path()).await.map_err(PageError::fault)?);
        }
        Ok(())
    }

    /// Leaves what the page would have said to the one that it leads to.
    ///
    /// # Errors
    /// When the session cannot be read or written.
    pub(crate) async fn pass_flash_on(&self, to: &str) -> Result<(), PageError> {
        match (self.flash.passed_on(to), self.session()) {
            (Some(flash), Some(session)) => flash.keep(session).await.map_err(PageError::fault),
            _ => Ok(()),
        }
    }

    /// Counts what waits for a decision of the person, for the menu. A page is worth more than a number in its menu: a fault is
    /// only logged.
    pub(crate) async fn count_waiting(&mut self) {
        let Some(viewer) = self.viewer_if_any().cloned() else { return };
        match services::decisions::waiting(&self.services, &viewer).await {
            Ok(waiting) => self.waiting = waiting,
            Err(error) => tracing::error!(%error, "what waits for a decision could not be counted"),
        }
    }

    /// The request of a form, with what was typed into it.
    #[must_use]
    pub fn of_form(site: Site, parts: Parts, typed: Fields) -> Self {
        Self { typed, ..Self::bare(site, parts) }
    }

    pub(crate) fn bare(site: Site, parts: Parts) -> Self {
        Self {
            services: site.services.clone(),
            query: Fields::of_address(parts.uri.query().unwrap_or_default()),
            typed: Fields::default(),
            parts: Arc::new(parts),
            site,
            flash: Arc::default(),
            waiting: Waiting::default(),
            params: Vec::new(),
        }
    }

    /// The person who asks.
    ///
    /// # Errors
    /// [`PageError::SignIn`] when nobody is signed in.
    pub fn viewer(&self) -> Result<&Viewer, PageError> {
        self.viewer_if_any().ok_or(PageError::SignIn)
    }

    /// The person who asks, if signed in.
    #[must_use]
    pub fn viewer_if_any(&self) -> Option<&Viewer> {
        self.parts.extensions.get::<CurrentViewer>()?.0.as_ref()
    }

    /// The smartcard that began this session, if one did.
    #[must_use]
    pub fn card(&self) -> Option<&CardSession> {
        self.parts.extensions.get::<CurrentCard>()?.0.as_ref()
    }

    /// The session, where the server runs with sessions.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.parts.extensions.get()
    }

    /// What the browser sent beside the form.
    #[must_use]
    pub fn headers(&self) -> &axum::http::HeaderMap {
        &self.parts.headers
    }

    /// The session of the person who asks, as the server knows it.
    #[must_use]
    pub fn current_session(&self) -> Option<&CurrentSession> {
        self.parts.extensions.get()
    }

    /// The path of the address.
    #[must_use]
    pub fn path(&self) -> &str {
        self.parts.uri.path()
    }

    /// The part of the path that the route calls `name`.
    #[must_use]
    pub fn param(&self, name: &str) -> &str {
        self.params.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The organisation code in the path.
    ///
    /// # Errors
    /// [`PageError::NotFound`] where it is none.
    pub fn code(&self, name: &str) -> Result<OdsCode, PageError> {
        self.param(name).parse().map_err(|_| PageError::NotFound)
    }

    /// The organisation code in a hidden field of the form.
    ///
    /// # Errors
    /// [`PageError::NotFound`] where it is none.
    pub fn typed_code(&self, name: &str) -> Result<OdsCode, PageError> {
        self.typed.get(name).parse().map_err(|_| PageError::NotFound)
    }

    /// The form of this name on the page: fresh, or as it was sent when it failed.
    #[must_use]
    pub fn form(&self, name: &str) -> Form {
        Form::named(&self.flash, name)
    }

    /// The present day in London.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.services.clock.today()
    }

    /// What a person can quote and the log can be searched for.
    #[must_use]
    pub fn reference(&self) -> &str {
        self.parts.headers.get("x-request-id").and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// The use cases.
#[must_use]
pub fn services() -> Services {
    expect_context::<Site>().services
}

/// The person who asks, if signed in.
#[must_use]
pub fn viewer() -> Option<Viewer> {
    extension::<CurrentViewer>().and_then(|current| current.0)
}

/// The session of this request.
#[must_use]
pub fn session() -> Option<Session> {
    extension()
}

/// The person who asks, for a server function that an island calls.
///
/// # Errors
/// When nobody is signed in: the answer is then 401.
pub fn signed_in() -> Result<Viewer, ServerFnError> {
    viewer().ok_or_else(|| refuse(PageError::SignIn))
}

/// A failure of a use case, for a server function that an island calls: the cause goes to the log alone.
pub fn quiet(error: services::Error) -> ServerFnError {
    let refused = PageError::from(error);
    if let PageError::Fault(cause) = &refused {
        tracing::error!(cause, "a question of the page failed");
    }
    refuse(refused)
}

/// Keeps why a question is not answered for the router, which answers in its place.
fn refuse(why: PageError) -> ServerFnError {
    expect_context::<Incoming>().refuse(why);
    ServerFnError::new("refused")
}

fn extension<T: Clone + Send + Sync + 'static>() -> Option<T> {
    use_context::<Parts>()?.extensions.get::<T>().cloned()
}
