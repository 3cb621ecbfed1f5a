//! From when to when a practice is open: the one rule for "was it open on that day?".

use std::fmt;

use chrono::NaiveDate;

use crate::time::format_day;

/// A stretch of days on which a practice is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spell {
    /// The first day; none where it is not known and lies before anything that is.
    pub from: Option<NaiveDate>,
    /// The first day on which it is open no more; none while it lasts.
    pub until: Option<NaiveDate>,
}

/// All spells of a practice, in the order of days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spells(Vec<Spell>);

/// What a register says of a practice: whether it is open on the register's own day, and the day it names beside that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Open; the day it opened.
    Open(Option<NaiveDate>),
    /// Shown with another status or setting, or left out; the day it closed.
    NotOpen(Option<NaiveDate>),
}

impl Standing {
    /// Whether it is open.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open(_))
    }

    /// The day named: of opening where it is open, else of closing.
    #[must_use]
    pub fn day(self) -> Option<NaiveDate> {
        let (Self::Open(day) | Self::NotOpen(day)) = self;
        day
    }
}

impl Spells {
    /// These, which are in order and do not overlap.
    #[must_use]
    pub fn of(spells: Vec<Spell>) -> Self {
        Self(spells)
    }

    /// Of a practice of which no register is kept: from the day it opened to the day it closed. One that closed on a day not known counts as
    /// never open, so that totals are of active practices.
    #[must_use]
    pub fn of_days(is_open: bool, opened_on: Option<NaiveDate>, closed_on: Option<NaiveDate>) -> Self {
        let is_any = match closed_on {
            Some(closed) => opened_on.is_none_or(|opened| opened < closed),
            None => is_open,
        };
        Self(if is_any { vec![Spell { from: opened_on, until: closed_on }] } else { Vec::new() })
    }

    /// What registers say together, in the order of their days.
    ///
    /// On the day of a register a practice is open exactly where that register shows it open. Between two registers that differ it opens or
    /// closes on a day that one of those names that agree with the later of the two, of several the newest, if it lies after the earlier and
    /// not after the later: any other day one of the two contradicts. Where none is named, it is the day of the later register. Before the
    /// first register an open practice is open from the day named, or always. One that no register shows open was open, from `opened_on`,
    /// until the first: it came by another way.
    #[must_use]
    pub fn of_registers(said: &[(NaiveDate, Standing)], opened_on: Option<NaiveDate>) -> Self {
        let is_shown_open = said.iter().any(|(_, standing)| standing.is_open());
        let mut spells = if is_shown_open { Vec::new() } else { Self::of_days(true, opened_on, None).0 };
        let mut before = None;
        for run in said.chunk_by(|one, next| one.1.is_open() == next.1.is_open()) {
            let (first, standing) = run[0];
            let is_between = |day: &NaiveDate| before.is_none_or(|before| before < *day) && *day <= first;
            let named = || run.iter().rev().filter_map(|(_, standing)| standing.day());
            let turn = named().find(is_between);
            if standing.is_open() {
                let is_always = before.is_none() && named().next().is_none();
                spells.push(Spell { from: turn.or(Some(first)).filter(|_| !is_always), until: None });
            } else if let Some(spell) = spells.last_mut() {
                spell.until = turn.or(Some(first));
            }
            before = run.last().map(|(day, _)| *day);
        }
        spells.retain(|Spell { from, until }| from.zip(*until).is_none_or(|(from, until)| from < until));
        Self(spells)
    }

    /// Whether `day` lies in one of them.
    #[must_use]
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        self.0.iter().any(|spell| spell.from.is_none_or(|from| from <= day) && spell.until.is_none_or(|until| day < until))
    }

    /// The last of them.
    #[must_use]
    pub fn last(&self) -> Option<Spell> {
        self.0.last().copied()
    }

    /// In the order of days.
    pub fn iter(&self) -> impl Iterator<Item = Spell> {
        self.0.iter().copied()
    }
}

/// "from 1 April 1974 to 12 November 2023 and from 1 June 2025": the second day of each is the first on which it was open no more.
impl fmt::Display for Spells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("never");
        }
        for (number, spell) in self.0.iter().enumerate() {
            f.write_str(if number > 0 { " and " } else { "" })?;
            match (spell.from.map(format_day), spell.until.map(format_day)) {
                (Some(from), Some(until)) => write!(f, "from {from} to {until}")?,
                (Some(from), None) => write!(f, "from {from}")?,
                (None, Some(until)) => write!(f, "to {until}")?,
                (None, None) => f.write_str("always")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::Standing::{NotOpen, Open};
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn on(text: &str) -> Option<NaiveDate> {
        Some(day(text))
    }

    /// What registers of the first of January of these years say, and what comes of it.
    #[rstest]
    #[case::always(&[(2023, Open(None))], "always")]
    #[case::from_its_opening(&[(2023, Open(on("1974-04-01")))], "from 1 April 1974")]
    #[case::planned_only(&[(2023, Open(on("2023-06-01")))], "from 1 January 2023")]
    #[case::opened_between(&[(2023, NotOpen(None)), (2024, Open(on("2023-05-02")))], "from 2 May 2023")]
    #[case::dormant_then_active(&[(2023, NotOpen(None)), (2024, Open(on("1974-04-01")))], "from 1 January 2024")]
    #[case::closed_on_a_day(&[(2023, Open(None)), (2024, NotOpen(on("2023-06-30")))], "to 30 June 2023")]
    #[case::left_out(&[(2023, Open(None)), (2024, NotOpen(None))], "to 1 January 2024")]
    #[case::dormant_twice_and_then_a_day(
        &[(2023, Open(None)), (2024, NotOpen(None)), (2025, NotOpen(None)), (2026, NotOpen(on("2025-06-30")))], "to 1 January 2024")]
    #[case::a_later_file_knows_the_day(&[(2023, Open(None)), (2024, NotOpen(None)), (2025, NotOpen(on("2023-06-30")))], "to 30 June 2023")]
    #[case::the_newest_that_fits(
        &[(2023, Open(None)), (2024, NotOpen(on("2023-05-31"))), (2025, NotOpen(on("2023-06-30"))), (2026, NotOpen(on("2025-06-30")))],
        "to 30 June 2023")]
    #[case::closed_before_it_was_shown_open(&[(2023, Open(None)), (2024, NotOpen(on("2022-06-30")))], "to 1 January 2024")]
    #[case::on_the_day_of_the_earlier(&[(2023, Open(None)), (2024, NotOpen(on("2023-01-01")))], "to 1 January 2024")]
    #[case::closing_still_to_come(&[(2023, Open(None)), (2024, NotOpen(on("2024-03-31")))], "to 1 January 2024")]
    #[case::a_gap(
        &[(2023, Open(on("1974-04-01"))), (2024, NotOpen(on("2023-06-30"))), (2025, Open(on("2024-10-01")))],
        "from 1 April 1974 to 30 June 2023 and from 1 October 2024")]
    #[case::by_another_way(&[(2023, NotOpen(None))], "from 1 July 2019 to 1 January 2023")]
    #[case::opened_after_it_closed(&[(2018, NotOpen(None))], "never")]
    fn what_registers_say_together(#[case] said: &[(i32, Standing)], #[case] expected: &str) {
        let said: Vec<_> = said.iter().map(|(year, standing)| (NaiveDate::from_ymd_opt(*year, 1, 1).unwrap(), *standing)).collect();
        assert_eq!(Spells::of_registers(&said, on("2019-07-01")).to_string(), expected);
    }

    #[rstest]
    #[case(true, None, None, "always")]
    #[case(true, on("2023-05-02"), None, "from 2 May 2023")]
    #[case(false, on("1974-04-01"), on("2023-06-30"), "from 1 April 1974 to 30 June 2023")]
    #[case(true, None, on("2023-06-30"), "to 30 June 2023")]
    #[case(false, None, None, "never")]
    #[case(false, on("2023-06-30"), on("2023-06-30"), "never")]
    fn of_a_practice_without_registers(
        #[case] is_open: bool,
        #[case] opened: Option<NaiveDate>,
        #[case] closed: Option<NaiveDate>,
        #[case] expected: &str,
    ) {
        assert_eq!(Spells::of_days(is_open, opened, closed).to_string(), expected);
    }

    fn standing() -> impl Strategy<Value = Standing> {
        let day = || prop::option::of((0_i64..1500).prop_map(|days| day("2022-01-01") + chrono::TimeDelta::days(days)));
        prop_oneof![day().prop_map(Open), day().prop_map(NotOpen)]
    }

    proptest! {
        #[test]
        fn on_its_own_day_each_register_is_right(said in prop::collection::btree_map(0_i64..1500, standing(), 1..7)) {
            let said: Vec<_> = said.into_iter().map(|(days, standing)| (day("2022-01-01") + chrono::TimeDelta::days(days), standing)).collect();
            let spells = Spells::of_registers(&said, None);
            let wrong: Vec<_> = said.iter().filter(|(day, standing)| spells.is_open_on(*day) != standing.is_open()).collect();
            prop_assert!(wrong.is_empty(), "{said:?} {spells}");
            let ends: Vec<_> = spells.iter().flat_map(|spell| [spell.from, spell.until]).collect();
            let inner: Vec<_> = ends[1..ends.len().max(1) - usize::from(!ends.is_empty())].to_vec();
            prop_assert!(inner.iter().all(Option::is_some) && inner.is_sorted(), "in order, and apart: {spells}");
        }
    }
}
