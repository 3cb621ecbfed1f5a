//! Asking for access: which role goes with which organisation, who decides, and when requests are worked.

mod round;

use serde::{Deserialize, Serialize};

use crate::accounts::{Action, Denied, PracticeHierarchy, Role, Viewer, may};
use crate::organisations::Level;

pub use round::{RoundError, RoundPlan};

/// The roles that somebody may ask for. Nobody asks to run the programme.
pub const ROLES: [Role; 3] = [Role::PracticeManager, Role::Icb, Role::Commissioner];

/// How far a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The address was not confirmed yet; nobody is bothered.
    Unconfirmed,
    /// It waits for a decision.
    Waiting,
    /// The person was let in.
    Approved,
    /// The person was not let in, with a reason.
    Refused,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Unconfirmed, Self::Waiting, Self::Approved, Self::Refused];

    /// The word in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Refused => "refused",
        }
    }

    /// The state with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == word)
    }
}

/// Whether people of this role work for organisations of this level: practice managers for practices, an ICB sub-group for its sub-ICB
/// location or the whole ICB, commissioners for an ICB or a region.
#[must_use]
pub fn fits(role: Role, level: Level) -> bool {
    match role {
        Role::PracticeManager => level == Level::Practice,
        Role::Icb => matches!(level, Level::SubIcb | Level::Icb),
        Role::Commissioner => matches!(level, Level::Icb | Level::Region),
        Role::Admin => false,
    }
}

/// Whether `viewer` may decide on a request, made from `email`, for `role`; `place` is that of the practice, where it is for one.
///
/// Nobody grants more than they see, or anything to themselves: an ICB sub-group decides on practice managers of its practices, an admin on
/// everybody else too.
///
/// # Errors
/// [`Denied::Role`] for those who decide on nothing, [`Denied::OutOfScope`] for a request that is not theirs.
pub fn may_decide(viewer: &Viewer, email: &str, role: Role, place: Option<&PracticeHierarchy>) -> Result<(), Denied> {
    may(viewer, Action::DecideAccess, None)?;
    let theirs = role == Role::PracticeManager && place.is_some_and(|place| viewer.scope.covers(place));
    let own = viewer.email.eq_ignore_ascii_case(email);
    if !own && (viewer.role == Role::Admin || theirs) { Ok(()) } else { Err(Denied::OutOfScope) }
}

/// What deciding who handles a waiting request needs to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// From which address.
    pub email: String,
    pub role: Role,
    /// The place of the practice, where it is for one.
    pub hierarchy: Option<PracticeHierarchy>,
}

/// Whether somebody of an ICB sub-group may decide on it; otherwise it is an admin's.
#[must_use]
pub fn is_covered(sub_groups: &[Viewer], open: &Open) -> bool {
    sub_groups.iter().any(|viewer| may_decide(viewer, &open.email, open.role, open.hierarchy.as_ref()).is_ok())
}

/// Who is reminded of how many requests: a sub-group of those it may decide on, an admin only of those that no sub-group covers.
#[must_use]
pub fn reminders<'a>(sub_groups: &'a [Viewer], admins: &'a [Viewer], open: &[Open]) -> Vec<(&'a Viewer, usize)> {
    let theirs = |viewer: &Viewer, open: &Open| may_decide(viewer, &open.email, open.role, open.hierarchy.as_ref()).is_ok();
    let of_sub_groups = sub_groups.iter().map(|viewer| (viewer, open.iter().filter(|open| theirs(viewer, open)).count()));
    let left: Vec<_> = open.iter().filter(|open| !is_covered(sub_groups, open)).collect();
    let of_admins = admins.iter().map(|viewer| (viewer, left.iter().filter(|open| theirs(viewer, open)).count()));
    of_sub_groups.chain(of_admins).filter(|(_, count)| *count > 0).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::accounts::Scope;
    use crate::organisations::OdsCode;

    fn code(text: &str) -> OdsCode {
        text.parse().unwrap()
    }

    fn place(practice: &str, sub_icb: &str) -> PracticeHierarchy {
        PracticeHierarchy { practice: code(practice), sub_icb: Some(code(sub_icb)), icb: Some(code("XA1")), region: Some(code("X01")) }
    }

    #[rstest]
    #[case(Role::PracticeManager, &[Level::Practice])]
    #[case(Role::Icb, &[Level::SubIcb, Level::Icb])]
    #[case(Role::Commissioner, &[Level::Icb, Level::Region])]
    #[case(Role::Admin, &[])]
    fn each_role_has_its_levels(#[case] role: Role, #[case] levels: &[Level]) {
        for level in [Level::Practice, Level::Pcn, Level::SubIcb, Level::Icb, Level::Region] {
            assert_eq!(fits(role, level), levels.contains(&level), "{role:?} {level:?}");
        }
    }

    #[rstest]
    #[case(Role::Admin, "a@nhs.net", Role::Commissioner, None, Ok(()))]
    #[case(Role::Admin, "a@nhs.net", Role::PracticeManager, Some("X1B"), Ok(()))]
    #[case(Role::Admin, "Me@nhs.net", Role::PracticeManager, Some("X1A"), Err(Denied::OutOfScope))]
    #[case(Role::Icb, "a@nhs.net", Role::PracticeManager, Some("X1A"), Ok(()))]
    #[case(Role::Icb, "a@nhs.net", Role::PracticeManager, Some("X1B"), Err(Denied::OutOfScope))]
    #[case(Role::Icb, "a@nhs.net", Role::PracticeManager, None, Err(Denied::OutOfScope))]
    #[case(Role::Icb, "a@nhs.net", Role::Icb, None, Err(Denied::OutOfScope))]
    #[case(Role::Icb, "me@nhs.net", Role::PracticeManager, Some("X1A"), Err(Denied::OutOfScope))]
    #[case(Role::PracticeManager, "a@nhs.net", Role::PracticeManager, Some("X1A"), Err(Denied::Role))]
    #[case(Role::Commissioner, "a@nhs.net", Role::PracticeManager, Some("X1A"), Err(Denied::Role))]
    fn who_decides(
        #[case] viewer: Role,
        #[case] email: &str,
        #[case] role: Role,
        #[case] sub_icb: Option<&str>,
        #[case] expected: Result<(), Denied>,
    ) {
        let scope = Scope::sub_icbs([code("X1A")]);
        let viewer = Viewer { account_id: "1".into(), name: "Me".into(), email: "me@nhs.net".into(), role: viewer, scope, session: None };
        let place = sub_icb.map(|sub_icb| place("X10001", sub_icb));
        assert_eq!(may_decide(&viewer, email, role, place.as_ref()), expected);
    }

    #[test]
    fn an_admin_is_reminded_of_what_nobody_else_covers() {
        let viewer = |name: &str, role, scope| Viewer {
            account_id: name.into(),
            name: name.into(),
            email: format!("{name}@nhs.net"),
            role,
            scope,
            session: None,
        };
        let sub_groups = [viewer("ines", Role::Icb, Scope::sub_icbs([code("X1A")])), viewer("idle", Role::Icb, Scope::default())];
        let admins = [viewer("ada", Role::Admin, Scope::england())];
        let open = |role, sub_icb: Option<&str>| Open {
            email: "sam@nhs.net".into(),
            role,
            hierarchy: sub_icb.map(|sub_icb| place("X10001", sub_icb)),
        };
        let waiting = [
            open(Role::PracticeManager, Some("X1A")),
            open(Role::PracticeManager, Some("X1A")),
            open(Role::PracticeManager, Some("X1B")),
            open(Role::Commissioner, None),
        ];
        let owed: Vec<_> = reminders(&sub_groups, &admins, &waiting).into_iter().map(|(who, count)| (who.name.as_str(), count)).collect();
        assert_eq!(owed, [("ines", 2), ("ada", 2)]);
        assert!(reminders(&sub_groups, &admins, &[]).is_empty());
    }
}
