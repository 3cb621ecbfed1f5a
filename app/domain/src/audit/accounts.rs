//! Accounts and signing in.

use super::{Code, FreeText, Told};
use crate::accounts::Role;
use crate::checklist::Checklist;

events! {
    /// What is done to accounts, and by whom they are used.
    AccountEvent "accounts." "Accounts and signing in"
    { "by": "How", "orgs": "Organisations", "reminded": "Practices with reminders" }

    AcceptAgreement { after: Agreed } "accounts.accept-agreement" "Accepted the access agreement" Trail Apart;
    Add { subject: Code, after: Added } "accounts.add" "Added an account" Trail Apart;
    Card { subject: Code, before: Reminded, after: Reminded } "accounts.card" "A smartcard no longer brings reminders" Trail Apart;
    Change { subject: Code, before: Account, after: Account } "accounts.change" "Changed an account" Trail Apart;
    EndSession {} "accounts.end-session" "Ended a session" Trail Apart;
    Invite { subject: Code, after: Added } "accounts.invite" "Invited somebody" Trail Apart;
    Reminders { before: Wanted, after: Wanted } "accounts.reminders" "Turned reminders on or off" Trail Apart;
    Restore { subject: Code, before: AccountStatus, after: AccountStatus } "accounts.restore" "Ended the suspension of an account" Trail Apart;
    SignIn { after: Option<ByCard> } "accounts.sign-in" "Signed in" Trail Apart;
    SignOut { subject: Option<Code>, after: Option<ByIssuer> } "accounts.sign-out" "Signed out" Trail Apart;
    Suspend { subject: Code, before: AccountStatus, after: AccountStatus } "accounts.suspend" "Suspended an account" Trail Apart;
    View { after: Chosen } "accounts.view" "Chose a view of a smartcard" Trail Apart;
}

facts! {
    /// What was agreed to.
    Agreed {
        /// The version of the agreement.
        version: i32,
    }

    /// An account that was made.
    Added {
        /// What the person does.
        role: Role,
        /// The codes of the organisations they work for.
        orgs: Vec<Code>,
    }

    /// An account as an admin changes it.
    Account {
        /// The person's name.
        #[serde(default)]
        name: FreeText,
        /// What they do.
        role: Role,
        /// The codes of the organisations they work for.
        orgs: Vec<Code>,
    }

    /// What a smartcard reminds of.
    Reminded {
        /// How many practices.
        reminded: u64,
    }

    /// What a person wants.
    Wanted {
        /// Whether they want reminders.
        reminders: bool,
    }

    /// Whether an account may be used.
    AccountStatus {
        /// `active` or `suspended`.
        status: Code,
    }

    /// How somebody signed in by smartcard.
    ByCard {
        /// `card`.
        by: Code,
        /// Who issued the card.
        issuer: Code,
        /// The roles on it.
        views: Vec<Role>,
        /// How many practices it reminds of.
        #[serde(default)]
        reminded: usize,
    }

    /// How an issuer ended sessions.
    ByIssuer {
        /// `issuer`.
        by: Code,
        /// How many.
        sessions: u64,
    }

    /// A view of a smartcard.
    Chosen {
        /// Its role.
        role: Role,
    }
}

impl Told for AccountEvent {
    fn sentence(&self, _: &Checklist) -> Option<String> {
        None
    }
}
