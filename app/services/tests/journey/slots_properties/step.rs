//! What people and time do to dates.

use proptest::prelude::*;

pub const PRACTICES: usize = 6;
/// How many dates there are.
pub const DATES: usize = 3;

/// Who changes a booking.
#[derive(Clone, Copy, Debug)]
pub enum By {
    Practice,
    /// Its ICB sub-group, which still can when the practice no longer can.
    Icb,
    Admin,
}

fn by() -> impl Strategy<Value = By> {
    prop_oneof![2 => Just(By::Practice), 1 => Just(By::Icb), 1 => Just(By::Admin)]
}

#[derive(Clone, Debug)]
pub enum Step {
    Book(usize, usize),
    Move(By, usize, usize),
    Cancel(By, usize),
    Defer(By, usize),
    Join(usize, usize),
    Leave(usize, usize),
    TakeUp(usize, usize),
    Release(usize),
    HoldBack(usize, bool, i32),
    Places(usize, i32),
    Close(usize),
    Open(usize),
    /// Two days pass, and the sweep looks.
    Expire,
    /// The checklist is opened again, or signed off again and looked at by the sweep.
    Reopen(usize),
    SignAgain(usize),
    Except(usize),
    MoveDate(usize),
    CancelDate(usize, Option<usize>),
    /// The day after the date has come, and the sweep looks.
    Pass(usize),
    DidNotWork(By, usize),
}

impl Step {
    /// Whether it can free a practice of a date that it could not give up itself, for a place elsewhere that it was passed over for. The
    /// next sweep offers it.
    pub fn may_free_a_practice(&self) -> bool {
        matches!(self, Self::Move(By::Icb | By::Admin, ..) | Self::Cancel(By::Icb | By::Admin, _) | Self::Defer(By::Icb | By::Admin, ..))
            || matches!(self, Self::DidNotWork(..))
    }
}

pub fn step() -> impl Strategy<Value = Step> {
    let (practice, date) = (0..PRACTICES, 0..DATES);
    let pair = (practice.clone(), date.clone());
    prop_oneof![
        8 => pair.clone().prop_map(|(p, d)| Step::Book(p, d)),
        4 => (by(), pair.clone()).prop_map(|(by, (p, d))| Step::Move(by, p, d)),
        4 => (by(), practice.clone()).prop_map(|(by, p)| Step::Cancel(by, p)),
        2 => (by(), practice.clone()).prop_map(|(by, p)| Step::Defer(by, p)),
        8 => pair.clone().prop_map(|(p, d)| Step::Join(p, d)),
        2 => pair.clone().prop_map(|(p, d)| Step::Leave(p, d)),
        6 => pair.prop_map(|(p, d)| Step::TakeUp(p, d)),
        1 => practice.clone().prop_map(Step::Release),
        2 => practice.clone().prop_map(Step::Reopen),
        2 => practice.clone().prop_map(Step::SignAgain),
        1 => practice.clone().prop_map(Step::Except),
        6 => (by(), practice).prop_map(|(by, p)| Step::DidNotWork(by, p)),
        2 => (0..DATES - 1).prop_map(Step::Pass),
        3 => (date.clone(), any::<bool>(), 0..3).prop_map(|(d, first, n)| Step::HoldBack(d, first, n)),
        3 => (date.clone(), 1..4).prop_map(|(d, n)| Step::Places(d, n)),
        2 => date.clone().prop_map(Step::Close),
        3 => date.clone().prop_map(Step::Open),
        4 => Just(Step::Expire),
        1 => date.clone().prop_map(Step::MoveDate),
        1 => (date.clone(), proptest::option::of(date)).prop_map(|(d, to)| Step::CancelDate(d, to)),
    ]
}
