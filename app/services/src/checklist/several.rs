//! One answer for several practices, by whoever manages them.

use std::collections::BTreeMap;

use domain::accounts::{Action, Viewer};
use domain::checklist::{Answer, Item, TypedAnswer};
use domain::organisations::OdsCode;
use domain::stage::Cause;

use super::fingerprint;
use super::save::{Writer, is_same};
use crate::edit_conflict::{Changed, is_own};
use crate::{Error, Result, Services, authorise, practice_access, stages};

/// An item with what each practice of a person answered.
#[derive(Clone, Debug)]
pub struct SeveralView {
    pub item: &'static Item,
    /// The section it stands in.
    pub section: String,
    /// The person's practices, by name.
    pub practices: Vec<OfPractice>,
}

/// One practice of a [`SeveralView`].
#[derive(Clone, Debug)]
pub struct OfPractice {
    pub code: OdsCode,
    pub name: String,
    /// Whether it is open and its route asks for the item.
    pub is_asked: bool,
    /// What stands there.
    pub answer: Option<Answer>,
    /// The fingerprint of that; the form carries it.
    pub seen: String,
}

/// The practices that a form names, each with the fingerprint of the answer that the form showed.
pub type Picked = BTreeMap<OdsCode, String>;

/// What became of the answer at one practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Took {
    /// It stands there now.
    Kept,
    /// It stood there before.
    Same,
    /// Somebody else changed what stands there since the page was opened, and it was left alone: who did.
    ChangedMeanwhile(String),
    /// The same, but it was the person, in another window.
    ChangedByOneself,
    /// The practice's route does not ask for the item.
    NotAsked,
    /// The practice has closed.
    Closed,
}

/// An item with the answers of every practice that the person's account names.
///
/// # Errors
/// [`Error::Forbidden`] where the role answers no checklist; [`Error::NotFound`] where there is no such item.
pub async fn several(services: &Services, viewer: &Viewer, item: &str) -> Result<SeveralView> {
    authorise(viewer, Action::WorkJourney, None)?;
    let db = services.store.read();
    let (section, item) = services.checklist(db).await?.item(item).ok_or(Error::NotFound)?;
    let mut practices = Vec::new();
    for code in &viewer.scope.practices {
        let record = match practice_access::for_action(db, viewer, Action::WorkJourney, code).await {
            // The account names a practice that is not there.
            Err(Error::NotFound) => continue,
            found => found?,
        };
        let answers = store::checklist::answers(db, &services.programme.code, code).await?;
        let answer = answers.into_iter().find(|answer| answer.item == item.code);
        let is_asked = record.is_open && item.routes.contains(&record.supplier.route());
        practices.push(OfPractice { code: code.clone(), name: record.name, is_asked, seen: fingerprint(item, answer.as_ref()), answer });
    }
    practices.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(SeveralView { item, section: section.title.clone(), practices })
}

/// Gives one answer to `item` at each of the `picked` practices: a commit for each, so that one that does not take it holds up no other.
///
/// # Errors
/// [`Error::Invalid`] with the mistakes of the answer, or on `practices` where none is picked, and nothing is kept; [`Error::NotFound`]
/// for an unknown item or a practice out of scope; [`Error::Forbidden`] where the role may not.
pub async fn answer_several(
    services: &Services,
    viewer: &Viewer,
    item: &str,
    typed: &TypedAnswer,
    picked: &Picked,
) -> Result<Vec<(OdsCode, Took)>> {
    authorise(viewer, Action::WorkJourney, None)?;
    for practice in picked.keys() {
        practice_access::ask_for_work(services, viewer, practice).await?;
    }
    let (_, found) = services.checklist(services.store.read()).await?.item(item).ok_or(Error::NotFound)?;
    let mut mistakes = typed.content(found).err().unwrap_or_default();
    if picked.is_empty() {
        mistakes.push(domain::field::FieldError::new("practices", "Choose at least one practice"));
    }
    if !mistakes.is_empty() {
        return Err(Error::Invalid(mistakes));
    }
    let mut outcome = Vec::with_capacity(picked.len());
    for (practice, seen) in picked {
        outcome.push((practice.clone(), answer_one(services, viewer, practice, found, typed, seen).await?));
    }
    Ok(outcome)
}

async fn answer_one(
    services: &Services,
    viewer: &Viewer,
    practice: &OdsCode,
    item: &Item,
    typed: &TypedAnswer,
    seen: &str,
) -> Result<Took> {
    let tx = services.store.begin().await?;
    let record = practice_access::open_or_not(&tx, viewer, Action::WorkJourney, practice).await?;
    if !record.is_open {
        return Ok(Took::Closed);
    }
    let checklist = services.checklist(&tx).await?;
    let Some((_, item)) = checklist.item(&item.code).filter(|(_, item)| item.routes.contains(&record.supplier.route())) else {
        return Ok(Took::NotAsked);
    };
    let content = typed.content(item).map_err(Error::Invalid)?;
    let answers = store::checklist::answers(&tx, &services.programme.code, practice).await?;
    let before = answers.iter().find(|answer| answer.item == item.code);
    if before.is_some_and(|answer| is_same(item, answer, &content)) {
        return Ok(Took::Same);
    }
    if let Some(before) = before.filter(|_| fingerprint(item, before) != seen) {
        let oneself = is_own(&tx, viewer, practice, Changed::Answer(&item.code)).await?;
        return Ok(if oneself { Took::ChangedByOneself } else { Took::ChangedMeanwhile(before.updated_by.clone()) });
    }
    Writer { tx: &tx, services, viewer, practice, checklist }.keep(before, &item.code, content).await?;
    stages::refresh(&tx, services, &viewer.name, practice, Cause::ChecklistAnswered).await?;
    tx.commit().await?;
    Ok(Took::Kept)
}
