//! Of which practices facts are read.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

use super::codes::Codes;

/// Whose facts are wanted.
pub(super) struct Whose<'a> {
    /// Where each practice stands in the register.
    pub practices: Codes,
    /// Where each sub-ICB location does.
    pub sub_icbs: &'a Codes,
    /// Where each EMIS date does.
    pub slots: &'a Codes,
    /// The practices by code, where they are few: only their rows are then read.
    pub few: Option<&'a [String]>,
}

impl Whose<'_> {
    pub(super) fn among<E: EntityTrait>(&self, select: Select<E>, code: impl ColumnTrait) -> Select<E> {
        match self.few {
            Some(few) => select.filter(code.is_in(few)),
            None => select,
        }
    }
}
