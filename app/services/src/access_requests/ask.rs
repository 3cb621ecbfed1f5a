//! Asking for access: what was typed becomes a request, and a link goes to the address to confirm it.

use chrono::TimeDelta;
use domain::access_requests::{State, fits};
use domain::accounts::{self, Role};
use domain::field::{FieldError, check_length, clean_line, clean_text};
use domain::organisations::{Level, OdsCode};
use mail::{AccessConfirm, Message};
use store::access_requests as rows;
use store::access_requests::Organisation;
use store::entity::access_request;

use super::{CONFIRM_HOURS, named};
use crate::outbox::{NewMail, enqueue};
use crate::{Error, Result, Services, tokens};

/// The most characters of a name.
pub const NAME_MAX: usize = 100;
/// The most characters of the reason.
pub const WHY_MAX: usize = 500;
/// How many organisations of a level are offered; where there are as many, there may be more.
pub const OFFERED: usize = 8;
/// How many requests an address may make in an hour; further ones get the same answer and no email.
const AN_HOUR: u64 = 5;

/// What somebody typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub name: String,
    /// Their work address.
    pub email: String,
    /// The word of the role.
    pub role: String,
    /// The code that was chosen among the organisations offered; may be empty.
    pub org: String,
    /// The code or name that was searched for.
    pub q: String,
    pub why: String,
}

/// The role that a form names, if one may ask for it.
fn role(word: &str) -> Option<Role> {
    Role::from_key(word).filter(|role| domain::access_requests::ROLES.contains(role))
}

/// The organisations that fit a code or words of a name, for a role or for any; exactly one where the text begins with its code.
///
/// # Errors
/// When the database cannot be read.
pub async fn matching(services: &Services, role_word: &str, text: &str) -> Result<Vec<Organisation>> {
    let (db, role) = (services.store.read(), role(role_word));
    let fitting = |level: Level| role.is_none_or(|role| fits(role, level));
    let first = text.split([' ', ',']).next().unwrap_or_default();
    for code in [text, first].into_iter().filter_map(|code| code.parse::<OdsCode>().ok()) {
        if let Some(found) = rows::one(db, &code).await?.filter(|found| fitting(found.level)) {
            return Ok(vec![found]);
        }
    }
    if text.trim().chars().count() < 2 {
        return Ok(Vec::new());
    }
    let text: String = text.chars().take(100).collect();
    let levels: Vec<_> = [Level::Practice, Level::SubIcb, Level::Icb, Level::Region].into_iter().filter(|level| fitting(*level)).collect();
    Ok(rows::search(db, &levels, &text, OFFERED as u64).await?)
}

/// Writes the request down and sends a link to the address; nobody is bothered before it is confirmed. Whoever asks gets the same answer
/// whether the address is known or not.
///
/// # Errors
/// [`Error::Invalid`] with every mistake.
pub async fn ask(services: &Services, asked: &Asked) -> Result<()> {
    let (row, organisation, token) = checked(services, asked).await?;
    let (now, tx) = (services.clock.now(), services.store.begin().await?);
    if rows::count_since(&tx, &row.email, now - TimeDelta::hours(1)).await? >= AN_HOUR {
        tracing::warn!("an address asks for access too often");
        return Ok(());
    }
    let mail = NewMail {
        message: Message::AccessConfirm(AccessConfirm {
            token,
            organisation: named(&organisation).into(),
            expires_at: now + TimeDelta::hours(CONFIRM_HOURS),
        }),
        recipient: row.email.clone(),
        account_id: None,
        dedupe_key: format!("access-confirm:{}", row.id),
    };
    // Not in the audit trail before the address is confirmed: it keeps for ever, and anybody can type anything here.
    rows::insert(&tx, row).await?;
    enqueue(services, &tx, mail).await?;
    Ok(tx.commit().await?)
}

/// The row to write, its organisation, and the secret of its link.
async fn checked(services: &Services, asked: &Asked) -> Result<(access_request::Model, Organisation, String)> {
    let (name, why) = (clean_line(&asked.name), clean_text(&asked.why));
    let role = role(&asked.role);
    let email = accounts::email(&asked.email, &services.access.invite_domains);
    let organisation = organisation(services, asked).await?;
    let mut mistakes = Vec::new();
    mistakes.extend(filled(&name, NAME_MAX, "name", "Your name", "Enter your name").err());
    mistakes.extend(email.as_ref().err().cloned());
    if role.is_none() {
        mistakes.push(FieldError::new("role", "Choose what you do"));
    }
    mistakes.extend(organisation.as_ref().err().cloned());
    mistakes.extend(filled(&why, WHY_MAX, "why", "Your reason", "Say why you need access").err());
    let (Ok(email), Some(role), Ok(organisation), true) = (email, role, organisation, mistakes.is_empty()) else {
        return Err(Error::Invalid(mistakes));
    };
    let token = tokens::new_token();
    let row = access_request::Model {
        id: tokens::new_id(),
        email,
        name,
        role: role.key().to_owned(),
        level: organisation.level.key().to_owned(),
        code: organisation.code.to_string(),
        organisation: organisation.name.clone(),
        why,
        state: State::Unconfirmed.key().to_owned(),
        token_hash: tokens::hash(&token),
        created_at: services.clock.now(),
        confirmed_at: None,
        decided_at: None,
        decided_by: None,
        reason: None,
    };
    Ok((row, organisation, token))
}

fn filled(text: &str, max: usize, field: &str, what: &str, missing: &str) -> std::result::Result<(), FieldError> {
    if text.is_empty() {
        return Err(FieldError::new(field, missing));
    }
    check_length(text, max, field, what)
}

/// The organisation that is meant: the one chosen, or else the only one that fits what was searched for.
async fn organisation(services: &Services, asked: &Asked) -> Result<std::result::Result<Organisation, FieldError>> {
    let mut found = matching(services, &asked.role, &asked.q).await?;
    if !asked.org.is_empty() {
        let chosen = matching(services, &asked.role, &asked.org).await?;
        if let Some(chosen) = chosen.into_iter().find(|offer| offer.code.as_str() == asked.org) {
            return Ok(Ok(chosen));
        }
    }
    Ok(match (found.len(), found.pop()) {
        (1, Some(only)) => Ok(only),
        (0, _) if asked.q.is_empty() => Err(FieldError::new("q", "Enter the code or name of your organisation")),
        (0, _) => Err(FieldError::new("q", format!("No {} fits: check the code or name", wanted(role(&asked.role))))),
        _ => Err(FieldError::new("org", "Choose your organisation from the list")),
    })
}

/// What people of a role work for.
fn wanted(role: Option<Role>) -> &'static str {
    match role {
        Some(Role::PracticeManager) => "open practice",
        Some(Role::Icb) => "sub-ICB location or ICB",
        Some(Role::Commissioner) => "ICB or region",
        Some(Role::Admin) | None => "organisation",
    }
}
