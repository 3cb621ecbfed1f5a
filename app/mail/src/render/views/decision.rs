//! What the templates about decisions of an ICB show.

use askama::Template;
use domain::time::format_day;

use super::Parts;
use crate::{About, Decision, ExceptionReview, Links, PlannedDay};

three_templates!(decision_parts, 'a, DecisionView<'a>, "decision/subject.txt", "decision/body.txt", "decision/body.html");
three_templates!(
    review_parts,
    'a,
    ReviewView<'a>,
    "exception-review/subject.txt",
    "exception-review/body.txt",
    "exception-review/body.html"
);

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
    then: &'static str,
    page: String,
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
fn words(m: &Decision) -> (String, String, &'static str) {
    let until = |day: Option<chrono::NaiveDate>| day.map(|day| format!(" It stands up to and including {}.", format_day(day)));
    match (&m.about, m.agreed) {
        (About::Exception { category, review_on }, true) => (
            "Your exception is agreed".to_owned(),
            format!("Your ICB has agreed the exception you asked for: {category}.{}", until(*review_on).unwrap_or_default()),
            "Your practice is counted apart in reports, never as switched on. We remind you before the exception ends.",
        ),
        (About::Exception { category, .. }, false) => (
            "Your exception was not agreed".to_owned(),
            format!("Your ICB has not agreed the exception you asked for: {category}."),
            "The deadline still applies to your practice.",
        ),
        (About::Review { category, review_on }, true) => (
            "Your exception goes on".to_owned(),
            format!("Your ICB has looked at your exception again: {category}.{}", until(*review_on).unwrap_or_default()),
            "We remind you before that day.",
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
    }
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
