//! What the templates show: facts of messages turned into words. Nothing is decided here.

use askama::Template;
use domain::stage::after_deadline;
use domain::time::{days_until, format_day, format_instant, format_time};

use crate::{Booking, BookingCancelled, BookingMoved, Invitation, Links, Message, Reminder, SignIn};

/// Subject, text and HTML as the templates gave them.
pub(super) struct Parts {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
}

/// A function that renders the three templates of a kind over its view.
macro_rules! three_templates {
    ($name:ident, $life:lifetime, $view:ty, $subject:literal, $text:literal, $html:literal) => {
        fn $name<$life>(v: &$life $view, links: &$life Links) -> Result<Parts, askama::Error> {
            #[derive(Template)]
            #[template(path = $subject)]
            struct Subject<$life> {
                v: &$life $view,
            }
            #[derive(Template)]
            #[template(path = $text)]
            struct Text<$life> {
                v: &$life $view,
                home: &$life str,
            }
            #[derive(Template)]
            #[template(path = $html)]
            struct Html<$life> {
                v: &$life $view,
                home: &$life str,
                title: &$life str,
            }
            let home = links.home();
            let subject = Subject { v }.render()?;
            let text = Text { v, home }.render()?;
            let html = Html { v, home, title: subject.trim() }.render()?;
            Ok(Parts { subject, text, html })
        }
    };
}

mod access;
mod dates;
mod decision;

three_templates!(sign_in_parts, 'a, SignInView, "sign-in/subject.txt", "sign-in/body.txt", "sign-in/body.html");
three_templates!(invitation_parts, 'a, InvitationView<'a>, "invitation/subject.txt", "invitation/body.txt", "invitation/body.html");
three_templates!(reminder_parts, 'a, ReminderView<'a>, "reminder/subject.txt", "reminder/body.txt", "reminder/body.html");
three_templates!(
    confirmed_parts,
    'a,
    BookingView<'a>,
    "booking-confirmed/subject.txt",
    "booking-confirmed/body.txt",
    "booking-confirmed/body.html"
);
three_templates!(moved_parts, 'a, BookingView<'a>, "booking-moved/subject.txt", "booking-moved/body.txt", "booking-moved/body.html");
three_templates!(
    cancelled_parts,
    'a,
    BookingView<'a>,
    "booking-cancelled/subject.txt",
    "booking-cancelled/body.txt",
    "booking-cancelled/body.html"
);

struct SignInView {
    link: String,
    until: String,
    /// The time alone, for the subject.
    until_time: String,
}

struct InvitationView<'a> {
    m: &'a Invitation,
    sign_in: String,
}

struct ReminderView<'a> {
    m: &'a Reminder,
    deadline: String,
    /// "43 days left", "1 day overdue"; after "today": "The deadline is today".
    left: String,
    is_today: bool,
    is_overdue: bool,
    next_step: String,
    page: String,
    unsubscribe: String,
}

struct BookingView<'a> {
    b: &'a Booking,
    date: String,
    cutoff: String,
    /// That the date is after the deadline, where it is; otherwise empty.
    late: String,
    /// The date before a move; empty otherwise.
    from: String,
    /// Why it was moved or cancelled; may be empty.
    reason: &'a str,
    /// From when another date is wanted; empty where it was not put off.
    wanted_from: String,
    page: String,
    slots: String,
}

pub(super) fn parts(message: &Message, links: &Links) -> Result<Parts, askama::Error> {
    match message {
        Message::SignIn(m) => sign_in_parts(&sign_in(m, links), links),
        Message::Invitation(m) => invitation_parts(&InvitationView { m, sign_in: links.sign_in_page() }, links),
        Message::Reminder(m) => reminder_parts(&reminder(m, links), links),
        Message::BookingConfirmed(b) => confirmed_parts(&booking(b, links), links),
        Message::BookingMoved(BookingMoved { booking: b, from, reason }) => {
            moved_parts(&BookingView { from: format_day(*from), reason: reason.as_str(), ..booking(b, links) }, links)
        }
        Message::BookingCancelled(BookingCancelled { booking: b, reason, wanted_from }) => {
            let wanted_from = wanted_from.map(format_day).unwrap_or_default();
            cancelled_parts(&BookingView { reason: reason.as_str(), wanted_from, ..booking(b, links) }, links)
        }
        Message::PlaceOffered(m) => dates::offered(m, links),
        Message::WaitingEnded(m) => dates::ended(m, links),
        Message::WaitingMoved(m) => dates::moved(m, links),
        Message::DateCheck(m) => dates::check(m, links),
        Message::DateUnconfirmed(m) => dates::unconfirmed(m, links),
        Message::DidNotWork(m) => dates::did_not_work(m, links),
        Message::AccessConfirm(m) => access::confirm(m, links),
        Message::AccessGranted(m) => access::granted(m, links),
        Message::AccessRefused(m) => access::refused(m, links),
        Message::AccessReminder(m) => access::reminder(m, links),
        Message::Decision(m) => decision::decision(m, links),
        Message::PlannedDay(m) => decision::planned(m, links),
        Message::ExceptionReview(m) => decision::review(m, links),
        Message::ExceptionEnded(m) => decision::ended(m, links),
    }
}

fn sign_in(m: &SignIn, links: &Links) -> SignInView {
    SignInView { link: links.sign_in(&m.token), until: format_instant(m.expires_at), until_time: format_time(m.expires_at) }
}

fn reminder<'a>(m: &'a Reminder, links: &Links) -> ReminderView<'a> {
    let left = days_until(m.today, m.deadline);
    ReminderView {
        m,
        deadline: format_day(m.deadline),
        left: domain::time::format_days_left(left),
        is_today: left == 0,
        is_overdue: left < 0,
        next_step: m.next_step.words(),
        page: links.practice(m.practice.code.as_str()),
        unsubscribe: links.unsubscribe(&m.unsubscribe_token),
    }
}

fn booking<'a>(b: &'a Booking, links: &Links) -> BookingView<'a> {
    let code = b.practice.code.as_str();
    BookingView {
        b,
        date: format_day(b.date),
        cutoff: format_day(b.cutoff),
        late: b.deadline.and_then(|deadline| after_deadline(b.date, deadline)).unwrap_or_default(),
        from: String::new(),
        reason: "",
        wanted_from: String::new(),
        page: links.practice(code),
        slots: links.slots(code),
    }
}
