//! Use cases: one function each, which asks the policy, owns the transaction, and writes the audit trail and the outbox in it.

pub mod access_requests;
pub mod accounts;
pub mod audit;
pub mod changes;
pub mod checklist;
pub mod confirmation;
pub mod decisions;
pub mod demo;
pub mod edit_conflict;
mod error;
pub mod exceptions;
mod free_text;
mod help;
pub mod leases;
pub mod organisations;
pub mod outbox;
mod paging;
pub mod practice_access;
mod practice_requests;
pub mod practices;
pub mod reminders;
pub mod reports;
pub mod self_switch;
pub mod slots;
pub mod smartcards;
mod spreadsheet;
pub mod stages;
pub mod tokens;

use std::sync::Arc;

use domain::accounts::{Action, PracticeHierarchy, Role, Scope, Viewer};
use domain::clock::Clock;
use domain::programme::Programme;
use store::Store;
use store::audit::Actor;

pub use error::{Error, Result};
pub use help::Help;

/// What every use case needs. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// The obligation that is tracked.
    pub programme: &'static Programme,
    /// Settings that use cases read.
    pub settings: Arc<Settings>,
    /// How long sessions last, who may be let in and when requests for it are worked, and how often links may be asked for.
    pub access: Arc<accounts::Access>,
    /// What reports are made from, as long as it is current.
    pub registers: Arc<reports::Registers>,
    /// The versions of the checklist that were read; which is in force, [`Services::checklist`] asks the database.
    pub checklists: Arc<checklist::Versions>,
    /// Where people find help that is not in this service.
    pub help: Arc<Help>,
    /// Whose turn it is to ask for an EMIS date.
    pub turns: Arc<slots::BookingQueue>,
}

/// Settings that use cases read.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address under which people reach the service, without a slash at the end; stands in links of messages.
    pub public_url: String,
    /// Whether this is a demonstration: personas, a movable clock, and messages that keep their secrets so that they can be shown.
    pub demo: bool,
}

impl Settings {
    /// Whether people reach the service over https: cookies and headers are then the strict ones.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

impl Services {
    /// Use cases on `store` at the time of `clock`, for the programme of this build.
    #[must_use]
    pub fn new(store: Store, clock: Clock, settings: Settings) -> Self {
        Self {
            turns: Arc::new(slots::BookingQueue::new(store.writers())),
            store,
            clock,
            programme: Programme::current(),
            settings: Arc::new(settings),
            access: Arc::default(),
            registers: Arc::default(),
            checklists: Arc::default(),
            help: Arc::default(),
        }
    }

    /// The same with other rules of access than the usual ones.
    #[must_use]
    pub fn with_access(self, access: accounts::Access) -> Self {
        Self { access: Arc::new(access), ..self }
    }

    /// The same with other help than none.
    #[must_use]
    pub fn with_help(self, help: Help) -> Self {
        Self { help: Arc::new(help), ..self }
    }

    /// The first day on which a smartcard must have been shown for its holder to get messages about the practices on it.
    #[must_use]
    pub fn card_since(&self) -> chrono::NaiveDate {
        domain::reminders::card_counts_since(self.clock.today(), self.access.card_days)
    }

    /// Who does something now, as the audit trail names them.
    #[must_use]
    pub fn actor(&self, viewer: &Viewer) -> Actor {
        Actor {
            at: self.clock.now(),
            account_id: Some(viewer.account_id.clone()).filter(|id| !id.is_empty()),
            name: viewer.name.clone(),
            session: viewer.session.clone(),
            acting_for: if viewer.account_id.is_empty() { Vec::new() } else { viewer.scope.organisations() },
        }
    }
}

/// Who acts when a command or a loop of the program does, not a person: `name` stands in the audit trail.
#[must_use]
pub fn system_viewer(name: &str) -> Viewer {
    Viewer {
        account_id: String::new(),
        name: name.to_owned(),
        email: String::new(),
        role: Role::Admin,
        scope: Scope::england(),
        session: None,
    }
}

/// Asks the one policy.
///
/// # Errors
/// [`Error::NotFound`] where the practice is out of scope, [`Error::Forbidden`] where the role may not.
pub fn authorise(viewer: &Viewer, action: Action, place: Option<&PracticeHierarchy>) -> Result<()> {
    domain::accounts::may(viewer, action, place).map_err(Error::from)
}
