//! What a person answers, and whether it can be kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Answer, AnswerState, Item};
use crate::field::{DateInput, FieldError, check_length, clean_line, clean_text};

/// The most characters of a note. Our own choice, as are the others.
pub const NOTE_MAX: usize = 2000;
/// The most characters of a reason.
pub const REASON_MAX: usize = 1000;
/// The most characters of a link.
pub const LINK_MAX: usize = 1000;
/// The most characters of a person's name.
pub const NAME_MAX: usize = 100;

/// One item of the form as a browser sends it. In the form the fields are called `items[CODE][note]` and so on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedAnswer {
    /// A key of [`AnswerState::key`].
    pub state: String,
    /// Free text.
    pub note: String,
    /// A link.
    pub evidence_url: String,
    /// Why the item does not apply.
    pub reason: String,
    /// Who sees to it.
    pub assigned_to: String,
    /// The day by which it should be done, as typed in three boxes.
    pub due: DateInput,
    /// The revision of the answer that the form was filled with; 0 for none.
    pub revision: String,
    /// A fingerprint of what the form was filled with, which tells what the person changed.
    pub seen: String,
}

/// An answer without who and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerContent {
    /// Where the practice stands.
    pub state: AnswerState,
    /// Free text, at most [`NOTE_MAX`] characters.
    pub note: String,
    /// A link to evidence, http or https, or empty; at most [`LINK_MAX`] characters.
    pub evidence_url: String,
    /// Why the item does not apply, on one line of at most [`REASON_MAX`] characters; empty in every other state.
    pub reason: String,
    /// A member of staff, on one line of at most [`NAME_MAX`] characters, or empty.
    pub assigned_to: String,
    /// The day by which it should be done.
    pub due_on: Option<NaiveDate>,
}

impl From<&Answer> for AnswerContent {
    fn from(answer: &Answer) -> Self {
        let Answer { state, note, evidence_url, reason, assigned_to, due_on, .. } = answer.clone();
        Self { state, note, evidence_url, reason, assigned_to, due_on }
    }
}

impl TypedAnswer {
    /// The name of a field of `item` in the form, e.g. `items[dpia][note]`.
    #[must_use]
    pub fn field(item: &str, part: &str) -> String {
        format!("items[{item}][{part}]")
    }

    /// What was typed for `item`, by the value of each field as it came; none where the page did not show it. The revision comes with every
    /// item that it showed.
    pub fn read<'a>(item: &str, raw: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let part = |part: &str| raw(&Self::field(item, part)).map(str::to_owned);
        let revision = part("revision")?;
        let or_empty = |name: &str| part(name).unwrap_or_default();
        Some(Self {
            state: or_empty("state"),
            note: or_empty("note"),
            evidence_url: or_empty("evidence_url"),
            reason: or_empty("reason"),
            assigned_to: or_empty("assigned_to"),
            due: DateInput { day: or_empty("due][day"), month: or_empty("due][month"), year: or_empty("due][year") },
            revision,
            seen: or_empty("seen"),
        })
    }

    /// What was typed, cleaned up and checked as the answer to `item`. A reason given for another state than "not applicable" is left out.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the form.
    pub fn content(&self, item: &Item) -> Result<AnswerContent, Vec<FieldError>> {
        let mut mistakes = Vec::new();
        let state = AnswerState::from_key(&self.state);
        if state.is_none() {
            mistakes.push(FieldError::new(Self::field(&item.code, "state"), format!("Choose how far you are with “{}”", item.title)));
        }
        let due_on = self.due_on(item).unwrap_or_else(|mistake| {
            mistakes.push(mistake);
            None
        });
        let content = self.parts(state.unwrap_or_default(), due_on);
        mistakes.extend(content.mistakes(item));
        if mistakes.is_empty() { Ok(content) } else { Err(mistakes) }
    }

    /// What was typed, cleaned up, where no mistake is told of: what cannot be read is left out.
    #[must_use]
    pub fn parts(&self, state: AnswerState, due_on: Option<NaiveDate>) -> AnswerContent {
        AnswerContent {
            state,
            note: clean_text(&self.note),
            evidence_url: clean_line(&self.evidence_url),
            reason: if state == AnswerState::NotApplicable { clean_line(&self.reason) } else { String::new() },
            assigned_to: clean_line(&self.assigned_to),
            due_on,
        }
    }

    fn due_on(&self, item: &Item) -> Result<Option<NaiveDate>, FieldError> {
        if self.due.is_empty() {
            return Ok(None);
        }
        self.due.parse(&Self::field(&item.code, "due"), &format!("The day for “{}”", item.title)).map(Some)
    }

    /// The revision that the form was filled with.
    #[must_use]
    pub fn revision(&self) -> i32 {
        self.revision.trim().parse().unwrap_or(0)
    }
}

impl AnswerContent {
    /// What is wrong with this as the answer to `item`, in the order of the form; empty where it can be kept.
    #[must_use]
    pub fn mistakes(&self, item: &Item) -> Vec<FieldError> {
        let field = |part| TypedAnswer::field(&item.code, part);
        let title = &item.title;
        let mut mistakes = Vec::new();
        if self.state == AnswerState::NotApplicable && item.settings {
            let message = format!("“{title}” applies to every practice: choose another answer");
            mistakes.push(FieldError::new(field("state"), message));
        } else if self.state == AnswerState::NotApplicable && self.reason.is_empty() {
            mistakes.push(FieldError::new(field("reason"), format!("Say why “{title}” does not apply to your practice")));
        }
        mistakes.extend(check_length(&self.reason, REASON_MAX, &field("reason"), &format!("The reason for “{title}”")).err());
        mistakes.extend(check_length(&self.note, NOTE_MAX, &field("note"), &format!("The note on “{title}”")).err());
        mistakes.extend(check_length(&self.assigned_to, NAME_MAX, &field("assigned_to"), &format!("The name for “{title}”")).err());
        let link = field("evidence_url");
        if let Err(mistake) = check_length(&self.evidence_url, LINK_MAX, &link, &format!("The link for “{title}”")) {
            mistakes.push(mistake);
        } else if !self.evidence_url.is_empty() && !is_web_link(&self.evidence_url) {
            let message = format!("The link for “{title}” must be a web address that starts with http:// or https://");
            mistakes.push(FieldError::new(link, message));
        }
        mistakes
    }
}

/// Whether a browser would open this as a page of the web. Anything with a name or password in front of the host is refused: it is made
/// to look like another address.
fn is_web_link(text: &str) -> bool {
    let scheme_written_out =
        ["http://", "https://"].iter().any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    scheme_written_out
        && !text.contains(char::is_whitespace)
        && Url::parse(text).is_ok_and(|url| url.has_host() && url.username().is_empty() && url.password().is_none())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::checklist::Checklist;

    fn typed(state: &str) -> TypedAnswer {
        TypedAnswer { state: state.to_owned(), ..TypedAnswer::default() }
    }

    fn mistakes(item: &str, typed: &TypedAnswer) -> Vec<String> {
        let (_, item) = Checklist::bundled().item(item).unwrap();
        let found = typed.content(item).err().unwrap_or_default();
        found.into_iter().map(|mistake| mistake.field).collect()
    }

    #[rstest]
    #[case::done(typed("done"), vec![])]
    #[case::nothing_chosen(typed(""), vec!["items[dpia][state]"])]
    #[case::unknown_word(typed("finished"), vec!["items[dpia][state]"])]
    #[case::no_reason(typed("not_applicable"), vec!["items[dpia][reason]"])]
    #[case::blank_reason(TypedAnswer { reason: " \r\n ".into(), ..typed("not_applicable") }, vec!["items[dpia][reason]"])]
    #[case::reason(TypedAnswer { reason: "Done by the PCN".into(), ..typed("not_applicable") }, vec![])]
    #[case::note_as_long_as_may_be(TypedAnswer { note: "ä".repeat(NOTE_MAX), ..typed("done") }, vec![])]
    #[case::note_too_long(TypedAnswer { note: "x".repeat(NOTE_MAX + 1), ..typed("done") }, vec!["items[dpia][note]"])]
    #[case::two_mistakes(TypedAnswer { note: "x".repeat(NOTE_MAX + 1), evidence_url: "shared drive".into(), ..typed("done") },
        vec!["items[dpia][note]", "items[dpia][evidence_url]"])]
    fn mistakes_are_named_by_field(#[case] typed: TypedAnswer, #[case] fields: Vec<&str>) {
        assert_eq!(mistakes("dpia", &typed), fields);
    }

    #[test]
    fn who_and_by_when_are_checked_too() {
        let due = DateInput { day: "31".into(), month: "9".into(), year: "2023".into() };
        let wrong = TypedAnswer { due, assigned_to: "x".repeat(NAME_MAX + 1), ..typed("done") };
        assert_eq!(mistakes("dpia", &wrong), ["items[dpia][due]", "items[dpia][assigned_to]"]);
        let day = NaiveDate::from_ymd_opt(2023, 9, 29).unwrap();
        let right = TypedAnswer { due: DateInput::of(day), assigned_to: " Moira\nHall ".into(), ..typed("in_progress") };
        let content = right.content(Checklist::bundled().item("dpia").unwrap().1).unwrap();
        assert_eq!((content.due_on, content.assigned_to.as_str()), (Some(day), "Moira Hall"));
    }

    #[test]
    fn settings_cannot_be_waved_away() {
        let typed = TypedAnswer { reason: "We are sure".into(), ..typed("not_applicable") };
        assert_eq!(mistakes("settings-emis", &typed), ["items[settings-emis][state]"]);
    }

    #[test]
    fn a_reason_is_kept_only_where_it_is_asked_for() {
        let (_, item) = Checklist::bundled().item("dpia").unwrap();
        let typed = TypedAnswer { reason: "left over".into(), note: " line\r\ntwo ".into(), ..typed("done") };
        let content = typed.content(item).unwrap();
        assert_eq!((content.reason.as_str(), content.note.as_str()), ("", "line\ntwo"));
    }

    #[rstest]
    #[case("https://example.com/dpia.pdf", true)]
    #[case("HTTP://example.com", true)]
    #[case("https://example.com/?q=<script>", true)]
    #[case("https:/example.com", false)]
    #[case("https:\\\\example.com", false)]
    #[case("//example.com", false)]
    #[case("example.com", false)]
    #[case("javascript:alert(1)", false)]
    #[case("java\nscript:alert(1)", false)]
    #[case("data:text/html,x", false)]
    #[case("ftp://example.com", false)]
    #[case("https://", false)]
    #[case("https://nhs.uk@example.com", false)]
    #[case("https://example.com/a b", false)]
    fn links(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_web_link(text), expected);
    }
}
