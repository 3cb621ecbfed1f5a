//! A page as its function returns it; the shell around it is made in one place.

use std::sync::Arc;

use domain::field::FieldError;
use domain::organisations::OdsCode;
use leptos::prelude::*;

use super::address::{PRACTICES, practice};

/// The name of the service, in the header and at the end of every title.
pub const SERVICE_NAME: &str = "Record access readiness tracker";

/// How the header looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Branding {
    /// The service's name in words.
    #[default]
    Plain,
    /// The NHS logo and the name of an organisation: only for an NHS organisation, which holds the licence.
    Organisation(Arc<str>),
}

/// What stands between header and footer.
pub struct Page {
    pub(crate) title: String,
    pub(crate) crumbs: Vec<Crumb>,
    pub(crate) back: Option<Crumb>,
    pub(crate) errors: Vec<FieldError>,
    pub(crate) body: AnyView,
}

/// A step on the way to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub text: String,
}

impl Page {
    /// A page with the title of its window, which should be its heading too, and its content.
    pub fn new(title: impl Into<String>, body: impl IntoView + 'static) -> Self {
        Self { title: title.into(), crumbs: Vec::new(), back: None, errors: Vec::new(), body: body.into_any() }
    }

    /// A page whose heading is its title, under a caption that says what it belongs to; lines are as long as they are easy to read.
    pub fn captioned(caption: impl Into<String>, title: impl Into<String>, body: impl IntoView + 'static) -> Self {
        let (caption, title) = (caption.into(), title.into());
        let heading = title.clone();
        Self::new(title, Self::two_thirds(view! { <h1><span class="nhsuk-caption-l">{caption}</span>{heading}</h1> {body} }))
    }

    /// Text in lines that are as long as they are easy to read.
    pub fn two_thirds(content: impl IntoView + 'static) -> impl IntoView {
        view! {
            <div class="nhsuk-grid-row">
                <div class="nhsuk-grid-column-two-thirds">{content}</div>
            </div>
        }
    }

    /// A page of text under its title.
    pub fn text(title: &'static str, content: impl IntoView + 'static) -> Self {
        Self::new(title, Self::two_thirds(view! { <h1>{title}</h1> {content} }))
    }

    /// What stands below the rest, over the whole width.
    #[must_use]
    pub fn wide(mut self, below: impl IntoView + 'static) -> Self {
        let above = std::mem::replace(&mut self.body, ().into_any());
        self.body = view! { {above}{below} }.into_any();
        self
    }

    /// Adds the breadcrumbs that lead to a practice, for a page about it.
    #[must_use]
    pub fn under_practice(self, ods: &OdsCode, name: impl Into<String>) -> Self {
        self.under(PRACTICES, "Practices").under(practice(ods).page(), name)
    }

    /// Adds a breadcrumb, from the top down; "Home" comes first by itself, the page itself is not among them.
    #[must_use]
    pub fn under(mut self, href: impl Into<String>, text: impl Into<String>) -> Self {
        self.crumbs.push(Crumb { href: href.into(), text: text.into() });
        self
    }

    /// What is wrong with what stands in the address, for a form that only asks: the answer is then 422, with these at the top.
    #[must_use]
    pub fn failed(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// A back link in the place of breadcrumbs, for a step of a task.
    #[must_use]
    pub fn back_to(mut self, href: impl Into<String>, text: impl Into<String>) -> Self {
        self.back = Some(Crumb { href: href.into(), text: text.into() });
        self
    }
}
