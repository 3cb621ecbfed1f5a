//! Where the steps of a practice are done.

use domain::checklist::Section;
use domain::next_step::NextStep;
use domain::organisations::OdsCode;

use crate::web::address::practice;

/// Where a step is done; the page of the practice where the section of the checklist is not known.
pub(crate) fn address_of(step: NextStep, ods: &OdsCode, section: Option<&Section>) -> String {
    let page = practice(ods);
    match (step, section) {
        (NextStep::StartChecklist | NextStep::FinishChecklist, Some(section)) => page.checklist(&section.code),
        (NextStep::StartChecklist | NextStep::FinishChecklist, None) => page.page(),
        (NextStep::SignOffChecklist, _) => page.sign_off(),
        (
            NextStep::TakePlace
            | NextStep::BookDate
            | NextStep::BookLateDate
            | NextStep::JoinWaitingList
            | NextStep::LookAgain
            | NextStep::WaitForPlace
            | NextStep::WaitForDates
            | NextStep::WaitForDate(_)
            | NextStep::MoveToEarlierDate(_)
            | NextStep::ConfirmSwitchOn,
            _,
        ) => page.slots(),
        (NextStep::GiveAccessByHand, _) => page.manual(),
        (
            NextStep::SwitchOnInSystmOne | NextStep::SetDefault | NextStep::UpdateExisting | NextStep::AskSupplier | NextStep::WaitForIcb,
            _,
        ) => page.self_switch(),
    }
}
