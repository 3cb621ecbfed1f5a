//! Waiting lists, and what comes after a date, in words.

use askama::Template;
use domain::time::{format_day, format_instant};

use super::Parts;
use crate::{DateCheck, DateUnconfirmed, DidNotWork, Links, PlaceOffered, Practice, WaitingEnd, WaitingEnded, WaitingMoved};

three_templates!(offered_parts, 'a, DateView<'a>, "place-offered/subject.txt", "place-offered/body.txt", "place-offered/body.html");
three_templates!(ended_parts, 'a, DateView<'a>, "waiting-ended/subject.txt", "waiting-ended/body.txt", "waiting-ended/body.html");
three_templates!(moved_parts, 'a, MovedView<'a>, "waiting-moved/subject.txt", "waiting-moved/body.txt", "waiting-moved/body.html");
three_templates!(check_parts, 'a, DateView<'a>, "date-check/subject.txt", "date-check/body.txt", "date-check/body.html");
three_templates!(did_not_work_parts, 'a, DidNotWorkView<'a>, "did-not-work/subject.txt", "did-not-work/body.txt", "did-not-work/body.html");
three_templates!(
    unconfirmed_parts,
    'a,
    DateView<'a>,
    "date-unconfirmed/subject.txt",
    "date-unconfirmed/body.txt",
    "date-unconfirmed/body.html"
);

struct DateView<'a> {
    practice: &'a Practice,
    date: String,
    /// Until when something can be done; empty where nothing ends.
    until: String,
    /// Why waiting ended, empty where the place was not taken in time.
    reason: &'a str,
    /// "5 working days".
    days: String,
    page: String,
    slots: String,
}

struct DidNotWorkView<'a> {
    m: &'a DidNotWork,
    date: String,
    slots: String,
}

struct MovedView<'a> {
    practice: &'a Practice,
    from: String,
    date: String,
    cutoff: String,
    /// Until when a place is kept; empty where none is.
    until: String,
    reason: &'a str,
    slots: String,
}

fn view<'a>(practice: &'a Practice, date: chrono::NaiveDate, links: &Links) -> DateView<'a> {
    let code = practice.code.as_str();
    let (page, slots) = (links.practice(code), links.slots(code));
    DateView { practice, date: format_day(date), until: String::new(), reason: "", days: String::new(), page, slots }
}

pub(super) fn offered(m: &PlaceOffered, links: &Links) -> Result<Parts, askama::Error> {
    offered_parts(&DateView { until: format_instant(m.expires_at), ..view(&m.practice, m.date, links) }, links)
}

pub(super) fn ended(m: &WaitingEnded, links: &Links) -> Result<Parts, askama::Error> {
    let reason = match &m.end {
        WaitingEnd::NotTaken => "",
        WaitingEnd::Ended { reason } => reason.as_str(),
    };
    ended_parts(&DateView { reason, ..view(&m.practice, m.date, links) }, links)
}

pub(super) fn moved(m: &WaitingMoved, links: &Links) -> Result<Parts, askama::Error> {
    let view = MovedView {
        practice: &m.practice,
        from: format_day(m.from),
        date: format_day(m.date),
        cutoff: format_day(m.cutoff),
        until: m.kept_until.map(format_instant).unwrap_or_default(),
        reason: m.reason.as_str(),
        slots: links.slots(m.practice.code.as_str()),
    };
    moved_parts(&view, links)
}

pub(super) fn check(m: &DateCheck, links: &Links) -> Result<Parts, askama::Error> {
    check_parts(&DateView { until: format_day(m.until), ..view(&m.practice, m.date, links) }, links)
}

pub(super) fn did_not_work(m: &DidNotWork, links: &Links) -> Result<Parts, askama::Error> {
    let slots = links.slots(m.practice.code.as_str());
    did_not_work_parts(&DidNotWorkView { m, date: format_day(m.date), slots }, links)
}

pub(super) fn unconfirmed(m: &DateUnconfirmed, links: &Links) -> Result<Parts, askama::Error> {
    let word = if m.working_days == 1 { "working day" } else { "working days" };
    unconfirmed_parts(&DateView { days: format!("{} {word}", m.working_days), ..view(&m.practice, m.date, links) }, links)
}
