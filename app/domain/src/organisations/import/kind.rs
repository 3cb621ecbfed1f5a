//! What a file is, told from its columns.

use serde::{Deserialize, Serialize};

use super::formats::{counts, joined, list_sizes, lookup, map, partners, pcns, register};
use super::header::Header;

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

/// A kind together with where its columns are.
pub(super) enum Format {
    Register(register::Columns),
    Lookup(lookup::Columns),
    Pcns(pcns::Columns),
    PcnPartners(partners::Columns),
    PracticeMap(map::Columns),
    Joined(joined::Columns),
    ListSizes(list_sizes::Columns),
    PcnSupplierCounts,
}

impl Format {
    /// The format whose columns these are. The most telling columns are asked for first.
    pub(super) fn of(header: &Header) -> Option<Self> {
        None.or_else(|| register::Columns::find(header).map(Self::Register))
            .or_else(|| partners::Columns::find(header).map(Self::PcnPartners))
            .or_else(|| joined::Columns::find(header).map(Self::Joined))
            .or_else(|| map::Columns::find(header).map(Self::PracticeMap))
            .or_else(|| list_sizes::Columns::find(header).map(Self::ListSizes))
            .or_else(|| counts::is_one(header).then_some(Self::PcnSupplierCounts))
            .or_else(|| lookup::Columns::find(header).map(Self::Lookup))
            .or_else(|| pcns::Columns::find(header).map(Self::Pcns))
    }

    /// The header that a file without one would have, when its first row looks like data of a kind that is published so.
    pub(super) fn unwritten_header(first: &csv::StringRecord) -> Option<Header> {
        None.or_else(|| register::unwritten_header(first))
            .or_else(|| partners::unwritten_header(first))
            .or_else(|| pcns::unwritten_header(first))
    }

    pub(super) fn kind(&self) -> FileKind {
        match self {
            Self::Register(_) => FileKind::Register,
            Self::Lookup(_) => FileKind::Lookup,
            Self::Pcns(_) => FileKind::Pcns,
            Self::PcnPartners(_) => FileKind::PcnPartners,
            Self::PracticeMap(_) => FileKind::PracticeMap,
            Self::Joined(_) => FileKind::Joined,
            Self::ListSizes(_) => FileKind::ListSizes,
            Self::PcnSupplierCounts => FileKind::PcnSupplierCounts,
        }
    }
}
