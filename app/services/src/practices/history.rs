//! What happened to a practice.

use domain::accounts::Viewer;
use domain::audit::{Event, StoredEvent};
use domain::exceptions::over_on;
use domain::organisations::OdsCode;
use domain::stage::{Cause, Stage, Step};
use domain::time::london_instant;
use store::exceptions::Exception;
use store::practices::{Practice, TimelineEntry, What};

use super::visible::visible;
use crate::free_text::readable;
use crate::{Result, Services};

/// How many entries its own page shows.
const FULL_HISTORY: u32 = 200;
/// More rows than entries are read, since those of a correction, five at most, become one entry.
const ROWS_PER_ENTRY: u32 = 5;

/// What happened to a practice, the newest first, 200 entries at most.
///
/// # Errors
/// As [`super::overview`].
pub async fn history(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<(Practice, Vec<TimelineEntry>)> {
    let practice = visible(services, viewer, practice).await?;
    let history = latest(services, viewer, &practice, FULL_HISTORY).await?;
    Ok((practice, history))
}

/// The latest that happened to the practice, which is in the person's scope, the newest first; so many entries at most.
pub(super) async fn latest(services: &Services, viewer: &Viewer, practice: &Practice, most: u32) -> Result<Vec<TimelineEntry>> {
    let place = &practice.hierarchy;
    let (db, programme, today) = (services.store.read(), services.programme.code.as_str(), services.clock.today());
    let history = store::practices::history(db, &viewer.scope, programme, place, most * ROWS_PER_ENTRY).await?;
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
fn in_one_line(history: Vec<TimelineEntry>) -> Vec<TimelineEntry> {
    let (mut lines, mut stages) = (Vec::with_capacity(history.len()), Vec::new());
    for mut entry in history {
        if let What::Stage { cause: Some(Cause::SelfSwitchRecorded), .. } = entry.what {
            stages.push(entry);
            continue;
        }
        if is_correction(&entry) {
            entry.led_to = stages.first().and_then(step);
            stages.clear();
        }
        lines.append(&mut stages);
        lines.push(entry);
    }
    lines.append(&mut stages);
    lines
}

fn step(entry: &TimelineEntry) -> Option<Step> {
    let What::Stage { stage, from, .. } = &entry.what else { return None };
    Some(Step { stage: Stage::from_key(stage)?, from: (*from)? })
}

fn is_correction(entry: &TimelineEntry) -> bool {
    let What::Event(StoredEvent::Read(event)) = &entry.what else { return false };
    matches!(&**event, Event::SelfSwitch(event) if event.is_correction())
}

/// The end of an exception that nobody ended.
fn lapse(exception: Exception) -> TimelineEntry {
    let last = exception.agreed.review_on;
    TimelineEntry { what: What::Lapse(last), at: london_instant(over_on(last, None), 0, 0), who: None, led_to: None }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn entry(what: What) -> TimelineEntry {
        TimelineEntry { what, at: london_instant(day("2023-09-19"), 9, 5), who: Some("Sam".into()), led_to: None }
    }

    fn stage(stage: &str, from: &str, cause: &str) -> TimelineEntry {
        entry(What::Stage { stage: stage.into(), from: Some(day(from)), cause: Cause::read(cause) })
    }

    fn recorded(after: &str) -> TimelineEntry {
        entry(What::Event(StoredEvent::read("self-switch.record", None, None, Some(after))))
    }

    /// By today's key and by the words of rows from before there were keys.
    #[rstest]
    #[case(Cause::SelfSwitchRecorded.key())]
    #[case("Self-switch recorded")]
    fn the_stages_of_a_correction_stand_with_it(#[case] cause: &str) {
        let corrected = recorded(r#"{"default_on":"2023-09-12","existing_updated":"2023-09-14","reason":"We looked at the wrong line"}"#);
        let first = [stage("switching_on", "2023-09-08", cause), recorded(r#"{"default_on":"2023-09-08"}"#)];
        let mut history = vec![stage("switched_on", "2023-09-14", cause), stage("ready", "2023-09-08", cause), corrected.clone()];
        history.extend(first.clone());
        let led_to = Some(Step { stage: Stage::SwitchedOn, from: day("2023-09-14") });
        let expected: Vec<_> = [TimelineEntry { led_to, ..corrected }].into_iter().chain(first).collect();
        assert_eq!(in_one_line(history), expected);
    }

    #[test]
    fn stages_that_came_otherwise_stand_by_themselves() {
        let history = vec![stage("switched_on", "2023-09-14", Cause::Confirmed.key()), recorded(r#"{"reason":"Again"}"#)];
        assert_eq!(in_one_line(history.clone()), history);
    }
}
