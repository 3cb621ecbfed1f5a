//! Requests for access.

use super::{Code, FreeText, Told, Written};
use crate::access_requests::State;
use crate::accounts::Role;
use crate::checklist::Checklist;
use crate::organisations::OdsCode;

events! {
    /// What is done about requests for access.
    AccessRequestEvent "access-requests." "Requests for access"
    { "org": "Organisation" }

    Approve { subject: Code, before: Before, after: Decided } "access-requests.approve" "Approved a request for access" Trail Apart;
    Confirm { subject: Code, after: Asked } "access-requests.confirm" "Confirmed the address of a request for access" Trail Apart;
    Refuse { subject: Code, before: Before, after: Decided } "access-requests.refuse" "Refused a request for access" Trail Apart;
    Remind { after: Written } "access-requests.remind" "Reminded those who decide on requests for access" Trail Apart;
}

facts! {
    /// How far a request was.
    Before {
        /// Its state.
        state: State,
    }

    /// What became of a request.
    Decided {
        /// Its state.
        state: State,
        /// The account that was made or widened.
        account: Option<Code>,
        /// What the person asked to be.
        role: Role,
        /// For which organisation.
        org: OdsCode,
        /// What the person is told.
        #[serde(default)]
        reason: FreeText,
    }

    /// What a request is for.
    Asked {
        /// What the person asks to be.
        role: Role,
        /// For which organisation.
        org: OdsCode,
    }
}

impl Told for AccessRequestEvent {
    fn sentence(&self, _: &Checklist) -> Option<String> {
        None
    }
}
