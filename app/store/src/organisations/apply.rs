//! What an import made of organisations, written many rows at a time.

use chrono::NaiveDate;
use domain::organisations::import::{Area, Dated, Organisations, Practice};
use domain::organisations::{Level, OdsCode, Supplier};
use sea_orm::{ActiveValue::Set, ConnectionTrait, NotSet};

use super::put::{differing, put};
use crate::entity::{icb, pcn, practice, region, sub_icb};
use crate::{Result, StoreError};

/// Writes what differs between `before`, which is what the database holds, and `after`.
///
/// # Errors
/// When the database refuses.
pub async fn apply(db: &impl ConnectionTrait, before: &Organisations, after: &Organisations) -> Result<()> {
    let mut rows = Areas::default();
    for ((level, code), place) in differing(&before.places, &after.places) {
        rows.add(*level, code, place);
    }
    put(db, rows.regions).await?;
    put(db, rows.icbs).await?;
    put(db, rows.sub_icbs).await?;
    put(db, rows.pcns).await?;
    let practices: Result<Vec<_>> = differing(&before.practices, &after.practices).map(|(code, row)| practice(code, row)).collect();
    put(db, practices?).await?;
    super::registers::apply(db, before, after).await
}

fn practice(code: &OdsCode, known: &Practice) -> Result<practice::ActiveModel> {
    let patients = known.list_size.map(|fact| i32::try_from(fact.value)).transpose();
    let list_size = patients.map_err(|_| StoreError::unreadable("practice.list_size", code.as_str()))?;
    Ok(practice::ActiveModel {
        ods_code: Set(code.to_string()),
        name: Set(known.entry.name.clone()),
        postcode: Set(known.entry.postcode.clone()),
        sub_icb_code: Set(word(known.sub_icb.as_ref())),
        pcn_code: Set(known.pcn.as_ref().and_then(|fact| fact.value.as_ref()).map(ToString::to_string)),
        supplier: Set(known.supplier.map_or(Supplier::Unknown, |fact| fact.value).key().to_owned()),
        list_size: Set(list_size),
        is_open: Set(known.is_open),
        opened_on: Set(known.entry.opened_on),
        closed_on: Set(known.closed_on),
        // No file names a successor: what is there stays.
        successor_code: NotSet,
        existence_dated: Set(known.open_dated),
        name_dated: Set(known.open_dated),
        parent_dated: Set(day(known.sub_icb.as_ref())),
        pcn_dated: Set(day(known.pcn.as_ref())),
        supplier_dated: Set(day(known.supplier.as_ref())),
        list_size_dated: Set(day(known.list_size.as_ref())),
        supplier_confirmed: Set(known.supplier_confirmed),
    })
}

fn word(fact: Option<&Dated<OdsCode>>) -> Option<String> {
    fact.map(|fact| fact.value.to_string())
}

fn day<T>(fact: Option<&Dated<T>>) -> Option<NaiveDate> {
    fact.and_then(|fact| fact.dated)
}

#[derive(Default)]
struct Areas {
    regions: Vec<region::ActiveModel>,
    icbs: Vec<icb::ActiveModel>,
    sub_icbs: Vec<sub_icb::ActiveModel>,
    pcns: Vec<pcn::ActiveModel>,
}

impl Areas {
    fn add(&mut self, level: Level, code: &OdsCode, place: &Area) {
        let name = place.name.as_ref().map_or_else(|| code.to_string(), |name| name.value.clone());
        let (code, name, dated) = (Set(code.to_string()), Set(name), Set(day(place.name.as_ref())));
        let (parent, parent_dated) = (Set(word(place.parent.as_ref())), Set(day(place.parent.as_ref())));
        let period = place.period.map(|period| period.value).unwrap_or_default();
        match level {
            Level::Region => self.regions.push(region::ActiveModel { code, name, dated, parent_dated }),
            Level::Icb => self.icbs.push(icb::ActiveModel { code, name, dated, parent_dated, region_code: parent }),
            Level::SubIcb => self.sub_icbs.push(sub_icb::ActiveModel { code, name, dated, parent_dated, icb_code: parent }),
            Level::Pcn => self.pcns.push(pcn::ActiveModel {
                code,
                name,
                dated,
                parent_dated,
                sub_icb_code: parent,
                opened_on: Set(period.opened_on),
                closed_on: Set(period.closed_on),
                period_dated: Set(day(place.period.as_ref())),
            }),
            Level::Practice => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::organisations::import::{ReadOptions, read};

    use sea_orm::{ActiveModelTrait, EntityTrait};

    use super::super::known;
    use super::*;
    use crate::on_both_databases;

    const SAMPLES: [&[u8]; 9] = [
        include_bytes!("../../../domain/tests/samples/epraccur-2022-12.csv"),
        include_bytes!("../../../domain/tests/samples/epcn-details.csv"),
        include_bytes!("../../../domain/tests/samples/epcn-core-partners.csv"),
        include_bytes!("../../../domain/tests/samples/list-sizes-2022-05.csv"),
        include_bytes!("../../../domain/tests/samples/sub-icb-lookup.csv"),
        include_bytes!("../../../domain/tests/samples/practice-map-2025-10.csv"),
        include_bytes!("../../../domain/tests/samples/epraccur-2023-12.csv"),
        // Practices that only another register shows, and a register of a day that is there already.
        include_bytes!("../../../domain/tests/samples/epraccur-trimmed.csv"),
        b"Organisation Code,Name,Status Code,Prescribing Setting,Open Date\nX10001,OAK,A,4,20231204\nX10002,,A,4,20231204\nX10009,INN,A,0,20231204\n",
    ];

    on_both_databases! {
        async fn what_is_written_reads_back_the_same(store: TestStore) {
            let today = NaiveDate::from_ymd_opt(2024, 6, 1).unwrap();
            let mut before = Organisations::default();
            for sample in SAMPLES {
                let mut after = before.clone();
                after.take(&read(sample, &ReadOptions { today, dated: None }).unwrap().1);
                apply(store.writer(), &before, &after).await.unwrap();
                let stored = known(store.read()).await.unwrap();
                assert_eq!(stored, after);
                before = stored;
            }
            assert_eq!(before.counts().open_practices, 2);
            let x10005 = "X10005".parse().unwrap();
            assert!(!before.practices[&x10005].is_open && !before.registers.said.contains_key(&x10005), "taken back");
            assert!(!before.ahead.is_empty());
        }

        async fn a_successor_once_noted_stays(store: TestStore) {
            use sea_orm::IntoActiveModel;
            let today = NaiveDate::from_ymd_opt(2024, 6, 1).unwrap();
            let mut first = Organisations::default();
            first.take(&read(SAMPLES[0], &ReadOptions { today, dated: None }).unwrap().1);
            apply(store.writer(), &Organisations::default(), &first).await.unwrap();
            let row = practice::Entity::find_by_id("X10003").one(store.read()).await.unwrap().unwrap();
            let noted = practice::ActiveModel { successor_code: Set(Some("X10002".to_owned())), ..row.into_active_model() };
            noted.update(store.writer()).await.unwrap();
            let mut second = first.clone();
            second.take(&read(SAMPLES[6], &ReadOptions { today, dated: None }).unwrap().1);
            apply(store.writer(), &first, &second).await.unwrap();
            let row = practice::Entity::find_by_id("X10003").one(store.read()).await.unwrap().unwrap();
            assert_eq!((row.is_open, row.successor_code.as_deref()), (false, Some("X10002")));
        }
    }
}
