//! Everything known of organisations, read as a whole: an import compares all of it.

use std::collections::BTreeMap;

use domain::organisations::import::{Area, Dated, Entry, Organisations, Period, Practice};
use domain::organisations::{Level, OdsCode, Spells, Supplier};
use sea_orm::{ConnectionTrait, EntityTrait};

use super::put::{code, parent};
use super::registers;
use crate::Result;
use crate::entity::{icb, pcn, practice, region, sub_icb};

/// Reads all that is known.
///
/// # Errors
/// When the database cannot be read or holds a code or supplier this version does not know.
pub async fn known(db: &impl ConnectionTrait) -> Result<Organisations> {
    let mut known = Organisations::default();
    let mut spells = registers::spells(db, None).await?;
    for row in practice::Entity::find().all(db).await? {
        let spells = spells.remove(&row.ods_code);
        known.practices.insert(code(&row.ods_code, "practice.ods_code")?, practice(row, spells)?);
    }
    for row in region::Entity::find().all(db).await? {
        let region::Model { code, name, dated, .. } = row;
        place(&mut known.places, Level::Region, code, (name, dated), Area::default())?;
    }
    for row in icb::Entity::find().all(db).await? {
        let parent = parent(row.region_code, row.parent_dated)?;
        place(&mut known.places, Level::Icb, row.code, (row.name, row.dated), Area { parent, ..Area::default() })?;
    }
    for row in sub_icb::Entity::find().all(db).await? {
        let parent = parent(row.icb_code, row.parent_dated)?;
        place(&mut known.places, Level::SubIcb, row.code, (row.name, row.dated), Area { parent, ..Area::default() })?;
    }
    for row in pcn::Entity::find().all(db).await? {
        let parent = parent(row.sub_icb_code, row.parent_dated)?;
        let value = Period { opened_on: row.opened_on, closed_on: row.closed_on };
        let stated = row.period_dated.is_some() || value != Period::default();
        let period = stated.then(|| Dated::new(value, row.period_dated));
        place(&mut known.places, Level::Pcn, row.code, (row.name, row.dated), Area { parent, period, ..Area::default() })?;
    }
    known.registers = registers::registers(db).await?;
    known.ahead = registers::ahead(db).await?;
    Ok(known)
}

fn practice(row: practice::Model, spells: Option<Spells>) -> Result<Practice> {
    let supplier = crate::practices::supplier(&row.supplier)?;
    let pcn = row.pcn_code.map(|pcn| code(&pcn, "practice.pcn_code")).transpose()?;
    let list_size = row.list_size.and_then(|patients| u32::try_from(patients).ok());
    Ok(Practice {
        entry: Entry { name: row.name, postcode: row.postcode, opened_on: row.opened_on },
        open_dated: row.existence_dated,
        is_open: row.is_open,
        closed_on: row.closed_on,
        spells: spells.unwrap_or_else(|| Spells::of_days(row.is_open, row.opened_on, row.closed_on)),
        sub_icb: parent(row.sub_icb_code, row.parent_dated)?,
        // A day without a code says that the practice is in no PCN.
        pcn: (pcn.is_some() || row.pcn_dated.is_some()).then(|| Dated::new(pcn, row.pcn_dated)),
        supplier: (supplier != Supplier::Unknown).then(|| Dated::new(supplier, row.supplier_dated)),
        supplier_confirmed: row.supplier_confirmed,
        list_size: list_size.map(|patients| Dated::new(patients, row.list_size_dated)),
    })
}

type Named = (String, Option<chrono::NaiveDate>);

/// Adds a place; one that has its code for a name has none yet.
fn place(places: &mut BTreeMap<(Level, OdsCode), Area>, level: Level, text: String, (name, dated): Named, place: Area) -> Result<()> {
    let name = (name != text).then(|| Dated::new(name, dated));
    places.insert((level, code(&text, "the code of a place")?), Area { name, ..place });
    Ok(())
}
