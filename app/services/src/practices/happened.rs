//! What happened to a practice.

use domain::accounts::Viewer;
use domain::exceptions::over_on;
use domain::organisations::OdsCode;
use domain::stage::{Cause, Stage, Step};
use domain::time::london_instant;
use store::exceptions::Exception;
use store::practices::{Happening, Practice, Source};

use super::visible::visible;
use crate::without_words::readable;
use crate::{Result, Services};

/// How many entries its own page shows.
const FULL_HISTORY: u32 = 200;
/// More rows than entries are read, since those of a correction, five at most, become one entry.
const ROWS_PER_ENTRY: u32 = 5;

/// The actions of the audit trail that belong to a practice's history; the others are for the trail alone.
pub const TOLD: [&str; 40] = [
    "checklist.sign-off",
    "checklist.reopen",
    "checklist.sign-off-fell",
    "checklist.count",
    "checklist.count-correct",
    "checklist.count-remove",
    "checklist.model",
    "checklist.answer",
    "slots.book",
    "slots.move",
    "slots.cancel",
    "self-switch.record",
    "confirmation.confirm",
    "confirmation.withdraw",
    "self-switch.plan",
    "self-switch.drop-plan",
    "slots.defer",
    "slots.did-not-work",
    "slots.release",
    "slots.wait",
    "slots.stop-waiting",
    "slots.waiting-ended",
    "slots.waiting-moved",
    "slots.offer",
    "slots.offer-expired",
    "slots.manual",
    "confirmation.agree",
    "confirmation.send-back",
    "exceptions.ask",
    "exceptions.agree",
    "exceptions.refuse",
    "exceptions.renew",
    "exceptions.end",
    "changes.claim-supplier",
    "changes.refuse-supplier",
    "changes.name-successor",
    "changes.withdraw-claim",
    "exceptions.withdraw",
    "confirmation.end",
    "self-switch.end",
];

/// What happened to a practice, the newest first, 200 entries at most.
///
/// # Errors
/// As [`super::overview`].
pub async fn history(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<(Practice, Vec<Happening>)> {
    let practice = visible(services, viewer, practice).await?;
    let history = happened(services, viewer, &practice, FULL_HISTORY).await?;
    Ok((practice, history))
}

/// The latest that happened to the practice, which is in the person's scope, the newest first; so many entries at most.
pub(super) async fn happened(services: &Services, viewer: &Viewer, practice: &Practice, most: u32) -> Result<Vec<Happening>> {
    let place = &practice.place;
    let (db, programme, today) = (services.store.read(), services.programme.code.as_str(), services.clock.today());
    let history = store::practices::history(db, &viewer.scope, programme, place, &TOLD, most * ROWS_PER_ENTRY).await?;
    let mut history = in_one_line(history);
    if practice.has_lapsed {
        let lapsed = store::exceptions::lapsed(db, programme, &place.practice, today).await?;
        history.extend(lapsed.into_iter().map(lapse));
    }
    history.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    history.truncate(most as usize);
    Ok(readable(viewer, place, history))
}

/// A correction of the self-switch takes back the stages that followed from what was recorded, and adds what really held, a row each. They
/// tell nothing of their own: only what it came to is kept, with the correction. `history` is the newest first, and so are the stages
/// before what led to them.
fn in_one_line(history: Vec<Happening>) -> Vec<Happening> {
    let (mut lines, mut stages) = (Vec::with_capacity(history.len()), Vec::new());
    for mut entry in history {
        if entry.source == Source::Stage && entry.subject.as_deref() == Some(Cause::SelfSwitchRecorded.words()) {
            stages.push(entry);
            continue;
        }
        if is_correction(&entry) {
            entry.led_to = stages.first().and_then(|last| Some(Step { stage: Stage::from_word(&last.what)?, from: last.day? }));
            stages.clear();
        }
        lines.append(&mut stages);
        lines.push(entry);
    }
    lines.append(&mut stages);
    lines
}

/// Only a correction has a reason.
fn is_correction(entry: &Happening) -> bool {
    let after = || serde_json::from_str::<serde_json::Value>(entry.after.as_deref()?).ok();
    entry.what == "self-switch.record" && after().is_some_and(|after| after["reason"].is_string())
}

/// The end of an exception that nobody ended.
fn lapse(exception: Exception) -> Happening {
    let last = exception.agreed.review_on;
    Happening {
        source: Source::Lapse,
        at: london_instant(over_on(last, None), 0, 0),
        day: Some(last),
        who: None,
        what: exception.agreed.category,
        subject: Some(exception.id),
        before: None,
        after: None,
        led_to: None,
    }
}
