//! `/practices/{ods}/checklist/{section}`.

use domain::checklist::{ItemCode, TypedAnswer};
use domain::organisations::OdsCode;
use leptos::prelude::*;
use services::checklist::{ItemView, SectionView};
use services::meanwhile::{Changed, was_oneself};

use super::actions::SaveSection;
use super::view::{Clashed, answer_list, item_fields, item_heading, item_title, waiting};
use crate::legacy::path_of;
use crate::web::components::{ActionLink, Button, Choice, InsetText, Radios};
use crate::web::errors::PageError;
use crate::web::form::Form;
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;

/// The name of the form.
pub(super) const FORM: &str = "checklist";

/// A section with all its items: a form for those who work on the journey, the answers for the others.
pub async fn section(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let section = services::checklist::load(&request.services, viewer, &ods, request.param("section")).await?;
    let (title, practice) = (section.section.title.clone(), section.practice.name.clone());
    let caption = format!("{practice}, {ods}");
    let own = own_clashes(&request, &section).await?;
    let body = if section.may_answer { form(&request, &section, &own).into_any() } else { answers(&section).into_any() };
    let body = view! {
        {whole_list(&ods)}
        {body}
    };
    let page = Page::captioned(caption, title.clone(), body);
    Ok(page.under_practice(&ods, practice))
}

/// The way back to all sections.
pub(super) fn whole_list(ods: &OdsCode) -> impl IntoView + use<> {
    view! { <p><ActionLink href=format!("/practices/{ods}#whole-checklist")>"See the whole checklist"</ActionLink></p> }
}

/// Whether the answer to an item was given while somebody typed another.
fn has_clashed(request: &Request, view: &ItemView) -> bool {
    request.flash.conflict && request.form(FORM).error(&TypedAnswer::field(&view.item.code, "state")).is_some()
}

/// The items whose answers clashed with one of the same person, from another window.
async fn own_clashes(request: &Request, section: &SectionView) -> Result<Vec<ItemCode>, PageError> {
    let (services, viewer, ods) = (&request.services, request.viewer()?, &section.practice.place.practice);
    let mut own = Vec::new();
    for view in section.items.iter().filter(|view| has_clashed(request, view)) {
        if was_oneself(services, viewer, ods, Changed::Answer(&view.item.code)).await? {
            own.push(view.item.code.clone());
        }
    }
    Ok(own)
}

fn form(request: &Request, section: &SectionView, own: &[ItemCode]) -> impl IntoView + use<> {
    let form = request.form(FORM);
    let items = section.items.iter().map(|view| {
        // Another answer stands there now: saving again is meant to replace it.
        let who = if own.contains(&view.item.code) { Clashed::Oneself } else { Clashed::Another };
        let clashed = has_clashed(request, view).then_some(who);
        view! {
            {hidden(&form, view, clashed.is_some())}
            {item_fields(&form, section, view, clashed)}
        }
    });
    let (ods, code) = (section.practice.place.practice.to_string(), section.section.code.clone());
    let signed = section.signed.as_ref().map(|signed| {
        let again = "If you open a required item again, the checklist has to be signed off again.";
        let words = format!("{} has signed this checklist off. {again}", signed.name);
        view! { <InsetText><p>{words}</p></InsetText> }
    });
    view! {
        {signed}
        <form method="post" action={path_of::<SaveSection>()} novalidate>
            <input type="hidden" name="ods" value=ods.clone() />
            <input type="hidden" name="section" value=code />
            {items.collect_view()}
            {completed(&form, section)}
            <Button>"Save and continue"</Button>
        </form>
        <p><a class="nhsuk-link" href=format!("/practices/{ods}#whole-checklist")>"Go back to the checklist without saving"</a></p>
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
