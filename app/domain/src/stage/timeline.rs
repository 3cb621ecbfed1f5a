//! What the stage of a practice was on each day, and the rows that keep that answer right.
//!
//! Stage changes are only ever added. The stage on a day is the row added last among those that took effect by then, so a row takes back
//! everything that was known from its day on. A correction therefore adds what really held from the first wrong day, then what followed.

use chrono::{Days, NaiveDate};

use super::{Cause, Stage, StageFacts, dated_steps, stage};

/// A stage that holds from a day on, until the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub stage: Stage,
    /// The first day (London date) on which it holds.
    pub from: NaiveDate,
}

/// The steps of a practice by day, the earliest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline(Vec<Step>);

impl Timeline {
    /// What rows say together, the one added first first.
    pub fn of_rows(rows: impl IntoIterator<Item = Step>) -> Self {
        let mut timeline = Self::default();
        rows.into_iter().for_each(|row| timeline.add(row));
        timeline
    }

    /// The stage on `day`; none before the first step.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<Stage> {
        self.0.iter().rev().find(|step| step.from <= day).map(|step| step.stage)
    }

    fn add(&mut self, row: Step) {
        self.0.retain(|step| step.from < row.from);
        self.0.push(row);
    }

    fn was_dated_before(&self, day: NaiveDate) -> bool {
        day.checked_sub_days(Days::new(1)).and_then(|before| self.on(before)).is_some_and(Stage::is_dated)
    }
}

/// What a look at the facts leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// The rows to add, in this order; empty where everything known is still right.
    pub rows: Vec<Step>,
    /// The present stage and the day since when it holds without a break; `today` for a practice of which nothing is known.
    pub now: Step,
}

/// Compares what `recorded` rows say (the one added first first) with the facts on `today`.
///
/// Stages that facts date (see [`Stage::is_dated`]) follow the facts on every day, so a day that is corrected or taken back moves the
/// past as well; the other stages hold from the day they were recorded. What was dated by the facts of an earlier supplier's route ended
/// with the change of supplier and is left as it was.
#[must_use]
pub fn update(recorded: &[Step], facts: &StageFacts, today: NaiveDate, cause: Cause) -> Update {
    let mut known = Timeline::default();
    let mut kept_before = None;
    for row in recorded {
        // A stage without a day of its own that begins in the middle of a dated one ended it, and did not take it back.
        if !row.stage.is_dated() && known.was_dated_before(row.from) {
            kept_before = Some(row.from);
        }
        known.add(*row);
    }
    if cause.keeps_the_past() {
        kept_before = Some(today);
    }
    let undated = Timeline::of_rows(recorded.iter().copied().filter(|row| !row.stage.is_dated()));
    let dated = Timeline::of_rows(dated_steps(facts, today));
    let now = stage(facts, today).stage;
    let truth = |day: NaiveDate| {
        if kept_before.is_some_and(|kept| day < kept) {
            return known.on(day).unwrap_or(Stage::NotStarted);
        }
        let otherwise = || if day == today { Some(now) } else { undated.on(day) };
        dated.on(day).or_else(otherwise).unwrap_or(Stage::NotStarted)
    };
    let mut days: Vec<_> = recorded.iter().chain(&dated.0).map(|step| step.from).chain(kept_before).chain([today]).collect();
    days.retain(|day| *day <= today);
    days.sort_unstable();
    days.dedup();
    let mut steps: Vec<Step> = days.iter().map(|day| Step { stage: truth(*day), from: *day }).collect();
    steps.dedup_by_key(|step| step.stage);
    let wrong = days.iter().find(|day| known.on(**day).unwrap_or(Stage::NotStarted) != truth(**day));
    let rows = wrong.map_or_else(Vec::new, |wrong| {
        let first = Step { stage: truth(*wrong), from: *wrong };
        std::iter::once(first).chain(steps.iter().copied().filter(|step| step.from > *wrong)).collect()
    });
    Update { rows, now: steps.last().copied().unwrap_or(Step { stage: now, from: today }) }
}

#[cfg(test)]
mod tests;
