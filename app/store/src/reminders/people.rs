//! Whom to write to about a practice: its managers, by name or by smartcard.

use chrono::NaiveDate;
use domain::accounts::{Role, Scope};
use domain::organisations::OdsCode;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, JoinType, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};

use crate::Result;
use crate::accounts::{ACTIVE, level};
use crate::entity::{account, account_scope, card_practice, practice};
use crate::scope::practices_in;

/// Somebody to write to.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Manager {
    /// The account.
    pub account_id: String,
    /// Their name.
    pub name: String,
    /// Its address.
    pub email: String,
    /// Names the account in unsubscribe links.
    pub unsubscribe_token: String,
    /// Whether they want reminders.
    pub reminders: bool,
}

/// The name of a practice and its active practice managers, whether or not they want reminders; none where the code is not known. Cards
/// count that were shown on `card_since` or later.
///
/// # Errors
/// When the database cannot be read.
pub async fn managers(db: &impl ConnectionTrait, code: &OdsCode, card_since: NaiveDate) -> Result<Option<(String, Vec<Manager>)>> {
    let scope = Scope::practices([code.clone()]);
    let Some(found) = practices_in(&scope).one(db).await? else { return Ok(None) };
    let mut select = practices_in(&scope).select_only();
    QuerySelect::query(&mut select).expr_as(Expr::col((account::Entity, account::Column::Id)), "account_id").columns(
        [account::Column::Name, account::Column::Email, account::Column::UnsubscribeToken, account::Column::Reminders]
            .map(|column| (account::Entity, column)),
    );
    join_people(QuerySelect::query(&mut select), card_since);
    Ok(Some((found.name, select.into_model::<Manager>().all(db).await?)))
}

/// Joins active practice managers of the practice itself: those whose scope names it, and those whose card did.
pub(super) fn join_people(select: &mut SelectStatement, card_since: NaiveDate) {
    let of_practice = Expr::col(("person", "code")).equals((practice::Entity, practice::Column::OdsCode));
    let of_person = Condition::all()
        .add(Expr::col((account::Entity, account::Column::Id)).equals(("person", "account_id")))
        .add(account::Column::Role.eq(Role::PracticeManager.key()))
        .add(account::Column::Status.eq(ACTIVE));
    select.join_subquery(JoinType::InnerJoin, people(card_since), "person", of_practice).join(
        JoinType::InnerJoin,
        account::Entity,
        of_person,
    );
}

/// Accounts with the practices that they work for, each pair once.
fn people(card_since: NaiveDate) -> SelectStatement {
    let by_card = Query::select()
        .column(card_practice::Column::AccountId)
        .column(card_practice::Column::PracticeCode)
        .from(card_practice::Entity)
        .and_where(card_practice::Column::ReadOn.gte(card_since))
        .to_owned();
    Query::select()
        .column(account_scope::Column::AccountId)
        .column(account_scope::Column::Code)
        .from(account_scope::Entity)
        .and_where(account_scope::Column::Level.eq(level::PRACTICE))
        .union(UnionType::Distinct, by_card)
        .to_owned()
}

/// The account that an unsubscribe token names.
///
/// # Errors
/// When the database cannot be read.
pub async fn account_of(db: &impl ConnectionTrait, token: &str) -> Result<Option<account::Model>> {
    Ok(account::Entity::find().filter(account::Column::UnsubscribeToken.eq(token)).one(db).await?)
}
