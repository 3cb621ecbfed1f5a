//! Looking at practices: the list, the search while somebody types, and one practice with all that its page shows.

mod history;
mod my_practices;
pub(crate) mod now;
mod overview;
mod visible;

use domain::accounts::{Action, Viewer};
use domain::organisations::OdsCode;
use domain::practices::{Line, ListPage};

use crate::{Result, Services, authorise};

pub use domain::practices::Wanted;

pub use history::history;
pub use my_practices::{MOST, MyPractice, Sort, my_practices};
pub use overview::{HISTORY, Overview, handover, overview, sub_group};
pub use store::practices::{Contact, Named, Practice, TimelineEntry, What};

/// How many practices are offered while somebody types.
const OFFERED: usize = 8;

/// The longest text that is looked for, in letters; the rest is left out. Every word is held against every name.
pub const LONGEST: usize = 100;

/// How many practices a page of the list holds.
pub const PAGE: usize = 50;

/// A page of the list.
#[derive(Clone, Debug)]
pub struct List {
    /// The practices of the page, and how many there are.
    pub listed: ListPage,
    /// The sub-ICB locations to choose from: code and name.
    pub sub_icbs: Vec<(OdsCode, String)>,
}

/// A practice that is offered while somebody types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Its code.
    pub code: OdsCode,
    /// Its name.
    pub name: String,
    /// Its sub-ICB location; empty where it is not known.
    pub place: String,
}

/// The practices that `viewer` may see and wants to see. A page after the last is the last.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(services: &Services, viewer: &Viewer, wanted: &Wanted, page: u64) -> Result<List> {
    authorise(viewer, Action::ListPractices, None)?;
    let facts = services.registers.current(services).await?;
    let present = facts.present(&services.programme.yardstick(services.clock.today()));
    let page = usize::try_from(page).unwrap_or(usize::MAX);
    let listed = domain::practices::list(facts.register(), &present, &viewer.scope, wanted, page, PAGE);
    Ok(List { listed, sub_icbs: domain::practices::places(facts.register(), &viewer.scope) })
}

/// The practices whose name or code fits what somebody has typed so far; none for less than two letters.
///
/// # Errors
/// When the database cannot be read.
pub async fn search(services: &Services, viewer: &Viewer, text: &str) -> Result<Vec<Suggestion>> {
    authorise(viewer, Action::ListPractices, None)?;
    if text.trim().chars().count() < 2 {
        return Ok(Vec::new());
    }
    let facts = services.registers.current(services).await?;
    let present = facts.present(&services.programme.yardstick(services.clock.today()));
    let text: String = text.chars().take(LONGEST).collect();
    let found = domain::practices::search(facts.register(), &present, &viewer.scope, &text, OFFERED);
    let offer = |line: Line| Suggestion { code: line.code, name: line.name, place: line.sub_icb.unwrap_or_default() };
    Ok(found.into_iter().map(offer).collect())
}
