//! A reminder looked at once more before it is sent: some hours may lie between.

use chrono::NaiveDate;
use domain::organisations::OdsCode;
use domain::reminders::{ReminderFacts, owed};
use mail::{Message, Practice};

use super::sweep::{mail, open_items};
use crate::practices::now::{Now, now};
use crate::{Result, Services};

/// The reminder of a practice to an account as it would be written now, under the day on which it was; none where the practice did what was
/// asked, or the person is no longer to be reminded of it.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn as_of_now(services: &Services, account_id: &str, code: &OdsCode, written_on: NaiveDate) -> Result<Option<Message>> {
    let (db, today) = (services.store.read(), services.clock.today());
    let Some(to) = store::reminders::recipient(db, code, account_id, services.card_since()).await? else { return Ok(None) };
    let Some(practice) = store::practices::find(db, &services.programme.code, code, today).await? else { return Ok(None) };
    let Now { checklist, answers, next, reading, .. } = now(services, &practice).await?;
    let Some(owed) = owed(services.programme, &ReminderFacts { is_open: practice.is_open, next }, today) else { return Ok(None) };
    let open = open_items(checklist, next.route, &answers);
    let about = Practice { code: code.clone(), name: practice.name.into() };
    Ok(Some(mail(services, &to, about, (owed, reading.book_by()), open, written_on).message))
}
