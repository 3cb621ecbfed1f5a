//! `/practices/{ods}/smartcards`, and how many people miss something in all practices.

use domain::accounts::Role;
use domain::organisations::OdsCode;
use domain::smartcards::Need;
use domain::time::format_instant;
use leptos::prelude::*;
use services::smartcards::{Holder, counts, holder, holders};

use super::actions::{AddHolder, ChangeHolder, RemoveHolder};
use crate::legacy::path_of;
use crate::web::components::{Button, Checkboxes, Choice, Column, InsetText, Table, TextInput};
use crate::web::errors::PageError;
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;
use crate::web::words::counted;

/// The name of the form that adds somebody.
pub(super) const ADD: &str = "add";
/// The name of the form that changes somebody.
pub(super) const CHANGE: &str = "change";

fn needs() -> Vec<Choice> {
    Need::ALL.into_iter().map(|need| Choice::new(need.word(), need.name())).collect()
}

/// The people of a practice, and a form for another.
pub async fn list(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let (practice, people) = holders(&request.services, viewer, &ods).await?;
    let form = request.form(ADD);
    let body = view! {
        <p>"Keep a note of who still misses what before a smartcard lets them in. Write no card numbers and no passcodes. Your ICB sub-group sees how many people miss something, not who."</p>
        <p>"Each of them can "<a href="/smartcards">"check their own smartcard"</a>"."</p>
        {table(&ods, people)}
        <h2>"Add a person"</h2>
        <form method="post" action={path_of::<AddHolder>()} novalidate>
            <input type="hidden" name="ods" value=ods.to_string() />
            <TextInput form=form.clone() name="name" label="Name" />
            <Checkboxes form name="missing" legend="What is still missing?" hint="Leave all empty if nothing is" choices=needs() />
            <Button>"Add to the list"</Button>
        </form>
    };
    Ok(Page::captioned(practice.clone(), "Smartcards of your staff", body).under_practice(&ods, practice))
}

fn table(ods: &OdsCode, people: Vec<Holder>) -> AnyView {
    if people.is_empty() {
        return view! { <InsetText><p>"Nobody is in the list yet."</p></InsetText> }.into_any();
    }
    let columns = ["Name", "Still missing", "Recorded", "Change"].map(Column::new).to_vec();
    let rows = people.into_iter().map(|person| {
        let href = format!("/practices/{ods}/smartcards/{}", person.id);
        let missing: Vec<_> = person.missing.iter().map(|need| need.name()).collect();
        let missing = if missing.is_empty() { "Nothing".to_owned() } else { missing.join("; ") };
        let hidden = format!(" {}", person.name);
        vec![
            person.name.into_any(),
            missing.into_any(),
            format!("{} by {}", format_instant(person.updated_at), person.updated_by).into_any(),
            view! { <a href=href>"Change"<span class="nhsuk-u-visually-hidden">{hidden}</span></a> }.into_any(),
        ]
    });
    view! { <Table caption="Your staff" caption_hidden=true columns rows=rows.collect() /> }.into_any()
}

/// One person, to change or take out.
pub async fn one(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let (practice, person) = holder(&request.services, viewer, &ods, request.param("holder")).await?;
    let form = request.form(CHANGE);
    let list = format!("/practices/{ods}/smartcards");
    let hidden = |ods: &OdsCode, id: &str| {
        view! {
            <input type="hidden" name="ods" value=ods.to_string() />
            <input type="hidden" name="id" value=id.to_owned() />
        }
    };
    let missing: Vec<_> = person.missing.iter().map(|need| need.word().to_owned()).collect();
    let body = view! {
        <form method="post" action={path_of::<ChangeHolder>()} novalidate>
            {hidden(&ods, &person.id)}
            <input type="hidden" name="revision" value=person.revision.to_string() />
            <TextInput form=form.clone() name="name" label="Name" value=person.name.clone() />
            <Checkboxes
                form
                name="missing"
                legend="What is still missing?"
                hint="Leave all empty if nothing is"
                choices=needs()
                values=missing
            />
            <Button>"Save"</Button>
        </form>
        <form method="post" action={path_of::<RemoveHolder>()} novalidate>
            {hidden(&ods, &person.id)}
            <Button kind="secondary">"Take out of the list"</Button>
        </form>
    };
    let page = Page::captioned(practice.clone(), person.name, body).under_practice(&ods, practice);
    Ok(page.under(list, "Smartcards of your staff"))
}

/// The practices whose people miss something, for those who look after many.
pub async fn practices(request: Request) -> PageResult {
    let found = counts(&request.services, request.viewer()?).await?;
    let columns = vec![Column::new("Practice"), Column::number("People in the list"), Column::number("Still missing something")];
    let rows: Vec<_> = found
        .into_iter()
        .map(|found| {
            let href = format!("/practices/{}", found.practice);
            let name = view! { <span><a href=href>{found.name}</a><span class="app-line">{found.practice.to_string()}</span></span> };
            vec![name.into_any(), found.people.into_any(), found.unready.into_any()]
        })
        .collect();
    let list = if rows.is_empty() {
        view! { <InsetText><p>"No practice keeps a list yet."</p></InsetText> }.into_any()
    } else {
        view! { <Table caption="Practices that keep a list" caption_hidden=true columns rows /> }.into_any()
    };
    let body = view! {
        <h1>"Smartcards of practices"</h1>
        <p>"How many people of each practice still miss something before a smartcard lets them in. Who they are stays with the practice."</p>
        {list}
    };
    Ok(Page::new("Smartcards of practices", body).under("/practices", "Practices"))
}

/// A line on the list of practices, for those who look after many.
pub(crate) async fn summary(request: &Request) -> Result<AnyView, PageError> {
    let viewer = request.viewer()?;
    if !matches!(viewer.role, Role::Icb | Role::Admin) {
        return Ok(().into_any());
    }
    let found = counts(&request.services, viewer).await?;
    let people: u64 = found.iter().map(|found| found.unready).sum();
    let practices = found.iter().filter(|found| found.unready > 0).count() as u64;
    let text = match people {
        0 => "Smartcards: no practice has noted anybody who still misses something.".to_owned(),
        people => {
            let (who, verb) = (counted(people, "person", "people"), if people == 1 { "misses" } else { "miss" });
            format!("Smartcards: {who} in {} still {verb} something.", counted(practices, "practice", "practices"))
        }
    };
    Ok(view! { <p>{text}" "<a href="/smartcards/practices">"See which practices"</a></p> }.into_any())
}

/// The part of a practice's page.
pub(crate) fn of_practice((people, unready): (u64, u64), ods: &OdsCode, may_work: bool) -> AnyView {
    let text = match (people, unready) {
        (0, _) => "Nobody is in the list yet.".to_owned(),
        (1, 0) => "The one person in the list has everything.".to_owned(),
        (people, 0) => format!("All {people} people in the list have everything."),
        (people, unready) => format!("{unready} of {} still missing something.", counted(people, "person", "people")),
    };
    let link = may_work.then(|| view! { <p><a href=format!("/practices/{ods}/smartcards")>"Smartcards of your staff"</a></p> });
    view! { <h2 class="nhsuk-heading-m">"Smartcards"</h2><p>{text}</p>{link} }.into_any()
}
