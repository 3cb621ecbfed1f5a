//! An event in words.

use domain::audit;
use domain::field::{capital, format_count};
use domain::time::format_instant;
use leptos::prelude::*;
use services::audit::{Entry, MOST, Trail};

use crate::web::address::practice;
use crate::web::components::{
    Button, Cell, Choice, Column, DateField, Details, InsetText, Pagination, Row, Select, SummaryList, Table, TextInput,
};
use crate::web::fields::Fields;
use crate::web::form::Form;
use crate::web::format::counted;

/// The filters; they work without script. The practice is asked for only where there are several.
pub(super) fn filters(form: &Form, query: &Fields, path: &str, any_practice: bool) -> impl IntoView + use<> {
    let form = form.clone();
    let [who, what, code] = ["who", "what", "practice"].map(|name| query.get(name).to_owned());
    let (from, to) = (query.date("from"), query.date("to"));
    let practice =
        any_practice.then(|| view! { <TextInput form=form.clone() name="practice" label="Practice code" value=code width=10 /> });
    let open = form.failed() || !query.with("page", "").encode().is_empty();
    let (action, clear) = (path.to_owned(), path.to_owned());
    view! {
        <Details summary="Show only some of it" open=open>
            <form method="get" action=action novalidate>
                <TextInput form=form.clone() name="who" label="Who" hint="A part of the name" value=who width=20 />
                <Select form=form.clone() name="what" label="What" choices=kinds(&what) value=what />
                {practice}
                <DateField form=form.clone() name="from" legend="First day" value=from />
                <DateField form name="to" legend="Last day" value=to />
                <Button kind="secondary">"Show"</Button>
                <p><a href=clear>"Show everything"</a></p>
            </form>
        </Details>
    }
}

/// Everything, each kind of event, and whatever else the address asks for.
fn kinds(wanted: &str) -> Vec<Choice> {
    let known = audit::kinds().map(|(kind, words)| Choice::new(kind, words));
    let other = !wanted.is_empty() && audit::kinds().all(|(kind, _)| kind != wanted);
    let other = other.then(|| Choice::new(wanted, format!("What begins with “{wanted}”")));
    std::iter::once(Choice::new("", "Everything")).chain(known).chain(other).collect()
}

/// The events of a page, and the way to the file and to other pages.
pub(super) fn results(found: Trail, query: &Fields, path: &str) -> impl IntoView + use<> {
    if found.total == 0 {
        let filtered = !query.with("page", "").encode().is_empty();
        let nothing = if filtered { "No events found." } else { "Nothing was done yet." };
        return view! { <InsetText><p>{nothing}</p></InsetText> }.into_any();
    }
    let file = format!("{path}.csv?{}", query.with("page", "").encode());
    let file = file.trim_end_matches('?').to_owned();
    let newest = (found.total > MOST).then(|| format!(" It holds the newest {}.", format_count(MOST)));
    let columns = ["When", "Who", "What", "Practice", "More"].map(Column::new).to_vec();
    let rows = found.entries.into_iter().map(cells).collect();
    view! {
        <p role="status">{counted(found.total, "event", "events")}</p>
        <p><a href=file>"Download as CSV"</a>{newest}</p>
        <Table caption="The newest first" caption_hidden=true columns rows />
        <Pagination path=path.to_owned() query=query.clone() page=found.page pages=found.pages />
    }
    .into_any()
}

fn cells(entry: Entry) -> Vec<Cell> {
    let practice = match &entry.practice_code {
        Some(code) => view! { <a href=practice(code).page()>{code.clone()}</a> }.into_any(),
        None => "None".into_any(),
    };
    let acting_for = entry.acting_for.clone().map(|codes| view! { <span class="app-line">{format!("for {codes}")}</span> });
    let (who, what) = (who(&entry), audit::label(&entry.action));
    vec![
        format_instant(entry.at).into_any(),
        view! { <span>{who}{acting_for}</span> }.into_any(),
        what.into_any(),
        practice,
        more(entry).into_any(),
    ]
}

/// The name of the person; of what the service does by itself, in words that begin with a capital.
fn who(entry: &Entry) -> String {
    if entry.account_id.is_some() { entry.actor.clone() } else { capital(&entry.actor) }
}

/// What an admin looks for: what was before and after, the session, and the place in the chain. The file has all of it as it is kept.
fn more(entry: Entry) -> impl IntoView {
    let said = audit::details(&entry.action, entry.before.as_deref(), entry.after.as_deref());
    let said = said.into_iter().map(|(label, value)| Row::new(label, value));
    let facts = [
        ("Reference", entry.subject),
        ("Session", entry.session_ref),
        ("Event", Some(entry.action)),
        ("Hash", entry.hash.map(|hash| hash.chars().take(12).collect())),
    ];
    let facts = facts.into_iter().filter_map(|(name, value)| value.map(|value| Row::new(name, value)));
    let (rows, summary) = (said.chain(facts).collect(), format!("Number {}", entry.id));
    view! { <Details summary><SummaryList rows /></Details> }
}
