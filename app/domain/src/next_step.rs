//! The one thing that a practice does next: what its page shows, and what a reminder asks for.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::organisations::Route;
use crate::self_switch::SelfSwitch;
use crate::slots::SlotsLeft;
use crate::stage::{Stage, is_late};
use crate::time::format_day;

/// The next thing for a practice to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Nothing of the checklist was touched.
    StartChecklist,
    /// Some of it is still open.
    FinishChecklist,
    /// All that is required is settled, and nobody has declared it.
    SignOffChecklist,
    /// EMIS: ready, without a date, and a place is kept for it.
    TakePlace,
    /// EMIS: ready, without a date.
    BookDate,
    /// EMIS: ready, without a date, and no place is left by the deadline.
    BookLateDate,
    /// EMIS: ready, and every date is full.
    JoinWaitingList,
    /// EMIS: ready, and every date is full; an exception keeps it off the waiting lists.
    LookAgain,
    /// EMIS: ready, and on the waiting list of a full date.
    WaitForPlace,
    /// EMIS: ready, before any date is on offer.
    WaitForDates,
    /// EMIS: ready, and no date is left.
    GiveAccessByHand,
    /// EMIS: the date is to come, in time.
    WaitForDate(NaiveDate),
    /// EMIS: the date is to come, after the deadline.
    MoveToEarlierDate(NaiveDate),
    /// EMIS: the date has come.
    ConfirmSwitchOn,
    /// TPP: ready, neither fact is true.
    SwitchOnInSystmOne,
    /// TPP: only the existing accounts were updated.
    SetDefault,
    /// TPP: only the default is on.
    UpdateExisting,
    /// Other suppliers: ready.
    AskSupplier,
    /// Other suppliers: confirmed, and the ICB has not agreed yet.
    WaitForIcb,
}

/// What it depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextFacts {
    /// The way by which the practice switches on.
    pub route: Route,
    /// Its present stage.
    pub stage: Stage,
    /// Whether every required item of its checklist is settled.
    pub settled: bool,
    /// Whether a named person declared it complete, and that holds.
    pub signed_off: bool,
    /// The date of its active EMIS booking.
    pub booked_on: Option<NaiveDate>,
    /// What the EMIS dates still have for it.
    pub dates: SlotsLeft,
    /// The TPP facts.
    pub self_switch: SelfSwitch,
    /// Whether it has confirmed that patients have access, be it that the ICB has not agreed to that.
    pub confirmed: bool,
    /// Whether an exception holds.
    pub exception: bool,
}

impl NextFacts {
    /// Those of a practice of which nothing is recorded, before any date is on offer.
    #[must_use]
    pub fn not_started(route: Route) -> Self {
        Self {
            route,
            stage: Stage::NotStarted,
            settled: false,
            signed_off: false,
            booked_on: None,
            dates: SlotsLeft::NotYet,
            self_switch: SelfSwitch::default(),
            confirmed: false,
            exception: false,
        }
    }

    /// Whether the practice has confirmed, and its ICB has not agreed yet.
    #[must_use]
    pub fn waits_for_icb(&self) -> bool {
        self.route == Route::Other && self.confirmed && self.stage != Stage::SwitchedOn
    }
}

impl NextStep {
    /// Whether the practice has something to do, rather than to wait.
    #[must_use]
    pub fn asks_for_something(self) -> bool {
        !matches!(self, Self::WaitForDate(_) | Self::WaitForPlace | Self::WaitForDates | Self::LookAgain | Self::WaitForIcb)
    }

    /// What to do, in one or two sentences to the practice.
    #[must_use]
    pub fn sentence(self) -> String {
        let words = match self {
            Self::StartChecklist => "Start your readiness checklist.",
            Self::FinishChecklist => "Finish your readiness checklist.",
            Self::SignOffChecklist => "Sign off your readiness checklist: every required item is complete.",
            Self::TakePlace => "A place on an EMIS date is kept for you. Take it or turn it down.",
            Self::BookDate => "Book a date on which EMIS switches your practice on.",
            Self::BookLateDate => "No place is left by the deadline. Book the first date after it that you can.",
            Self::JoinWaitingList => "Every EMIS date is full. Join the waiting list of one.",
            Self::LookAgain => "Every EMIS date is full. Look again later: while your exception lasts, you cannot join a waiting list.",
            Self::WaitForPlace => "Wait for a place: every EMIS date is full, and you are on a waiting list.",
            Self::WaitForDates => "Wait for an EMIS date: none is on offer yet.",
            Self::GiveAccessByHand => "No EMIS date is left. Until there is another, give patients access by hand.",
            Self::WaitForDate(date) => return format!("Wait for your EMIS date, {}.", format_day(date)),
            Self::MoveToEarlierDate(date) => {
                return format!("Your EMIS date, {}, is after the deadline. Move it to an earlier date if there is one.", format_day(date));
            }
            Self::ConfirmSwitchOn => "Your EMIS date has passed. Check that patients can see new entries, then confirm it.",
            Self::SwitchOnInSystmOne => "Switch record access on in SystmOne, then record the day of each step.",
            Self::SetDefault => "Give new online accounts access by default in SystmOne, then record the day.",
            Self::UpdateExisting => "Give access to the online accounts you already have in SystmOne, then record the day.",
            Self::AskSupplier => "Switch record access on with your supplier, then confirm it.",
            Self::WaitForIcb => "You have confirmed that patients have access. It counts once your ICB has agreed.",
        };
        words.to_owned()
    }
}

/// What a practice does next on `today`; none once it is switched on.
#[must_use]
pub fn next_step(facts: &NextFacts, deadline: NaiveDate, today: NaiveDate) -> Option<NextStep> {
    let step = match facts.stage {
        Stage::NotStarted => NextStep::StartChecklist,
        Stage::ChecklistInProgress if facts.settled => NextStep::SignOffChecklist,
        Stage::ChecklistInProgress => NextStep::FinishChecklist,
        Stage::SwitchedOn => return None,
        // A planned day counts as switching on, and hides no open checklist and no missing sign-off.
        Stage::SwitchingOn if !facts.settled && facts.self_switch == SelfSwitch::default() => NextStep::FinishChecklist,
        Stage::SwitchingOn if !facts.signed_off && facts.self_switch == SelfSwitch::default() => NextStep::SignOffChecklist,
        Stage::Ready | Stage::DateBooked | Stage::SwitchingOn => match facts.route {
            Route::Emis => match facts.booked_on {
                None => without_date(facts.dates, facts.exception),
                Some(date) if date <= today => NextStep::ConfirmSwitchOn,
                Some(date) if is_late(date, deadline) => NextStep::MoveToEarlierDate(date),
                Some(date) => NextStep::WaitForDate(date),
            },
            Route::Tpp => match (facts.self_switch.default_on, facts.self_switch.existing_updated) {
                (Some(_), _) => NextStep::UpdateExisting,
                (None, Some(_)) => NextStep::SetDefault,
                (None, None) => NextStep::SwitchOnInSystmOne,
            },
            Route::Other if facts.waits_for_icb() => NextStep::WaitForIcb,
            Route::Other => NextStep::AskSupplier,
        },
    };
    Some(step)
}

/// What an EMIS practice does that is ready and has no date.
fn without_date(dates: SlotsLeft, exception: bool) -> NextStep {
    match dates {
        SlotsLeft::Kept => NextStep::TakePlace,
        SlotsLeft::Place => NextStep::BookDate,
        SlotsLeft::LatePlace => NextStep::BookLateDate,
        SlotsLeft::Full if exception => NextStep::LookAgain,
        SlotsLeft::Full => NextStep::JoinWaitingList,
        SlotsLeft::Waits => NextStep::WaitForPlace,
        SlotsLeft::Gone => NextStep::GiveAccessByHand,
        SlotsLeft::NotYet => NextStep::WaitForDates,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn facts(route: Route, stage: Stage) -> NextFacts {
        NextFacts { stage, dates: SlotsLeft::Place, ..NextFacts::not_started(route) }
    }

    fn booked(date: &str) -> NextFacts {
        NextFacts { booked_on: Some(day(date)), ..facts(Route::Emis, Stage::DateBooked) }
    }

    fn tpp(default_on: bool, existing: bool) -> NextFacts {
        let on = |fact: bool| fact.then(|| day("2023-09-01"));
        let self_switch = SelfSwitch { default_on: on(default_on), existing_updated: on(existing) };
        NextFacts { self_switch, ..facts(Route::Tpp, Stage::SwitchingOn) }
    }

    #[rstest]
    #[case::planned_with_an_open_checklist(facts(Route::Tpp, Stage::SwitchingOn), Some(NextStep::FinishChecklist))]
    #[case::planned_and_not_signed_off(
        NextFacts { settled: true, ..facts(Route::Tpp, Stage::SwitchingOn) },
        Some(NextStep::SignOffChecklist)
    )]
    #[case::planned_and_signed_off(
        NextFacts { settled: true, signed_off: true, ..facts(Route::Tpp, Stage::SwitchingOn) },
        Some(NextStep::SwitchOnInSystmOne)
    )]
    #[case::other_planned_and_not_signed_off(
        NextFacts { settled: true, ..facts(Route::Other, Stage::SwitchingOn) },
        Some(NextStep::SignOffChecklist)
    )]
    #[case::every_date_full(NextFacts { dates: SlotsLeft::Full, ..facts(Route::Emis, Stage::Ready) }, Some(NextStep::JoinWaitingList))]
    #[case::every_date_full_and_excepted(
        NextFacts { dates: SlotsLeft::Full, exception: true, ..facts(Route::Emis, Stage::Ready) },
        Some(NextStep::LookAgain)
    )]
    #[case::a_place_and_excepted(NextFacts { exception: true, ..facts(Route::Emis, Stage::Ready) }, Some(NextStep::BookDate))]
    #[case::a_late_place(NextFacts { dates: SlotsLeft::LatePlace, ..facts(Route::Emis, Stage::Ready) }, Some(NextStep::BookLateDate))]
    #[case::kept(NextFacts { dates: SlotsLeft::Kept, ..facts(Route::Emis, Stage::Ready) }, Some(NextStep::TakePlace))]
    #[case::on_a_list(NextFacts { dates: SlotsLeft::Waits, ..facts(Route::Emis, Stage::Ready) }, Some(NextStep::WaitForPlace))]
    #[case::missed_all(NextFacts { dates: SlotsLeft::Gone, ..facts(Route::Emis, Stage::Ready) }, Some(NextStep::GiveAccessByHand))]
    #[case::none_yet(NextFacts { dates: SlotsLeft::NotYet, ..facts(Route::Emis, Stage::Ready) }, Some(NextStep::WaitForDates))]
    #[case::none_left_but_booked(NextFacts { dates: SlotsLeft::Gone, ..booked("2023-10-31") }, Some(NextStep::WaitForDate(day("2023-10-31"))))]
    #[case::not_started(facts(Route::Emis, Stage::NotStarted), Some(NextStep::StartChecklist))]
    #[case::in_progress(facts(Route::Tpp, Stage::ChecklistInProgress), Some(NextStep::FinishChecklist))]
    #[case::settled_not_signed_off(NextFacts { settled: true, ..facts(Route::Tpp, Stage::ChecklistInProgress) }, Some(NextStep::SignOffChecklist))]
    #[case::emis_ready(facts(Route::Emis, Stage::Ready), Some(NextStep::BookDate))]
    #[case::booked_in_time(booked("2023-10-31"), Some(NextStep::WaitForDate(day("2023-10-31"))))]
    #[case::booked_too_late(booked("2023-11-01"), Some(NextStep::MoveToEarlierDate(day("2023-11-01"))))]
    #[case::date_today(booked("2023-10-24"), Some(NextStep::ConfirmSwitchOn))]
    #[case::date_passed(booked("2023-10-18"), Some(NextStep::ConfirmSwitchOn))]
    #[case::tpp_ready(facts(Route::Tpp, Stage::Ready), Some(NextStep::SwitchOnInSystmOne))]
    #[case::tpp_default_on(tpp(true, false), Some(NextStep::UpdateExisting))]
    #[case::tpp_existing_updated(tpp(false, true), Some(NextStep::SetDefault))]
    #[case::other_ready(facts(Route::Other, Stage::Ready), Some(NextStep::AskSupplier))]
    #[case::other_confirmed(NextFacts { confirmed: true, ..facts(Route::Other, Stage::Ready) }, Some(NextStep::WaitForIcb))]
    #[case::other_confirmed_with_an_open_checklist(
        NextFacts { confirmed: true, ..facts(Route::Other, Stage::ChecklistInProgress) },
        Some(NextStep::FinishChecklist)
    )]
    #[case::booking_left_over_from_emis(NextFacts { route: Route::Tpp, ..booked("2023-10-31") }, Some(NextStep::SwitchOnInSystmOne))]
    #[case::switched_on(facts(Route::Emis, Stage::SwitchedOn), None)]
    fn next_steps(#[case] facts: NextFacts, #[case] expected: Option<NextStep>) {
        assert_eq!(next_step(&facts, day("2023-10-31"), day("2023-10-24")), expected);
    }
}
