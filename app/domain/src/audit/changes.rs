//! Changes at a practice.

use super::{Code, FreeText, Told};
use crate::checklist::Checklist;
use crate::organisations::{OdsCode, Supplier};

events! {
    /// What is said and decided of a practice's system, and of who takes over from it.
    ChangeEvent "changes." "Changes at a practice"
    {}

    ClaimSupplier { subject: Code, before: System, after: Claimed }
        "changes.claim-supplier" "Said that the system is another" Timeline Apart;
    // The timeline has the change itself.
    ConfirmSupplier { subject: Code, before: System, after: Decided }
        "changes.confirm-supplier" "Confirmed that the system is another" Trail Figures;
    NameSuccessor { before: Option<Before>, after: Successor }
        "changes.name-successor" "Named the practice that takes over" Timeline Figures;
    RefuseSupplier { subject: Code, before: System, after: Decided }
        "changes.refuse-supplier" "Did not confirm that the system is another" Timeline Apart;
    WithdrawClaim { subject: Code, before: Claim }
        "changes.withdraw-claim" "Withdrew that the system is another" Timeline Apart;
}

facts! {
    /// The system that is recorded.
    System {
        /// Its supplier.
        supplier: Supplier,
    }

    /// The system that a practice says it uses.
    Claimed {
        /// Its supplier.
        supplier: Supplier,
        /// Why it says so.
        #[serde(default)]
        reason: FreeText,
    }

    /// What the ICB decided on what a practice says.
    Decided {
        /// The supplier that the practice named.
        supplier: Supplier,
        /// What it is told.
        #[serde(default)]
        note: FreeText,
    }

    /// Who was said to take over before.
    Before {
        /// The practice.
        successor: Code,
    }

    /// Who takes over.
    Successor {
        /// The practice.
        successor: OdsCode,
        /// Its name.
        #[serde(default)]
        name: FreeText,
    }

    /// What a practice said of its system.
    Claim {
        /// The word of the supplier.
        what: Code,
        /// Why it said so.
        #[serde(default)]
        reason: FreeText,
    }
}

impl Told for ChangeEvent {
    fn sentence(&self, _: &Checklist) -> Option<String> {
        Some(match self {
            Self::ClaimSupplier { .. } => "Said that the system is another".to_owned(),
            Self::ConfirmSupplier { .. } => return None,
            Self::NameSuccessor { after, .. } if after.name.as_str().is_empty() => "Taken over by another practice".to_owned(),
            Self::NameSuccessor { after, .. } => format!("Taken over by {}", after.name.as_str()),
            Self::RefuseSupplier { .. } => "The ICB did not confirm the other system".to_owned(),
            Self::WithdrawClaim { .. } => "Withdrew that the system is another".to_owned(),
        })
    }
}
