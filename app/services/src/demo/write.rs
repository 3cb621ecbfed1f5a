//! Puts the generated rows into the database, many at a time.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, NotSet, PaginatorTrait};
use store::Tx;
use store::entity::{account, practice, practice_change, progress_change, slot, slot_change, stage_change};

use super::plan::World;
use super::rows::Rows;
use crate::Result;

/// Rows of one statement: SQLite takes 32,766 values, and no table here has more than 20 columns.
const ROWS: usize = 1_000;

/// Whether any practice is there already.
pub(super) async fn has_practices(tx: &Tx) -> Result<bool> {
    Ok(practice::Entity::find().count(tx).await? > 0)
}

/// Writes the world.
pub(super) async fn world(tx: &Tx, world: World) -> Result<()> {
    let World { organisations, slots, rows, accounts, messages } = world;
    insert(tx, organisations.regions).await?;
    insert(tx, organisations.icbs).await?;
    insert(tx, organisations.sub_icbs).await?;
    insert(tx, organisations.pcns).await?;
    insert(tx, organisations.practices).await?;
    let changes = organisations.changes.into_iter();
    insert(tx, changes.map(|row| practice_change::ActiveModel { id: NotSet, ..row.into_active_model() })).await?;
    history(tx, slots, rows).await?;
    insert(tx, messages).await?;
    let agreement = domain::accounts::Agreement::current().version;
    for account in accounts {
        let (id, at) = (account.id.clone(), account.created_at);
        store::accounts::insert(tx, account).await?;
        store::accounts::accept(tx, &id, agreement, at).await?;
    }
    Ok(())
}

/// Whether anybody has an account.
pub(super) async fn has_accounts(tx: &Tx) -> Result<bool> {
    Ok(account::Entity::find().count(tx).await? > 0)
}

/// Writes what practices did.
pub(super) async fn history(tx: &Tx, slots: Vec<slot::Model>, rows: Rows) -> Result<()> {
    let set_up = slots.iter().map(|slot| slot_change::ActiveModel {
        id: NotSet,
        slot_id: Set(slot.id.clone()),
        date: Set(slot.date),
        cutoff: Set(slot.cutoff),
        places: Set(slot.places),
        status: Set(slot.status.clone()),
        holds: Set(String::new()),
        recorded_at: Set(slot.created_at),
    });
    insert(tx, set_up.collect::<Vec<_>>()).await?;
    insert(tx, slots).await?;
    insert(tx, rows.answers).await?;
    insert(tx, rows.sign_offs).await?;
    insert(tx, rows.bookings).await?;
    insert(tx, rows.self_switches).await?;
    insert(tx, rows.confirmations).await?;
    insert(tx, rows.exceptions).await?;
    let stages = rows.stage_changes.into_iter();
    insert(tx, stages.map(|row| stage_change::ActiveModel { id: NotSet, ..row.into_active_model() })).await?;
    let progress = rows.progress.into_iter();
    insert(tx, progress.map(|row| progress_change::ActiveModel { id: NotSet, ..row.into_active_model() })).await?;
    insert(tx, rows.journeys).await
}

async fn insert<A>(tx: &Tx, rows: impl IntoIterator<Item = impl IntoActiveModel<A>>) -> Result<()>
where
    A: ActiveModelTrait,
{
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        let many = rows.by_ref().take(ROWS);
        <A::Entity as EntityTrait>::insert_many(many).exec_without_returning(tx).await?;
    }
    Ok(())
}
