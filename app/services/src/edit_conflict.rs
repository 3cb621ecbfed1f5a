//! Who was first, where two people or two windows change the same thing. Names are not unique, so it is told by the account.

use domain::accounts::{Action, Viewer};
use domain::audit::{checklist, self_switch};
use domain::organisations::OdsCode;
use store::ConnectionTrait;

use crate::{Result, Services, practice_access};

/// What two have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed<'a> {
    /// The answer to an item of the checklist, by its code.
    Answer(&'a str),
    /// A figure of patients with the enhanced-review code, by its id.
    Figure(&'a str),
    /// The model of access.
    Model,
    /// The planned day.
    Plan,
    /// The two facts of a TPP practice.
    SelfSwitch,
}

impl Changed<'_> {
    /// The keys of the events that change it.
    fn events(self) -> &'static [&'static str] {
        match self {
            Self::Answer(_) => const { &[checklist::Kind::Answer.key()] },
            Self::Figure(_) => const { &[checklist::Kind::Count.key(), checklist::Kind::CountCorrect.key()] },
            Self::Model => const { &[checklist::Kind::Model.key()] },
            Self::Plan => const { &[self_switch::Kind::Plan.key(), self_switch::Kind::DropPlan.key()] },
            Self::SelfSwitch => const { &[self_switch::Kind::Record.key()] },
        }
    }

    fn subject(&self) -> Option<&str> {
        match self {
            Self::Answer(subject) | Self::Figure(subject) => Some(subject),
            Self::Model | Self::Plan | Self::SelfSwitch => None,
        }
    }
}

/// Whether it was the person who last changed it, for a page that shows what stands there.
///
/// # Errors
/// [`crate::Error::NotFound`] where the practice is out of scope.
pub async fn was_oneself(services: &Services, viewer: &Viewer, practice: &OdsCode, changed: Changed<'_>) -> Result<bool> {
    practice_access::for_action(services.store.read(), viewer, Action::SeePractice, practice).await?;
    is_own(services.store.read(), viewer, practice, changed).await
}

/// Whether it was the person who last changed it, in another window; asked in the transaction that found it changed.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn is_own(db: &impl ConnectionTrait, viewer: &Viewer, practice: &OdsCode, changed: Changed<'_>) -> Result<bool> {
    let last = store::audit::last_account(db, practice, changed.events(), changed.subject()).await?;
    Ok(last.is_some_and(|account| account == viewer.account_id))
}
