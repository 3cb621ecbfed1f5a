//! What each register said of each practice is kept, and from when to when a practice was open is told from all of them together. What was
//! kept before was the newest register that showed a practice open, and one closing day.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn statement() -> TableCreateStatement {
    Table::create()
        .table("register_statement")
        .col(string_len("ods_code", 8))
        .col(date("dated"))
        .col(string_len("says", 10))
        .col(date_null("day"))
        .primary_key(Index::create().col("ods_code").col("dated"))
        .to_owned()
}

fn spell() -> TableCreateStatement {
    Table::create()
        .table("practice_spell")
        .col(string_len("ods_code", 8))
        .col(integer("number"))
        .col(date_null("opened_on"))
        .col(date_null("closed_on"))
        .primary_key(Index::create().col("ods_code").col("number"))
        .to_owned()
}

fn ahead() -> TableCreateStatement {
    Table::create()
        .table("practice_ahead")
        .col(string_len("ods_code", 8).primary_key())
        .col(string_len_null("sub_icb_code", 8))
        .col(date_null("parent_dated"))
        .col(string_len_null("pcn_code", 8))
        .col(date_null("pcn_dated"))
        .col(string_len_null("supplier", 20))
        .col(date_null("supplier_dated"))
        .col(integer_null("list_size"))
        .col(date_null("list_size_dated"))
        .to_owned()
}

fn closing() -> TableCreateStatement {
    Table::create()
        .table("practice_closing")
        .col(string_len("ods_code", 8).primary_key())
        .col(date("closed_on"))
        .col(date("dated"))
        .to_owned()
}

/// A practice that a register showed open on a day, by what was kept: the first registers alone did not know of one that opened later.
const WAS_OPEN: &str = "(p.opened_on IS NULL OR p.opened_on <= r.dated) AND (r.dated < p.closed_on OR (p.closed_on IS NULL AND p.is_open))";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [integer_null("rows"), string_len_null("last_code", 8)] {
            manager.alter_table(Table::alter().table("register_day").add_column(column).to_owned()).await?;
        }
        crate::create(manager, vec![statement(), spell(), ahead()]).await?;
        let as_kept = format!(
            "INSERT INTO register_statement (ods_code, dated, says, day) SELECT p.ods_code, r.dated, 'open', p.opened_on \
             FROM practice p, register_day r WHERE p.existence_dated IS NOT NULL AND {WAS_OPEN}"
        );
        crate::run(
            manager,
            &[
                &as_kept,
                "INSERT INTO register_statement (ods_code, dated, says, day) SELECT p.ods_code, p.existence_dated, 'open', p.opened_on \
                 FROM practice p WHERE p.existence_dated IS NOT NULL AND NOT EXISTS \
                 (SELECT 1 FROM register_statement s WHERE s.ods_code = p.ods_code AND s.dated = p.existence_dated)",
                "INSERT INTO register_statement (ods_code, dated, says, day) SELECT c.ods_code, c.dated, 'not-open', c.closed_on \
                 FROM practice_closing c WHERE NOT EXISTS \
                 (SELECT 1 FROM register_statement s WHERE s.ods_code = c.ods_code AND s.dated = c.dated)",
                "INSERT INTO practice_spell (ods_code, number, opened_on, closed_on) SELECT ods_code, 0, opened_on, closed_on FROM practice \
                 WHERE existence_dated IS NOT NULL AND (opened_on IS NULL OR closed_on IS NULL OR opened_on < closed_on) \
                 AND (is_open OR closed_on IS NOT NULL)",
                "DROP TABLE practice_closing",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::create(manager, vec![closing()]).await?;
        crate::run(
            manager,
            &["INSERT INTO practice_closing (ods_code, closed_on, dated) SELECT s.ods_code, COALESCE(s.day, s.dated), s.dated \
               FROM register_statement s WHERE s.says = 'not-open' AND (s.day IS NOT NULL OR s.dated NOT IN (SELECT dated FROM register_day)) \
               AND NOT EXISTS (SELECT 1 FROM register_statement t WHERE t.ods_code = s.ods_code AND t.says = 'not-open' \
               AND t.dated > s.dated AND (t.day IS NOT NULL OR t.dated NOT IN (SELECT dated FROM register_day)))"],
        )
        .await?;
        crate::drop(manager, &["practice_ahead", "practice_spell", "register_statement"]).await?;
        for column in ["rows", "last_code"] {
            manager.alter_table(Table::alter().table("register_day").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
