//! What the pages have in common that change a date.

use domain::time::format_day;
use leptos::prelude::*;
use services::slots::{SlotSummary, all};

use crate::web::address::emis_date;
use crate::web::errors::PageError;
use crate::web::page::Page;
use crate::web::request::Request;

/// Every date, and which of them the address names; that one can still be changed.
pub async fn load(request: &Request) -> Result<(Vec<SlotSummary>, usize), PageError> {
    let all = all(&request.services, request.viewer()?).await?;
    let at = all.iter().position(|listed| listed.slot.id == request.param("slot")).ok_or(PageError::NotFound)?;
    let slot = &all[at].slot;
    if slot.facts.is_over(request.today()) { Err(PageError::Redirect(emis_date(&slot.id).page())) } else { Ok((all, at)) }
}

/// The page of one change.
pub fn page(listed: &SlotSummary, title: &'static str, body: impl IntoView + 'static) -> Page {
    let caption = format!("EMIS date {}", format_day(listed.slot.facts.date));
    Page::captioned(caption, title, body).back_to(emis_date(&listed.slot.id).page(), "Back to the date")
}
