//! A page and its forms, at their address.

use std::pin::Pin;
use std::sync::Arc;

use domain::accounts::Action;

use super::outcome::{FormResult, PageResult};
use super::request::Request;

type Loading = Pin<Box<dyn Future<Output = PageResult> + Send>>;
type Doing = Pin<Box<dyn Future<Output = FormResult> + Send>>;
type Do = Arc<dyn Fn(Request) -> Doing + Send + Sync>;

/// A page, and the forms that it shows.
#[derive(Clone)]
pub struct Route {
    path: &'static str,
    load: Arc<dyn Fn(Request) -> Loading + Send + Sync>,
    forms: Vec<(&'static str, Do)>,
    files: Option<Uploads>,
}

/// What a page takes that has a form with files.
#[derive(Clone, Copy, Debug)]
pub struct Uploads {
    /// The most that one form may send, in bytes.
    pub limit: usize,
    /// What its sender must be allowed to do before anything is read: nobody else's megabytes.
    pub may: Action,
}

/// The page at `path`.
pub fn page<F, Fut>(path: &'static str, load: F) -> Route
where
    F: Fn(Request) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = PageResult> + Send + 'static,
{
    Route { path, load: Arc::new(move |request| Box::pin(load(request))), forms: Vec::new(), files: None }
}

impl Route {
    /// With its only form.
    #[must_use]
    pub fn post<F, Fut>(self, send: F) -> Self
    where
        F: Fn(Request) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = FormResult> + Send + 'static,
    {
        self.form("", send)
    }

    /// With one of several forms: the one that sends `name` as [`NAME`](super::form::NAME).
    #[must_use]
    pub fn form<F, Fut>(mut self, name: &'static str, send: F) -> Self
    where
        F: Fn(Request) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = FormResult> + Send + 'static,
    {
        self.forms.push((name, Arc::new(move |request| Box::pin(send(request)))));
        self
    }

    /// With files in its forms.
    #[must_use]
    pub fn uploads(self, uploads: Uploads) -> Self {
        Self { files: Some(uploads), ..self }
    }

    /// Its address, as the router takes it.
    #[must_use]
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// The names of its forms; one that is empty is the only one.
    pub fn forms(&self) -> impl Iterator<Item = &'static str> {
        self.forms.iter().map(|(name, _)| *name)
    }

    /// What it takes, if one of its forms has files.
    #[must_use]
    pub fn files(&self) -> Option<Uploads> {
        self.files
    }

    pub(crate) fn load(&self, request: Request) -> Loading {
        (self.load)(request)
    }

    /// What its form of this name does.
    pub(crate) fn form_named(&self, name: &str) -> Option<&Do> {
        match self.forms.as_slice() {
            [("", send)] => Some(send),
            forms => forms.iter().find(|(known, _)| *known == name).map(|(_, send)| send),
        }
    }
}
