//! What the templates about asking for access show.

use askama::Template;
use domain::accounts::Role;
use domain::time::format_instant;

use super::Parts;
use crate::{AccessConfirm, AccessGranted, AccessRefused, AccessReminder, Links};

three_templates!(confirm_parts, 'a, ConfirmView<'a>, "access-confirm/subject.txt", "access-confirm/body.txt", "access-confirm/body.html");
three_templates!(granted_parts, 'a, GrantedView<'a>, "access-granted/subject.txt", "access-granted/body.txt", "access-granted/body.html");
three_templates!(refused_parts, 'a, RefusedView<'a>, "access-refused/subject.txt", "access-refused/body.txt", "access-refused/body.html");
three_templates!(reminder_parts, 'a, ReminderView, "access-reminder/subject.txt", "access-reminder/body.txt", "access-reminder/body.html");

struct ConfirmView<'a> {
    organisation: &'a str,
    link: String,
    until: String,
}

struct GrantedView<'a> {
    m: &'a AccessGranted,
    role: &'static str,
    sign_in: String,
    /// What to do first, once signed in.
    first: &'static str,
}

struct RefusedView<'a> {
    m: &'a AccessRefused,
    ask: String,
}

struct ReminderView {
    /// "1 request", "3 requests".
    waiting: String,
    verb: &'static str,
    round: String,
    queue: String,
}

pub(super) fn confirm(m: &AccessConfirm, links: &Links) -> Result<Parts, askama::Error> {
    let view =
        ConfirmView { organisation: m.organisation.as_str(), link: links.confirm_request(&m.token), until: format_instant(m.expires_at) };
    confirm_parts(&view, links)
}

pub(super) fn granted(m: &AccessGranted, links: &Links) -> Result<Parts, askama::Error> {
    let (role, first) = match m.role {
        Role::PracticeManager => ("practice manager or deputy", "Open your practice: it says what to do next."),
        Role::Icb => ("ICB sub-group", "Open “Practices” to see how far yours are."),
        Role::Commissioner => ("commissioner", "Open the deadline report."),
        Role::Admin => ("programme admin", "Open “Admin”."),
    };
    granted_parts(&GrantedView { m, role, sign_in: links.sign_in_page(), first }, links)
}

pub(super) fn refused(m: &AccessRefused, links: &Links) -> Result<Parts, askama::Error> {
    refused_parts(&RefusedView { m, ask: links.request_access() }, links)
}

pub(super) fn reminder(m: &AccessReminder, links: &Links) -> Result<Parts, askama::Error> {
    let (noun, verb) = if m.waiting == 1 { ("request", "waits") } else { ("requests", "wait") };
    let waiting = format!("{} {noun}", m.waiting);
    reminder_parts(&ReminderView { waiting, verb, round: format_instant(m.round), queue: links.access_requests() }, links)
}
