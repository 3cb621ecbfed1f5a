//! What a page or a form finds around it: the use cases, the person, the session.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use chrono::NaiveDate;
use domain::accounts::Viewer;
use domain::organisations::OdsCode;
use services::Services;
use tower_sessions::Session;

use super::assets::Assets;
use super::errors::PageError;
use super::fields::Fields;
use super::flash::Flash;
use super::form::Form;
use super::menu::Item;
use super::multipart::Files;
use super::page::Branding;
use super::session::{CardIssuer, CardSession, CurrentCard, CurrentSession, CurrentViewer};

/// What the server hands to every page, form and question.
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
    /// The files that came with the form.
    pub(crate) files: Arc<Mutex<Files>>,
    /// The menu at the top of the page.
    pub(crate) menu: Vec<Item>,
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

    /// A request of which only the address and the headers are known.
    #[must_use]
    pub fn bare(site: Site, parts: Parts) -> Self {
        Self {
            services: site.services.clone(),
            query: Fields::of_address(parts.uri.query().unwrap_or_default()),
            typed: Fields::default(),
            parts: Arc::new(parts),
            site,
            flash: Arc::default(),
            files: Arc::default(),
            menu: Vec::new(),
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

    /// The session, which every request has that comes through the server.
    ///
    /// # Errors
    /// [`PageError::Fault`] where it has none.
    pub fn own_session(&self) -> Result<&Session, PageError> {
        self.session().ok_or_else(|| PageError::fault("the request has no session"))
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

    /// The files that came with the form: once, since they are large and whoever takes them has them alone.
    #[must_use]
    pub fn take_files(&self) -> Files {
        std::mem::take(&mut self.files.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The only form of the page: fresh, or as it was sent when it was not done.
    #[must_use]
    pub fn only_form(&self) -> Form {
        Form::only(&self.flash)
    }

    /// The form of this name on a page that has several: fresh, or as it was sent when it was not done.
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
