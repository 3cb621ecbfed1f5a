//! Answering the readiness checklist.

mod figures;
mod in_force;
mod numbers;
mod save;
mod several;
mod sign_off;
mod versions;

use domain::accounts::{Action, Viewer};
use domain::checklist::{Answer, AnswerContent, GoOn, Item, ItemCode, Section, Signed, in_the_way, said_complete};
use domain::organisations::OdsCode;
use store::practice_records::PracticeRecord;

use crate::free_text::readable;
use crate::{Error, Result, Services, practice_access, tokens};

pub use figures::{Named, add_figure, correct_figure, figure_seen, remove_figure};
pub use in_force::Versions;
pub use numbers::{ModelSet, NumbersView, TypedModel, numbers, set_model};
pub use save::{save, save_section};
pub use several::{OfPractice, Picked, SeveralView, Took, answer_several, several};
pub use sign_off::{SignOffView, reopen, sign, sign_off};
pub use store::checklist::numbers::{Chosen, Figure};
pub use versions::{Draft, Uploaded, catch_up, discard, draft, go_live, upload, uploaded};

/// A section of the checklist with a practice's answers.
#[derive(Clone, Debug)]
pub struct SectionView {
    pub practice: PracticeRecord,
    pub section: &'static Section,
    /// The items that the practice's route asks for, in order.
    pub items: Vec<ItemView>,
    /// What the practice said to "Have you completed this section?".
    pub said_complete: Option<bool>,
    /// Who declared the checklist complete, where that holds.
    pub signed: Option<Signed>,
    /// Whether the person may answer.
    pub may_answer: bool,
    /// Whether the person manages other practices, too.
    pub manages_several: bool,
}

/// An item with a practice's answer.
#[derive(Clone, Debug)]
pub struct ItemView {
    pub item: &'static Item,
    /// The answer, if there is one.
    pub answer: Option<Answer>,
    /// Whether the meaning of the item has changed since it was answered.
    pub asked_again: bool,
    /// The items to settle first.
    pub in_the_way: Vec<&'static Item>,
    /// The fingerprint of the answer, for the form; see [`fingerprint`].
    pub seen: String,
}

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It was kept; so many items had changed.
    Done(usize),
    /// It was kept, and the sign-off of the checklist fell, because a required item is open again.
    SignOffFell,
    /// Somebody else changed the same items since the form was filled, and nothing was kept.
    Clashed(Vec<Clash>),
}

/// An item that two people changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    pub item: ItemCode,
    /// What the other person answered; it stands.
    pub current: Answer,
    /// Whether that was the same person, in another window.
    pub oneself: bool,
}

/// A section with the practice's answers, for whoever may see the practice.
///
/// # Errors
/// [`Error::NotFound`] where the practice is out of scope, or its route has no such section.
pub async fn load(services: &Services, viewer: &Viewer, practice: &OdsCode, section: &str) -> Result<SectionView> {
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let practice = practice_access::for_action(db, viewer, Action::SeePractice, practice).await?;
    let (code, route) = (&practice.hierarchy.practice, practice.supplier.route());
    let checklist = services.checklist(db).await?;
    let section = checklist.section(section).ok_or(Error::NotFound)?;
    let answers = store::checklist::answers(db, programme, code).await?;
    let view = |item: &'static Item| {
        let answer = answers.iter().find(|answer| answer.item == item.code).cloned();
        let in_the_way = in_the_way(checklist, route, &answers, item);
        let asked_again = answer.as_ref().is_some_and(|answer| item.asks_again(answer));
        ItemView {
            item,
            seen: fingerprint(item, answer.as_ref()),
            answer: readable(viewer, &practice.hierarchy, answer),
            asked_again,
            in_the_way,
        }
    };
    let items: Vec<_> = section.items_for(route).map(view).collect();
    if items.is_empty() {
        return Err(Error::NotFound);
    }
    let signed = store::checklist::sign_off::find(db, programme, code).await?;
    Ok(SectionView {
        section,
        items,
        said_complete: said_complete(section, &answers),
        signed: readable(viewer, &practice.hierarchy, signed),
        may_answer: practice_access::may_work(viewer, practice.is_open, &practice.hierarchy),
        manages_several: viewer.scope.practices.len() > 1,
        practice,
    })
}

/// Where somebody goes on who has saved a section of a practice.
///
/// # Errors
/// As [`load`].
pub async fn go_on(services: &Services, viewer: &Viewer, practice: &OdsCode, section: &str) -> Result<GoOn<'static>> {
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let practice = practice_access::for_action(db, viewer, Action::SeePractice, practice).await?;
    let (code, route) = (&practice.hierarchy.practice, practice.supplier.route());
    let checklist = services.checklist(db).await?;
    let saved = checklist.section(section).ok_or(Error::NotFound)?;
    let answers = store::checklist::answers(db, programme, code).await?;
    let signed = store::checklist::sign_off::find(db, programme, code).await?;
    Ok(domain::checklist::go_on(checklist, route, &answers, saved, signed.is_some()))
}

/// Tells one content of an answer from another, in 16 hexadecimal digits. A form carries it, so that of two people who answer different
/// items of one page neither is told off. The form of an item that is asked again shows no state, so that any state is a change.
#[must_use]
pub fn fingerprint(item: &Item, answer: Option<&Answer>) -> String {
    let content = answer.map(AnswerContent::from).unwrap_or_default();
    let asked_again = answer.is_some_and(|answer| item.asks_again(answer));
    of_content(if asked_again { "" } else { content.state.key() }, &content)
}

fn of_content(state: &str, content: &AnswerContent) -> String {
    let AnswerContent { note, evidence_url, reason, assigned_to, due_on, .. } = content;
    let due_on = due_on.map(|day| day.to_string()).unwrap_or_default();
    let mut hash = tokens::hash(&[state, note, evidence_url, reason, assigned_to, &due_on].join("\u{1f}"));
    hash.truncate(16);
    hash
}
