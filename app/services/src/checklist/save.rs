//! Keeping what a person answered on a page of the checklist.

use std::collections::BTreeMap;

use domain::accounts::Viewer;
use domain::audit::ChecklistEvent;
use domain::audit::checklist::Answered;
use domain::checklist::{
    Answer, AnswerContent, AnswerState, Checklist, Item, ItemCode, Section, TypedAnswer, current_state, said_complete, section_question,
};
use domain::field::FieldError;
use domain::organisations::{OdsCode, Route};
use domain::stage::Cause;
use store::Tx;
use store::audit;

use super::{Clash, Saved, of_content};
use crate::edit_conflict::{Changed as Meanwhile, is_own};
use crate::{Error, Result, Services, practice_access, stages};

/// What a person changed of one item.
struct Changed<'a> {
    item: &'a Item,
    content: AnswerContent,
    revision: i32,
}

/// Keeps the items of a section that the person changed: all of them or, where one is mistaken or clashes, none. Items that the form
/// shows as they were loaded are left alone, whatever somebody else did to them in the meantime.
///
/// # Errors
/// [`Error::Invalid`] with the mistakes, on fields named by [`TypedAnswer::field`]; [`Error::Conflict`] where an item is not asked of
/// this practice (any more); [`Error::NotFound`] for an unknown section; otherwise as [`practice_access::for_work`].
pub async fn save(
    services: &Services,
    viewer: &Viewer,
    practice: &OdsCode,
    section: &str,
    typed: &BTreeMap<ItemCode, TypedAnswer>,
) -> Result<Saved> {
    save_section(services, viewer, practice, section, typed, None).await
}

/// As [`save`], with what the person said to "Have you completed this section?", where that is new.
///
/// # Errors
/// As [`save`], and [`Error::Invalid`] on `complete` for a yes while a required item of the section is open.
pub async fn save_section(
    services: &Services,
    viewer: &Viewer,
    practice: &OdsCode,
    section: &str,
    typed: &BTreeMap<ItemCode, TypedAnswer>,
    complete: Option<bool>,
) -> Result<Saved> {
    let tx = services.store.begin().await?;
    let route = practice_access::for_work(&tx, viewer, practice).await?.supplier.route();
    let checklist = services.checklist(&tx).await?;
    let section = checklist.section(section).ok_or(Error::NotFound)?;
    let changed = changed(section, route, typed)?;
    let answers = store::checklist::answers(&tx, &services.programme.code, practice).await?;
    let writer = Writer { tx: &tx, services, viewer, practice, checklist };
    let (mut clashes, mut kept) = (Vec::new(), 0);
    for change in changed {
        let before = answers.iter().find(|answer| answer.item == change.item.code);
        match before {
            Some(answer) if is_same(change.item, answer, &change.content) => {}
            Some(answer) if answer.revision != change.revision => {
                let item = change.item.code.clone();
                let oneself = is_own(&tx, viewer, practice, Meanwhile::Answer(&item)).await?;
                clashes.push(Clash { item, current: answer.clone(), oneself });
            }
            _ if clashes.is_empty() => {
                writer.keep(before, &change.item.code, change.content).await?;
                kept += 1;
            }
            _ => {}
        }
    }
    if !clashes.is_empty() {
        return Ok(Saved::Clashed(clashes));
    }
    if let Some(complete) = complete.filter(|complete| said_complete(section, &answers) != Some(*complete)) {
        writer.say(section, route, complete).await?;
        kept += 1;
    }
    if kept == 0 {
        return Ok(Saved::Done(0));
    }
    let fell = stages::refresh(&tx, services, &viewer.name, practice, Cause::ChecklistAnswered).await?;
    tx.commit().await?;
    Ok(if fell { Saved::SignOffFell } else { Saved::Done(kept) })
}

/// Whether `content` says what stands there already, for the present meaning of the item.
pub(super) fn is_same(item: &Item, answer: &Answer, content: &AnswerContent) -> bool {
    AnswerContent::from(answer) == *content && !item.asks_again(answer)
}

fn changed<'a>(section: &'a Section, route: Route, typed: &BTreeMap<ItemCode, TypedAnswer>) -> Result<Vec<Changed<'a>>> {
    if typed.keys().any(|code| !section.items_for(route).any(|item| item.code == *code)) {
        let message = "The checklist for this practice has changed since you opened the page. Look at it again before you answer.";
        return Err(Error::Conflict(message.to_owned()));
    }
    let (mut changed, mut mistakes) = (Vec::new(), Vec::<FieldError>::new());
    for (item, typed) in section.items_for(route).filter_map(|item| Some((item, typed.get(&item.code)?))) {
        if is_untouched(typed) {
            continue;
        }
        match typed.content(item) {
            Err(wrong) => mistakes.extend(wrong),
            Ok(content) => changed.push(Changed { item, content, revision: typed.revision() }),
        }
    }
    if mistakes.is_empty() { Ok(changed) } else { Err(Error::Invalid(mistakes)) }
}

/// Whether the form says what it was filled with. A due day that cannot be read is a change.
fn is_untouched(typed: &TypedAnswer) -> bool {
    let due_on = if typed.due.is_empty() { Ok(None) } else { typed.due.parse("", "").map(Some) };
    let content = due_on.map(|due_on| typed.parts(AnswerState::from_key(&typed.state).unwrap_or_default(), due_on));
    content.is_ok_and(|content| of_content(&typed.state, &content) == typed.seen)
}

/// Who writes what where.
pub(super) struct Writer<'a> {
    pub tx: &'a Tx,
    pub services: &'a Services,
    pub viewer: &'a Viewer,
    pub practice: &'a OdsCode,
    pub checklist: &'a Checklist,
}

impl Writer<'_> {
    /// Keeps what was said to "Have you completed this section?".
    async fn say(&self, section: &Section, route: Route, complete: bool) -> Result<()> {
        let answers = store::checklist::answers(self.tx, &self.services.programme.code, self.practice).await?;
        let open = section.items_for(route).find(|item| item.required && !current_state(&answers, item).is_settled());
        if let Some(open) = open.filter(|_| complete) {
            let message =
                format!("You have not completed this section yet: “{}” is still open. Finish it, or choose to come back later", open.title);
            return Err(Error::invalid("complete", message));
        }
        let code = section_question(&section.code);
        let before = answers.iter().find(|answer| answer.item == code);
        let state = if complete { AnswerState::Done } else { AnswerState::InProgress };
        self.keep(before, &code, AnswerContent { state, ..AnswerContent::default() }).await
    }

    /// Writes one answer with its event.
    pub(super) async fn keep(&self, before: Option<&Answer>, code: &str, content: AnswerContent) -> Result<()> {
        let Self { tx, services, viewer, practice, checklist } = *self;
        let (actor, revision) = (services.actor(viewer), before.map_or(0, |answer| answer.revision) + 1);
        let event = ChecklistEvent::Answer {
            subject: code.into(),
            before: before.map(|answer| Answered { answer: answer.into(), revision: answer.revision }),
            after: Answered { answer: content.clone(), revision },
        };
        let AnswerContent { state, note, evidence_url, reason, assigned_to, due_on } = content;
        let answer = Answer {
            item: code.to_owned(),
            state,
            note,
            evidence_url,
            reason,
            assigned_to,
            due_on,
            revision,
            checklist_version: checklist.version,
            updated_at: actor.at,
            updated_by: viewer.name.clone(),
        };
        if !store::checklist::put(tx, &services.programme.code, practice, answer).await? {
            // The practice is locked, so this is somebody who writes past the use cases.
            return Err(Error::Fault(format!("answer to {code} of {practice} was changed under a lock")));
        }
        Ok(audit::append(tx, actor.did_to(practice, event)).await?)
    }
}
