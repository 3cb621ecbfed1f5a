//! `/practices/{ods}/history`.

use domain::accounts::{Action, Viewer};
use leptos::prelude::*;

use super::timeline::timeline;
use crate::web::address;
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/history";

/// The full history of a practice.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let (practice, history) = services::practices::history(&request.services, viewer, &ods).await?;
    let checklist = request.services.checklist(request.services.store.read()).await?;
    let body = view! {
        <h1 class="nhsuk-heading-l">
            <span class="nhsuk-caption-l">{practice.name.clone()}</span>
            "History"
        </h1>
        {timeline(history.iter(), checklist)}
        {may_read_audit(viewer).then(|| view! { <p><a href=address::practice(&ods).audit()>"Audit trail of this practice"</a></p> })}
    };
    let title = format!("History: {}", practice.name);
    Ok(Page::new(title, body).under_practice(&ods, practice.name))
}

/// The practice is in scope, or this page would not be there.
fn may_read_audit(viewer: &Viewer) -> bool {
    services::authorise(viewer, Action::ReadPracticeAudit, None).is_ok()
}
