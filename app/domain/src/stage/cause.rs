//! What led to a look at a practice's stage.

/// What was done to the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// Checklist items were answered or changed.
    ChecklistAnswered,
    /// A named person declared the checklist complete.
    ChecklistSignedOff,
    /// It was reopened, with a reason.
    ChecklistReopened,
    /// Another version of the checklist came into force.
    ChecklistVersion,
    /// An EMIS date was booked.
    SlotBooked,
    /// The booking moved to another date.
    SlotMoved,
    /// The booking was cancelled.
    SlotCancelled,
    /// The booking was given up for a later date that is not chosen yet.
    SlotDeferred,
    /// The date came and went, and patients have no access.
    SlotDidNotWork,
    /// The practice said what it saw.
    Confirmed,
    /// That was taken back as mistaken.
    ConfirmationWithdrawn,
    /// The TPP facts were recorded, corrected or cleared.
    SelfSwitchRecorded,
    /// A day was planned, or another one.
    Planned,
    /// The planned day was taken away: until then it was planned.
    PlanDropped,
    /// The ICB agreed that the practice is switched on.
    ConfirmationAgreed,
    /// Another supplier, and so perhaps another route: what held before goes on having held.
    SupplierChanged,
}

impl Cause {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::ChecklistAnswered,
        Self::ChecklistSignedOff,
        Self::ChecklistReopened,
        Self::ChecklistVersion,
        Self::SlotBooked,
        Self::SlotMoved,
        Self::SlotCancelled,
        Self::SlotDeferred,
        Self::SlotDidNotWork,
        Self::Confirmed,
        Self::ConfirmationWithdrawn,
        Self::SelfSwitchRecorded,
        Self::Planned,
        Self::PlanDropped,
        Self::ConfirmationAgreed,
        Self::SupplierChanged,
    ];

    /// By which it is stored beside the stage. It never changes.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::ChecklistAnswered => "checklist-answered",
            Self::ChecklistSignedOff => "checklist-signed-off",
            Self::ChecklistReopened => "checklist-reopened",
            Self::ChecklistVersion => "checklist-version",
            Self::SlotBooked => "slot-booked",
            Self::SlotMoved => "slot-moved",
            Self::SlotCancelled => "slot-cancelled",
            Self::SlotDeferred => "slot-deferred",
            Self::SlotDidNotWork => "slot-did-not-work",
            Self::Confirmed => "confirmed",
            Self::ConfirmationWithdrawn => "confirmation-withdrawn",
            Self::SelfSwitchRecorded => "self-switch-recorded",
            Self::Planned => "planned",
            Self::PlanDropped => "plan-dropped",
            Self::ConfirmationAgreed => "confirmation-agreed",
            Self::SupplierChanged => "supplier-changed",
        }
    }

    /// The cause that stands beside a stage; none where this version does not know it.
    #[must_use]
    pub fn read(stored: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.key() == stored).or_else(|| Self::of_old_row(stored))
    }

    /// Of a row from before causes had keys: it holds the words of that time, whatever [`Cause::label`] says today. Of these rows only one
    /// cause is asked for, so the others need not be known.
    fn of_old_row(words: &str) -> Option<Self> {
        (words == "Self-switch recorded").then_some(Self::SelfSwitchRecorded)
    }

    /// "Checklist answered".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::ChecklistAnswered => "Checklist answered",
            Self::ChecklistSignedOff => "Checklist signed off",
            Self::ChecklistReopened => "Checklist reopened",
            Self::ChecklistVersion => "New version of the checklist",
            Self::SlotBooked => "EMIS date booked",
            Self::SlotMoved => "EMIS date moved",
            Self::SlotCancelled => "EMIS date cancelled",
            Self::SlotDeferred => "EMIS date put off",
            Self::SlotDidNotWork => "EMIS date did not work",
            Self::Confirmed => "Switch-on confirmed",
            Self::ConfirmationWithdrawn => "Confirmation withdrawn",
            Self::SelfSwitchRecorded => "Self-switch recorded",
            Self::Planned => "Switch-on planned",
            Self::PlanDropped => "Plan taken away",
            Self::ConfirmationAgreed => "Switch-on agreed by the ICB",
            Self::SupplierChanged => "Supplier changed",
        }
    }

    /// Whether days before today stay as they were told, because the facts changed today and were not mistaken before.
    #[must_use]
    pub fn keeps_the_past(self) -> bool {
        matches!(self, Self::SupplierChanged | Self::PlanDropped)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_key_leads_to_its_cause() {
        assert_eq!(Cause::ALL.map(Cause::key).into_iter().collect::<BTreeSet<_>>().len(), Cause::ALL.len());
        assert!(Cause::ALL.into_iter().all(|cause| Cause::read(cause.key()) == Some(cause)));
        assert_eq!(Cause::read("of-tomorrow"), None);
    }

    /// `stage_change.cause` of a practice that recorded its self-switch before causes had keys.
    #[test]
    fn a_row_from_before_the_keys_is_known_by_the_words_of_that_time() {
        assert_eq!(Cause::read("Self-switch recorded"), Some(Cause::SelfSwitchRecorded));
    }
}
