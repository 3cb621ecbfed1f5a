//! One module a format: which columns tell it, and what its rows say. A new one is a module, and a line in [`ALL`].

mod area_columns;
mod counts;
mod joined;
mod list_sizes;
mod lookup;
mod map;
mod partners;
mod pcns;
mod reading;
mod register;

use csv::StringRecord;

use super::format::{FormatEntry, Reader};
use super::header::Header;
use super::kind::FileKind;

/// Every format. The most telling columns are asked for first: those of the last formats stand in files of others, too.
static ALL: [FormatEntry; 8] = [
    FormatEntry::of::<register::Columns>(),
    FormatEntry::of::<partners::Columns>(),
    FormatEntry::of::<joined::Columns>(),
    FormatEntry::of::<map::Columns>(),
    FormatEntry::of::<list_sizes::Columns>(),
    FormatEntry::of::<counts::Columns>(),
    FormatEntry::of::<lookup::Columns>(),
    FormatEntry::of::<pcns::Columns>(),
];

/// Reads a file with this header; `None` where no format has one like it.
pub(super) fn with_header(header: &Header) -> Option<Reader> {
    ALL.iter().find_map(|format| (format.with_header)(header))
}

/// Reads a file that begins with this row, when the row looks like data of a format that is published without a header.
pub(super) fn without_header(first: &StringRecord) -> Option<Reader> {
    ALL.iter().find_map(|format| (format.without_header)(first))
}

/// The format that a header comes nearest to, and the columns that it lacks for it: as few as can be, of at most as many as it has.
pub(super) fn nearest(header: &Header) -> Option<(FileKind, Vec<&'static str>)> {
    let lacks = |format: &'static FormatEntry| {
        let subsets = 1_u32..1 << format.columns.len();
        let chosen =
            |subset: u32| format.columns.iter().copied().enumerate().filter(move |(at, _)| subset & (1 << at) != 0).map(|(_, name)| name);
        let is_enough =
            |subset: &u32| (format.with_header)(&chosen(*subset).fold(header.clone(), |header, name| header.with(name))).is_some();
        let fewest = subsets.filter(is_enough).min_by_key(|subset| subset.count_ones())?;
        let lacking: Vec<_> = chosen(fewest).collect();
        (lacking.len() * 2 <= format.columns.len()).then_some((format, lacking))
    };
    let found = ALL.iter().filter_map(lacks).min_by_key(|(format, lacking)| (lacking.len(), std::cmp::Reverse(format.columns.len())));
    found.map(|(format, lacking)| (format.kind, lacking))
}

/// The columns without which a file is not known to be of this kind, each by one of its names.
#[must_use]
pub fn columns(kind: FileKind) -> &'static [&'static str] {
    ALL.iter().find(|format| format.kind == kind).map_or(&[], |format| format.columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(columns: &[&str]) -> Option<FileKind> {
        let header = Header::of(columns.iter().copied());
        ALL.iter().find(|format| (format.with_header)(&header).is_some()).map(|format| format.kind)
    }

    #[test]
    fn each_is_told_from_its_columns_and_not_with_one_left_out() {
        for FormatEntry { kind, columns, .. } in &ALL {
            assert_eq!(told(columns), Some(*kind));
            for left_out in *columns {
                let others: Vec<_> = columns.iter().copied().filter(|column| column != left_out).collect();
                assert_ne!(told(&others), Some(*kind), "without {left_out}");
            }
        }
    }

    #[test]
    fn what_a_header_lacks_is_told_of_the_format_it_comes_nearest_to() {
        let lacks = |columns: &[&str]| nearest(&Header::of(columns.iter().copied()));
        let map = ["Practice Code", "PCN Code", "Sub ICB Location Code", "ICB Code", "Comm Region Code", "Supplier Name"];
        assert_eq!(lacks(&map), Some((FileKind::PracticeMap, vec!["Extract Date"])));
        assert_eq!(lacks(&["Organisation Code", "Name", "Status"]), Some((FileKind::Register, vec!["Prescribing Setting"])));
        assert_eq!(lacks(&["Code", "Number of Patients"]), Some((FileKind::ListSizes, vec!["Extract Date"])));
        assert_eq!(lacks(&["first", "second"]), None);
    }

    #[test]
    fn each_kind_has_one_format() {
        for format in &ALL {
            assert_eq!(ALL.iter().filter(|other| other.kind == format.kind).count(), 1, "{:?}", format.kind);
        }
    }
}
