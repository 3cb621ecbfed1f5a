//! Where practices stand on a day, worked out once for all who ask on that day.

use std::sync::OnceLock;

use crate::reports::{NextRow, PracticeState, Register};
use crate::stage::{Rag, Reading, Stage, Yardstick};

/// Where each open practice of a register stands on the day of a yardstick.
#[derive(Debug)]
pub struct Present {
    pub(super) against: Yardstick,
    /// In the order of the register, which is that of names.
    pub(super) open: Vec<One>,
    /// Places in `open`, the worst first; worked out for the first who asks.
    worst_first: OnceLock<Vec<usize>>,
}

/// An open practice.
#[derive(Clone, Copy, Debug)]
pub(super) struct One {
    /// Where it stands in the register.
    pub at: usize,
    pub state: PracticeState,
    pub reading: Reading,
    pub next: NextRow,
}

impl One {
    /// Required items that are settled, and how many there are; none where nothing was recorded.
    pub fn settled(&self) -> Option<(u32, u32)> {
        self.state.progress.map(|progress| (progress.settled, progress.required))
    }

    /// An exception stands, and the practice is not switched on: it reads as nothing else.
    pub fn is_apart(&self) -> bool {
        self.state.exception && self.state.stage != Stage::SwitchedOn
    }
}

impl Present {
    /// Of the practices that the register shows open.
    #[must_use]
    pub fn new(register: &Register, against: Yardstick) -> Self {
        let mut next = vec![NextRow::default(); register.practices.len()];
        for row in &register.next {
            next[row.practice] = *row;
        }
        let states = register.as_at(against.day);
        let readings = register.readings(&states, &against);
        let open = states.into_iter().enumerate().filter(|(at, _)| register.practices[*at].is_open);
        let open = open.map(|(at, state)| One { at, state, reading: readings[at], next: next[at] });
        Self { against, open: open.collect(), worst_first: OnceLock::new() }
    }

    /// What the practices were measured against.
    #[must_use]
    pub fn against(&self) -> &Yardstick {
        &self.against
    }

    /// Places in `open`, as [`super::Wanted::worst_first`] has it.
    pub(super) fn worst_first(&self) -> &[usize] {
        self.worst_first.get_or_init(|| {
            let mut order: Vec<_> = (0..self.open.len()).collect();
            // What is equal stays in the order of names.
            order.sort_by_key(|at| {
                let one = &self.open[*at];
                let rank = match one.reading.rag {
                    _ if one.is_apart() => 3,
                    Rag::Red => 0,
                    Rag::Amber => 1,
                    Rag::Green => 2,
                    Rag::Done => 4,
                };
                (rank, one.state.stage, one.settled().map_or(0, |(settled, _)| settled))
            });
            order
        })
    }
}
