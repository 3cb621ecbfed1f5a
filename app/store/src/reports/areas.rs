//! Regions, ICBs, sub-ICB locations, PCNs and practices, each list in the order of names.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::accounts::Scope;
use domain::organisations::{OdsCode, Spells};
use domain::reports::{Area, Practice, Register};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Select};

use super::codes::Codes;
use crate::entity::{icb, pcn, practice, practice_change, region, sub_icb};
use crate::{Result, StoreError, Tx};

/// Where each organisation above practices stands in its list.
pub(super) struct Areas {
    pub sub_icbs: Codes,
    pub pcns: Codes,
}

impl Areas {
    /// As a register has them.
    pub(super) fn of(register: &Register) -> Self {
        let codes = |places: &[Area]| Codes::new(places.iter().map(|place| place.code.to_string()));
        Self { sub_icbs: codes(&register.sub_icbs), pcns: codes(&register.pcns) }
    }
}

type Row = (String, String, Option<String>);

pub(super) async fn load(tx: &Tx, register: &mut Register) -> Result<Areas> {
    let regions: Vec<(String, String)> =
        region::Entity::find().select_only().columns([region::Column::Code, region::Column::Name]).into_tuple().all(tx).await?;
    let regions = regions.into_iter().map(|(code, name)| (code, name, None)).collect();
    let icbs: Vec<Row> = icb::Entity::find()
        .select_only()
        .columns([icb::Column::Code, icb::Column::Name, icb::Column::RegionCode])
        .into_tuple()
        .all(tx)
        .await?;
    let sub_icbs: Vec<Row> = sub_icb::Entity::find()
        .select_only()
        .columns([sub_icb::Column::Code, sub_icb::Column::Name, sub_icb::Column::IcbCode])
        .into_tuple()
        .all(tx)
        .await?;
    let pcns: Vec<Row> = pcn::Entity::find()
        .select_only()
        .columns([pcn::Column::Code, pcn::Column::Name, pcn::Column::SubIcbCode])
        .into_tuple()
        .all(tx)
        .await?;
    let (regions, list) = level(regions, &Codes::default())?;
    register.regions = list;
    let (icbs, list) = level(with_unnamed(icbs, []), &regions)?;
    register.icbs = list;
    let mut used = distinct(tx, practice::Column::SubIcbCode).await?;
    used.extend(left_behind(tx).await?);
    let (sub_icbs, list) = level(with_unnamed(sub_icbs, used), &icbs)?;
    register.sub_icbs = list;
    let used = distinct(tx, practice::Column::PcnCode).await?;
    let (pcns, list) = level(with_unnamed(pcns, used), &sub_icbs)?;
    register.pcns = list;
    Ok(Areas { sub_icbs, pcns })
}

async fn distinct(tx: &Tx, column: practice::Column) -> Result<Vec<Option<String>>> {
    Ok(practice::Entity::find().select_only().column(column).distinct().into_tuple().all(tx).await?)
}

/// The locations that practices moved away from.
async fn left_behind(tx: &Tx) -> Result<Vec<Option<String>>> {
    use practice_change::Column;
    let moved = practice_change::Entity::find().filter(Column::What.eq("moved"));
    Ok(moved.select_only().column(Column::Before).distinct().into_tuple().all(tx).await?)
}

/// Adds the codes that practices name but no file has described yet: they are shown by their code.
fn with_unnamed(mut rows: Vec<Row>, used: impl IntoIterator<Item = Option<String>>) -> Vec<Row> {
    let known: BTreeSet<String> = rows.iter().map(|row| row.0.clone()).collect();
    let missing: BTreeSet<String> = used.into_iter().flatten().filter(|code| !known.contains(code)).collect();
    rows.extend(missing.into_iter().map(|code| (code.clone(), code, None)));
    rows
}

/// The list of a level, sorted here and not in the query, so that both databases sort alike.
fn level(mut rows: Vec<Row>, above: &Codes) -> Result<(Codes, Vec<Area>)> {
    rows.sort_by(|one, other| (&one.1, &one.0).cmp(&(&other.1, &other.0)));
    let codes = Codes::new(rows.iter().map(|row| row.0.clone()));
    let place = |(code, name, parent): Row| Ok(Area { code: ods_code(code)?, name: name.into(), parent: above.at_some(parent) });
    Ok((codes, rows.into_iter().map(place).collect::<Result<_>>()?))
}

fn ods_code(code: String) -> Result<OdsCode> {
    code.parse().map_err(|_| StoreError::unreadable("an organisation's code", code))
}

type PracticeRow = (String, String, Option<String>, Option<String>, String, Option<i32>, bool, Option<NaiveDate>, Option<NaiveDate>);

/// The practices of `scope`, in the order of names.
pub(super) async fn practices(tx: &Tx, scope: &Scope, places: &Areas) -> Result<Vec<Practice>> {
    let spells = crate::organisations::spells(tx, None).await?;
    let mut practices = read(tx, crate::scope::practices_in(scope), places, spells).await?;
    practices.sort_by(|one, other| (&one.name, &one.code).cmp(&(&other.name, &other.code)));
    Ok(practices)
}

/// These practices, in no order.
pub(super) async fn few(tx: &Tx, codes: &[String], places: &Areas) -> Result<Vec<Practice>> {
    let spells = crate::organisations::spells(tx, Some(codes)).await?;
    read(tx, practice::Entity::find().filter(practice::Column::OdsCode.is_in(codes)), places, spells).await
}

async fn read(tx: &Tx, wanted: Select<practice::Entity>, places: &Areas, mut spells: BTreeMap<String, Spells>) -> Result<Vec<Practice>> {
    use practice::Column;
    let rows: Vec<PracticeRow> = wanted
        .select_only()
        .columns([Column::OdsCode, Column::Name, Column::SubIcbCode, Column::PcnCode, Column::Supplier, Column::ListSize, Column::IsOpen])
        .columns([Column::OpenedOn, Column::ClosedOn])
        .into_tuple()
        .all(tx)
        .await?;
    let practice = |(code, name, sub_icb, pcn, supplier, list_size, is_open, opened_on, closed_on): PracticeRow| {
        let spells = spells.remove(&code).unwrap_or_else(|| Spells::of_days(is_open, opened_on, closed_on));
        Ok(Practice {
            code: ods_code(code)?,
            name: name.into(),
            sub_icb: places.sub_icbs.at_some(sub_icb),
            pcn: places.pcns.at_some(pcn),
            supplier: crate::practices::supplier(&supplier)?,
            list_size: list_size.and_then(|size| u32::try_from(size).ok()),
            is_open,
            spells,
        })
    };
    rows.into_iter().map(practice).collect()
}
