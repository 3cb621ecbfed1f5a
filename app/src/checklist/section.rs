//! `/practices/{ods}/checklist/{section}`: a section of the checklist, to answer or to read.

use std::collections::BTreeMap;

use domain::accounts::changed_meanwhile;
use domain::checklist::{Answer, Checklist, GoOn, Item, ItemCode, TypedAnswer};
use domain::field::FieldError;
use domain::organisations::OdsCode;
use leptos::prelude::*;
use services::checklist::{Clash, ItemView, Saved, SectionView, go_on, load, save_section};
use services::edit_conflict::{Changed, was_oneself};

use super::view::{Clashed, answer_list, item_fields, item_heading, item_title, waiting, whole_list};
use crate::web::address::practice;
use crate::web::components::{Button, Choice, InsetText, Radios};
use crate::web::errors::PageError;
use crate::web::form::Form;
use crate::web::format::counted;
use crate::web::outcome::{FormResult, PageResult, clash, nothing_to_do, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/checklist/{section}";

/// A section with all its items: a form for those who work on the journey, the answers for the others.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let section = load(&request.services, viewer, &ods, request.param("section")).await?;
    let (title, name) = (section.section.title.clone(), section.practice.name.clone());
    let own = own_clashes(&request, &section).await?;
    let body = if section.may_answer { form(&request, &section, &own).into_any() } else { answers(&section).into_any() };
    let body = view! {
        {whole_list(&ods)}
        {body}
    };
    let page = Page::captioned(format!("{name}, {ods}"), title, body);
    Ok(page.under_practice(&ods, name))
}

/// Whether the answer to an item was given while somebody typed another.
fn has_clashed(request: &Request, view: &ItemView) -> bool {
    request.flash.conflict && request.only_form().error(&TypedAnswer::field(&view.item.code, "state")).is_some()
}

/// The items whose answers clashed with one of the same person, from another window.
async fn own_clashes(request: &Request, section: &SectionView) -> Result<Vec<ItemCode>, PageError> {
    let (services, viewer, ods) = (&request.services, request.viewer()?, &section.practice.hierarchy.practice);
    let mut own = Vec::new();
    for view in section.items.iter().filter(|view| has_clashed(request, view)) {
        if was_oneself(services, viewer, ods, Changed::Answer(&view.item.code)).await? {
            own.push(view.item.code.clone());
        }
    }
    Ok(own)
}

fn form(request: &Request, section: &SectionView, own: &[ItemCode]) -> impl IntoView + use<> {
    let form = request.only_form();
    let items = section.items.iter().map(|view| {
        // Another answer stands there now: saving again is meant to replace it.
        let who = if own.contains(&view.item.code) { Clashed::Oneself } else { Clashed::Another };
        let clashed = has_clashed(request, view).then_some(who);
        view! {
            {hidden(&form, view, clashed.is_some())}
            {item_fields(&form, section, view, clashed)}
        }
    });
    let whole = practice(&section.practice.hierarchy.practice).whole_checklist();
    let signed = section.signed.as_ref().map(|signed| {
        let again = "If you open a required item again, the checklist has to be signed off again.";
        let words = format!("{} has signed this checklist off. {again}", signed.name);
        view! { <InsetText><p>{words}</p></InsetText> }
    });
    view! {
        {signed}
        <form method="post" novalidate>
            {items.collect_view()}
            {completed(&form, section)}
            <Button>"Save and continue"</Button>
        </form>
        <p><a class="nhsuk-link" href=whole>"Go back to the checklist without saving"</a></p>
    }
}

/// The question at the end of a section.
fn completed(form: &Form, section: &SectionView) -> impl IntoView + use<> {
    let said = section.said_complete.map_or("", |yes| if yes { "yes" } else { "later" });
    let choices = vec![Choice::new("yes", "Yes, I have completed this section"), Choice::new("later", "No, I will come back to it later")];
    view! {
        <input type="hidden" name="complete_seen" value=form.value("complete_seen", said) />
        <Radios form=form.clone() name="complete" legend="Have you completed this section?" choices value=said />
    }
}

/// What the form was filled with: kept as it was while a mistake is put right, so that what others do meanwhile still shows.
fn hidden(form: &Form, view: &ItemView, clashed: bool) -> impl IntoView + use<> {
    let field = |part| TypedAnswer::field(&view.item.code, part);
    let kept = |part, now: String| if clashed { now } else { form.value(&field(part), &now) };
    let revision = view.answer.as_ref().map_or(0, |answer| answer.revision).to_string();
    let (revision, seen) = (kept("revision", revision), kept("seen", view.seen.clone()));
    view! {
        <input type="hidden" name=field("revision") value=revision />
        <input type="hidden" name=field("seen") value=seen />
    }
}

fn answers(section: &SectionView) -> impl IntoView + use<> {
    let items = section.items.iter().map(|view| {
        let heading = view! { <h2 class="nhsuk-heading-m">{item_title(view.item)}</h2> };
        view! {
            {heading}
            {item_heading(view.item)}
            {waiting(view)}
            {answer_list(view.answer.as_ref())}
        }
    });
    view! {
        <InsetText><p>"You can read these answers. Only the practice itself changes them."</p></InsetText>
        {items.collect_view()}
    }
}

/// Keeps what was answered.
pub async fn post(request: Request) -> FormResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let checklist = request.services.checklist(request.services.store.read()).await?;
    let section = checklist.section(request.param("section")).ok_or(PageError::NotFound)?;
    let typed = |item: &Item| Some((item.code.clone(), TypedAnswer::read(&item.code, |name| request.typed.raw(name))?));
    let typed = section.items.iter().filter_map(typed).collect();
    // Only where it is new: of two who save the page, the one who said nothing about it takes nothing back.
    let complete = Some(request.typed.get("complete")).filter(|said| *said != request.typed.get("complete_seen"));
    let complete = complete.and_then(|said| ["yes", "later"].contains(&said).then_some(said == "yes"));
    match save_section(&request.services, viewer, &ods, &section.code, &typed, complete).await? {
        Saved::Done(changed) => {
            let title = &section.title;
            let done = if changed == 0 {
                format!("No changes to save in “{title}”.")
            } else {
                format!("Your answers in “{title}” are saved.")
            };
            let (to, words) = next(&request, &ods, &section.code, done).await?;
            Ok(if changed == 0 { nothing_to_do(to, words) } else { succeed(to, words) })
        }
        Saved::SignOffFell => {
            let fell = "Your answers are saved. A required item is open again, so the checklist is no longer signed off. Finish the item, then sign off again.";
            Ok(succeed(practice(&ods).page(), fell))
        }
        Saved::Clashed(clashes) => Ok(clash(both_versions(&request, checklist, &typed, &clashes))),
    }
}

/// The next section that is open, with what was `done`; the whole list is one link away.
async fn next(request: &Request, ods: &OdsCode, saved: &str, done: String) -> Result<(String, String), PageError> {
    let practice = practice(ods);
    Ok(match go_on(&request.services, request.viewer()?, ods, saved).await? {
        GoOn::List => (practice.page(), done),
        GoOn::Section(next, left) => {
            let left = counted(u64::try_from(left).unwrap_or_default(), "section is left", "sections are left");
            (practice.checklist(&next.code), format!("{done} {left}."))
        }
        GoOn::SignOff => {
            (practice.sign_off(), format!("{done} You have completed every required item. You can now sign off the checklist."))
        }
    })
}

/// What to say beside the items that somebody else answered meanwhile.
fn both_versions(request: &Request, checklist: &Checklist, typed: &BTreeMap<ItemCode, TypedAnswer>, clashes: &[Clash]) -> Vec<FieldError> {
    let clashes = clashes.iter().filter(|clash| typed.contains_key(&clash.item));
    let errors = clashes.map(|clash| {
        let title = checklist.item(&clash.item).map_or(clash.item.as_str(), |(_, item)| item.title.as_str());
        let Answer { updated_by, updated_at, .. } = &clash.current;
        let first = changed_meanwhile(clash.oneself, updated_by, &format!("“{title}”"), *updated_at, request.today());
        FieldError::new(TypedAnswer::field(&clash.item, "state"), format!("{first}. Compare the two answers, then save again"))
    });
    errors.collect()
}
