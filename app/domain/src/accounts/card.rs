//! What an NHS smartcard (NHS CIS2) says, and what a person may see by it.
//!
//! The claims are those of the scopes `nationalrbacaccess` and `nhsperson`. A card is only as good as at the sign-in that read it.

mod proof;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Role, Scope};
use crate::organisations::{Level, OdsCode};

pub use proof::{Assurance, Limits, Proof, Unproven, prove};

/// The activity codes that open a practice's data: view detailed health records (which grants B8006, execute clinical reports, too),
/// execute contracting reports, execute management reports, perform patient administration.
pub const ACTIVITIES: [&str; 4] = ["B0360", "B0258", "B0945", "B0560"];

/// One entry of `nhsid_nrbac_roles`: a role at one organisation. Whatever else it holds is left aside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CardRole {
    /// The organisation where the role is held, as written on the card.
    pub org_code: String,
    /// What the role lets its holder do there; some roles carry none.
    pub activity_codes: Option<Vec<String>>,
}

/// What is known here of an organisation that stands on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// What kind of organisation it is.
    pub level: Level,
    /// Whether it is open; only a practice closes.
    pub is_open: bool,
}

/// One way to see the service: what a person does, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// What they do.
    pub role: Role,
    /// What they may see.
    pub scope: Scope,
}

/// Why a card opens nothing here, organisation by organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NothingOnCard {
    /// Open practices on the card, none of whose roles carries one of [`ACTIVITIES`].
    pub without_activity: BTreeSet<OdsCode>,
    /// Practices that have closed.
    pub closed: BTreeSet<OdsCode>,
    /// Codes that are not known here, or of no level that gives a view.
    pub unknown: BTreeSet<String>,
}

impl CardRole {
    fn opens_a_practice(&self) -> bool {
        let codes = self.activity_codes.iter().flatten();
        codes.map(|code| code.trim()).any(|code| ACTIVITIES.iter().any(|wanted| wanted.eq_ignore_ascii_case(code)))
    }
}

/// The codes that stand on a card, to be looked up before [`views`] is asked.
#[must_use]
pub fn codes(roles: &[CardRole]) -> BTreeSet<OdsCode> {
    roles.iter().filter_map(|role| role.org_code.parse().ok()).collect()
}

/// The views that a card gives: all its practices as one, all its sub-ICB locations as one, its ICBs and regions as one.
///
/// A practice counts only where its own code stands in a role with one of [`ACTIVITIES`]: a code in a role elsewhere opens nothing. A
/// sub-ICB location gives the ICB sub-group's view, an ICB or a region the commissioner's, of what lies under it at the time of looking.
///
/// # Errors
/// [`NothingOnCard`] where no role gives a view.
pub fn views(roles: &[CardRole], known: &BTreeMap<OdsCode, Known>) -> Result<Vec<View>, NothingOnCard> {
    let (mut practices, mut sub_icbs, mut above) = (BTreeSet::new(), BTreeSet::new(), Scope::default());
    let mut nothing = NothingOnCard::default();
    for role in roles {
        let code = role.org_code.parse::<OdsCode>().ok().filter(|code| known.contains_key(code));
        let Some((code, found)) = code.and_then(|code| known.get(&code).map(|found| (code, *found))) else {
            nothing.unknown.insert(role.org_code.trim().to_owned());
            continue;
        };
        match found.level {
            Level::Practice if !found.is_open => nothing.closed.insert(code),
            Level::Practice if role.opens_a_practice() => practices.insert(code),
            Level::Practice => nothing.without_activity.insert(code),
            Level::SubIcb => sub_icbs.insert(code),
            Level::Icb => above.icbs.insert(code),
            Level::Region => above.regions.insert(code),
            Level::Pcn => nothing.unknown.insert(code.to_string()),
        };
    }
    let views = [
        View { role: Role::PracticeManager, scope: Scope::practices(practices) },
        View { role: Role::Icb, scope: Scope::sub_icbs(sub_icbs) },
        View { role: Role::Commissioner, scope: above },
    ];
    let views: Vec<View> = views.into_iter().filter(|view| !view.scope.is_empty()).collect();
    if views.is_empty() { Err(nothing) } else { Ok(views) }
}
