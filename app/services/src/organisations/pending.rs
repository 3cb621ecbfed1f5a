//! Import on a page: files are uploaded, kept, shown as a plan, and imported once the person confirms.

use chrono::{NaiveDate, TimeDelta};
use domain::accounts::{Action, Viewer};
use domain::field::FieldError;
use domain::organisations::import::ReadOptions;
use store::organisations::Upload;
use uuid::Uuid;

use super::{Outcome, ReadFile, import, preview, read_bytes};
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
    /// Names this set of files; the confirmation carries it back.
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
    let files = in_background(move || {
        let refused = |file: &UploadedFile| read_bytes(&file.name, &file.content, &options).err();
        let mistakes: Vec<_> =
            files.iter().filter_map(refused).map(|why| FieldError::new("files", why.to_string().trim_end_matches('.'))).collect();
        if mistakes.is_empty() { Ok(files) } else { Err(Error::Invalid(mistakes)) }
    })
    .await??;
    let now = services.clock.now();
    let tx = services.store.begin().await?;
    store::organisations::remove_uploads(&tx, &viewer.account_id, now - TimeDelta::days(FORGOTTEN_AFTER_DAYS)).await?;
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
    match waiting(services, viewer).await? {
        Some((token, files)) => Ok(Some(Pending { outcome: preview(services, viewer, files).await?, token })),
        None => Ok(None),
    }
}

/// Imports the uploaded files that `token` names and forgets them.
///
/// # Errors
/// As [`import`], but closures that are not accepted are [`Error::Invalid`] in the field `accept`; [`Error::Conflict`] where other files,
/// or none, are waiting by now.
pub async fn confirm(services: &Services, viewer: &Viewer, token: &str, accept_closures: bool) -> Result<Outcome> {
    authorise(viewer, Action::ImportOrganisations, None)?;
    let changed = || Error::Conflict("The files you looked at are no longer waiting. Check the import again.".to_owned());
    let (waiting_token, files) = waiting(services, viewer).await?.ok_or_else(changed)?;
    if waiting_token != token {
        return Err(changed());
    }
    let outcome = import(services, viewer, files, accept_closures).await.map_err(|error| match error {
        Error::Conflict(sentence) if !accept_closures => Error::invalid("accept", sentence),
        error => error,
    })?;
    discard(services, viewer).await?;
    Ok(outcome)
}

/// Forgets the uploaded files of the person.
///
/// # Errors
/// [`Error::Forbidden`] where the role may not import; otherwise when the database refuses.
pub async fn discard(services: &Services, viewer: &Viewer) -> Result<()> {
    authorise(viewer, Action::ImportOrganisations, None)?;
    let forgotten = services.clock.now() - TimeDelta::days(FORGOTTEN_AFTER_DAYS);
    let tx = services.store.begin().await?;
    store::organisations::remove_uploads(&tx, &viewer.account_id, forgotten).await?;
    tx.commit().await?;
    Ok(())
}

/// The person's waiting files, read again, and the token of the set.
async fn waiting(services: &Services, viewer: &Viewer) -> Result<Option<(String, Vec<ReadFile>)>> {
    let uploads = store::organisations::uploads(services.store.read(), &viewer.account_id).await?;
    if uploads.is_empty() {
        return Ok(None);
    }
    let token = tokens::hash(&uploads.iter().map(|upload| upload.id.as_str()).collect::<Vec<_>>().join(" "));
    let today = services.clock.today();
    let files = in_background(move || {
        let read = |upload: &Upload| read_bytes(&upload.name, &upload.content, &ReadOptions { today, dated: upload.dated });
        uploads.iter().map(read).collect::<std::result::Result<Vec<_>, _>>()
    })
    .await?
    .map_err(|refused| Error::Conflict(refused.to_string()))?;
    Ok(Some((token, files)))
}

/// Reading takes tenths of a second: it must not hold up other requests.
async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Fault(format!("reading uploaded files: {error}")))
}
