//! What the pages share on which a practice stops having its date.

use domain::organisations::OdsCode;
use domain::time::format_day;
use leptos::prelude::*;
use services::slots::{Booked, SlotsView};

use super::practice::{load, page};
use crate::web::address::practice;
use crate::web::errors::PageError;
use crate::web::page::Page;
use crate::web::request::Request;

/// A practice with the date that it has.
pub struct Current {
    ods: OdsCode,
    view: SlotsView,
    /// The date in words.
    pub date: String,
}

impl Current {
    /// For a page that asks something where `may` says that there is something to ask; otherwise the page of the date has the rest.
    pub async fn load(request: &Request, may: impl FnOnce(&SlotsView, &Booked) -> bool) -> Result<Self, PageError> {
        let (ods, view) = load(request).await?;
        if !view.may_change {
            return Err(PageError::Forbidden);
        }
        match view.booked.as_ref().filter(|booked| may(&view, booked)) {
            Some(booked) => Ok(Self { date: format_day(booked.slot.facts.date), ods, view }),
            None => Err(PageError::Redirect(practice(&ods).slots())),
        }
    }

    /// The same, while the date can still be cancelled or put off.
    pub async fn to_come(request: &Request) -> Result<Self, PageError> {
        Self::load(request, |_, booked| booked.may_change && !booked.has_come).await
    }

    /// The page that asks.
    pub fn page(self, title: &str, body: impl IntoView + 'static) -> Page {
        page(&self.view.practice, title, body).back_to(practice(&self.ods).slots(), "Back to your date")
    }

    /// The way out, below a form.
    pub fn keep(&self, words: &'static str) -> impl IntoView + use<> {
        view! { <p><a class="nhsuk-link" href=practice(&self.ods).slots()>{words}</a></p> }
    }
}
