//! A named person declares the checklist complete, and it may be reopened.

use domain::accounts::{Action, Viewer};
use domain::audit::{ChecklistEvent, Why, checklist as event};
use domain::checklist::{Checklist, Item, Signed, TypedSignOff, check_reopening, outstanding};
use domain::organisations::OdsCode;
use domain::stage::Cause;
use store::audit;
use store::entity::checklist_sign_off;
use store::practice_records::PracticeRecord;

use crate::free_text::readable;
use crate::{Error, Result, Services, practice_access, stages, tokens};

/// The sign-off of a practice, as its page shows it.
#[derive(Clone, Debug)]
pub struct SignOffView {
    pub practice: PracticeRecord,
    /// The checklist in force, with what is declared.
    pub checklist: &'static Checklist,
    /// The required items that are open.
    pub open: Vec<&'static Item>,
    /// The declaration that holds.
    pub signed: Option<Signed>,
    /// Those that ended, the newest first.
    pub ended: Vec<checklist_sign_off::Model>,
    /// Whether the person may sign and reopen.
    pub may_work: bool,
}

/// The sign-off of a practice, for whoever may see it.
///
/// # Errors
/// [`Error::NotFound`] where the practice is out of scope.
pub async fn sign_off(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<SignOffView> {
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let practice = practice_access::for_action(db, viewer, Action::SeePractice, practice).await?;
    let code = &practice.hierarchy.practice;
    let checklist = services.checklist(db).await?;
    let answers = store::checklist::answers(db, programme, code).await?;
    let mut ended = store::checklist::sign_off::all(db, programme, code).await?;
    ended.retain(|row| row.ended_at.is_some());
    let signed = store::checklist::sign_off::find(db, programme, code).await?;
    Ok(SignOffView {
        checklist,
        open: outstanding(checklist, practice.supplier.route(), &answers),
        signed: readable(viewer, &practice.hierarchy, signed),
        ended: readable(viewer, &practice.hierarchy, ended),
        may_work: practice_access::may_work(viewer, practice.is_open, &practice.hierarchy),
        practice,
    })
}

/// Declares the checklist complete, in the words of `version`, which the person has read.
///
/// # Errors
/// [`Error::Invalid`] on `name`, `deputy` or `declared`; [`Error::Conflict`] where a required item is open, another version is in force by
/// now, or the checklist is signed off already; otherwise as [`practice_access::for_work`].
pub async fn sign(services: &Services, viewer: &Viewer, practice: &OdsCode, version: i32, typed: &TypedSignOff) -> Result<()> {
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    let route = practice_access::for_work(&tx, viewer, practice).await?.supplier.route();
    let (name, deputy) = typed.names().map_err(Error::Invalid)?;
    let checklist = services.checklist(&tx).await?;
    if checklist.version != version {
        return Err(Error::Conflict("The checklist has changed since you opened the page. Read again what you declare.".to_owned()));
    }
    if let Some(signed) = store::checklist::sign_off::find(&tx, programme, practice).await? {
        return Err(Error::Conflict(format!("{} has signed the checklist off already.", signed.name)));
    }
    let answers = store::checklist::answers(&tx, programme, practice).await?;
    if let Some(open) = outstanding(checklist, route, &answers).first() {
        return Err(Error::Conflict(format!("“{}” is still open. Complete every required item first.", open.title)));
    }
    let actor = services.actor(viewer);
    let declares = Some(checklist.sign_off.declares.iter().map(Into::into).collect());
    let after = event::Signed { name: name.as_str().into(), deputy: deputy.as_str().into(), version: Some(version), declares };
    let signed = Signed { name, deputy, at: actor.at, version };
    store::checklist::sign_off::insert(&tx, programme, practice, tokens::new_id(), signed, &viewer.name).await?;
    audit::append(&tx, actor.did_to(practice, ChecklistEvent::SignOff { after })).await?;
    stages::refresh(&tx, services, &viewer.name, practice, Cause::ChecklistSignedOff).await?;
    Ok(tx.commit().await?)
}

/// Takes the declaration back, with a reason. A practice that was ready to switch on is back in the checklist; a booking stays.
///
/// # Errors
/// [`Error::Invalid`] on `reason`; [`Error::Conflict`] where the checklist is not signed off; otherwise as [`practice_access::for_work`].
pub async fn reopen(services: &Services, viewer: &Viewer, practice: &OdsCode, reason: &str) -> Result<()> {
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    practice_access::for_work(&tx, viewer, practice).await?;
    let reason = check_reopening(reason).map_err(|mistake| Error::Invalid(vec![mistake]))?;
    let nothing = || Error::Conflict("The checklist is not signed off, so there is nothing to reopen.".to_owned());
    let before = store::checklist::sign_off::find(&tx, programme, practice).await?.ok_or_else(nothing)?;
    let actor = services.actor(viewer);
    let event = ChecklistEvent::Reopen {
        before: event::Signed { name: before.name.into(), deputy: before.deputy.into(), version: Some(before.version), declares: None },
        after: Why { reason: reason.as_str().into() },
    };
    if !store::checklist::sign_off::end(&tx, programme, practice, actor.at, &viewer.name, &reason).await? {
        return Err(nothing());
    }
    audit::append(&tx, actor.did_to(practice, event)).await?;
    stages::refresh(&tx, services, &viewer.name, practice, Cause::ChecklistReopened).await?;
    Ok(tx.commit().await?)
}
