//! Saving a section.

use std::collections::BTreeMap;

use domain::checklist::{Checklist, Item, ItemCode, TypedAnswer};
use domain::field::FieldError;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::checklist::{Clash, Saved};

use super::pages::FORM;
use crate::actions::{Outcome, action, clash_back, mistakes, succeed};
use crate::errors::PageError;
use crate::request::Request;

/// Keeps what was answered on the page of a section.
#[server(prefix = "/api", endpoint = "checklist/save")]
pub async fn save_section() -> Result<(), ServerFnError> {
    action(save).await
}

async fn save(request: Request) -> Result<Outcome, PageError> {
    let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
    let checklist = request.services.checklist(request.services.store.read()).await?;
    let section = checklist.section(request.typed.get("section")).ok_or(PageError::NotFound)?;
    let practice = format!("/practices/{ods}");
    let page = format!("{practice}/checklist/{}", section.code);
    let typed = |item: &Item| Some((item.code.clone(), TypedAnswer::read(&item.code, |name| request.typed.raw(name))?));
    let typed = section.items.iter().filter_map(typed).collect();
    // Only where it is new: of two who save the page, the one who said nothing about it takes nothing back.
    let complete = Some(request.typed.get("complete")).filter(|said| *said != request.typed.get("complete_seen"));
    let complete = complete.and_then(|said| ["yes", "later"].contains(&said).then_some(said == "yes"));
    match services::checklist::save_section(&request.services, viewer, &ods, &section.code, &typed, complete).await {
        Ok(Saved::Done(0)) => Ok(succeed(practice, format!("Nothing had changed in “{}”.", section.title))),
        Ok(Saved::Done(_)) => Ok(succeed(practice, format!("Your answers in “{}” are saved.", section.title))),
        Ok(Saved::Clashed(clashes)) => Ok(clash_back(page, FORM, told(checklist, &typed, &clashes))),
        Err(error) => mistakes(page, FORM, error),
    }
}

fn told(checklist: &Checklist, typed: &BTreeMap<ItemCode, TypedAnswer>, clashes: &[Clash]) -> Vec<FieldError> {
    let about = |clash: &Clash| {
        let title = checklist.item(&clash.item).map_or(clash.item.as_str(), |(_, item)| item.title.as_str());
        let who = &clash.current.updated_by;
        let message = format!("{who} changed “{title}” while you were working on it. Compare the two answers, then save again");
        FieldError::new(TypedAnswer::field(&clash.item, "state"), message)
    };
    clashes.iter().filter(|clash| typed.contains_key(&clash.item)).map(about).collect()
}
