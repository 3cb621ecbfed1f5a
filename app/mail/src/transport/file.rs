//! Mails into a folder.

use std::path::Path;

use domain::outbox::Fault;
use lettre::Message;
use lettre::message::header::MessageId;

use super::SendError;
use super::classify::fault_said;

/// Writes a mail to `folder`, named by its id, so that a mail sent again takes the place of the first.
pub(super) async fn write(folder: &Path, mail: &Message) -> Result<(), SendError> {
    let id = mail.headers().get::<MessageId>().map(|id| id.as_ref().to_owned()).unwrap_or_default();
    let name: String =
        id.trim_matches(['<', '>']).chars().map(|c| if c.is_ascii_alphanumeric() || "-.@".contains(c) { c } else { '_' }).collect();
    let (partial, whole) = (folder.join(format!(".{name}.part")), folder.join(format!("{name}.eml")));
    let written = async {
        tokio::fs::create_dir_all(folder).await?;
        tokio::fs::write(&partial, mail.formatted()).await?;
        tokio::fs::rename(&partial, &whole).await
    };
    written.await.map_err(|error: std::io::Error| fault_said(Fault::Connect, &format!("{}: {error}", folder.display())))
}
