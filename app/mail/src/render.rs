//! From the words of a kind to those of a mail.

use crate::Line;

/// A mail in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: Line,
    /// Complete on its own.
    pub text: String,
    /// The same as a page.
    pub html: String,
    /// What goes with it.
    pub attachment: Option<Attachment>,
    /// Where one click stops mails of this kind, if it can be stopped.
    pub unsubscribe: Option<String>,
}

/// A calendar entry that goes with a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The name of the file.
    pub name: &'static str,
    /// Its MIME type, with parameters.
    pub content_type: String,
    /// What stands in it.
    pub content: String,
}

/// Subject, text and HTML as the templates gave them.
pub(crate) struct Parts {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

impl Parts {
    /// The mail, with what goes with it.
    pub(crate) fn with(self, attachment: Option<Attachment>, unsubscribe: Option<String>) -> Rendered {
        Rendered { subject: self.subject.into(), text: tidy(&self.text), html: self.html, attachment, unsubscribe }
    }
}

/// The function `render` of a kind: its three templates over its view, which they know as `v`. The paths must be literals for askama.
macro_rules! three_templates {
    ($life:lifetime, $view:ty, $subject:literal, $text:literal, $html:literal) => {
        fn render<$life>(v: &$life $view, links: &$life $crate::Links) -> Result<$crate::render::Parts, askama::Error> {
            #[derive(askama::Template)]
            #[template(path = $subject)]
            struct Subject<$life> {
                v: &$life $view,
            }
            #[derive(askama::Template)]
            #[template(path = $text)]
            struct Text<$life> {
                v: &$life $view,
                home: &$life str,
            }
            #[derive(askama::Template)]
            #[template(path = $html)]
            struct Html<$life> {
                v: &$life $view,
                home: &$life str,
                title: &$life str,
            }
            use askama::Template as _;
            let home = links.home();
            let subject = Subject { v }.render()?;
            let text = Text { v, home }.render()?;
            let html = Html { v, home, title: subject.trim() }.render()?;
            Ok($crate::render::Parts { subject, text, html })
        }
    };
}
pub(crate) use three_templates;

/// At most one empty line at a time, and exactly one line break at the end: templates leave more where a part of them was left out.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for line in text.trim().lines() {
        if line.is_empty() && tidy.ends_with("\n\n") {
            continue;
        }
        tidy.push_str(line);
        tidy.push('\n');
    }
    tidy
}
