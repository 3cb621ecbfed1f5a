//! Keeping what a person answered on a page of the checklist.

use std::collections::BTreeMap;

use domain::accounts::Viewer;
use domain::checklist::{Answer, AnswerContent, Item, ItemCode, TypedAnswer};
use domain::field::FieldError;
use domain::organisations::{OdsCode, Route};
use domain::stage::Cause;
use serde_json::json;
use store::Tx;
use store::audit::{self, Event};

use super::{Clash, Saved, of_content};
use crate::{Error, Result, Services, places, stages};

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
/// this practice (any more); [`Error::NotFound`] for an unknown section; otherwise as [`places::for_work`].
pub async fn save(
    services: &Services,
    viewer: &Viewer,
    practice: &OdsCode,
    section: &str,
    typed: &BTreeMap<ItemCode, TypedAnswer>,
) -> Result<Saved> {
    let tx = services.store.begin().await?;
    let route = places::for_work(&tx, viewer, practice).await?.supplier.route();
    let changed = changed(services, section, route, typed)?;
    let answers = store::checklist::answers(&tx, &services.programme.code, practice).await?;
    let (mut clashes, mut kept) = (Vec::new(), 0);
    for change in changed {
        let before = answers.iter().find(|answer| answer.item == change.item.code);
        match before {
            Some(answer) if AnswerContent::from(answer) == change.content => {}
            Some(answer) if answer.revision != change.revision => {
                clashes.push(Clash { item: change.item.code.clone(), current: answer.clone() });
            }
            _ if clashes.is_empty() => {
                keep(&tx, services, viewer, practice, before, change).await?;
                kept += 1;
            }
            _ => {}
        }
    }
    if !clashes.is_empty() {
        return Ok(Saved::Clashed(clashes));
    }
    if kept > 0 {
        stages::refresh(&tx, services, &viewer.name, practice, Cause::ChecklistAnswered).await?;
    }
    tx.commit().await?;
    Ok(Saved::Done(kept))
}

fn changed<'a>(services: &'a Services, section: &str, route: Route, typed: &BTreeMap<ItemCode, TypedAnswer>) -> Result<Vec<Changed<'a>>> {
    let section = services.checklist.section(section).ok_or(Error::NotFound)?;
    if typed.keys().any(|code| !section.items_for(route).any(|item| item.code == *code)) {
        let message = "The checklist for this practice has changed since you opened the page. Look at it again before you answer.";
        return Err(Error::Conflict(message.to_owned()));
    }
    let (mut changed, mut mistakes) = (Vec::new(), Vec::<FieldError>::new());
    for (item, typed) in section.items_for(route).filter_map(|item| Some((item, typed.get(&item.code)?))) {
        match typed.content(item) {
            Err(mistake) => mistakes.push(mistake),
            Ok(content) if of_content(&content) == typed.seen => {}
            Ok(content) => {
                mistakes.extend(content.mistakes(item));
                changed.push(Changed { item, content, revision: typed.revision() });
            }
        }
    }
    if mistakes.is_empty() { Ok(changed) } else { Err(Error::Invalid(mistakes)) }
}

async fn keep(
    tx: &Tx,
    services: &Services,
    viewer: &Viewer,
    practice: &OdsCode,
    before: Option<&Answer>,
    change: Changed<'_>,
) -> Result<()> {
    let Changed { item, content, .. } = change;
    let json = |content: &AnswerContent, revision: i32| json!({ "answer": content, "revision": revision }).to_string();
    let revision = before.map_or(0, |answer| answer.revision) + 1;
    let event = Event {
        practice: Some(practice.to_string()),
        subject: Some(item.code.clone()),
        before: before.map(|answer| json(&AnswerContent::from(answer), answer.revision)),
        after: Some(json(&content, revision)),
        ..services.event(viewer, "checklist.answer")
    };
    let AnswerContent { state, note, evidence_url, reason } = content;
    let answer = Answer {
        item: item.code.clone(),
        state,
        note,
        evidence_url,
        reason,
        revision,
        checklist_version: services.checklist.version,
        updated_at: event.at,
        updated_by: viewer.name.clone(),
    };
    if !store::checklist::put(tx, &services.programme.code, practice, answer).await? {
        // The practice is locked, so this is somebody who writes past the use cases.
        return Err(Error::Fault(format!("answer to {} of {practice} was changed under a lock", item.code)));
    }
    Ok(audit::append(tx, event).await?)
}
