//! Deciding on requests: the account, the answer and the audit event are one commit each.

use chrono::{DateTime, Utc};
use domain::access_requests::{State, may_decide};
use domain::accounts::{Action, Role, Scope, Source, Viewer};
use domain::audit::AccessRequestEvent;
use domain::audit::access_requests::{self as event, Before};
use domain::field::{check_length, clean_text};
use domain::organisations::Level;
use mail::{AccessGranted, AccessRefused, Message};
use store::Tx;
use store::access_requests as rows;
use store::access_requests::{Organisation, Record};
use store::accounts::NewAccount;
use store::audit;

use super::{named, open};
use crate::outbox::{NewMail, enqueue_for};
use crate::{Error, Result, Services, authorise, tokens};

/// The most characters of a reason.
pub const REASON_MAX: usize = 500;

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessDecision {
    /// Let the person in.
    Approve,
    /// Do not, for a reason.
    Refuse,
}

/// What became of the requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// On how many was decided.
    pub done: usize,
    /// The names of the others, with why not.
    pub failed: Vec<(String, String)>,
    /// When the people are told.
    pub answered_at: DateTime<Utc>,
}

/// Decides on requests, one or many at once. People are told at the round; each request is a commit of its own, so one that cannot be
/// decided does not hold up the others.
///
/// # Errors
/// [`Error::Forbidden`] for who decides on nothing, [`Error::NotFound`] where a request is not there or not theirs, [`Error::Invalid`] where
/// none was chosen, a refusal has no reason or an approval has one; nothing is written then.
pub async fn decide(services: &Services, viewer: &Viewer, ids: &[&str], verdict: AccessDecision, reason: &str) -> Result<Decided> {
    authorise(viewer, Action::DecideAccess, None)?;
    let reason = clean_text(reason);
    if ids.is_empty() {
        return Err(Error::invalid("request", "Choose at least one request"));
    }
    if verdict == AccessDecision::Refuse && reason.is_empty() {
        return Err(Error::invalid("reason", "Say why: the reason is sent to the person"));
    }
    if verdict == AccessDecision::Approve && !reason.is_empty() {
        return Err(Error::invalid("reason", "A reason is for a refusal: empty it to approve, or refuse"));
    }
    check_length(&reason, REASON_MAX, "reason", "The reason").map_err(|mistake| Error::Invalid(vec![mistake]))?;
    let mut records = Vec::with_capacity(ids.len());
    for id in ids {
        let record = rows::by_id(services.store.read(), id).await?.ok_or(Error::NotFound)?;
        let open = open(services.store.read(), &record).await?;
        may_decide(viewer, &record.email, record.role, open.hierarchy.as_ref())?;
        records.push(record);
    }
    let answered_at = services.access.round.answered_at(services.clock.now());
    let mut decided = Decided { done: 0, failed: Vec::new(), answered_at };
    for record in records {
        match one(services, viewer, &record, verdict, &reason, answered_at).await {
            Ok(()) => decided.done += 1,
            Err(Error::Conflict(why)) => decided.failed.push((record.name, why)),
            Err(error) => return Err(error),
        }
    }
    Ok(decided)
}

async fn one(
    services: &Services,
    viewer: &Viewer,
    record: &Record,
    verdict: AccessDecision,
    reason: &str,
    answered_at: DateTime<Utc>,
) -> Result<()> {
    let (tx, now) = (services.store.begin().await?, services.clock.now());
    let state = match verdict {
        AccessDecision::Approve => State::Approved,
        AccessDecision::Refuse => State::Refused,
    };
    if !rows::decide(&tx, &record.id, state, &viewer.name, reason, now).await? {
        return Err(Error::Conflict("somebody has decided on it already".to_owned()));
    }
    let account = if verdict == AccessDecision::Approve { Some(grant(services, &tx, record).await?) } else { None };
    let org = record.organisation.code.clone();
    let practice = (record.organisation.level == Level::Practice).then(|| org.clone());
    let (subject, before) = ((&record.id).into(), Before { state: State::Waiting });
    let after = event::Decided { state, account: account.as_ref().map(Into::into), role: record.role, org, reason: reason.into() };
    let event = match verdict {
        AccessDecision::Approve => AccessRequestEvent::Approve { subject, before, after },
        AccessDecision::Refuse => AccessRequestEvent::Refuse { subject, before, after },
    };
    audit::append(&tx, services.actor(viewer).did_perhaps_to(practice.as_ref(), event)).await?;
    enqueue_for(services, &tx, answer(record, verdict, reason, account), answered_at).await?;
    Ok(tx.commit().await?)
}

fn answer(record: &Record, verdict: AccessDecision, reason: &str, account_id: Option<String>) -> NewMail {
    let (name, organisation) = (record.name.as_str().into(), named(&record.organisation).into());
    let message = match verdict {
        AccessDecision::Approve => Message::AccessGranted(AccessGranted { name, organisation, role: record.role }),
        AccessDecision::Refuse => Message::AccessRefused(AccessRefused { name, organisation, reason: reason.into() }),
    };
    NewMail { message, recipient: record.email.clone(), account_id, dedupe_key: format!("access-answer:{}", record.id) }
}

/// Makes the account, or lets the one that is there see the organisation too; returns its id. No account changes its role here.
async fn grant(services: &Services, tx: &Tx, record: &Record) -> Result<String> {
    let scope = scope(&record.organisation, record.role)?;
    let Some(account) = store::accounts::by_email(tx, &record.email).await? else {
        let account = NewAccount {
            id: tokens::new_id(),
            email: record.email.clone(),
            name: record.name.clone(),
            role: record.role,
            scope,
            unsubscribe_token: tokens::new_token(),
            created_at: services.clock.now(),
        };
        let id = account.id.clone();
        return match store::accounts::insert_from(tx, account, Source::Request).await {
            Ok(()) => Ok(id),
            Err(error) if error.is_unique_violation() => {
                Err(Error::Conflict("an account was made at the same moment: try again".to_owned()))
            }
            Err(error) => Err(error.into()),
        };
    };
    let Some(person) = store::accounts::viewer(tx, &account.id).await? else {
        return Err(Error::Conflict("there is an account under this address that is suspended".to_owned()));
    };
    if person.role != record.role {
        let role = person.role.name();
        return Err(Error::Conflict(format!("there is an account under this address with another role ({role})")));
    }
    store::accounts::widen(tx, &account.id, &scope, Source::Request).await?;
    Ok(account.id)
}

/// What the organisation lets people of the role see.
fn scope(organisation: &Organisation, role: Role) -> Result<Scope> {
    if !domain::access_requests::fits(role, organisation.level) {
        return Err(Error::Conflict("the role does not go with the organisation".to_owned()));
    }
    let (mut scope, code) = (Scope::default(), organisation.code.clone());
    match organisation.level {
        Level::Practice => scope.practices.insert(code),
        Level::SubIcb => scope.sub_icbs.insert(code),
        Level::Icb => scope.icbs.insert(code),
        Level::Region => scope.regions.insert(code),
        Level::Pcn => false,
    };
    Ok(scope)
}
