//! `/practices/{ods}/checklist/{section}`.

use domain::checklist::TypedAnswer;
use domain::organisations::OdsCode;
use leptos::prelude::*;
use services::checklist::{ItemView, SectionView};

use super::actions::SaveSection;
use super::view::{answer_list, item_fields, item_heading, item_title, waiting};
use crate::actions::path_of;
use crate::components::{ActionLink, Button, Choice, InsetText, Radios};
use crate::flash::Form;
use crate::page::{Page, PageResult};
use crate::request::Request;

/// The name of the form.
pub(super) const FORM: &str = "checklist";

/// A section with all its items: a form for those who work on the journey, the answers for the others.
pub async fn section(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let section = services::checklist::load(&request.services, viewer, &ods, request.param("section")).await?;
    let (title, practice) = (section.section.title.clone(), section.practice.name.clone());
    let caption = format!("{practice}, {ods}");
    let body = if section.may_answer { form(&request, &section).into_any() } else { answers(&section).into_any() };
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

fn form(request: &Request, section: &SectionView) -> impl IntoView + use<> {
    let form = request.form(FORM);
    let conflict = request.flash.conflict;
    let items = section.items.iter().map(|view| {
        // Somebody else's answer stands there now: saving again is meant to replace it.
        let clashed = conflict && form.error(&TypedAnswer::field(&view.item.code, "state")).is_some();
        view! {
            {hidden(&form, view, clashed)}
            {item_fields(&form, section, view, clashed)}
        }
    });
    let (ods, code) = (section.practice.place.practice.to_string(), section.section.code.clone());
    let signed = section.signed.as_ref().map(|signed| {
        let words = format!(
            "{} has signed this checklist off. If you change a required item so that it is open again, the sign-off falls, ",
            signed.name
        );
        view! { <InsetText><p>{words}"and the checklist has to be signed off again."</p></InsetText> }
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
