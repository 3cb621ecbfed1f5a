//! Facts into what is known. The newest of each fact stays, so the order of files of different days makes no difference.

use serde::{Deserialize, Serialize};

use super::doubt::FewRows;
use super::facts::{AreaFacts, Dated, Facts, PracticeFacts, RegisterFacts};
use super::known::{Ahead, Organisations, Practice};
use super::mistakes::NAMED;
use crate::organisations::{Level, OdsCode, Supplier};

/// A practice that a file speaks of and no register has shown open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownPractice {
    pub code: OdsCode,
    /// Its name, where the file gives one.
    pub name: Option<String>,
    /// The line of its row, from 1.
    pub line: usize,
}

/// What became of the facts of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The first [`NAMED`] practices that are not known; what the file says of them waits for a register that shows them open.
    pub unknown: Vec<UnknownPractice>,
    /// How many practices are not known.
    pub unknown_count: usize,
    /// The first [`NAMED`] practices of which the file names another supplier than their ICB confirmed; theirs stays.
    #[serde(default)]
    pub overruled: Vec<OdsCode>,
    /// How many practices those are.
    #[serde(default)]
    pub overruled_count: usize,
    /// The first [`NAMED`] practices that a register does not show open, and that stay open because it does not clearly say that they closed.
    #[serde(default)]
    pub held_open: Vec<OdsCode>,
    /// How many practices those are.
    #[serde(default)]
    pub held_open_count: usize,
    /// That it is a register with far fewer rows than another.
    #[serde(default)]
    pub few_rows: Option<FewRows>,
}

impl Taken {
    fn held_open(&mut self, mut held: Vec<OdsCode>) {
        self.held_open_count = held.len();
        held.truncate(NAMED);
        self.held_open = held;
    }

    /// Keeps the newer supplier, unless the ICB confirmed another.
    fn supplier(&mut self, practice: &mut Practice, facts: &PracticeFacts) {
        let value = |fact: Option<Dated<Supplier>>| fact.map(|fact| fact.value);
        let named = value(facts.supplier);
        if !practice.supplier_confirmed || named == value(practice.supplier) {
            Dated::keep(&mut practice.supplier, facts.supplier);
        } else if named.is_some() {
            self.overruled_count += 1;
            if self.overruled.len() < NAMED {
                self.overruled.push(facts.code.clone());
            }
        }
    }
}

impl Ahead {
    fn take(&mut self, facts: &PracticeFacts) {
        Dated::keep(&mut self.sub_icb, facts.sub_icb.clone());
        Dated::keep(&mut self.pcn, facts.pcn.clone());
        Dated::keep(&mut self.supplier, facts.supplier);
        Dated::keep(&mut self.list_size, facts.list_size);
    }
}

impl Organisations {
    /// Adds what a file says.
    ///
    /// - A register alone makes practices known, opens and closes them. A practice is open on a register's day if that register shows it open;
    ///   one that it shows with another status or does not name at all is not, the latter only where every row was understood.
    /// - Every other fact is kept unless a newer one is known. Facts about practices that are not known are counted, and wait for a register.
    /// - A supplier that an ICB confirmed stays, whatever files say.
    /// - Of two registers of one day the one taken later stands.
    pub fn take(&mut self, facts: &Facts) -> Taken {
        let mut taken = Taken::default();
        if let (Some(register), Some(dated)) = (&facts.register, facts.dated) {
            taken.few_rows = self.few_rows(register.rows);
            taken.held_open(self.take_register(register, dated));
            self.bring_in(register, &mut taken);
        }
        for place in &facts.places {
            self.take_place(place);
        }
        for practice in &facts.practices {
            self.take_practice(practice, &mut taken);
        }
        taken
    }

    /// What other files said of practices that a register now makes known.
    fn bring_in(&mut self, register: &RegisterFacts, taken: &mut Taken) {
        for code in register.open.iter().map(|open| &open.code) {
            if let Some(Ahead { sub_icb, pcn, supplier, list_size }) = self.ahead.remove(code) {
                let facts = PracticeFacts { sub_icb, pcn, supplier, list_size, ..PracticeFacts::about(code.clone(), 0) };
                self.take_practice(&facts, taken);
            }
        }
    }

    fn take_place(&mut self, facts: &AreaFacts) {
        let place = self.places.entry((facts.level, facts.code.clone())).or_default();
        Dated::keep(&mut place.name, facts.name.clone());
        Dated::keep(&mut place.parent, facts.parent.clone());
        Dated::keep(&mut place.period, facts.period);
    }

    fn take_practice(&mut self, facts: &PracticeFacts, taken: &mut Taken) {
        let Some(practice) = self.practices.get_mut(&facts.code) else {
            taken.unknown_count += 1;
            if taken.unknown.len() < NAMED {
                taken.unknown.push(UnknownPractice { code: facts.code.clone(), name: facts.name.clone(), line: facts.line });
            }
            self.ahead.entry(facts.code.clone()).or_default().take(facts);
            return;
        };
        Dated::keep(&mut practice.sub_icb, facts.sub_icb.clone());
        Dated::keep(&mut practice.pcn, facts.pcn.clone());
        taken.supplier(practice, facts);
        Dated::keep(&mut practice.list_size, facts.list_size);
        // A place that only a practice names is there too, under its code.
        let sub_icb = practice.sub_icb.as_ref().map(|fact| (Level::SubIcb, fact.value.clone()));
        let pcn = practice.pcn.as_ref().and_then(|fact| fact.value.clone()).map(|code| (Level::Pcn, code));
        for place in [sub_icb, pcn].into_iter().flatten() {
            self.places.entry(place).or_default();
        }
    }
}
