//! The look-up of sub-ICB locations to ICBs and regions. It carries no day of its own.

use super::super::facts::Facts;
use super::super::findings::Findings;
use super::super::format::Format;
use super::super::header::Header;
use super::super::kind::FileKind;
use super::super::refusal::Refusal;
use super::super::rows::Rows;
use super::super::tally::Tally;
use super::super::value::Row;
use crate::organisations::Level;

pub(super) struct Columns {
    sub_icb: usize,
    sub_icb_name: Option<usize>,
    icb: usize,
    icb_name: Option<usize>,
    region: usize,
    region_name: Option<usize>,
}

impl Format for Columns {
    const KIND: FileKind = FileKind::Lookup;

    const COLUMNS: &'static [&'static str] = &["Sub-ICB Location Code", "ICB Code", "Region Code"];

    fn find(header: &Header) -> Option<Self> {
        if header.names_practices() {
            return None;
        }
        Some(Self {
            sub_icb: header.find(&["subicblocationodscode", "subicblocationcode", "subicbloccode", "subicbcode", "ccgcode"])?,
            sub_icb_name: header.find(&["subicblocationname", "subicblocname", "subicbname", "ccgname"]),
            icb: header.find(&["icbcode", "icbodscode", "stpcode"])?,
            icb_name: header.find(&["integratedcareboardname", "icbname", "stpname"]),
            region: header.find(&["regioncode", "regionodscode", "commregioncode", "nhserregioncode"])?,
            region_name: header.find(&["regionname", "commregionname"]),
        })
    }

    fn read(&self, rows: Rows<'_>, found: &mut Findings) -> Result<Facts, Refusal> {
        let mut tally = Tally::default();
        rows.each(found, |row| self.row(row, &mut tally))?;
        let dated = found.dated().0;
        let places = tally.facts(dated);
        if places.is_empty() {
            return Err(Refusal::NoRows { what: "a sub-ICB location" });
        }
        Ok(Facts { places, ..Facts::none(Self::KIND, dated) })
    }
}

impl Columns {
    fn row(&self, row: &Row<'_>, tally: &mut Tally) -> Result<(), String> {
        let sub_icb = row.code(self.sub_icb, "sub-ICB location code")?;
        let icb = row.code(self.icb, "ICB code")?;
        let region = row.code(self.region, "region code")?;
        let sub_icb_name = row.name(self.sub_icb_name, "sub-ICB location name")?;
        let icb_name = row.name(self.icb_name, "ICB name")?;
        let region_name = row.name(self.region_name, "region name")?;
        tally.vote(Level::SubIcb, &sub_icb, sub_icb_name, Some(&icb));
        tally.vote(Level::Icb, &icb, icb_name, Some(&region));
        tally.vote(Level::Region, &region, region_name, None);
        Ok(())
    }
}
