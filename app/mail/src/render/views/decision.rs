//! What the templates about decisions of an ICB show.

use askama::Template;
use chrono::NaiveDate;
use domain::exceptions::ends_before_deadline;
use domain::time::format_day;

use super::Parts;
use crate::{About, Decision, ExceptionEnd, ExceptionEnded, ExceptionReview, Links, PlannedDay, Reader};

three_templates!(decision_parts, 'a, DecisionView<'a>, "decision/subject.txt", "decision/body.txt", "decision/body.html");
three_templates!(
    review_parts,
    'a,
    ReviewView<'a>,
    "exception-review/subject.txt",
    "exception-review/body.txt",
    "exception-review/body.html"
);

three_templates!(ended_parts, 'a, EndedView<'a>, "exception-ended/subject.txt", "exception-ended/body.txt", "exception-ended/body.html");
three_templates!(planned_parts, 'a, PlannedView<'a>, "planned-day/subject.txt", "planned-day/body.txt", "planned-day/body.html");

struct PlannedView<'a> {
    m: &'a PlannedDay,
    planned_on: String,
    page: String,
    unsubscribe: String,
}

struct DecisionView<'a> {
    m: &'a Decision,
    /// What was decided, for the subject.
    subject: String,
    /// The same as a sentence.
    decided: String,
    /// What follows from it.
    then: String,
    page: String,
}

struct EndedView<'a> {
    m: &'a ExceptionEnded,
    subject: &'static str,
    /// What ended, and how.
    ended: String,
    /// What the practice was told; may be empty.
    note: &'a str,
    /// What follows from it.
    then: String,
    page: String,
    /// The words of the link.
    link: &'static str,
}

struct ReviewView<'a> {
    m: &'a ExceptionReview,
    review_on: String,
    page: String,
    unsubscribe: String,
}

pub(super) fn decision(m: &Decision, links: &Links) -> Result<Parts, askama::Error> {
    let (subject, decided, then) = words(m);
    let code = m.practice.code.as_str();
    let page = match m.about {
        About::Exception { .. } | About::Review { .. } => links.exception(code),
        About::Supplier { .. } => links.changes(code),
        About::SwitchOn { .. } => links.self_switch(code),
    };
    decision_parts(&DecisionView { m, subject, decided, then, page }, links)
}

/// The subject, the decision as a sentence, and what follows.
fn words(m: &Decision) -> (String, String, String) {
    let until = |day: Option<NaiveDate>| day.map(|day| format!(" It stands up to and including {}.", format_day(day)));
    let (subject, decided, then) = match (&m.about, m.agreed) {
        (About::Exception { category, review_on, deadline }, true) => {
            let decided = format!("Your ICB has agreed the exception you asked for: {category}.{}", until(*review_on).unwrap_or_default());
            let apart = "Your practice is counted apart in reports, never as switched on.";
            return ("Your exception is agreed".to_owned(), decided, format!("{} {apart}", ends(*review_on, *deadline)));
        }
        (About::Review { category, review_on, deadline }, true) => {
            let decided = format!("Your ICB has looked at your exception again: {category}.{}", until(*review_on).unwrap_or_default());
            return ("Your exception goes on".to_owned(), decided, ends(*review_on, *deadline));
        }
        (About::Exception { category, .. }, false) => (
            "Your exception was not agreed".to_owned(),
            format!("Your ICB has not agreed the exception you asked for: {category}."),
            "The deadline still applies to your practice.",
        ),
        (About::Review { category, .. }, false) => (
            "Your exception has ended".to_owned(),
            format!("Your ICB has ended your exception: {category}."),
            "The deadline applies to your practice again.",
        ),
        (About::Supplier { supplier }, true) => (
            format!("Your system is now recorded as {}", supplier.name()),
            format!("Your ICB has confirmed which clinical system your practice uses: {}.", supplier.name()),
            "The checklist and the way to switch on are now those of this system. What you did before is kept.",
        ),
        (About::Supplier { supplier }, false) => (
            "Your system stays as it is recorded".to_owned(),
            format!("Your ICB has not confirmed that your practice uses this system: {}.", supplier.name()),
            "If it is still wrong, you can say so again.",
        ),
        (About::SwitchOn { day }, true) => (
            "Your practice is switched on".to_owned(),
            format!("Your ICB has agreed that your patients have access since {}.", format_day(*day)),
            "Your practice counts as switched on from that day.",
        ),
        (About::SwitchOn { day }, false) => (
            "Your switch-on was not agreed".to_owned(),
            format!("Your ICB has not agreed that your patients have access since {}.", format_day(*day)),
            "Put right what is missing, then confirm again.",
        ),
    };
    (subject, decided, then.to_owned())
}

/// What happens when an exception ends; and that it is too soon, where it is.
fn ends(last: Option<NaiveDate>, deadline: Option<NaiveDate>) -> String {
    let words = "After that day it ends by itself, unless your ICB gives it another date before. We remind you in time.";
    let early = last.zip(deadline).and_then(|(last, deadline)| ends_before_deadline("That day", last, deadline));
    early.map_or_else(|| words.to_owned(), |early| format!("{words} {early}"))
}

pub(super) fn ended(m: &ExceptionEnded, links: &Links) -> Result<Parts, askama::Error> {
    let (category, deadline) = (&m.category, format_day(m.deadline));
    let (exception, whose) = match m.reader {
        Reader::Practice => ("Your exception", "your practice"),
        Reader::SubGroup => ("The exception", "the practice"),
    };
    let (ended, note) = match &m.end {
        ExceptionEnd::ByItself { last } => {
            let last = format_day(*last);
            (format!("{exception}, {category}, stood up to and including {last}. Nobody gave it another date, so it has ended."), "")
        }
        ExceptionEnd::Early { on, note } => {
            (format!("{exception}, {category}, was ended early. It stands no more from {}.", format_day(*on)), note.as_str())
        }
    };
    let again = format!("The deadline, {deadline}, applies to {whose} again.");
    let (subject, then, link) = match m.reader {
        Reader::Practice => (
            "Your exception has ended",
            format!("{again} Go on with what comes next. If you still need an exception, ask your ICB for a new one."),
            "Open your exception",
        ),
        Reader::SubGroup => (
            "An exception has ended",
            format!("{again} Ask how far it is. If it still needs an exception, it asks for a new one."),
            "Open the exception",
        ),
    };
    let page = links.exception(m.practice.code.as_str());
    ended_parts(&EndedView { m, subject, ended, note, then, page, link }, links)
}

pub(super) fn review(m: &ExceptionReview, links: &Links) -> Result<Parts, askama::Error> {
    let view = ReviewView {
        m,
        review_on: format_day(m.review_on),
        page: links.exception(m.practice.code.as_str()),
        unsubscribe: links.unsubscribe(&m.unsubscribe_token),
    };
    review_parts(&view, links)
}

pub(super) fn planned(m: &PlannedDay, links: &Links) -> Result<Parts, askama::Error> {
    let view = PlannedView {
        m,
        planned_on: format_day(m.planned_on),
        page: links.self_switch(m.practice.code.as_str()),
        unsubscribe: links.unsubscribe(&m.unsubscribe_token),
    };
    planned_parts(&view, links)
}
