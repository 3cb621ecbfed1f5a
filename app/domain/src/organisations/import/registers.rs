//! What each register says of each practice, kept as it was said: who was open when is told from all of them together, so that neither the
//! order in which they come nor a later one changes what an earlier one says of its own day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::organisations::{OdsCode, Standing};

/// What a register says of one practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It is open or not.
    Clearly(Standing),
    /// Its row cannot be read, or its code stands elsewhere in the text: as if the register did not speak of it.
    Unclear,
}

/// A register of which every row was understood: a practice that it leaves out is not open on its day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WholeRegister {
    /// How many rows it had; not known of those that were taken before this was kept.
    pub rows: Option<usize>,
    /// Its last code by order: of practices after it it says nothing. Not known of those that were taken before this was kept.
    pub last: Option<OdsCode>,
}

/// All registers, as far as they bear on practices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registers {
    /// Those of which every row was understood, by their days.
    pub whole: BTreeMap<NaiveDate, WholeRegister>,
    /// What is said of practices, by the days of registers. What a whole register says by leaving a practice out is not in it.
    pub said: BTreeMap<OdsCode, BTreeMap<NaiveDate, Said>>,
}

impl Registers {
    /// What registers clearly say of a practice, in the order of their days.
    #[must_use]
    pub fn of(&self, code: &OdsCode) -> Vec<(NaiveDate, Standing)> {
        let reaches = |whole: &WholeRegister| whole.last.as_ref().is_none_or(|last| code <= last);
        let left_out = self.whole.iter().filter(|(_, whole)| reaches(whole)).map(|(day, _)| (*day, Said::Clearly(Standing::NotOpen(None))));
        let mut said: BTreeMap<_, _> = left_out.collect();
        said.extend(self.said.get(code).into_iter().flatten().map(|(day, said)| (*day, *said)));
        let clearly = |(day, said)| match said {
            Said::Clearly(standing) => Some((day, standing)),
            Said::Unclear => None,
        };
        said.into_iter().filter_map(clearly).collect()
    }

    /// The newest register that shows a practice open.
    #[must_use]
    pub fn newest_open(&self, code: &OdsCode) -> Option<NaiveDate> {
        let is_open = |said: &Said| matches!(said, Said::Clearly(standing) if standing.is_open());
        self.said.get(code)?.iter().rev().find(|(_, said)| is_open(said)).map(|(day, _)| *day)
    }

    pub(super) fn say(&mut self, code: &OdsCode, dated: NaiveDate, said: Said) {
        self.said.entry(code.clone()).or_default().insert(dated, said);
    }

    /// Takes back what was said on a day, of the practices that `is_heard_anew` tells.
    pub(super) fn take_back(&mut self, dated: NaiveDate, is_heard_anew: impl Fn(&OdsCode) -> bool) {
        self.said.retain(|code, said| {
            if is_heard_anew(code) {
                said.remove(&dated);
            }
            !said.is_empty()
        });
    }
}
