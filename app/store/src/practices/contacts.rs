//! Who works at a practice, and who looks after it.

use domain::accounts::{PracticeHierarchy, Role};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::accounts::{ACTIVE, level};
use crate::entity::{account, account_scope};
use crate::{Result, StoreError};

/// Somebody to ask about a practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The person's name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// At the practice itself, or in its ICB sub-group.
    pub role: Role,
    /// Whether they have been in the service yet: nobody gets further than the agreement without accepting it.
    pub has_come: bool,
}

/// The active practice managers whose scope names the practice at `place`, then those of its ICB sub-group; each by name.
///
/// # Errors
/// When the database cannot be read or holds a role this version does not know.
pub async fn contacts(db: &impl ConnectionTrait, place: &PracticeHierarchy) -> Result<Vec<Contact>> {
    let named = |role: Role, level: &str, code: &str| {
        Condition::all()
            .add(account::Column::Role.eq(role.key()))
            .add(account_scope::Column::Level.eq(level))
            .add(account_scope::Column::Code.eq(code))
    };
    let mut any = Condition::any().add(named(Role::PracticeManager, level::PRACTICE, place.practice.as_str()));
    if let Some(sub_icb) = &place.sub_icb {
        any = any.add(named(Role::Icb, level::SUB_ICB, sub_icb.as_str()));
    }
    let rows = account::Entity::find()
        .inner_join(account_scope::Entity)
        .filter(account::Column::Status.eq(ACTIVE))
        .filter(any)
        .order_by_asc(account::Column::Name)
        .order_by_asc(account::Column::Id)
        .all(db)
        .await?;
    let mut contacts: Vec<_> = rows.into_iter().map(read).collect::<Result<_>>()?;
    contacts.sort_by_key(|contact| contact.role != Role::PracticeManager);
    Ok(contacts)
}

fn read(row: account::Model) -> Result<Contact> {
    let role = Role::from_key(&row.role).ok_or_else(|| StoreError::unreadable("account.role", &row.role))?;
    Ok(Contact { name: row.name, email: row.email, role, has_come: row.agreement_version.is_some() })
}
