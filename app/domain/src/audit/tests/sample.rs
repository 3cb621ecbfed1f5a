//! One of each event, with random facts.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use crate::access_requests::State;
use crate::accounts::Role;
use crate::audit::messages::Which;
use crate::audit::{Code, FreeText};
use crate::checklist::{AnswerContent, AnswerState, Counted, Model};
use crate::organisations::import::{Counts, Learned};
use crate::organisations::{OdsCode, Supplier};
use crate::slots::{ManualStepKind, SlotStatus};
use crate::smartcards::Need;

/// Falls the same way each time for the same seed.
pub(crate) struct Dice {
    state: u64,
    words: String,
}

impl Dice {
    /// Whose people always write `words`.
    pub(crate) fn new(seed: u64, words: &str) -> Self {
        Self { state: seed, words: words.to_owned() }
    }

    /// A number from 0 on, below `sides` (splitmix64).
    fn roll(&mut self, sides: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.roll(all.len() as u64)).unwrap()]
    }
}

/// Something that an event says.
pub(crate) trait Sample {
    fn sample(dice: &mut Dice) -> Self;
}

macro_rules! samples {
    ($($kind:ty = |$dice:ident| $made:expr;)*) => {
        $(impl Sample for $kind {
            fn sample($dice: &mut Dice) -> Self {
                $made
            }
        })*
    };
}

samples! {
    FreeText = |dice| dice.words.clone().into();
    Code = |dice| dice.one_of(&["0195", "active", "section:staff", "before-30", ""]).into();
    bool = |dice| dice.roll(2) == 0;
    i32 = |dice| i32::try_from(dice.roll(10_000)).unwrap() - 5_000;
    u32 = |dice| u32::try_from(dice.roll(10_000)).unwrap();
    u64 = |dice| dice.roll(u64::MAX);
    usize = |dice| usize::try_from(dice.roll(10_000)).unwrap();
    NaiveDate = |dice| NaiveDate::from_ymd_opt(2023, 1, 1).unwrap() + Days::new(dice.roll(1_000));
    DateTime<Utc> = |dice| DateTime::UNIX_EPOCH + TimeDelta::microseconds(i64::try_from(dice.roll(1 << 52)).unwrap());
    OdsCode = |dice| dice.one_of(&["X10001", "QHM", "16C", "ENGLAND"]).parse().unwrap();
    Role = |dice| dice.one_of(&Role::ALL);
    State = |dice| dice.one_of(&State::ALL);
    Supplier = |dice| dice.one_of(&Supplier::ALL);
    SlotStatus = |dice| dice.one_of(&SlotStatus::ALL);
    ManualStepKind = |dice| dice.one_of(&[ManualStepKind::Existing, ManualStepKind::Review]);
    Model = |dice| dice.one_of(&Model::ALL);
    Need = |dice| dice.one_of(&Need::ALL);
    Counted = |dice| Counted { on: Sample::sample(dice), patients: Sample::sample(dice) };
    Counts = |dice| Counts { open_practices: Sample::sample(dice), ..Counts::default() };
    Learned = |dice| Learned { sub_icb: Sample::sample(dice), ..Learned::default() };
    BTreeMap<Code, usize> = |dice| BTreeMap::from([("opened".into(), Sample::sample(dice))]);
    Which = |dice| if dice.roll(2) == 0 { Which::All(Sample::sample(dice)) } else { Which::Named { messages: Sample::sample(dice) } };
    AnswerContent = |dice| AnswerContent {
        state: dice.one_of(&AnswerState::ALL),
        note: dice.words.clone(),
        evidence_url: dice.words.clone(),
        reason: dice.words.clone(),
        assigned_to: dice.words.clone(),
        due_on: Sample::sample(dice),
    };
}

impl<T: Sample> Sample for Option<T> {
    fn sample(dice: &mut Dice) -> Self {
        (dice.roll(3) > 0).then(|| T::sample(dice))
    }
}

impl<T: Sample> Sample for Vec<T> {
    fn sample(dice: &mut Dice) -> Self {
        (0..dice.roll(3)).map(|_| T::sample(dice)).collect()
    }
}
