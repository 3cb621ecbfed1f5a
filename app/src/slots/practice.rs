//! What the pages share that are about the dates of one practice.

use domain::accounts::Role;
use domain::organisations::OdsCode;
use leptos::prelude::*;
use services::practices::Contact;
use services::slots::{PracticeRecord, SlotsView};

use crate::web::components::contact;
use crate::web::errors::PageError;
use crate::web::page::Page;
use crate::web::request::Request;

/// The practice that the address names, with its dates.
pub async fn load(request: &Request) -> Result<(OdsCode, SlotsView), PageError> {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    Ok((ods.clone(), services::slots::load(&request.services, viewer, &ods).await?))
}

/// A page about the practice's date.
pub fn page(practice: &PracticeRecord, title: &str, body: impl IntoView + 'static) -> Page {
    Page::captioned(caption(practice), title, body).under_practice(&practice.hierarchy.practice, &practice.name)
}

/// "Alder Surgery, X10001" above the heading of a page.
pub fn caption(practice: &PracticeRecord) -> String {
    format!("{}, {}", practice.name, practice.hierarchy.practice)
}

/// Whom to ask about dates: its ICB sub-group for a practice, the programme admin for everybody else.
pub fn whom(request: &Request, sub_group: &[Contact]) -> AnyView {
    match request.viewer_if_any().map(|viewer| viewer.role) {
        Some(Role::PracticeManager) => contact::sub_group(sub_group, &request.services.help),
        _ => contact::admin(&request.services.help),
    }
}
