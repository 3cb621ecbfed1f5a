//! What speaks against an import, so that a person must accept it first.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::known::{Counts, Organisations};

use crate::field::format_count;
use crate::time::format_day;

/// Fewer open practices than England has ever had, or will for long: other programs that read the register refuse fewer, too.
const FEWEST_OF_ENGLAND: usize = 5_500;

/// Why an import must be accepted first.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// Many practices would close.
    #[error(transparent)]
    Closures(#[from] TooManyClosures),
    /// The first register shows fewer practices than England has.
    #[error(
        "The register shows {} open {}. England has more than {}, so this may be a part of a register. If that is right, accept the part.",
        format_count(*open),
        if *open == 1 { "practice" } else { "practices" },
        format_count(FEWEST_OF_ENGLAND)
    )]
    FewPractices {
        /// Open practices.
        open: usize,
    },
    /// The register has far fewer rows than another.
    #[error(transparent)]
    FewRows(#[from] FewRows),
}

/// The import would close more than one open practice in twenty, which a real file has never done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("This would close {closing} of {open} open practices, more than 5%. If that is right, accept the closures.")]
pub struct TooManyClosures {
    /// Open practices that would close.
    pub closing: usize,
    /// Practices open before.
    pub open: usize,
}

/// Rows of a published register, about: four of them have 15,389 to 16,299. Half of one has nearly all the practices, since most other
/// organisations stand at its end.
const ROWS_OF_ENGLAND: usize = 15_000;

/// A register has less than three quarters of the rows of another, or of a published one where no other is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error(
    "A register has {} {}, and {} has {}, so it may be a part of a register. If that is right, accept the part.",
    format_count(*rows),
    if *rows == 1 { "row" } else { "rows" },
    other.map_or_else(|| "one of all England".to_owned(), |day| format!("that of {}", format_day(day))),
    format_count(*other_rows)
)]
pub struct FewRows {
    /// Rows of the register.
    pub rows: usize,
    /// The day of the longest register that is known; none where none is.
    pub other: Option<NaiveDate>,
    /// Its rows, or about those of a published one.
    pub other_rows: usize,
}

impl Doubt {
    /// Whether it is about closures, and not about a register being whole.
    #[must_use]
    pub fn is_of_closures(&self) -> bool {
        matches!(self, Self::Closures(_))
    }
}

/// Whether what is the first register shows as many practices as England has.
pub(super) fn few_practices(before: &Counts, after: &Counts) -> Option<Doubt> {
    let open = after.open_practices;
    (before.open_practices == 0 && (1..FEWEST_OF_ENGLAND).contains(&open)).then_some(Doubt::FewPractices { open })
}

impl Organisations {
    /// Whether a register of so many rows is far shorter than one that is known, or than it should be where none is. Practices that came by
    /// another way may be those of a part of England alone.
    pub(super) fn few_rows(&self, rows: usize) -> Option<FewRows> {
        let known = self.registers.whole.iter().filter_map(|(day, whole)| Some((whole.rows?, Some(*day))));
        let is_first = self.practices.is_empty() || !self.registers.whole.is_empty();
        let (other_rows, other) = known.max().or_else(|| is_first.then_some((ROWS_OF_ENGLAND, None)))?;
        (rows * 4 < other_rows * 3).then_some(FewRows { rows, other, other_rows })
    }
}

#[cfg(test)]
mod tests {
    use super::super::registers::WholeRegister;
    use super::*;

    #[test]
    fn a_register_far_shorter_than_another_is_doubted() {
        let mut known = Organisations::default();
        let expected = "A register has 7,985 rows, and one of all England has 15,000, so it may be a part of a register. If that is right, accept \
                        the part.";
        assert_eq!(known.few_rows(7_985).unwrap().to_string(), expected, "half of that of February 2023, and of its practices nine in ten");
        assert_eq!(known.few_rows(15_389), None);
        for (day, rows) in [("2022-11-14", Some(15_536)), ("2023-11-12", Some(15_971)), ("2024-05-01", None)] {
            known.registers.whole.insert(day.parse().unwrap(), WholeRegister { rows, last: None });
        }
        assert_eq!(known.few_rows(12_000), None);
        let expected = "A register has 200 rows, and that of 12 November 2023 has 15,971, so it may be a part of a register. If that is right, \
                        accept the part.";
        assert_eq!(known.few_rows(200).unwrap().to_string(), expected);
        assert!(known.few_rows(1).unwrap().to_string().starts_with("A register has 1 row,"));
    }

    #[test]
    fn half_of_england_is_doubted_where_there_is_nothing_yet() {
        let counts = |open| Counts { open_practices: open, ..Counts::default() };
        let doubt = few_practices(&counts(0), &counts(3_174)).unwrap();
        let expected = "The register shows 3,174 open practices. England has more than 5,500, so this may be a part of a register. If that is \
                        right, accept the part.";
        assert_eq!((doubt.to_string().as_str(), doubt.is_of_closures()), (expected, false));
        for (before, after) in [(0, 0), (0, 5_500), (6_455, 3_174)] {
            assert_eq!(few_practices(&counts(before), &counts(after)), None);
        }
    }
}
