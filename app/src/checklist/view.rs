//! Items and answers in words.

use domain::checklist::{Answer, AnswerContent, AnswerState, Item, LINK_MAX, NOTE_MAX, TypedAnswer};
use domain::field::{DateInput, format_count};
use domain::organisations::OdsCode;
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::checklist::{ItemView, SectionView};

use crate::guidance::item_link;
use crate::web::address::{practice, several};
use crate::web::components::{ActionLink, Choice, DateField, Details, InsetText, Radios, Row, SummaryList, TextInput, Textarea};
use crate::web::form::Form;
use crate::web::format::{answered_meanwhile, by};

/// The way back to all sections.
pub fn whole_list(ods: &OdsCode) -> impl IntoView + use<> {
    view! { <p><ActionLink href=practice(ods).whole_checklist()>"See the whole checklist"</ActionLink></p> }
}

/// "In progress".
pub fn state_name(state: AnswerState) -> &'static str {
    match state {
        AnswerState::NotStarted => "Not started",
        AnswerState::InProgress => "In progress",
        AnswerState::Done => "Done",
        AnswerState::NotApplicable => "Does not apply to us",
    }
}

/// The title of an item, as forms mark what need not be answered: "Plan a weekly look at new accounts (optional)".
pub fn item_title(item: &Item) -> String {
    if item.required { item.title.clone() } else { format!("{} (optional)", item.title) }
}

/// What an item asks for, why, and where that comes from.
pub fn item_heading(item: &Item) -> impl IntoView + use<> {
    let required = if item.required { "Required." } else { "Not required." };
    let rows = vec![
        Row::new("Why it matters", item.why.clone()),
        Row::new("How you know it is done", item.done_when.clone()),
        Row::new("Evidence to keep", item.evidence.clone()),
        Row::new("What you cannot do until this is done", item.blocks.clone()),
    ];
    let guidance = item_link(item);
    view! {
        <p>{item.what.clone()}</p>
        <Details summary=format!("About “{}”", item.title)>
            <p>{required}</p>
            <SummaryList rows />
        </Details>
        {guidance}
        <p class="nhsuk-body-s nhsuk-u-secondary-text-colour">{format!("Source: {}", item.source)}</p>
    }
}

/// What is in the way of an item that nobody has begun, and that an item is asked again.
pub fn waiting(view: &ItemView) -> impl IntoView + use<> {
    let begun = view.answer.as_ref().is_some_and(|answer| answer.state != AnswerState::NotStarted);
    let titles: Vec<_> = view.in_the_way.iter().map(|item| format!("“{}”", item.title)).collect();
    let cannot_start = (!begun && !titles.is_empty()).then(|| {
        view! { <p><strong>"Cannot start yet: "</strong>{format!("finish {} first.", titles.join(" and "))}</p> }
    });
    let asked_again = view.answer.as_ref().filter(|_| view.asked_again).map(|answer| {
        let heading = format!("This has changed in version {} of the checklist, so you are asked again.", view.item.changed_in);
        let before = answer_list(Some(answer));
        view! {
            <InsetText>
                <p>{heading}</p>
                <p>"Your answer from before:"</p>
                {before}
            </InsetText>
        }
    });
    view! { {cannot_start} {asked_again} }
}

/// The fields of an item, in a group that its title names.
///
/// Where it `clashed` with an answer that was saved meanwhile, both are shown.
pub fn item_fields(form: &Form, section: &SectionView, view: &ItemView, clashed: Option<Clashed>) -> impl IntoView + use<> {
    let item = view.item;
    let saved = view.answer.as_ref().map(AnswerContent::from).unwrap_or_default();
    let theirs = view.answer.as_ref().zip(clashed).map(|(answer, clashed)| theirs(answer, clashed));
    let changed = view.answer.as_ref().filter(|_| clashed.is_none()).map(|answer| {
        let words = format!("Last changed by {} on {}", answer.updated_by, format_instant(answer.updated_at));
        view! { <p class="nhsuk-body-s nhsuk-u-secondary-text-colour">{words}</p> }
    });
    let fields = answer_fields(form, item, &saved, if view.asked_again { "" } else { saved.state.key() }, clashed.is_some());
    let elsewhere = section.manages_several.then(|| {
        let href = several(&item.code);
        view! {
            <p><a href=href>"Answer for several practices"<span class="nhsuk-u-visually-hidden">{format!(": {}", item.title)}</span></a></p>
        }
    });
    view! {
        <div class="app-item">
        <fieldset class="nhsuk-fieldset">
            <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--m">
                <h2 class="nhsuk-fieldset__heading">{item_title(item)}</h2>
            </legend>
            {item_heading(item)}
            {theirs}
            {waiting(view)}
            {fields}
            {elsewhere}
            {changed}
        </fieldset>
        </div>
    }
}

/// The fields of an answer. `state` is chosen beforehand.
pub fn answer_fields(form: &Form, item: &Item, saved: &AnswerContent, state: &str, clashed: bool) -> impl IntoView + use<> {
    let (reason, who, more) = (reason_field(form, item, saved), who_fields(form, item, saved), more_fields(form, item, saved));
    view! {
        <Radios
            form=form.clone()
            name=TypedAnswer::field(&item.code, "state")
            legend=if clashed { "How far are you with this? Your answer" } else { "How far are you with this?" }
            choices=choices(item)
            value=state
        />
        {reason}
        {who}
        {more}
    }
}

/// Who sees to it, and by when: out of the way until there is something in them.
fn who_fields(form: &Form, item: &Item, saved: &AnswerContent) -> impl IntoView + use<> {
    let (who, due) = (TypedAnswer::field(&item.code, "assigned_to"), TypedAnswer::field(&item.code, "due"));
    let day = saved.due_on.map(DateInput::of).unwrap_or_default();
    let filled = |field: &str, saved: &str| !form.value(field, saved).is_empty() || form.error(field).is_some();
    let open = filled(&who, &saved.assigned_to) || filled(&format!("{due}[day]"), &day.day) || form.error(&due).is_some();
    let name = view! {
        <TextInput form=form.clone() name=who label="Who is responsible? (optional)" hint="The name of a member of staff" value=saved.assigned_to.clone() />
    };
    let day = view! { <DateField form=form.clone() name=due legend="By when? (optional)" value=day /> };
    view! { <Details summary="Who and by when" open>{name} {day}</Details> }
}

/// Note and link: out of the way until there is something in them.
fn more_fields(form: &Form, item: &Item, saved: &AnswerContent) -> impl IntoView + use<> {
    let (note, link) = (TypedAnswer::field(&item.code, "note"), TypedAnswer::field(&item.code, "evidence_url"));
    let filled = |field: &str, saved: &str| !form.value(field, saved).is_empty() || form.error(field).is_some();
    let open = filled(&note, &saved.note) || filled(&link, &saved.evidence_url);
    let hint = format!("A web address of up to {} characters, for example of a policy on your website", format_count(LINK_MAX));
    let note =
        view! { <Textarea form=form.clone() name=note label="Note (optional)" value=saved.note.clone() rows=3 limit=limit(NOTE_MAX) /> };
    let link = view! {
        <TextInput form=form.clone() name=link label="Link to evidence (optional)" hint value=saved.evidence_url.clone() kind="url" />
    };
    view! { <Details summary="Note and evidence" open>{note} {link}</Details> }
}

fn limit(max: usize) -> u32 {
    u32::try_from(max).unwrap_or(u32::MAX)
}

fn choices(item: &Item) -> Vec<Choice> {
    let offered = AnswerState::ALL.into_iter().filter(|state| !(item.settings && *state == AnswerState::NotApplicable));
    offered.map(|state| Choice::new(state.key(), state_name(state))).collect()
}

/// Always there, not only once "does not apply" is chosen: what appears by itself is announced by few screen readers. A settings item
/// applies to everybody.
fn reason_field(form: &Form, item: &Item, saved: &AnswerContent) -> Option<impl IntoView + use<>> {
    let (form, name, value) = (form.clone(), TypedAnswer::field(&item.code, "reason"), saved.reason.clone());
    (!item.settings).then(|| view! { <TextInput form name label="If it does not apply to you, why not?" value /> })
}

/// With whose answer one that was typed clashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clashed {
    /// The same person's, from another window.
    Oneself,
    /// Somebody else's.
    Another,
}

/// What was answered in the meantime.
fn theirs(answer: &Answer, clashed: Clashed) -> impl IntoView + use<> {
    let heading = answered_meanwhile(clashed == Clashed::Oneself, "answered", &answer.updated_by, answer.updated_at);
    view! {
        <div class="nhsuk-inset-text app-theirs">
            <h3 class="nhsuk-heading-s">{heading}</h3>
            <SummaryList rows=answer_rows(AnswerContent::from(answer)) />
            <p>"Your answer follows. It replaces this one if you save again."</p>
        </div>
    }
}

/// An answer to read.
pub fn answer_list(answer: Option<&Answer>) -> impl IntoView + use<> {
    let mut rows = answer_rows(answer.map(AnswerContent::from).unwrap_or_default());
    if let Some(answer) = answer {
        rows.push(Row::new("Last changed", by(format_instant(answer.updated_at), &answer.updated_by)));
    }
    view! { <SummaryList rows /> }
}

fn answer_rows(content: AnswerContent) -> Vec<Row> {
    let mut rows = vec![Row::new("Progress", state_name(content.state))];
    if !content.reason.is_empty() {
        rows.push(Row::new("Why it does not apply", content.reason));
    }
    if !content.assigned_to.is_empty() {
        rows.push(Row::new("Who is responsible", content.assigned_to));
    }
    if let Some(day) = content.due_on {
        rows.push(Row::new("By when", format_day(day)));
    }
    if !content.note.is_empty() {
        rows.push(Row::new("Note", multiline(content.note)));
    }
    if !content.evidence_url.is_empty() {
        rows.push(Row::new("Evidence", evidence(content.evidence_url)));
    }
    rows
}

fn multiline(text: String) -> impl IntoView {
    view! { <span class="app-multiline">{text}</span> }
}

fn evidence(link: String) -> AnyView {
    // Checked when it was typed; looked at once more, since this becomes something to click on.
    let start = link.to_ascii_lowercase();
    if start.starts_with("https://") || start.starts_with("http://") {
        view! { <a class="nhsuk-link app-link" href=link.clone() rel="noreferrer nofollow">{link.clone()}</a> }.into_any()
    } else {
        link.into_any()
    }
}
