//! New versions of the checklist: uploaded, checked, looked at, brought into force.

use domain::accounts::{Action, Viewer};
use domain::audit::{ChecklistEvent, checklist as event};
use domain::checklist::{Checklist, Difference, difference};
use domain::field::FieldError;
use domain::organisations::OdsCode;
use domain::stage::Cause;
use store::audit;
use store::checklist::versions;
use store::entity::checklist_version::Model;

use crate::{Error, Result, Services, authorise, stages, system_viewer, tokens};

/// The most characters of a version. Ours has 11,000.
const TEXT_MAX: usize = 100_000;
/// Practices whose stages are looked at again while the person waits; the others follow in the background.
const AT_ONCE: u64 = 50;
/// Who brings stages up to a new version, in the history and the audit trail.
const ACTOR: &str = "the service";

/// What the page of versions shows.
#[derive(Clone, Debug)]
pub struct Uploaded {
    /// The version in force.
    pub in_force: &'static Checklist,
    /// Its text, to begin a new version with.
    pub text: String,
    /// The uploaded versions that went live, the newest first.
    pub live: Vec<Model>,
    /// Whether a version waits for its confirmation.
    pub waiting: bool,
}

/// A version that waits for its confirmation.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Names it; the confirmation carries it back.
    pub id: String,
    /// What it holds.
    pub checklist: Checklist,
    /// What it changes.
    pub differences: Vec<Difference>,
    /// Who uploaded it, by name.
    pub uploaded_by: String,
}

/// The versions there are.
///
/// # Errors
/// [`Error::Forbidden`] where the role may not bring versions into force.
pub async fn uploaded(services: &Services, viewer: &Viewer) -> Result<Uploaded> {
    authorise(viewer, Action::ManageChecklist, None)?;
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let live = versions::live(db, programme).await?;
    let in_force = services.checklist(db).await?;
    let text = live.iter().find(|row| row.version == in_force.version).map_or(Checklist::BUNDLED, |row| &row.content).to_owned();
    Ok(Uploaded { in_force, text, waiting: versions::draft(db, programme).await?.is_some(), live })
}

/// Keeps a new version for [`draft`] and [`go_live`], in the place of any that waits already.
///
/// # Errors
/// [`Error::Forbidden`] where the role may not; [`Error::Invalid`] on `content` with everything that is wrong with it.
pub async fn upload(services: &Services, viewer: &Viewer, text: &str) -> Result<()> {
    authorise(viewer, Action::ManageChecklist, None)?;
    let tx = services.store.begin().await?;
    let text = text.replace("\r\n", "\n");
    let read = check(services.checklist(&tx).await?, &text).map_err(Error::Invalid)?;
    let actor = services.actor(viewer);
    let event =
        ChecklistEvent::Upload { subject: read.version.to_string().into(), after: event::Uploaded { hash: tokens::hash(&text).into() } };
    let row = Model {
        id: tokens::new_id(),
        programme: services.programme.code.clone(),
        version: read.version,
        state: versions::DRAFT.to_owned(),
        content: text,
        uploaded_at: actor.at,
        uploaded_by: viewer.name.clone(),
        live_at: None,
        live_by: None,
    };
    versions::put_draft(&tx, row).await?;
    audit::append(&tx, actor.did(event)).await?;
    Ok(tx.commit().await?)
}

fn check(before: &Checklist, text: &str) -> std::result::Result<Checklist, Vec<FieldError>> {
    let wrong = |message: String| FieldError::new("content", message);
    if text.trim().is_empty() {
        return Err(vec![wrong("Paste the whole file of the new version here".to_owned())]);
    }
    domain::field::check_length(text, TEXT_MAX, "content", "The checklist").map_err(|mistake| vec![mistake])?;
    let read = Checklist::read(text).map_err(|mistakes| mistakes.into_iter().map(wrong).collect::<Vec<_>>())?;
    let mut mistakes = Vec::new();
    let next = before.version + 1;
    if read.version != next {
        mistakes.push(wrong(format!("The version must be {next}: version {} is in force", before.version)));
    }
    let items = read.sections.iter().flat_map(|section| &section.items);
    let forgot = items.filter(|item| before.item(&item.code).is_some_and(|(_, old)| old.changed_in > item.changed_in));
    mistakes.extend(forgot.map(|item| wrong(format!("“{}” must go on saying in which version it changed", item.code))));
    if mistakes.is_empty() { Ok(read) } else { Err(mistakes) }
}

/// The version that waits, and what it changes for those who answered the one in force; none where none waits.
///
/// # Errors
/// [`Error::Forbidden`] where the role may not; [`Error::Fault`] where this program cannot read what waits.
pub async fn draft(services: &Services, viewer: &Viewer) -> Result<Option<Draft>> {
    authorise(viewer, Action::ManageChecklist, None)?;
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let Some(row) = versions::draft(db, programme).await? else { return Ok(None) };
    let checklist = Checklist::read(&row.content).map_err(|wrong| Error::Fault(format!("the draft: {}", wrong.join("; "))))?;
    let differences = difference(services.checklist(db).await?, &checklist);
    Ok(Some(Draft { id: row.id, checklist, differences, uploaded_by: row.uploaded_by }))
}

/// Brings the version `id` into force; returns its number. The stages of practices follow, some at once and the others by [`catch_up`].
///
/// # Errors
/// [`Error::Forbidden`] where the role may not; [`Error::Conflict`] where it does not wait any more, or another came into force since it
/// was uploaded.
pub async fn go_live(services: &Services, viewer: &Viewer, id: &str) -> Result<i32> {
    authorise(viewer, Action::ManageChecklist, None)?;
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    let changed = || Error::Conflict("The version you looked at is no longer waiting. Look again at what is.".to_owned());
    let row = versions::draft(&tx, programme).await?.filter(|row| row.id == id).ok_or_else(changed)?;
    let before = services.checklist(&tx).await?;
    if check(before, &row.content).is_err() {
        return Err(Error::Conflict(format!(
            "Version {} came into force in the meantime. Upload yours again as the next.",
            before.version
        )));
    }
    let actor = services.actor(viewer);
    let event = ChecklistEvent::GoLive {
        subject: row.version.to_string().into(),
        before: event::Version { version: before.version },
        after: event::InForce { version: row.version, hash: tokens::hash(&row.content).into() },
    };
    if !versions::go_live(&tx, programme, id, actor.at, &viewer.name).await? {
        return Err(changed());
    }
    audit::append(&tx, actor.did(event)).await?;
    tx.commit().await?;
    // It is in force whatever comes of this; what is left is noted, and the loop goes on with it.
    if let Err(error) = catch_up(services, AT_ONCE).await {
        tracing::error!(%error, "stages did not follow the new checklist at once");
    }
    Ok(row.version)
}

/// Forgets the version that waits.
///
/// # Errors
/// [`Error::Forbidden`] where the role may not; otherwise when the database refuses.
pub async fn discard(services: &Services, viewer: &Viewer) -> Result<()> {
    authorise(viewer, Action::ManageChecklist, None)?;
    let tx = services.store.begin().await?;
    if versions::remove_draft(&tx, &services.programme.code).await? {
        audit::append(&tx, services.actor(viewer).did(ChecklistEvent::Discard {})).await?;
    }
    Ok(tx.commit().await?)
}

/// Brings the stage of up to `limit` practices to the version in force, each in a commit of its own; returns how many there were. Any number
/// of processes may do this side by side, and die at any line: what is left is noted in the database. One that fails holds up no other.
///
/// # Errors
/// When the database cannot be read or refuses.
pub async fn catch_up(services: &Services, limit: u64) -> Result<usize> {
    let programme = services.programme.code.as_str();
    let behind: Vec<OdsCode> = versions::behind(services.store.read(), programme, limit).await?;
    for practice in &behind {
        if let Err(error) = catch_one_up(services, practice).await {
            tracing::error!(%error, %practice, "a practice did not follow the new checklist");
        }
    }
    Ok(behind.len())
}

/// The event tells whoever keeps what reports are made from that it is no longer so.
async fn catch_one_up(services: &Services, practice: &OdsCode) -> Result<()> {
    let tx = services.store.begin().await?;
    store::practice_records::lock(&tx, practice).await?;
    if versions::caught_up(&tx, &services.programme.code, practice).await? {
        stages::refresh(&tx, services, ACTOR, practice, Cause::ChecklistVersion).await?;
        let event = services.actor(&system_viewer(ACTOR)).did_to(practice, ChecklistEvent::CaughtUp {});
        audit::append(&tx, event).await?;
        tx.commit().await?;
    }
    Ok(())
}
