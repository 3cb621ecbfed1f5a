//! What people say of one practice, beside what files say: which supplier it has, and who took over from it.

use chrono::NaiveDate;
use domain::organisations::import::What;
use domain::organisations::{OdsCode, Supplier};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::Result;
use crate::entity::practice::{Column, Entity};
use crate::entity::practice_change;

/// Notes the supplier that an ICB confirmed on `day`; no file replaces it.
///
/// # Errors
/// When the database refuses.
pub async fn confirm_supplier(db: &impl ConnectionTrait, practice: &OdsCode, supplier: Supplier, day: NaiveDate) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Supplier, Expr::value(supplier.key()))
        .col_expr(Column::SupplierDated, Expr::value(day))
        .col_expr(Column::SupplierConfirmed, Expr::value(true))
        .filter(Column::OdsCode.eq(practice.as_str()))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes who took over from a practice; returns who was noted before.
///
/// # Errors
/// When the database refuses.
pub async fn set_successor(db: &impl ConnectionTrait, practice: &OdsCode, successor: &OdsCode) -> Result<Option<String>> {
    let find = Entity::find_by_id(practice.as_str()).select_only().column(Column::SuccessorCode);
    let before: Option<Option<String>> = find.into_tuple().one(db).await?;
    Entity::update_many()
        .col_expr(Column::SuccessorCode, Expr::value(successor.as_str()))
        .filter(Column::OdsCode.eq(practice.as_str()))
        .exec(db)
        .await?;
    Ok(before.flatten())
}

/// Changes of a practice that bear on its journey, the latest first: supplier, closing, opening again, another ICB sub-group.
///
/// # Errors
/// When the database cannot be read.
pub async fn changes_of(db: &impl ConnectionTrait, practice: &OdsCode) -> Result<Vec<practice_change::Model>> {
    let bearing = [What::Supplier, What::Closed, What::ClosingDay, What::Reopened, What::Moved].map(What::key);
    let find = practice_change::Entity::find()
        .filter(practice_change::Column::PracticeCode.eq(practice.as_str()))
        .filter(practice_change::Column::What.is_in(bearing));
    Ok(find.order_by_desc(practice_change::Column::Dated).order_by_desc(practice_change::Column::Id).all(db).await?)
}
