//! The one policy: which role may do what, where.

use super::{Role, Viewer};
use crate::organisations::OdsCode;

/// Where a practice stands in the hierarchy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeHierarchy {
    /// The practice itself.
    pub practice: OdsCode,
    /// Its own sub-ICB location.
    pub sub_icb: Option<OdsCode>,
    /// The ICB above that.
    pub icb: Option<OdsCode>,
    /// The region above that.
    pub region: Option<OdsCode>,
}

/// What a person asks to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// See a practice's journey.
    SeePractice,
    /// Answer the checklist, book and move a slot, record the self-switch.
    WorkJourney,
    /// Move, put off or cancel a booking; until when, `slots::may_change` says.
    ChangeBooking,
    /// See who works at a practice and how to reach them.
    SeeContacts,
    /// Read what people wrote about a practice in their own words (reasons, notes, evidence), and who wrote or did what.
    ReadFreeText,
    /// See a list of practices.
    ListPractices,
    /// Read deadline reports and download them.
    ReadReports,
    /// Make and change slots.
    ManageSlots,
    /// Bring a new version of the checklist into force.
    ManageChecklist,
    /// Import organisation files.
    ImportOrganisations,
    /// Add accounts.
    ManageAccounts,
    /// Decide who asks for access; which requests, `access_requests::may_decide` says.
    DecideAccess,
    /// Decide what a practice asks of its ICB: an exception, another supplier, that it is switched on with another supplier.
    DecideForPractice,
    /// Have messages that were not sent tried again.
    ManageMessages,
    /// Read what was done at one practice, by whom.
    ReadPracticeAudit,
    /// Read the whole audit trail.
    ReadAudit,
}

/// Why something is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The practice is out of the person's scope; to them it is not there.
    #[error("not found")]
    OutOfScope,
    /// In scope, but not for this role.
    #[error("not allowed")]
    Role,
}

/// Whether `viewer` may do `action`, at the practice at `place` where it concerns one.
///
/// # Errors
/// [`Denied::OutOfScope`] comes first, so that a refusal never tells that a practice exists.
pub fn may(viewer: &Viewer, action: Action, place: Option<&PracticeHierarchy>) -> Result<(), Denied> {
    if place.is_some_and(|place| !viewer.scope.covers(place)) {
        return Err(Denied::OutOfScope);
    }
    let allowed = match action {
        Action::SeePractice | Action::ListPractices | Action::ReadReports => true,
        Action::WorkJourney => matches!(viewer.role, Role::PracticeManager | Role::Admin),
        Action::ChangeBooking => viewer.role != Role::Commissioner,
        Action::DecideAccess | Action::DecideForPractice => matches!(viewer.role, Role::Icb | Role::Admin),
        // It names colleagues: for those who work with the practice, not for those who read figures.
        Action::ReadPracticeAudit | Action::SeeContacts | Action::ReadFreeText => viewer.role != Role::Commissioner,
        Action::ManageSlots | Action::ManageChecklist | Action::ImportOrganisations | Action::ManageAccounts => viewer.role == Role::Admin,
        Action::ManageMessages | Action::ReadAudit => viewer.role == Role::Admin,
    };
    if allowed { Ok(()) } else { Err(Denied::Role) }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::accounts::Scope;

    fn code(text: &str) -> OdsCode {
        text.parse().unwrap()
    }

    fn place() -> PracticeHierarchy {
        PracticeHierarchy { practice: code("X10001"), sub_icb: Some(code("X1A")), icb: Some(code("XA1")), region: Some(code("X01")) }
    }

    fn viewer(role: Role, scope: Scope) -> Viewer {
        Viewer { account_id: "1".into(), name: "Sam".into(), email: "sam@example.com".into(), role, scope, session: None }
    }

    #[rstest]
    #[case(Scope::england(), true)]
    #[case(Scope::practices([code("X10001")]), true)]
    #[case(Scope::practices([code("X10002")]), false)]
    #[case(Scope::sub_icbs([code("X1A")]), true)]
    #[case(Scope { icbs: [code("XA1")].into(), ..Scope::default() }, true)]
    #[case(Scope { regions: [code("X02")].into(), ..Scope::default() }, false)]
    #[case(Scope::default(), false)]
    fn scopes(#[case] scope: Scope, #[case] expected: bool) {
        assert_eq!(scope.covers(&place()), expected);
    }

    #[rstest]
    #[case(Role::PracticeManager, Action::WorkJourney, Ok(()))]
    #[case(Role::Icb, Action::WorkJourney, Err(Denied::Role))]
    #[case(Role::Commissioner, Action::WorkJourney, Err(Denied::Role))]
    #[case(Role::Admin, Action::WorkJourney, Ok(()))]
    #[case(Role::Icb, Action::ChangeBooking, Ok(()))]
    #[case(Role::Commissioner, Action::ChangeBooking, Err(Denied::Role))]
    #[case(Role::Icb, Action::SeePractice, Ok(()))]
    #[case(Role::PracticeManager, Action::ManageSlots, Err(Denied::Role))]
    #[case(Role::Icb, Action::ManageChecklist, Err(Denied::Role))]
    #[case(Role::Admin, Action::ManageChecklist, Ok(()))]
    #[case(Role::Icb, Action::ImportOrganisations, Err(Denied::Role))]
    #[case(Role::Admin, Action::ManageSlots, Ok(()))]
    #[case(Role::Icb, Action::DecideAccess, Ok(()))]
    #[case(Role::Commissioner, Action::DecideAccess, Err(Denied::Role))]
    #[case(Role::PracticeManager, Action::DecideForPractice, Err(Denied::Role))]
    #[case(Role::Icb, Action::DecideForPractice, Ok(()))]
    #[case(Role::Commissioner, Action::DecideForPractice, Err(Denied::Role))]
    #[case(Role::Admin, Action::DecideForPractice, Ok(()))]
    #[case(Role::PracticeManager, Action::ReadPracticeAudit, Ok(()))]
    #[case(Role::Icb, Action::ReadPracticeAudit, Ok(()))]
    #[case(Role::Commissioner, Action::ReadPracticeAudit, Err(Denied::Role))]
    #[case(Role::Icb, Action::SeeContacts, Ok(()))]
    #[case(Role::Commissioner, Action::SeeContacts, Err(Denied::Role))]
    #[case(Role::PracticeManager, Action::ReadFreeText, Ok(()))]
    #[case(Role::Icb, Action::ReadFreeText, Ok(()))]
    #[case(Role::Commissioner, Action::ReadFreeText, Err(Denied::Role))]
    #[case(Role::Icb, Action::ManageMessages, Err(Denied::Role))]
    #[case(Role::Admin, Action::ManageMessages, Ok(()))]
    #[case(Role::Icb, Action::ReadAudit, Err(Denied::Role))]
    #[case(Role::Admin, Action::ReadAudit, Ok(()))]
    fn roles_in_scope(#[case] role: Role, #[case] action: Action, #[case] expected: Result<(), Denied>) {
        assert_eq!(may(&viewer(role, Scope::england()), action, Some(&place())), expected);
    }

    #[test]
    fn out_of_scope_looks_the_same_for_every_role_and_action() {
        for role in Role::ALL {
            for action in [
                Action::SeePractice,
                Action::WorkJourney,
                Action::DecideForPractice,
                Action::ReadReports,
                Action::ReadPracticeAudit,
                Action::SeeContacts,
            ] {
                assert_eq!(may(&viewer(role, Scope::default()), action, Some(&place())), Err(Denied::OutOfScope));
            }
        }
    }
}
