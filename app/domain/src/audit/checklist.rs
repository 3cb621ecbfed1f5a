//! The checklist.

use chrono::NaiveDate;

use super::{Code, FreeText, Told, Why};
use crate::checklist::{AnswerContent, AnswerState, Checklist, Counted, Model};
use crate::field::format_count;
use crate::time::format_day;

events! {
    /// What is done with the checklist of a practice, and with its versions.
    ChecklistEvent "checklist." "Checklist"
    { "hash": "Check value of the file", "on": "Day" }

    Answer { subject: Code, before: Option<Answered>, after: Answered }
        "checklist.answer" "Answered an item of the checklist" Timeline Figures;
    CaughtUp {} "checklist.caught-up" "Caught up with the new version of the checklist" Trail Figures;
    Count { subject: Code, after: Counted }
        "checklist.count" "Counted patients with the code 104" Timeline Figures;
    CountCorrect { subject: Code, before: Counted, after: Corrected }
        "checklist.count-correct" "Corrected a count of patients with the code 104" Timeline Figures;
    CountRemove { subject: Code, before: Counted, after: Why }
        "checklist.count-remove" "Removed a count of patients with the code 104" Timeline Figures;
    Discard {} "checklist.discard" "Discarded a draft of the checklist" Trail Apart;
    GoLive { subject: Code, before: Version, after: InForce }
        "checklist.go-live" "Brought a version of the checklist into force" Trail Figures;
    Model { before: Option<Chosen>, after: Chosen }
        "checklist.model" "Recorded the model of access" Timeline Figures;
    Reopen { before: Signed, after: Why } "checklist.reopen" "Reopened the checklist" Timeline Figures;
    SignOff { after: Signed } "checklist.sign-off" "Signed the checklist off" Timeline Figures;
    // The words of the cause, as they were then.
    SignOffFell { after: Why } "checklist.sign-off-fell" "The sign-off of the checklist ended" Timeline Figures;
    Upload { subject: Code, after: Uploaded } "checklist.upload" "Uploaded a version of the checklist" Trail Apart;
}

facts! {
    /// The answer to an item, or to the question whether a section is complete.
    Answered {
        /// What was said.
        answer: AnswerContent,
        /// How often it was.
        #[serde(default)]
        revision: i32,
    }

    /// A count that was corrected.
    Corrected {
        /// The day of the count.
        on: NaiveDate,
        /// How many patients.
        patients: i32,
        /// Why it was corrected.
        #[serde(default)]
        reason: FreeText,
    }

    /// A version of the checklist.
    Version {
        /// Its number.
        version: i32,
    }

    /// A version that came into force.
    InForce {
        /// Its number.
        version: i32,
        /// The hash of its text.
        hash: Code,
    }

    /// A version that waits.
    Uploaded {
        /// The hash of its text.
        hash: Code,
    }

    /// A model of access.
    Chosen {
        /// Which.
        model: Model,
        /// The day on which the practice decided.
        decided_on: NaiveDate,
    }

    /// A sign-off.
    Signed {
        /// Who declared the checklist complete.
        #[serde(default)]
        name: FreeText,
        /// Who stands in for them.
        #[serde(default)]
        deputy: FreeText,
        /// The version of the checklist.
        version: Option<i32>,
        /// The words of the declaration.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        declares: Option<Vec<Code>>,
    }
}

impl Told for ChecklistEvent {
    fn sentence(&self, checklist: &Checklist) -> Option<String> {
        Some(match self {
            Self::Answer { subject, after, .. } => answer(subject.as_str(), after.answer.state, checklist),
            Self::Count { after, .. } => format!("Patients with the code 104: {}", figure(after.patients, after.on)),
            Self::CountCorrect { before, after, .. } => {
                let (from, to) = (figure(before.patients, before.on), figure(after.patients, after.on));
                after.reason.after(&format!("Corrected the patients with the code 104 from {from} to {to}"), ". Reason: ")
            }
            Self::CountRemove { before, after, .. } => {
                let removed = format!("Removed the patients with the code 104: {}", figure(before.patients, before.on));
                after.reason.after(&removed, ". Reason: ")
            }
            Self::Model { after, .. } => format!("Model of access: {}", after.model.name().to_lowercase()),
            Self::Reopen { after, .. } => after.reason.after("Checklist reopened", ": "),
            Self::SignOff { after } => after.name.after("Signed the checklist off", " as "),
            Self::SignOffFell { after } => {
                FreeText::from(after.reason.as_str().to_lowercase()).after("The checklist had to be signed off again", ": ")
            }
            Self::CaughtUp {} | Self::Discard {} | Self::GoLive { .. } | Self::Upload { .. } => return None,
        })
    }
}

fn answer(code: &str, state: AnswerState, checklist: &Checklist) -> String {
    if let Some(section) = code.strip_prefix("section:") {
        let title = checklist.section(section).map_or(section, |section| section.title.as_str());
        return format!("Section “{title}”: {}", if state == AnswerState::Done { "completed" } else { "to come back to" });
    }
    let title = checklist.item(code).map_or(code, |(_, item)| item.title.as_str());
    let answered = match state {
        AnswerState::NotStarted => "not started",
        AnswerState::InProgress => "in progress",
        AnswerState::Done => "done",
        AnswerState::NotApplicable => "does not apply",
    };
    format!("{title}: {answered}")
}

/// "401 on 1 September 2023".
fn figure(patients: i32, on: NaiveDate) -> String {
    format!("{} on {}", format_count(patients), format_day(on))
}
