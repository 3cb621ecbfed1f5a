//! Reminders.

use super::{Code, Told, Written};
use crate::checklist::Checklist;

events! {
    /// What is done about reminders.
    ReminderEvent "reminders." "Reminders"
    {}

    Days { after: Written } "reminders.days" "Wrote reminders of the days of items and dates" Trail Apart;
    Sweep { subject: Option<Code>, after: Written } "reminders.sweep" "Wrote reminders of the deadline" Trail Apart;
    Unsubscribe {} "reminders.unsubscribe" "Stopped reminders by the link in an email" Trail Apart;
}

impl Told for ReminderEvent {
    fn sentence(&self, _: &Checklist) -> Option<String> {
        None
    }
}
