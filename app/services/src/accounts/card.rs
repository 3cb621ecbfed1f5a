//! Signing in by smartcard. What the card opens lives in the session alone: it is only as good as at this sign-in.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::accounts::card::{CardRole, NothingOnCard, View, codes, views};
use domain::accounts::{Role, Scope, Viewer};
use domain::audit::AccountEvent;
use domain::audit::accounts::{ByCard, ByIssuer, Chosen, Reminded};
use domain::field::clean_line;
use domain::organisations::OdsCode;
use store::accounts::{self as rows, NewAccount};
use store::entity::identity;
use store::identities::{self, EndedSessions, Meant};

use super::add::NAME;
use crate::{Error, Result, Services, tokens};

/// Who acts when an issuer says something.
const ISSUER: &str = "smartcard issuer";

/// A person whose sign-in at an issuer holds.
#[derive(Clone, Debug)]
pub struct CardSignIn {
    pub issuer: String,
    /// Who it is, to the issuer.
    pub subject: String,
    /// The person's name, where the card gives one.
    pub name: Option<String>,
    /// Their email address, where the card gives one.
    pub email: Option<String>,
    /// Whether the issuer has checked that it is theirs, where it says.
    pub email_verified: Option<bool>,
    /// The roles on the card.
    pub roles: Vec<CardRole>,
    /// When, by the machine's clock, as the issuer's tokens are.
    pub at: DateTime<Utc>,
    /// What the audit trail calls the session that begins.
    pub session: String,
}

/// What comes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// The account, and the ways to see the service; at least one.
    Admitted {
        /// The account, which by itself may see nothing.
        account: Viewer,
        /// What the card gives.
        views: Vec<View>,
    },
    /// The card opens nothing here; nothing was written, but that its holder is reminded of nothing from now on.
    Nothing(NothingOnCard),
    /// The account has been suspended; nothing was written.
    Suspended,
}

/// Finds the account of an issuer's subject, or makes it, and says what the card opens.
///
/// # Errors
/// When the database refuses.
pub async fn admit(services: &Services, card: CardSignIn) -> Result<Admission> {
    let tx = services.store.begin().await?;
    let known = identities::known(&tx, &codes(&card.roles)).await?;
    let views = match views(&card.roles, &known) {
        Ok(views) => views,
        Err(nothing) => {
            forget_practices(services, tx, &card).await?;
            return Ok(Admission::Nothing(nothing));
        }
    };
    let account_id = match identities::find(&tx, &card.issuer, &card.subject).await? {
        Some(found) => {
            identities::signed_in(&tx, &card.issuer, &card.subject, card.at).await?;
            found.account_id
        }
        None => make(services, &tx, &card).await?,
    };
    let Some(viewer) = rows::viewer(&tx, &account_id).await? else { return Ok(Admission::Suspended) };
    let viewer = named(&tx, viewer, card.name.as_deref()).await?;
    let viewer = Viewer { session: Some(card.session.clone()), ..viewer };
    let reminded = reminded(services, &card, &viewer, &views);
    identities::keep_practices(&tx, &account_id, &reminded, services.clock.today()).await?;
    rows::signed_in(&tx, &account_id, services.clock.now()).await?;
    let roles = views.iter().map(|view| view.role).collect();
    let after = ByCard { by: "card".into(), issuer: (&card.issuer).into(), views: roles, reminded: reminded.len() };
    store::audit::append(&tx, services.actor(&viewer).did(AccountEvent::SignIn { after: Some(after) })).await?;
    tx.commit().await?;
    Ok(Admission::Admitted { account: viewer, views })
}

/// The name as it is kept, if the card gives one.
fn clean_name(given: Option<&str>) -> Option<String> {
    let name: String = clean_line(given?).chars().take(NAME).collect();
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// The person by the name that the card gives now: people marry, and issuers mend what was misspelt.
async fn named(tx: &store::Tx, viewer: Viewer, given: Option<&str>) -> Result<Viewer> {
    match clean_name(given) {
        Some(name) if name != viewer.name => {
            rows::rename(tx, &viewer.account_id, &name).await?;
            Ok(Viewer { name, ..viewer })
        }
        _ => Ok(viewer),
    }
}

/// The practices that the holder is reminded of from now on: those on the card, where it gives a work address and that is the account's.
fn reminded(services: &Services, card: &CardSignIn, account: &Viewer, views: &[View]) -> BTreeSet<OdsCode> {
    let given = card.email.as_deref().filter(|_| card.email_verified != Some(false));
    let work = given.and_then(|email| domain::accounts::email(email, &services.access.invite_domains).ok());
    if work.as_ref() != Some(&account.email) {
        return BTreeSet::new();
    }
    views.iter().filter(|view| view.role == Role::PracticeManager).flat_map(|view| view.scope.practices.clone()).collect()
}

/// A card that opens nothing any more reminds of nothing either.
async fn forget_practices(services: &Services, tx: store::Tx, card: &CardSignIn) -> Result<()> {
    let Some(found) = identities::find(&tx, &card.issuer, &card.subject).await? else { return Ok(()) };
    let before = identities::keep_practices(&tx, &found.account_id, &BTreeSet::new(), services.clock.today()).await?;
    if before == 0 {
        return Ok(());
    }
    let (before, after) = (Reminded { reminded: before }, Reminded { reminded: 0 });
    let event = AccountEvent::Card { subject: found.account_id.into(), before, after };
    store::audit::append(&tx, services.actor(&crate::system_viewer(ISSUER)).did(event)).await?;
    Ok(tx.commit().await?)
}

/// Makes an account that by itself may see nothing. An address that another account has stays that account's: a card is no proof of it.
async fn make(services: &Services, tx: &store::Tx, card: &CardSignIn) -> Result<String> {
    let id = tokens::new_id();
    let given = card.email.as_deref().filter(|_| card.email_verified != Some(false));
    let given = given.and_then(|email| domain::accounts::email(email, &[]).ok());
    let email = match given {
        Some(email) if rows::by_email(tx, &email).await?.is_none() => email,
        // Nothing is ever sent there: `.invalid` is reserved for what does not exist.
        _ => format!("{id}@card.invalid"),
    };
    let name = clean_name(card.name.as_deref()).unwrap_or_else(|| "Smartcard holder".to_owned());
    let account = NewAccount {
        id: id.clone(),
        email,
        name,
        role: Role::PracticeManager,
        scope: Scope::default(),
        unsubscribe_token: tokens::new_token(),
        created_at: services.clock.now(),
    };
    rows::insert(tx, account).await?;
    let row = identity::Model {
        issuer: card.issuer.clone(),
        subject: card.subject.clone(),
        account_id: id.clone(),
        created_at: services.clock.now(),
        last_sign_in_at: card.at,
    };
    identities::insert(tx, row).await?;
    Ok(id)
}

/// Writes down by which of their views a person goes on.
///
/// # Errors
/// When the database refuses.
pub async fn choose_view(services: &Services, viewer: &Viewer) -> Result<()> {
    let tx = services.store.begin().await?;
    let event = AccountEvent::View { after: Chosen { role: viewer.role } };
    store::audit::append(&tx, services.actor(viewer).did(event)).await?;
    Ok(tx.commit().await?)
}

/// An issuer's word that sessions have ended: one there, all of a person's, or one of theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerLogout {
    pub issuer: String,
    /// Who it is, to the issuer.
    pub subject: Option<String>,
    /// The session at the issuer.
    pub sid: Option<String>,
    /// When the issuer said so, to the second.
    pub issued_at: DateTime<Utc>,
}

/// Ends sessions since the issuer says so, and returns how many. A session that nobody signed in from is not an error.
///
/// # Errors
/// [`Error::NotFound`] where nobody signed in as the subject; [`Error::Conflict`] where the card was shown after the issuer said so, for
/// each session that is meant.
pub async fn log_out(services: &Services, logout: &IssuerLogout) -> Result<u64> {
    let IssuerLogout { issuer, subject, sid, issued_at } = logout;
    let tx = services.store.begin().await?;
    let subjects_account = match subject {
        Some(subject) => Some(identities::find(&tx, issuer, subject).await?.ok_or(Error::NotFound)?.account_id),
        None => None,
    };
    let meant = Meant { issuer, subject: subject.as_deref(), sid: sid.as_deref() };
    // The issuer says it to the second.
    let EndedSessions { ended, accounts, later } = identities::end_sessions(&tx, meant, *issued_at + TimeDelta::seconds(1)).await?;
    if ended == 0 && later > 0 {
        return Err(Error::Conflict("The person has signed in since.".to_owned()));
    }
    for account_id in accounts.into_iter().chain(subjects_account).collect::<BTreeSet<_>>() {
        let after = Some(ByIssuer { by: "issuer".into(), sessions: ended });
        let event = AccountEvent::SignOut { subject: Some(account_id.into()), after };
        store::audit::append(&tx, services.actor(&crate::system_viewer(ISSUER)).did(event)).await?;
    }
    tx.commit().await?;
    Ok(ended)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Some("Robin Hollins"), Some("Robin Hollins"))]
    #[case(Some("  Robin\r\nBcc: x\u{0}\u{1b}[31m "), Some("Robin Bcc: x[31m"))]
    #[case(Some(" \u{0} "), None)]
    #[case(None, None)]
    fn names(#[case] given: Option<&str>, #[case] kept: Option<&str>) {
        assert_eq!(clean_name(given).as_deref(), kept);
    }

    #[test]
    fn a_long_name_is_cut() {
        assert_eq!(clean_name(Some(&"é".repeat(NAME + 50))).unwrap().chars().count(), NAME);
    }
}
