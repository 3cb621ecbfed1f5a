//! A reminder looked at once more before it is sent: some hours may lie between.

use chrono::NaiveDate;
use domain::organisations::OdsCode;
use domain::reminders::owed;
use domain::slots::Dates;
use mail::Message;

use super::sweep::{facts, looks_for_date, mail, open_items, when};
use crate::{Result, Services};

/// The reminder of a practice to an account as it would be written now, under the day on which it was; none where the practice did what was
/// asked, or the person is no longer to be reminded of it.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn as_of_now(services: &Services, account_id: &str, code: &OdsCode, written_on: NaiveDate) -> Result<Option<Message>> {
    let (db, today) = (services.store.read(), services.clock.today());
    let Some(candidate) = store::reminders::candidate(db, &when(services), code, account_id).await? else { return Ok(None) };
    // Asked for every mail that is sent, so only where something depends on it.
    let dates = if looks_for_date(&candidate) { store::slots::dates(db, &services.programme.code).await? } else { Dates::default() };
    let facts = facts(&candidate, &dates, today)?;
    let Some(owed) = owed(services.programme, &facts, today) else { return Ok(None) };
    let scope = domain::accounts::Scope::practices([code.clone()]);
    let answers = store::reminders::answers(db, &scope, &services.programme.code, &[code.as_str()]).await?;
    let open = open_items(services.checklist(db).await?, &facts, answers.get(code.as_str()));
    Ok(Some(mail(services, candidate, code.clone(), owed, open, written_on).message))
}
