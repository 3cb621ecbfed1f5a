//! Import on a page: files are uploaded, kept, shown as a plan, and imported once the person confirms.

use chrono::{NaiveDate, TimeDelta};
use domain::accounts::{Action, Viewer};
use domain::field::FieldError;
use domain::organisations::import::{Plan, ReadOptions, check_day};
use store::Tx;
use store::organisations::Upload;
use uuid::Uuid;

use super::{Accept, Outcome, ReadFile, import_in, preview, read_bytes};
use crate::{Error, Result, Services, authorise, tokens};

/// Days after which files that nobody confirmed are forgotten.
const FORGOTTEN_AFTER_DAYS: i64 = 7;

/// A file as a form sends it.
#[derive(Clone, Debug)]
pub struct UploadedFile {
    /// The name it has on the person's computer.
    pub name: String,
    /// The bytes.
    pub content: Vec<u8>,
}

/// Uploaded files that wait for confirmation.
#[derive(Clone, Debug)]
pub struct Pending {
    /// What importing them would do.
    pub outcome: Outcome,
    /// Names this set of files and what importing them would do; the confirmation carries it back.
    pub token: String,
}

/// Keeps uploaded files for [`pending`] and [`confirm`], in place of any that wait already. `dated` is the day of the files that do not
/// state it.
///
/// # Errors
/// [`Error::Forbidden`] where the role may not import; [`Error::Invalid`] with a mistake in the field `files` for each file that is wrong
/// as a whole, or none was chosen: then nothing is kept, and what waited still waits.
pub async fn upload(services: &Services, viewer: &Viewer, files: Vec<UploadedFile>, dated: Option<NaiveDate>) -> Result<()> {
    authorise(viewer, Action::ImportOrganisations, None)?;
    if files.is_empty() {
        return Err(Error::invalid("files", "Choose at least one file"));
    }
    let options = ReadOptions { today: services.clock.today(), dated };
    check_day(&options).map_err(|refusal| Error::invalid("dated", refusal.to_string().trim_end_matches('.')))?;
    let files = in_background(move || {
        let refused = |file: &UploadedFile| read_bytes(&file.name, &file.content, &options).err();
        let mistakes: Vec<_> =
            files.iter().filter_map(refused).map(|why| FieldError::new("files", why.to_string().trim_end_matches('.'))).collect();
        if mistakes.is_empty() { Ok(files) } else { Err(Error::Invalid(mistakes)) }
    })
    .await??;
    let now = services.clock.now();
    let tx = services.store.begin().await?;
    forget(&tx, services, viewer).await?;
    for UploadedFile { name, content } in files {
        let (id, account_id) = (Uuid::now_v7().to_string(), viewer.account_id.clone());
        store::organisations::upload(&tx, Upload { id, account_id, name, dated, content, created_at: now }).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The files that the person has uploaded and not confirmed, and what importing them would do; `None` when there are none.
///
/// # Errors
/// [`Error::Forbidden`] where the role may not import; otherwise when the database cannot be read.
pub async fn pending(services: &Services, viewer: &Viewer) -> Result<Option<Pending>> {
    authorise(viewer, Action::ImportOrganisations, None)?;
    let Some((ids, files)) = waiting(services, viewer).await? else { return Ok(None) };
    let outcome = preview(services, viewer, files).await?;
    let token = token(&ids, &outcome.plan)?;
    Ok(Some(Pending { outcome, token }))
}

/// Whether the person has files waiting for confirmation.
///
/// # Errors
/// [`Error::Forbidden`] where the role may not import; otherwise when the database cannot be read.
pub async fn are_waiting(services: &Services, viewer: &Viewer) -> Result<bool> {
    authorise(viewer, Action::ImportOrganisations, None)?;
    Ok(store::organisations::has_uploads(services.store.read(), &viewer.account_id).await?)
}

/// Imports the uploaded files that `token` names and forgets them, in one transaction.
///
/// # Errors
/// As [`import`](super::import), but doubts that are not accepted are [`Error::Invalid`] in the field `accept`; [`Error::Conflict`]
/// where other files, or none, are waiting by now, or they would change something else than the person looked at.
pub async fn confirm(services: &Services, viewer: &Viewer, token: &str, accept: Accept) -> Result<Outcome> {
    authorise(viewer, Action::ImportOrganisations, None)?;
    let changed = || {
        Error::Conflict(
            "The files you looked at are no longer waiting, or would change something else by now. Check the import again.".to_owned(),
        )
    };
    let (ids, files) = waiting(services, viewer).await?.ok_or_else(changed)?;
    let tx = services.store.begin().await?;
    let consent = |outcome: &Outcome| {
        if self::token(&ids, &outcome.plan)? != token {
            return Err(changed());
        }
        accept.refuses(outcome).map_or(Ok(()), |doubts| Err(Error::invalid("accept", doubts)))
    };
    let outcome = import_in(&tx, services, viewer, files, consent).await?;
    forget(&tx, services, viewer).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// Forgets the uploaded files of the person.
///
/// # Errors
/// [`Error::Forbidden`] where the role may not import; otherwise when the database refuses.
pub async fn discard(services: &Services, viewer: &Viewer) -> Result<()> {
    authorise(viewer, Action::ImportOrganisations, None)?;
    let tx = services.store.begin().await?;
    forget(&tx, services, viewer).await?;
    tx.commit().await?;
    Ok(())
}

async fn forget(tx: &Tx, services: &Services, viewer: &Viewer) -> Result<()> {
    let forgotten = services.clock.now() - TimeDelta::days(FORGOTTEN_AFTER_DAYS);
    Ok(store::organisations::remove_uploads(tx, &viewer.account_id, forgotten).await?)
}

/// Two that look at different changes hold different tokens.
fn token(ids: &str, plan: &Plan) -> Result<String> {
    let plan = serde_json::to_string(plan).map_err(|error| Error::Fault(format!("the plan of an import: {error}")))?;
    Ok(tokens::hash(&format!("{ids}\n{plan}")))
}

/// The person's waiting files, read again, and their ids.
async fn waiting(services: &Services, viewer: &Viewer) -> Result<Option<(String, Vec<ReadFile>)>> {
    let uploads = store::organisations::uploads(services.store.read(), &viewer.account_id).await?;
    if uploads.is_empty() {
        return Ok(None);
    }
    let ids = uploads.iter().map(|upload| upload.id.as_str()).collect::<Vec<_>>().join(" ");
    let today = services.clock.today();
    let files = in_background(move || {
        let read = |upload: &Upload| read_bytes(&upload.name, &upload.content, &ReadOptions { today, dated: upload.dated });
        uploads.iter().map(read).collect::<std::result::Result<Vec<_>, _>>()
    })
    .await?
    .map_err(|refused| Error::Conflict(refused.to_string()))?;
    Ok(Some((ids, files)))
}

/// Reading takes tenths of a second: it must not hold up other requests.
async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Fault(format!("reading uploaded files: {error}")))
}
