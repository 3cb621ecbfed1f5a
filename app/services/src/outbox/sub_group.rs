//! Writing messages to the ICB sub-group of a practice.

use domain::accounts::Viewer;
use mail::{Message, Practice};
use store::Tx;
use store::practice_records::PracticeRecord;

use super::{NewMail, Recipients, enqueue};
use crate::{Result, Services};

/// Writes a mail to those of `sub_groups` in whose scope a practice lies, in the caller's transaction; `key` names what they are told, so
/// that each is told once.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn enqueue_to_sub_group(
    services: &Services,
    tx: &Tx,
    record: &PracticeRecord,
    sub_groups: &[Viewer],
    key: &str,
    message: impl FnOnce(Practice) -> Message,
) -> Result<Recipients> {
    let people = of_practice(record, sub_groups).map(|person| (person.name.clone(), person.email.clone())).collect();
    let mut written = 0;
    for mail in to_sub_group(record, sub_groups, key, message) {
        written += u64::from(enqueue(services, tx, mail).await?);
    }
    Recipients::of(tx, people, written).await
}

/// The mails of [`enqueue_to_sub_group`].
pub(crate) fn to_sub_group(
    record: &PracticeRecord,
    sub_groups: &[Viewer],
    key: &str,
    message: impl FnOnce(Practice) -> Message,
) -> Vec<NewMail> {
    let message = message(Practice { code: record.hierarchy.practice.clone(), name: record.name.as_str().into() });
    let mail = |person: &Viewer| NewMail {
        dedupe_key: format!("{}:{key}:{}", message.kind(), person.account_id),
        message: message.clone(),
        recipient: person.email.clone(),
        account_id: Some(person.account_id.clone()),
    };
    of_practice(record, sub_groups).map(mail).collect()
}

fn of_practice<'a>(record: &'a PracticeRecord, sub_groups: &'a [Viewer]) -> impl Iterator<Item = &'a Viewer> {
    sub_groups.iter().filter(|person| person.scope.covers(&record.hierarchy))
}
