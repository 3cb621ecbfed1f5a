//! What led to a look at a practice's stage.

/// What was done to the facts. Its words stand in the history of the practice.
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
    /// "Checklist answered".
    #[must_use]
    pub fn words(self) -> &'static str {
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
