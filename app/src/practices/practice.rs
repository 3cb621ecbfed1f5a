//! `/practices/{ods}`: one practice.

use domain::organisations::OdsCode;
use leptos::prelude::*;
use services::practices::Overview;

use super::contacts::who_does_what;
use super::overview::{facts, headline, next_box, tags};
use super::tasks::{checklist_tasks, switch_on_tasks};
use super::timeline::timeline;
use crate::about::how_practices_are_read_link;
use crate::guidance::glossary_link;
use crate::web::address::{self, PRACTICES};
use crate::web::components::TaskList;
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}";

/// One practice: how far it is, the one thing to do next, its checklist, the way it switches on, and what happened.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let overview = services::practices::overview(&request.services, viewer, &ods).await?;
    let (programme, checklist, today) = (request.services.programme, overview.checklist, request.today());
    let name = overview.practice.name.clone();
    let smartcards = crate::smartcards::of_practice(overview.practice.smartcards, &ods, overview.may_work);
    let progress = overview.facts.progress;
    let settled = format!("{} of {} required items completed.", progress.settled, progress.required);
    let more = overview.history.len() > services::practices::HISTORY as usize;
    let history = overview.history.iter().take(services::practices::HISTORY as usize);
    let body = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <h1 class="nhsuk-heading-l">
                    <span class="nhsuk-caption-l">{ods.to_string()}</span>
                    {name.clone()}
                </h1>
                {tags(&overview)}
                {headline(&overview, programme)}
                {next_box(&overview, &ods)}
                {who_does_what(overview.contacts.as_deref())}
                <h2 class="nhsuk-heading-m" id="whole-checklist">"Checklist"</h2>
                <p>{settled}</p>
                <TaskList id="checklist" tasks=checklist_tasks(&overview, &ods) />
                <p><a href=address::practice(&ods).numbers()>"Numbers: patients with the code 104, and your model of access"</a></p>
                <h2 class="nhsuk-heading-m">"Switch on"</h2>
                <TaskList id="switch-on" tasks=switch_on_tasks(&overview, &ods, today) />
            </div>
            <div class="nhsuk-grid-column-one-third">
                <h2 class="nhsuk-heading-m">"About this practice"</h2>
                {facts(&overview.practice, overview.stage)}
                {glossary_link()}
                {how_practices_are_read_link()}
                {smartcards}
                {handover_link(&overview, &ods)}
                <h2 class="nhsuk-heading-m">"History"</h2>
                {timeline(history, checklist)}
                {more.then(|| view! { <p><a href=address::practice(&ods).history()>"Full history"</a></p> })}
            </div>
        </div>
    };
    Ok(Page::new(name, body).under(PRACTICES, "Practices"))
}

/// For whoever may see who works here.
fn handover_link(overview: &Overview, ods: &OdsCode) -> Option<impl IntoView + use<>> {
    let href = address::practice(ods).handover();
    overview.contacts.is_some().then(|| view! { <p class="app-no-print"><a href=href>"Handover page to print"</a></p> })
}
