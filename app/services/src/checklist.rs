//! Answering the readiness checklist.

mod save;

use domain::accounts::{Action, Viewer};
use domain::checklist::{Answer, AnswerContent, Item, ItemCode, Section};
use domain::organisations::OdsCode;
use store::places::PracticeRecord;

use crate::{Error, Result, Services, authorise, places, tokens};

pub use save::save;

/// A section of the checklist with a practice's answers.
#[derive(Clone, Debug)]
pub struct SectionView {
    /// The practice.
    pub practice: PracticeRecord,
    /// The section.
    pub section: &'static Section,
    /// The items that the practice's route asks for, in order.
    pub items: Vec<ItemView>,
    /// Whether the person may answer.
    pub may_answer: bool,
}

/// An item with a practice's answer.
#[derive(Clone, Debug)]
pub struct ItemView {
    /// The item.
    pub item: &'static Item,
    /// The answer, if there is one.
    pub answer: Option<Answer>,
    /// The fingerprint of the answer, for the form; see [`fingerprint`].
    pub seen: String,
}

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It was kept; so many items had changed.
    Done(usize),
    /// Somebody else changed the same items since the form was filled, and nothing was kept.
    Clashed(Vec<Clash>),
}

/// An item that two people changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Which item.
    pub item: ItemCode,
    /// What the other person answered; it stands.
    pub current: Answer,
}

/// A section with the practice's answers, for whoever may see the practice.
///
/// # Errors
/// [`Error::NotFound`] where the practice is out of scope, or its route has no such section.
pub async fn load(services: &Services, viewer: &Viewer, practice: &OdsCode, section: &str) -> Result<SectionView> {
    let db = services.store.read();
    let practice = places::for_action(db, viewer, Action::SeePractice, practice).await?;
    let section = services.checklist.section(section).ok_or(Error::NotFound)?;
    let answers = store::checklist::answers(db, &services.programme.code, &practice.place.practice).await?;
    let items: Vec<_> = section
        .items_for(practice.supplier.route())
        .map(|item| {
            let answer = answers.iter().find(|answer| answer.item == item.code).cloned();
            ItemView { item, seen: fingerprint(answer.as_ref()), answer }
        })
        .collect();
    if items.is_empty() {
        return Err(Error::NotFound);
    }
    let may_answer = authorise(viewer, Action::WorkJourney, Some(&practice.place)).is_ok();
    Ok(SectionView { practice, section, items, may_answer })
}

/// Tells one content of an answer from another, in 16 hexadecimal digits. A form carries it, so that of two people who answer different
/// items of one page neither is told off.
#[must_use]
pub fn fingerprint(answer: Option<&Answer>) -> String {
    of_content(&answer.map(AnswerContent::from).unwrap_or_default())
}

fn of_content(content: &AnswerContent) -> String {
    let AnswerContent { state, note, evidence_url, reason } = content;
    let mut hash = tokens::hash(&[state.word(), note, evidence_url, reason].join("\u{1f}"));
    hash.truncate(16);
    hash
}
