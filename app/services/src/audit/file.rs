//! The audit trail as a file.

use domain::accounts::Viewer;
use domain::organisations::OdsCode;

use super::{Entry, Wanted, allowed, filter};
use crate::reports::Download;
use crate::spreadsheet::plain;
use crate::{Error, Result, Services};

/// The most events that one file holds: the newest.
pub const MOST: u64 = 50_000;

const HEADINGS: [&str; 13] = [
    "Number",
    "When (UTC)",
    "Who",
    "Account",
    "Acting for",
    "Session",
    "What",
    "Practice",
    "Subject",
    "Before",
    "After",
    "Hash before",
    "Hash",
];

/// The events that [`super::list`] shows, all of them up to [`MOST`], as comma-separated values for Excel.
///
/// # Errors
/// As [`super::list`].
pub async fn download(services: &Services, viewer: &Viewer, of: Option<&OdsCode>, wanted: &Wanted) -> Result<Download> {
    allowed(services, viewer, of).await?;
    let entries = store::audit::newest(services.store.read(), &viewer.scope, &filter(of, wanted)?, MOST).await?;
    let fault = |error: csv::Error| Error::Fault(format!("the audit trail could not be written: {error}"));
    let content = write(&entries).map_err(fault)?;
    let of = of.map_or_else(String::new, |code| format!("-{}", code.as_str().to_lowercase()));
    let name = format!("audit-trail{of}-{}.csv", services.clock.today());
    Ok(Download { name, content_type: "text/csv; charset=utf-8", content: content.into() })
}

fn write(entries: &[Entry]) -> std::result::Result<Vec<u8>, csv::Error> {
    // The mark by which Excel knows UTF-8.
    let content = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(content);
    writer.write_record(HEADINGS)?;
    for entry in entries {
        let (id, at) = (entry.id.to_string(), entry.at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string());
        let text = |text: &Option<String>| plain(text.as_deref().unwrap_or_default()).into_owned();
        writer.write_record([
            id,
            at,
            plain(&entry.actor).into_owned(),
            text(&entry.account_id),
            text(&entry.acting_for),
            text(&entry.session_ref),
            plain(&entry.action).into_owned(),
            text(&entry.practice_code),
            text(&entry.subject),
            text(&entry.before),
            text(&entry.after),
            text(&entry.prev_hash),
            text(&entry.hash),
        ])?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
