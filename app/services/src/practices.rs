//! Looking at practices: the list, the search while somebody types, and one practice with all that its page shows.

mod happened;
mod mine;
mod overview;

use domain::accounts::{Action, Viewer};
use domain::organisations::{OdsCode, Supplier};
use domain::stage::{Rag, Readings, Stage, Yardstick, reading};
use store::practices::{Filter, Line, Reading};

use crate::paging::{Paged, paged};
use crate::{Result, Services, authorise};

pub use happened::history;
pub use mine::{Mine, Sort, mine};
pub use overview::{HISTORY, Overview, handover, overview, sub_group};
pub use store::practices::{Contact, Happening, Named, PAGE, Practice, What};

/// How many practices are offered while somebody types.
const OFFERED: u64 = 8;

/// How practices stand that are listed with the worst first; the others come after them.
const WORST_FIRST: [Rag; 3] = [Rag::Red, Rag::Amber, Rag::Green];

/// Which practices somebody wants to see; the default wants every open one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words of the name, or the beginning of the code.
    pub text: String,
    /// Only this stage.
    pub stage: Option<Stage>,
    /// Only this supplier.
    pub supplier: Option<Supplier>,
    /// Only those that read so against the deadline.
    pub rag: Option<Rag>,
    /// Only those that are not switched on although the deadline has passed.
    pub overdue: bool,
    /// Only those with an exception, which read as nothing else until they are switched on.
    pub exception: bool,
    /// Only this sub-ICB location.
    pub sub_icb: Option<OdsCode>,
    /// Whether those at risk come first, then those that need attention, each furthest behind first; otherwise they come by name.
    pub worst_first: bool,
}

/// A page of the list.
#[derive(Clone, Debug)]
pub struct List {
    /// The practices of the page, by name, each with how it reads against the deadline and, where that is not well, why.
    pub lines: Vec<(Line, Rag, Option<String>)>,
    /// How many there are on all pages.
    pub total: u64,
    /// The page, from 1.
    pub page: u64,
    /// How many pages there are, at least 1.
    pub pages: u64,
    /// The sub-ICB locations to choose from: code and name.
    pub sub_icbs: Vec<(OdsCode, String)>,
}

/// A practice that is offered while somebody types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
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
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let against = services.programme.yardstick(services.clock.today());
    let filter = Filter {
        text: wanted.text.clone(),
        stage: wanted.stage,
        reading: filter(wanted, &against),
        supplier: wanted.supplier,
        sub_icb: wanted.sub_icb.clone(),
        today: against.day,
        first: if wanted.worst_first { WORST_FIRST.map(|reads| Readings::of(reads, &against)).to_vec() } else { Vec::new() },
    };
    let read = async |page| {
        let found = store::practices::list(db, &viewer.scope, programme, &filter, page).await?;
        Ok((found.lines, found.total))
    };
    let Paged { lines, total, page, pages } = paged(page, PAGE, read).await?;
    let lines = lines.into_iter().map(|line| {
        let (reads, why) = reading(line.stage, line.arranged, &against);
        (line, reads, why)
    });
    let sub_icbs = store::practices::sub_icbs(db, &viewer.scope).await?;
    Ok(List { lines: lines.collect(), total, page, pages, sub_icbs })
}

/// How the wanted practices read against the deadline; none where that is all the same.
fn filter(wanted: &Wanted, against: &Yardstick) -> Option<Reading> {
    if wanted.exception {
        return Some(Reading::Exception);
    }
    if wanted.overdue {
        return Some(Reading::Stages(Readings::overdue(against)));
    }
    wanted.rag.map(|reads| Reading::Stages(Readings::of(reads, against)))
}

/// The practices whose name or code fits what somebody has typed so far; none for less than two letters.
///
/// # Errors
/// When the database cannot be read.
pub async fn search(services: &Services, viewer: &Viewer, text: &str) -> Result<Vec<Offer>> {
    authorise(viewer, Action::ListPractices, None)?;
    if text.trim().chars().count() < 2 {
        return Ok(Vec::new());
    }
    let db = services.store.read();
    let found = store::practices::search(db, &viewer.scope, &services.programme.code, text, OFFERED).await?;
    let offer = |line: Line| Offer { code: line.code, name: line.name, place: line.sub_icb.unwrap_or_default() };
    Ok(found.into_iter().map(offer).collect())
}
