//! From the register to the report.

use chrono::{DateTime, NaiveDate, Utc};

use super::figures::Figures;
use super::practice::{PracticeLine, line};
use super::question::{Question, default_by};
use super::register::{PracticeState, Register};
use super::{By, Named};
use crate::accounts::Scope;
use crate::organisations::{Level, OdsCode, Supplier};
use crate::programme::Programme;
use crate::stage::{Reading, Yardstick};

/// A row of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The organisation's code; none for suppliers and for "Not known".
    pub code: Option<OdsCode>,
    /// Its name; "Not known" where practices have no such organisation.
    pub name: std::sync::Arc<str>,
    /// What is counted.
    pub figures: Figures,
    /// More of the practice, where rows are practices.
    pub practice: Option<Box<PracticeLine>>,
}

impl Row {
    /// More of the practice, where the row is one.
    #[must_use]
    pub fn line(&self) -> Option<&PracticeLine> {
        self.practice.as_deref()
    }
}

/// An organisation on the way down to what the report is limited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Its level.
    pub level: Level,
    /// Which one.
    pub place: Named,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineReport {
    /// What the rows are.
    pub by: By,
    /// The day it is of.
    pub as_at: NaiveDate,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// The deadline.
    pub deadline: NaiveDate,
    /// Days from the report's day to the deadline; negative after it.
    pub days_left: i64,
    /// What it is limited to, the widest first; empty for all that the person may see.
    pub within: Vec<Crumb>,
    /// Whether the person sees all of England.
    pub all_of_england: bool,
    /// One row each, those without any practice left out; "Not known" comes last.
    pub rows: Vec<Row>,
    /// All rows together.
    pub total: Figures,
}

impl DeadlineReport {
    /// All rows together as a row, called "Total".
    #[must_use]
    pub fn total_row(&self) -> Row {
        Row { code: None, name: "Total".into(), figures: self.total.clone(), practice: None }
    }
}

/// Makes the report that `question` asks for, of the practices in `scope`; none where the code it is limited to is not there, or nothing
/// under it is in `scope`, which look the same.
#[must_use]
pub fn deadline(
    register: &Register,
    scope: &Scope,
    question: &Question,
    programme: &Programme,
    made_at: DateTime<Utc>,
) -> Option<DeadlineReport> {
    let within = match &question.within {
        None => None,
        Some(code) => Some(register.find(code).filter(|within| may_name(register, scope, *within))?),
    };
    let states = register.as_at(question.as_at);
    let chosen: Vec<usize> = (0..register.practices.len())
        .filter(|at| register.practices[*at].is_open_on(question.as_at))
        .filter(|at| within.is_none_or(|within| is_under(register, *at, states[*at].sub_icb, within)))
        .filter(|at| covers(register, scope, *at))
        .collect();
    let by = question.by.unwrap_or_else(|| default_by(within.map(|within| within.0), scope));
    let against = programme.yardstick(question.as_at);
    let make = Making { register, states: &states, readings: &register.readings(&states, &against), by, against };
    let rows = if by == By::Practice { make.practices(&chosen) } else { make.groups(&chosen) };
    let mut total = Figures::default();
    for row in &rows {
        total.add(&row.figures);
    }
    Some(DeadlineReport {
        by,
        as_at: question.as_at,
        made_at,
        deadline: programme.deadline,
        days_left: make.against.days_left(),
        within: within.map_or_else(Vec::new, |within| way_down(register, within)),
        all_of_england: scope.everything,
        rows,
        total,
    })
}

fn covers(register: &Register, scope: &Scope, at: usize) -> bool {
    scope.everything || scope.covers(&register.place(&register.practices[at]))
}

fn may_name(register: &Register, scope: &Scope, within: (Level, usize)) -> bool {
    let seen = |at: usize| is_under(register, at, register.practices[at].sub_icb, within) && covers(register, scope, at);
    scope.everything || (0..register.practices.len()).any(seen)
}

/// Whether a practice in the location `sub_icb` lies under an organisation, or is it.
fn is_under(register: &Register, at: usize, sub_icb: Option<usize>, (level, place): (Level, usize)) -> bool {
    let own = match level {
        Level::Region => register.region_of(sub_icb),
        Level::Icb => register.icb_of(sub_icb),
        Level::SubIcb => sub_icb,
        Level::Pcn => register.practices[at].pcn,
        Level::Practice => Some(at),
    };
    own == Some(place)
}

/// The organisation and all above it, the widest first.
fn way_down(register: &Register, (level, at): (Level, usize)) -> Vec<Crumb> {
    let (place, parent) = if level == Level::Practice {
        let practice = &register.practices[at];
        let above = practice.pcn.map(|pcn| (Level::Pcn, pcn)).or(practice.sub_icb.map(|sub_icb| (Level::SubIcb, sub_icb)));
        (Named { code: practice.code.clone(), name: practice.name.clone() }, above)
    } else {
        let place = &register.places(level)[at];
        let above = match level {
            Level::Icb => Some(Level::Region),
            Level::SubIcb => Some(Level::Icb),
            Level::Pcn => Some(Level::SubIcb),
            Level::Region | Level::Practice => None,
        };
        (Named { code: place.code.clone(), name: place.name.clone() }, above.zip(place.parent))
    };
    let mut crumbs = parent.map_or_else(Vec::new, |parent| way_down(register, parent));
    crumbs.push(Crumb { level, place });
    crumbs
}

struct Making<'a> {
    register: &'a Register,
    states: &'a [PracticeState],
    readings: &'a [Reading],
    by: By,
    against: Yardstick,
}

impl Making<'_> {
    fn count(&self, figures: &mut Figures, at: usize) {
        figures.count(&self.states[at], &self.readings[at], self.register.practices[at].list_size, &self.against);
    }

    fn groups(&self, chosen: &[usize]) -> Vec<Row> {
        let labels: Vec<(Option<OdsCode>, std::sync::Arc<str>)> = match self.by.level() {
            Some(level) => self.register.places(level).iter().map(|place| (Some(place.code.clone()), place.name.clone())).collect(),
            None => Supplier::ALL.iter().map(|supplier| (None, supplier.name().into())).collect(),
        };
        let mut figures = vec![Figures::default(); labels.len() + 1];
        for at in chosen {
            let key = self.key(*at).unwrap_or(labels.len());
            self.count(&mut figures[key], *at);
        }
        let labels = labels.into_iter().chain([(None, "Not known".into())]);
        let rows = labels.zip(figures).filter(|(_, figures)| figures.practices > 0);
        rows.map(|((code, name), figures)| Row { code, name, figures, practice: None }).collect()
    }

    fn key(&self, at: usize) -> Option<usize> {
        let sub_icb = self.states[at].sub_icb;
        match self.by {
            By::Region => self.register.region_of(sub_icb),
            By::Icb => self.register.icb_of(sub_icb),
            By::SubIcb => sub_icb,
            By::Pcn => self.register.practices[at].pcn,
            By::Supplier => Supplier::ALL.iter().position(|supplier| *supplier == self.register.practices[at].supplier),
            By::Practice => None,
        }
    }

    fn practices(&self, chosen: &[usize]) -> Vec<Row> {
        let row = |at: &usize| {
            let practice = &self.register.practices[*at];
            let mut figures = Figures::default();
            self.count(&mut figures, *at);
            let line = line(self.register, *at, &self.states[*at], self.readings[*at], &self.against);
            Row { code: Some(practice.code.clone()), name: practice.name.clone(), figures, practice: Some(Box::new(line)) }
        };
        chosen.iter().map(row).collect()
    }
}
