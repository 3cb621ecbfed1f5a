//! `/checklist/{item}/several`: one answer for several practices.

use domain::checklist::{AnswerContent, TypedAnswer};
use domain::field::FieldError;
use domain::organisations::OdsCode;
use domain::time::format_instant;
use leptos::prelude::*;
use services::checklist::{OfPractice, Picked, SeveralView, Took, answer_several, several};

use super::view::{answer_fields, item_heading, item_title, state_name};
use crate::web::address;
use crate::web::components::{Button, Checkboxes, Choice, InsetText};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, Outcome, PageResult, partly, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/checklist/{item}/several";

/// One item, to answer for several practices at once.
pub async fn get(request: Request) -> PageResult {
    let view = several(&request.services, request.viewer()?, request.param("item")).await?;
    let title = format!("Answer for several practices: {}", view.item.title);
    let body = if view.practices.len() > 1 {
        form(&request, &view).into_any()
    } else {
        view! { <InsetText><p>"Your account names no more than one practice, so there is nothing to share."</p></InsetText> }.into_any()
    };
    Ok(Page::new(
        title,
        view! {
            <div class="nhsuk-grid-row">
                <div class="nhsuk-grid-column-two-thirds">
                    <h1><span class="nhsuk-caption-l">{format!("{}, for several practices", view.section)}</span>{item_title(view.item)}</h1>
                    {item_heading(view.item)}
                    {body}
                </div>
            </div>
        },
    )
    .under(address::PRACTICES, "Practices"))
}

fn form(request: &Request, view: &SeveralView) -> impl IntoView + use<> {
    let form = request.only_form();
    let asked: Vec<_> = view.practices.iter().filter(|practice| practice.is_asked).collect();
    let open =
        |practice: &&&OfPractice| practice.answer.as_ref().is_none_or(|answer| !answer.state.is_settled() || view.item.asks_again(answer));
    let ticked: Vec<_> = asked.iter().filter(open).map(|practice| practice.code.to_string()).collect();
    let choices = asked.iter().map(|practice| Choice::new(practice.code.to_string(), &*practice.name).hint(stands(practice))).collect();
    // After a race everything is shown as it stands now: sending again is meant to replace it.
    let fresh = request.flash.conflict;
    let hidden = asked.iter().map(|practice| {
        let name = format!("seen[{}]", practice.code);
        let value = if fresh { practice.seen.clone() } else { form.value(&name, &practice.seen) };
        view! { <input type="hidden" name=name value=value /> }
    });
    let hidden = hidden.collect_view();
    let others = view.practices.iter().filter(|practice| !practice.is_asked).map(|practice| view! { <li>{practice.name.clone()}</li> });
    let others = others.collect_view();
    let some_others = asked.len() < view.practices.len();
    let code = view.item.code.clone();
    view! {
        <form method="post" novalidate>
            <input type="hidden" name=format!("items[{code}][revision]") value="0" />
            {hidden}
            <Checkboxes form=form.clone() name="practices" legend="Which practices is this the answer for?" choices values=ticked />
            {answer_fields(&form, view.item, &AnswerContent::default(), "", false)}
            <Button>"Save for these practices"</Button>
        </form>
        {some_others.then(|| view! { <p>"This item is not asked of:"</p> <ul>{others}</ul> })}
    }
}

/// What stands at a practice now, with who and when.
fn stands(practice: &OfPractice) -> String {
    practice.answer.as_ref().map_or_else(
        || "Not started".to_owned(),
        |answer| format!("{}: {} on {}", state_name(answer.state), answer.updated_by, format_instant(answer.updated_at)),
    )
}

/// Gives one answer to several practices.
pub async fn post(request: Request) -> FormResult {
    let (viewer, item) = (request.viewer()?, request.param("item"));
    // Check permission and existence before reporting mistakes in what was typed.
    let view = several(&request.services, viewer, item).await?;
    let mut picked = Picked::new();
    for code in request.typed.all("practices") {
        let code: OdsCode = code.parse().map_err(|_| PageError::NotFound)?;
        let seen = request.typed.get(&format!("seen[{code}]")).to_owned();
        picked.insert(code, seen);
    }
    let typed = TypedAnswer::read(item, |name| request.typed.raw(name)).unwrap_or_default();
    let took = answer_several(&request.services, viewer, item, &typed, &picked).await?;
    Ok(outcome(&view, &took))
}

/// Which practices took the answer, and why the others did not.
fn outcome(view: &SeveralView, took: &[(OdsCode, Took)]) -> Outcome {
    let name =
        |code: &OdsCode| view.practices.iter().find(|practice| practice.code == *code).map_or("A practice", |practice| &practice.name);
    let names = |wanted: &Took| took.iter().filter(|(_, took)| took == wanted).map(|(code, _)| name(code)).collect::<Vec<_>>().join(", ");
    let why_not = |took: &Took| match took {
        Took::Kept | Took::Same => None,
        Took::ChangedByOneself => Some("you changed this in another window. Look at the answer there, then save again".to_owned()),
        Took::ChangedMeanwhile(who) => {
            Some(format!("{who} changed this after you opened the page. Look at the answer there, then save again"))
        }
        Took::NotAsked => Some("the way it switches on does not ask for this".to_owned()),
        Took::Closed => Some("it has closed".to_owned()),
    };
    let errors = took.iter().filter_map(|(code, took)| {
        let why = why_not(took)?;
        Some(FieldError::new("practices", format!("{} did not take the answer: {why}", name(code))))
    });
    let errors: Vec<_> = errors.collect();
    let (kept, same) = (names(&Took::Kept), names(&Took::Same));
    let kept = (!kept.is_empty()).then(|| format!("Your answer is saved for: {kept}."));
    let same = (!same.is_empty()).then(|| format!("It stood there already for: {same}."));
    let words = kept.into_iter().chain(same).collect::<Vec<_>>().join(" ");
    if errors.is_empty() { succeed(address::several(&view.item.code), words) } else { partly(words, errors) }
}
