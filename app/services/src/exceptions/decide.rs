//! Agreeing to an exception, refusing it, renewing it, and ending it.

use chrono::NaiveDate;
use domain::accounts::{Action, Role, Viewer};
use domain::audit::ExceptionEvent;
use domain::audit::exceptions::{Agreed, Note, Refused, Renewed, Review};
use domain::exceptions::{AgreedException, Category, RequestState, TEXT_MAX, check_review, required};
use domain::field::{FieldError, check_length, clean_text};
use domain::organisations::OdsCode;
use mail::{About, Decision, ExceptionEnd, ExceptionEnded, Message, Reader};
use store::Tx;
use store::audit::{self, NewEvent};
use store::exceptions::{Exception, current};
use store::practice_records::PracticeRecord;
use store::practice_requests::{Kind, Request, waiting};

use crate::outbox::{Recipients, enqueue_decision, enqueue_to_sub_group};
use crate::practice_requests::no_longer_waits;
use crate::slots::stop_waiting;
use crate::{Error, Result, Services, practice_access, stages, tokens};

/// What who decides is told of a practice that needs no exception any more.
pub const NEEDLESS: &str = "This practice is now switched on, so it does not need an exception. Refuse the request and say why.";

/// What is decided on a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExceptionDecision {
    /// The exception stands until this day, which is its review.
    Agree(NaiveDate),
    /// It does not; the note says why.
    Refuse,
}

/// Decides on the request that waits, and tells the practice. The note goes with the decision; a refusal needs one. A practice with an
/// exception waits for no EMIS date: a place that was kept for it goes to the next. Returns for how many dates it waited, and who is told.
///
/// # Errors
/// [`Error::Invalid`] on `review_on` or `note`; [`Error::Conflict`] where `id` does not wait any more, and for a yes to a practice that is
/// switched on; otherwise as [`practice_access::for_action`].
pub async fn decide(
    services: &Services,
    viewer: &Viewer,
    practice: &OdsCode,
    id: &str,
    verdict: ExceptionDecision,
    note: &str,
) -> Result<(usize, Recipients)> {
    let tx = services.store.begin().await?;
    let place = for_decision(&tx, viewer, practice).await?;
    let note = checked(services, verdict, note)?;
    let programme = services.programme.code.as_str();
    let request =
        waiting(&tx, programme, practice, Kind::Exception).await?.filter(|request| request.id == id).ok_or_else(no_longer_waits)?;
    if matches!(verdict, ExceptionDecision::Agree(_)) && stages::is_switched_on(&tx, services, &place).await? {
        return Err(Error::Conflict(NEEDLESS.to_owned()));
    }
    let (state, review_on) = match verdict {
        ExceptionDecision::Agree(day) => (RequestState::Agreed, Some(day)),
        ExceptionDecision::Refuse => (RequestState::Refused, None),
    };
    let reason = "Your ICB has agreed to an exception for your practice.";
    let waits = if review_on.is_some() { stop_waiting(&tx, services, viewer, practice, reason).await? } else { 0 };
    let actor = services.actor(viewer);
    if !store::practice_requests::decide(&tx, id, state, &viewer.name, &note, actor.at).await? {
        return Err(no_longer_waits());
    }
    let category = category(&request);
    if let Some(review_on) = review_on {
        let agreed = AgreedException {
            category: category.to_owned(),
            reason: request.reason.clone(),
            agreed_on: services.clock.today(),
            review_on,
            ended_on: None,
        };
        let exception = Exception { id: id.to_owned(), practice: practice.clone(), agreed, agreed_by: viewer.name.clone() };
        store::exceptions::insert(&tx, programme, exception).await?;
    }
    let deadline = Some(services.programme.deadline);
    let about = About::Exception { category: category.into(), review_on, deadline };
    let (subject, category) = (id.into(), category.into());
    let event = match review_on {
        Some(review_on) => ExceptionEvent::Agree { subject, after: Agreed { category, review_on, note: note.as_str().into() } },
        None => ExceptionEvent::Refuse { subject, after: Refused { category, note: note.as_str().into() } },
    };
    let told = finish(tx, services, &place, actor.did_to(practice, event), (about, review_on.is_some(), &note)).await?;
    Ok((waits, told))
}

/// Gives the exception that holds another review day, and tells the practice. One that has lapsed is not brought back: it is asked for
/// anew, so that no report changes for days that have passed.
///
/// # Errors
/// [`Error::Invalid`] on `review_on` or `note`; [`Error::Conflict`] where `id` does not hold any more; otherwise as
/// [`practice_access::for_action`].
pub async fn renew(
    services: &Services,
    viewer: &Viewer,
    practice: &OdsCode,
    id: &str,
    review_on: NaiveDate,
    note: &str,
) -> Result<Recipients> {
    let tx = services.store.begin().await?;
    let place = for_decision(&tx, viewer, practice).await?;
    let note = checked(services, ExceptionDecision::Agree(review_on), note)?;
    let exception = holding(&tx, services, practice, id).await?;
    if !store::exceptions::renew(&tx, id, exception.agreed.review_on, review_on).await? {
        return Err(over());
    }
    let (category, deadline) = (exception.agreed.category.as_str().into(), Some(services.programme.deadline));
    let about = About::Review { category, review_on: Some(review_on), deadline };
    let before = Review { review_on: exception.agreed.review_on };
    let event = ExceptionEvent::Renew { subject: id.into(), before, after: Renewed { review_on, note: note.as_str().into() } };
    finish(tx, services, &place, services.actor(viewer).did_to(practice, event), (about, true, &note)).await
}

/// Ends the exception that holds, from today on, and tells the practice why; and, of its ICB sub-group, everybody but the one who ends it.
///
/// # Errors
/// [`Error::Invalid`] on `note` without a reason; [`Error::Conflict`] where `id` does not hold any more; otherwise as
/// [`practice_access::for_action`].
pub async fn end(services: &Services, viewer: &Viewer, practice: &OdsCode, id: &str, note: &str) -> Result<Recipients> {
    let tx = services.store.begin().await?;
    let place = for_decision(&tx, viewer, practice).await?;
    let note = checked(services, ExceptionDecision::Refuse, note)?;
    let exception = holding(&tx, services, practice, id).await?;
    if !store::exceptions::end(&tx, id, services.clock.today()).await? {
        return Err(over());
    }
    tell_sub_group(&tx, services, viewer, &place, &exception, &note).await?;
    let (category, deadline) = (exception.agreed.category.as_str().into(), Some(services.programme.deadline));
    let about = About::Review { category, review_on: None, deadline };
    let before = Review { review_on: exception.agreed.review_on };
    let event = ExceptionEvent::End { subject: id.into(), before, after: Note { note: note.as_str().into() } };
    finish(tx, services, &place, services.actor(viewer).did_to(practice, event), (about, false, &note)).await
}

/// Tells the colleagues of who ended an exception.
async fn tell_sub_group(
    tx: &Tx,
    services: &Services,
    viewer: &Viewer,
    place: &PracticeRecord,
    exception: &Exception,
    note: &str,
) -> Result<()> {
    let mut sub_groups = store::access_requests::deciders(tx, Role::Icb).await?;
    sub_groups.retain(|person| person.account_id != viewer.account_id);
    let end = ExceptionEnd::Early { on: services.clock.today(), note: note.into() };
    let message = |practice| {
        let (category, deadline) = (exception.agreed.category.as_str().into(), services.programme.deadline);
        Message::ExceptionEnded(ExceptionEnded { practice, category, deadline, end, reader: Reader::SubGroup })
    };
    enqueue_to_sub_group(services, tx, place, &sub_groups, &exception.id, message).await?;
    Ok(())
}

/// The words of the category of a request.
#[must_use]
pub fn category(request: &Request) -> &str {
    Category::from_key(&request.what).map_or(request.what.as_str(), |category| category.name())
}

async fn for_decision(tx: &Tx, viewer: &Viewer, practice: &OdsCode) -> Result<PracticeRecord> {
    store::practice_records::lock(tx, practice).await?;
    practice_access::for_action(tx, viewer, Action::DecideForPractice, practice).await
}

fn over() -> Error {
    Error::Conflict("This exception does not stand any more: look at the page again.".to_owned())
}

async fn holding(tx: &Tx, services: &Services, practice: &OdsCode, id: &str) -> Result<Exception> {
    let found = current(tx, &services.programme.code, practice, services.clock.today()).await?;
    found.filter(|exception| exception.id == id).ok_or_else(over)
}

/// The note as it is kept.
fn checked(services: &Services, verdict: ExceptionDecision, note: &str) -> Result<String> {
    let (note, mistakes): (_, Vec<FieldError>) = match verdict {
        ExceptionDecision::Refuse => match required(note, "note", "Say why: the practice is told", "What you tell the practice") {
            Ok(note) => (note, Vec::new()),
            Err(mistake) => (String::new(), vec![mistake]),
        },
        ExceptionDecision::Agree(review_on) => {
            let note = clean_text(note);
            let day = check_review(services.programme.exceptions, review_on, services.clock.today());
            let length = check_length(&note, TEXT_MAX, "note", "What you tell the practice");
            (note, [day, length].into_iter().filter_map(std::result::Result::err).collect())
        }
    };
    if mistakes.is_empty() { Ok(note) } else { Err(Error::Invalid(mistakes)) }
}

/// What three decisions write the same way, in one commit.
async fn finish(
    tx: Tx,
    services: &Services,
    place: &PracticeRecord,
    event: NewEvent,
    (about, agreed, note): (About, bool, &str),
) -> Result<Recipients> {
    let practice = mail::Practice { code: place.hierarchy.practice.clone(), name: place.name.as_str().into() };
    let decision = Decision { practice, about, agreed, note: note.into() };
    let told = enqueue_decision(services, &tx, &decision, &tokens::new_id()).await?;
    audit::append(&tx, event).await?;
    tx.commit().await?;
    Ok(told)
}
