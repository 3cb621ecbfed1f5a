//! The made-up sample of each format, the rules of taking facts, and properties that hold for any of them. Codes and names in the
//! samples are invented.

mod damage;
mod formats;
mod made_up;
mod properties;
mod real;
mod rules;

use chrono::NaiveDate;

use super::*;
use crate::organisations::OdsCode;

pub(super) const DECEMBER_2022: &[u8] = include_bytes!("../../../../tests/samples/epraccur-2022-12.csv");
pub(super) const DECEMBER_2023: &[u8] = include_bytes!("../../../../tests/samples/epraccur-2023-12.csv");
pub(super) const TRIMMED: &[u8] = include_bytes!("../../../../tests/samples/epraccur-trimmed.csv");
pub(super) const PCNS: &[u8] = include_bytes!("../../../../tests/samples/epcn-details.csv");
pub(super) const PARTNERS: &[u8] = include_bytes!("../../../../tests/samples/epcn-core-partners.csv");
pub(super) const LOOKUP: &[u8] = include_bytes!("../../../../tests/samples/sub-icb-lookup.csv");
pub(super) const MAP_2020: &[u8] = include_bytes!("../../../../tests/samples/practice-map-2020-09.csv");
pub(super) const MAP_2025: &[u8] = include_bytes!("../../../../tests/samples/practice-map-2025-10.csv");
pub(super) const LIST_SIZES: &[u8] = include_bytes!("../../../../tests/samples/list-sizes-2022-05.csv");
pub(super) const LIST_SIZES_BY_SEX: &[u8] = include_bytes!("../../../../tests/samples/list-sizes-by-sex-2026-04.csv");
pub(super) const JOINED: &[u8] = include_bytes!("../../../../tests/samples/joined-practices.csv");
pub(super) const COUNTS: &[u8] = include_bytes!("../../../../tests/samples/pcn-supplier-counts.csv");

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

pub(super) fn options() -> ReadOptions {
    ReadOptions { today: day("2024-06-01"), dated: None }
}

pub(super) fn facts(bytes: &[u8]) -> Facts {
    read(bytes, &options()).unwrap().1
}

/// What is known after these files, and what became of each.
pub(super) fn known(files: &[&[u8]]) -> Organisations {
    let mut organisations = Organisations::default();
    for bytes in files {
        organisations.take(&facts(bytes));
    }
    organisations
}
