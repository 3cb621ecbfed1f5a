//! Regions, ICBs, sub-ICB locations, PCNs and practices; what imports changed. Facts carry the date of the file that gave them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn place(table: &'static str) -> TableCreateStatement {
    Table::create()
        .table(Alias::new(table))
        .col(string_len("code", 8).primary_key())
        .col(text("name"))
        .col(date_null("dated"))
        .col(date_null("parent_dated"))
        .to_owned()
}

fn practice() -> TableCreateStatement {
    Table::create()
        .table("practice")
        .col(string_len("ods_code", 8).primary_key())
        .col(text("name"))
        .col(string_len("postcode", 10))
        .col(string_len_null("sub_icb_code", 8))
        .col(string_len_null("pcn_code", 8))
        .col(string_len("supplier", 20))
        .col(integer_null("list_size"))
        .col(boolean("is_open"))
        .col(date_null("opened_on"))
        .col(date_null("closed_on"))
        .col(string_len_null("successor_code", 8))
        .col(date_null("existence_dated"))
        .col(date_null("name_dated"))
        .col(date_null("parent_dated"))
        .col(date_null("pcn_dated"))
        .col(date_null("supplier_dated"))
        .col(date_null("list_size_dated"))
        .to_owned()
}

fn practice_change() -> TableCreateStatement {
    Table::create()
        .table("practice_change")
        .col(big_pk_auto("id"))
        .col(string_len("practice_code", 8))
        .col(string_len("what", 20))
        .col(text_null("before"))
        .col(text_null("after"))
        .col(date("dated"))
        .col(string_len("import_id", 36))
        .col(timestamp_with_time_zone("recorded_at"))
        .to_owned()
}

/// The days of the registers taken, and the closing days they give, also of practices that are not known: an older register that is
/// imported later may yet show those open.
fn registers() -> Vec<TableCreateStatement> {
    vec![
        Table::create().table("register_day").col(date("dated").primary_key()).to_owned(),
        Table::create()
            .table("practice_closing")
            .col(string_len("ods_code", 8).primary_key())
            .col(date("closed_on"))
            .col(date("dated"))
            .to_owned(),
    ]
}

fn imports() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("organisation_import")
            .col(string_len("id", 36).primary_key())
            .col(timestamp_with_time_zone("at"))
            .col(string_len_null("account_id", 36))
            .col(text("files"))
            .col(text("summary"))
            .to_owned(),
        Table::create()
            .table("import_upload")
            .col(string_len("id", 36).primary_key())
            .col(string_len("account_id", 36))
            .col(text("name"))
            .col(date_null("dated"))
            .col(blob("content"))
            .col(timestamp_with_time_zone("created_at"))
            .to_owned(),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let icb = place("icb").col(string_len_null("region_code", 8)).to_owned();
        let sub_icb = place("sub_icb").col(string_len_null("icb_code", 8)).to_owned();
        let pcn = place("pcn")
            .col(string_len_null("sub_icb_code", 8))
            .col(date_null("opened_on"))
            .col(date_null("closed_on"))
            .col(date_null("period_dated"))
            .to_owned();
        crate::create(manager, vec![place("region"), icb, sub_icb, pcn, practice(), practice_change()]).await?;
        crate::create(manager, registers()).await?;
        crate::create(manager, imports()).await?;
        crate::run(
            manager,
            &[
                "CREATE INDEX icb_region ON icb (region_code)",
                "CREATE INDEX sub_icb_icb ON sub_icb (icb_code)",
                "CREATE INDEX practice_sub_icb ON practice (sub_icb_code)",
                "CREATE INDEX practice_pcn ON practice (pcn_code)",
                "CREATE INDEX practice_change_practice ON practice_change (practice_code, dated)",
                "CREATE INDEX practice_change_moved ON practice_change (what, dated)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "import_upload",
            "organisation_import",
            "practice_closing",
            "register_day",
            "practice_change",
            "practice",
            "pcn",
            "sub_icb",
            "icb",
            "region",
        ];
        crate::drop(manager, &tables).await
    }
}
