//! Imports that were done, what they changed, and files that wait between upload and confirmation.

use chrono::{DateTime, NaiveDate, Utc};
use domain::organisations::import::Change;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, NotSet, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use crate::entity::{import_upload, organisation_import, practice_change};
use crate::{Result, Tx};

/// Rows of one statement.
const ROWS: usize = 1_000;

/// An import that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRecord {
    pub id: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The account that did it; none for the command line.
    pub account_id: Option<String>,
    /// What was found in each file, as JSON.
    pub files: String,
    /// What it changed, in figures, as JSON.
    pub summary: String,
}

/// A file that waits for confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    pub id: String,
    /// The account that uploaded it; nobody else sees it.
    pub account_id: String,
    /// The name it had on the person's computer.
    pub name: String,
    /// The day of the file as the person says, for a file that does not state it.
    pub dated: Option<NaiveDate>,
    /// The bytes.
    pub content: Vec<u8>,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
}

/// Waits until no other import is under way, and keeps others waiting until this transaction ends. On SQLite a transaction that writes is
/// alone anyway.
///
/// # Errors
/// When the database refuses.
pub async fn lock(tx: &Tx) -> Result<()> {
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        tx.execute_unprepared("LOCK TABLE organisation_import IN EXCLUSIVE MODE").await?;
    }
    Ok(())
}

/// Adds a row for an import.
///
/// # Errors
/// When the database refuses.
pub async fn record(db: &impl ConnectionTrait, import: ImportRecord) -> Result<()> {
    let ImportRecord { id, at, account_id, files, summary } = import;
    let row = organisation_import::ActiveModel {
        id: Set(id),
        at: Set(at),
        account_id: Set(account_id),
        files: Set(files),
        summary: Set(summary),
    };
    organisation_import::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The last imports, the latest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn imports(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<ImportRecord>> {
    let rows = organisation_import::Entity::find()
        .order_by_desc(organisation_import::Column::At)
        .order_by_desc(organisation_import::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    let record = |row: organisation_import::Model| {
        let organisation_import::Model { id, at, account_id, files, summary } = row;
        ImportRecord { id, at, account_id, files, summary }
    };
    Ok(rows.into_iter().map(record).collect())
}

/// Adds rows for the changes of practices, so that a report as at an earlier day can go back behind them. A change without a day is of
/// `today`.
///
/// # Errors
/// When the database refuses.
pub async fn add_changes(
    db: &impl ConnectionTrait,
    import_id: &str,
    (recorded_at, today): (DateTime<Utc>, NaiveDate),
    changes: &[&Change],
) -> Result<()> {
    let row = |change: &&Change| practice_change::ActiveModel {
        id: NotSet,
        practice_code: Set(change.practice.to_string()),
        what: Set(change.what.key().to_owned()),
        before: Set(change.before.clone()),
        after: Set(change.after.clone()),
        dated: Set(change.dated.unwrap_or(today)),
        import_id: Set(import_id.to_owned()),
        recorded_at: Set(recorded_at),
    };
    for some in changes.chunks(ROWS) {
        let many: Vec<_> = some.iter().map(row).collect();
        practice_change::Entity::insert_many(many).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Keeps an uploaded file until it is confirmed.
///
/// # Errors
/// When the database refuses.
pub async fn upload(db: &impl ConnectionTrait, upload: Upload) -> Result<()> {
    let Upload { id, account_id, name, dated, content, created_at } = upload;
    let row = import_upload::ActiveModel {
        id: Set(id),
        account_id: Set(account_id),
        name: Set(name),
        dated: Set(dated),
        content: Set(content),
        created_at: Set(created_at),
    };
    import_upload::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The files that an account has uploaded and not confirmed, the first uploaded first.
///
/// # Errors
/// When the database cannot be read.
pub async fn uploads(db: &impl ConnectionTrait, account_id: &str) -> Result<Vec<Upload>> {
    let rows = import_upload::Entity::find()
        .filter(import_upload::Column::AccountId.eq(account_id))
        .order_by_asc(import_upload::Column::CreatedAt)
        .order_by_asc(import_upload::Column::Id)
        .all(db)
        .await?;
    let upload = |row: import_upload::Model| {
        let import_upload::Model { id, account_id, name, dated, content, created_at } = row;
        Upload { id, account_id, name, dated, content, created_at }
    };
    Ok(rows.into_iter().map(upload).collect())
}

/// Whether an account has files that it uploaded and did not confirm.
///
/// # Errors
/// When the database cannot be read.
pub async fn has_uploads(db: &impl ConnectionTrait, account_id: &str) -> Result<bool> {
    let of_account = import_upload::Entity::find().filter(import_upload::Column::AccountId.eq(account_id));
    Ok(of_account.count(db).await? > 0)
}

/// Removes the files of an account, and those of anybody that were uploaded before `forgotten` and never confirmed.
///
/// # Errors
/// When the database refuses.
pub async fn remove_uploads(db: &impl ConnectionTrait, account_id: &str, forgotten: DateTime<Utc>) -> Result<()> {
    import_upload::Entity::delete_many()
        .filter(Condition::any().add(import_upload::Column::AccountId.eq(account_id)).add(import_upload::Column::CreatedAt.lt(forgotten)))
        .exec(db)
        .await?;
    Ok(())
}
