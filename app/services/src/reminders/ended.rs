//! Telling a practice and its ICB sub-group that an exception has ended by itself.

use chrono::Days;
use domain::accounts::Role;
use mail::{ExceptionEnd, ExceptionEnded, Message, Practice, Reader};
use store::exceptions::{Exception, current, lapsed_between};
use store::practice_records::PracticeRecord;
use store::reminders::{Manager, managers};

use crate::outbox::{NewMail, to_sub_group};
use crate::{Result, Services, stages};

/// How long after its last day the end of an exception is still told, where nothing ran on the day itself. Our own choice: what is older
/// stands in the history.
const TELL_DAYS: u64 = 7;

/// The emails about exceptions that ended by themselves, those written before included; their keys keep each from being written twice.
/// Nothing is owed of a practice that has closed, is switched on, or has another exception meanwhile.
pub(super) async fn of_ended(services: &Services) -> Result<Vec<NewMail>> {
    let (db, programme, today) = (services.store.read(), services.programme.code.as_str(), services.clock.today());
    let lapsed = lapsed_between(db, programme, today - Days::new(TELL_DAYS), today - Days::new(1)).await?;
    if lapsed.is_empty() {
        return Ok(Vec::new());
    }
    let sub_groups = store::access_requests::deciders(db, Role::Icb).await?;
    let mut mails = Vec::new();
    for exception in lapsed {
        let Some(record) = store::practice_records::find(db, &exception.practice).await?.filter(|record| record.is_open) else { continue };
        let another = current(db, programme, &exception.practice, today).await?.is_some();
        if another || stages::is_switched_on(db, services, &record).await? {
            continue;
        }
        let people = managers(db, &exception.practice, services.card_since()).await?.map_or_else(Vec::new, |(_, people)| people);
        mails.extend(people.into_iter().map(|person| to_manager(services, &record, &exception, person)));
        let to_icb = |practice| ended(services, practice, &exception, Reader::SubGroup);
        mails.extend(to_sub_group(&record, &sub_groups, &exception.id, to_icb));
    }
    Ok(mails)
}

fn to_manager(services: &Services, record: &PracticeRecord, exception: &Exception, person: Manager) -> NewMail {
    let practice = Practice { code: exception.practice.clone(), name: record.name.as_str().into() };
    let message = ended(services, practice, exception, Reader::Practice);
    let dedupe_key = format!("{}:{}:{}", message.kind(), exception.id, person.account_id);
    NewMail { message, dedupe_key, recipient: person.email, account_id: Some(person.account_id) }
}

fn ended(services: &Services, practice: Practice, exception: &Exception, reader: Reader) -> Message {
    let agreed = &exception.agreed;
    let (category, end) = (agreed.category.as_str().into(), ExceptionEnd::ByItself { last: agreed.review_on });
    Message::ExceptionEnded(ExceptionEnded { practice, category, deadline: services.programme.deadline, end, reader })
}
