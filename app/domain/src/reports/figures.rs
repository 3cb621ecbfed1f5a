//! The figures of a row.

use super::register::PracticeState;
use crate::stage::{Rag, Reading, Stage, Timeliness, Yardstick, timeliness};

/// What is counted of some practices as at a day.
///
/// Two ways to split them add up: the stages, and switched on + exceptions + red + amber + green.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Practices that were open on the day.
    pub practices: u32,
    /// Their registered patients, as far as list sizes are known.
    pub patients: u64,
    /// Practices whose list size is not known; their patients are missing from every count of patients.
    pub without_list_size: u32,
    /// Practices at each stage, in the order of [`Stage::ALL`].
    pub stages: [u32; Stage::ALL.len()],
    /// Patients of the practices that were switched on.
    pub patients_switched_on: u64,
    /// Switched on by the deadline, that day included.
    pub on_time: u32,
    /// Switched on after the deadline.
    pub late: u32,
    /// Not switched on, with an exception that held on the day. Counted apart: neither switched on nor overdue nor at risk.
    pub exceptions: u32,
    /// Not switched on, no exception, at risk.
    pub red: u32,
    /// Not switched on, no exception, in need of attention.
    pub amber: u32,
    /// Not switched on, no exception, on course.
    pub green: u32,
    /// Not switched on, no exception, and the deadline had passed.
    pub overdue: u32,
}

impl Figures {
    /// Practices at `stage`.
    #[must_use]
    pub fn at(&self, stage: Stage) -> u32 {
        Stage::ALL.iter().position(|each| *each == stage).map_or(0, |position| self.stages[position])
    }

    /// Practices that were switched on.
    #[must_use]
    pub fn switched_on(&self) -> u32 {
        self.at(Stage::SwitchedOn)
    }

    /// The share of practices that were switched on; exceptions count among those that were not.
    #[must_use]
    pub fn practices_share(&self) -> Option<Share> {
        Share::of(self.switched_on().into(), self.practices.into())
    }

    /// The share of patients whose practice was switched on, of those whose practice's list size is known.
    #[must_use]
    pub fn patients_share(&self) -> Option<Share> {
        Share::of(self.patients_switched_on, self.patients)
    }

    /// Counts one more practice as it stood and read on the day of the yardstick.
    pub(super) fn count(&mut self, state: &PracticeState, reading: &Reading, list_size: Option<u32>, against: &Yardstick) {
        self.practices += 1;
        self.patients += u64::from(list_size.unwrap_or(0));
        self.without_list_size += u32::from(list_size.is_none());
        if let Some(position) = Stage::ALL.iter().position(|each| *each == state.stage) {
            self.stages[position] += 1;
        }
        if state.stage == Stage::SwitchedOn {
            self.patients_switched_on += u64::from(list_size.unwrap_or(0));
            match timeliness(state.since.unwrap_or(against.day), against.deadline) {
                Timeliness::OnTime => self.on_time += 1,
                Timeliness::Late => self.late += 1,
            }
        } else if state.exception {
            self.exceptions += 1;
        } else {
            self.overdue += u32::from(against.days_left() < 0);
            match reading.rag {
                Rag::Red => self.red += 1,
                Rag::Amber => self.amber += 1,
                Rag::Green | Rag::Done => self.green += 1,
            }
        }
    }

    /// Adds the figures of other practices.
    pub(super) fn add(&mut self, other: &Self) {
        self.practices += other.practices;
        self.patients += other.patients;
        self.without_list_size += other.without_list_size;
        for (stage, more) in self.stages.iter_mut().zip(other.stages) {
            *stage += more;
        }
        self.patients_switched_on += other.patients_switched_on;
        self.on_time += other.on_time;
        self.late += other.late;
        self.exceptions += other.exceptions;
        self.red += other.red;
        self.amber += other.amber;
        self.green += other.green;
        self.overdue += other.overdue;
    }
}

/// A share in tenths of a per cent, rounded to the nearest, halves up; 100% only where it is all, 0% only where it is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u16);

impl Share {
    /// `part` of `whole`; none where there is nothing to share, or more than all of it.
    #[must_use]
    pub fn of(part: u64, whole: u64) -> Option<Self> {
        let rounded = part.checked_mul(2_000)?.checked_add(whole)?.checked_div(whole.checked_mul(2)?)?;
        let tenths = match rounded {
            1_000 if part < whole => 999,
            0 if part > 0 => 1,
            rounded => u16::try_from(rounded).ok()?,
        };
        (part <= whole).then_some(Self(tenths))
    }

    /// In tenths of a per cent: 1000 is all.
    #[must_use]
    pub fn tenths(self) -> u16 {
        self.0
    }

    /// As a number from 0 to 1.
    #[must_use]
    pub fn fraction(self) -> f64 {
        f64::from(self.0) / 1_000.0
    }
}

impl std::fmt::Display for Share {
    /// "36.4%".
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}%", self.0 / 10, self.0 % 10)
    }
}

#[cfg(test)]
mod share_tests {
    use rstest::rstest;

    use super::Share;

    #[rstest]
    #[case(0, 0, None)]
    #[case(0, 7, Some("0.0%"))]
    #[case(7, 7, Some("100.0%"))]
    #[case(1, 3, Some("33.3%"))]
    #[case(2, 3, Some("66.7%"))]
    #[case(1, 8, Some("12.5%"))]
    #[case(6454, 6455, Some("99.9%"))]
    #[case(1, 6455, Some("0.1%"))]
    #[case(8, 7, None)]
    #[case(u64::MAX, u64::MAX, None)]
    fn shares(#[case] part: u64, #[case] whole: u64, #[case] expected: Option<&str>) {
        assert_eq!(Share::of(part, whole).map(|share| share.to_string()), expected.map(str::to_owned));
    }
}
