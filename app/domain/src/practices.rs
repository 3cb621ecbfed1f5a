//! Lists of practices, and the search while somebody types: made of the same facts as reports, so that a filter, a count and a report can
//! never disagree.

mod list;
mod next;
mod snapshot;
#[cfg(test)]
mod tests;

use crate::organisations::{OdsCode, Supplier};
use crate::stage::{Arranged, Rag, Stage};

pub use list::{ListPage, list, places, search};
pub use next::{Own, next_facts, own};
pub use snapshot::Present;

/// Which practices somebody wants to see; the default wants every open one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words of the name, or the beginning of the code; every one must fit. Letters A to Z fit in either case.
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
    /// Whether those at risk come first, then those that need attention, then those on course, then those with an exception; among equals
    /// those at an earlier stage, then those with less of the checklist settled. Otherwise they come by name.
    pub worst_first: bool,
}

/// A practice as a line of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    /// Its code.
    pub code: OdsCode,
    /// Its name.
    pub name: String,
    /// The name of its sub-ICB location, or its code where the name is not known.
    pub sub_icb: Option<String>,
    /// The supplier of its clinical system.
    pub supplier: Supplier,
    /// Its present stage.
    pub stage: Stage,
    /// Required checklist items that are settled, and how many there are; none where nothing was recorded.
    pub settled: Option<(u32, u32)>,
    /// The date that it has booked, or the day that it plans.
    pub arranged: Arranged,
    /// Whether an exception stands.
    pub exception: bool,
}
