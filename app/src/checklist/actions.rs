//! Saving a section.

use std::collections::BTreeMap;

use domain::accounts::changed_meanwhile;
use domain::checklist::{Answer, Checklist, GoOn, Item, ItemCode, TypedAnswer};
use domain::field::FieldError;
use domain::organisations::OdsCode;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::checklist::{Clash, Saved};

use super::pages::FORM;
use crate::legacy::{Outcome, action, clash_back, mistakes, nothing_to_do, succeed};
use crate::web::errors::PageError;
use crate::web::request::Request;
use crate::web::words::counted;

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
        Ok(Saved::Done(0)) => {
            let (to, words) = go_on(&request, &ods, &section.code, format!("Nothing had changed in “{}”.", section.title)).await?;
            Ok(nothing_to_do(to, words))
        }
        Ok(Saved::Done(_)) => {
            let (to, words) = go_on(&request, &ods, &section.code, format!("Your answers in “{}” are saved.", section.title)).await?;
            Ok(succeed(to, words))
        }
        Ok(Saved::SignOffFell) => {
            let fell = "Your answers are saved. A required item is open again, so the sign-off no longer holds: finish the item, then sign off again.";
            Ok(succeed(practice, fell))
        }
        Ok(Saved::Clashed(clashes)) => Ok(clash_back(page, FORM, told(&request, checklist, &typed, &clashes))),
        Err(error) => mistakes(page, FORM, error),
    }
}

/// To the next section that is open, with what was `done`; the whole list is one link away.
async fn go_on(request: &Request, ods: &OdsCode, saved: &str, done: String) -> Result<(String, String), PageError> {
    let practice = format!("/practices/{ods}");
    Ok(match services::checklist::go_on(&request.services, request.viewer()?, ods, saved).await? {
        GoOn::List => (practice, done),
        GoOn::Section(next, left) => {
            let left = counted(u64::try_from(left).unwrap_or_default(), "section is left", "sections are left");
            (format!("{practice}/checklist/{}", next.code), format!("{done} {left}."))
        }
        GoOn::SignOff => (format!("{practice}/checklist/sign-off"), format!("{done} No section is left: you can sign off the checklist.")),
    })
}

fn told(request: &Request, checklist: &Checklist, typed: &BTreeMap<ItemCode, TypedAnswer>, clashes: &[Clash]) -> Vec<FieldError> {
    let clashes = clashes.iter().filter(|clash| typed.contains_key(&clash.item));
    let told = clashes.map(|clash| {
        let title = checklist.item(&clash.item).map_or(clash.item.as_str(), |(_, item)| item.title.as_str());
        let Answer { updated_by, updated_at, .. } = &clash.current;
        let first = changed_meanwhile(clash.oneself, updated_by, &format!("“{title}”"), *updated_at, request.today());
        FieldError::new(TypedAnswer::field(&clash.item, "state"), format!("{first}. Compare the two answers, then save again"))
    });
    told.collect()
}
