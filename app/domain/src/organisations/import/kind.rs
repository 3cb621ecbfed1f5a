//! What a file is. A new kind has its key and name here, and its format in `formats`.

use serde::{Deserialize, Serialize};

/// The kinds of organisation file that are known. The order is the order in which files given together are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// `epraccur`, the register of prescribing organisations: alone says which practices exist and are open.
    Register,
    /// Sub-ICB locations with their ICBs and regions.
    Lookup,
    /// ePCN details: the PCNs.
    Pcns,
    /// ePCN core partner details: which practice is in which PCN.
    PcnPartners,
    /// `gp-reg-pat-prac-map`: practice to PCN, sub-ICB location, ICB and region, in later years with the supplier.
    PracticeMap,
    /// Practices joined from several published files, each fact with a source.
    Joined,
    /// `gp-reg-pat-prac-all`: registered patients of each practice.
    ListSizes,
    /// Practices per supplier in each PCN: nothing about a single practice.
    PcnSupplierCounts,
}

impl FileKind {
    /// The name people know it by.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Register => "register of practices (epraccur)",
            Self::Lookup => "sub-ICB location to ICB look-up",
            Self::Pcns => "PCN details (ePCN)",
            Self::PcnPartners => "PCN core partners (ePCN)",
            Self::PracticeMap => "practice map (gp-reg-pat-prac-map)",
            Self::Joined => "joined practice list",
            Self::ListSizes => "list sizes (gp-reg-pat-prac-all)",
            Self::PcnSupplierCounts => "supplier counts by PCN",
        }
    }
}
