//! The columns that place a practice, as the map and the joined list share them.

use super::super::header::Header;
use super::super::tally::Tally;
use super::super::value::Row;
use crate::organisations::{Level, OdsCode};

/// Where the columns are; older files say CCG and STP for sub-ICB location and ICB.
pub(super) struct AreaColumns {
    pcn: Option<usize>,
    pcn_name: Option<usize>,
    sub_icb: usize,
    sub_icb_name: Option<usize>,
    icb: Option<usize>,
    icb_name: Option<usize>,
    region: Option<usize>,
    region_name: Option<usize>,
}

/// What a row says of the places above its practice.
pub(super) struct Named {
    /// Outer `None`: nothing said; inner `None`: said to be in no PCN.
    pub(super) pcn: Option<Option<OdsCode>>,
    pcn_name: Option<String>,
    pub(super) sub_icb: OdsCode,
    sub_icb_name: Option<String>,
    icb: Option<OdsCode>,
    icb_name: Option<String>,
    region: Option<OdsCode>,
    region_name: Option<String>,
}

impl AreaColumns {
    pub(super) fn find(header: &Header) -> Option<Self> {
        Some(Self {
            pcn: header.find(&["pcncode"]),
            pcn_name: header.find(&["pcnname"]),
            sub_icb: header.find(&["subicblocationcode", "subicbcode", "ccgcode"])?,
            sub_icb_name: header.find(&["subicblocationname", "subicbname", "ccgname"]),
            icb: header.find(&["icbcode", "stpcode"]),
            icb_name: header.find(&["icbname", "stpname"]),
            region: header.find(&["commregioncode", "regioncode"]),
            region_name: header.find(&["commregionname", "regionname"]),
        })
    }

    pub(super) fn names_pcn(&self) -> bool {
        self.pcn.is_some()
    }

    pub(super) fn read(&self, row: &Row<'_>) -> Result<Named, String> {
        let pcn = match row.text(self.pcn) {
            "" => None,
            text if text == "U" || text.eq_ignore_ascii_case("unallocated") => Some(None),
            _ => Some(row.optional_code(self.pcn, "PCN code")?),
        };
        Ok(Named {
            pcn,
            pcn_name: row.name(self.pcn_name, "PCN name")?,
            sub_icb: row.code(self.sub_icb, "sub-ICB location code")?,
            sub_icb_name: row.name(self.sub_icb_name, "sub-ICB location name")?,
            icb: row.optional_code(self.icb, "ICB code")?,
            icb_name: row.name(self.icb_name, "ICB name")?,
            region: row.optional_code(self.region, "region code")?,
            region_name: row.name(self.region_name, "region name")?,
        })
    }
}

impl Named {
    pub(super) fn vote(self, tally: &mut Tally) {
        if let Some(pcn) = self.pcn.flatten() {
            // A PCN may span two sub-ICB locations: a member's does not say which is its own.
            tally.vote(Level::Pcn, &pcn, self.pcn_name, None);
        }
        tally.vote(Level::SubIcb, &self.sub_icb, self.sub_icb_name, self.icb.as_ref());
        if let Some(icb) = &self.icb {
            tally.vote(Level::Icb, icb, self.icb_name, self.region.as_ref());
        }
        if let Some(region) = &self.region {
            tally.vote(Level::Region, region, self.region_name, None);
        }
    }
}
