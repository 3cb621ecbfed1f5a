//! From words to a mail as it goes over the wire.

use chrono::{DateTime, Utc};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MessageBuilder, MultiPart, MultiPartKind, SinglePart};

use crate::message::Message;
use crate::{Links, Rendered, SendError};

/// To whom and under which id a message goes.
#[derive(Clone, Copy, Debug)]
pub struct Envelope<'a> {
    /// `<id@domain>`, the same however often the message is sent.
    pub message_id: &'a str,
    /// The address it goes to.
    pub recipient: &'a str,
    /// When it was written.
    pub written_at: DateTime<Utc>,
}

/// Who sends, and how mails are built.
#[derive(Clone, Debug)]
pub struct Sender {
    from: Mailbox,
    reply_to: Option<Mailbox>,
    links: Links,
}

/// A sender's address that does not read; the text says which setting.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{setting} must be an address like \"Record access readiness tracker <tracker@example.nhs.uk>\"")]
pub struct AddressError {
    setting: &'static str,
}

impl Sender {
    /// A sender with the addresses of the settings `mail_from` and `mail_reply_to`, whose links stand under `public_url`.
    ///
    /// # Errors
    /// When an address does not read.
    pub fn new(from: &str, reply_to: Option<&str>, public_url: &str) -> Result<Self, AddressError> {
        let mailbox = |setting, text: &str| text.parse::<Mailbox>().map_err(|_| AddressError { setting });
        let reply_to = reply_to.map(|text| mailbox("mail_reply_to", text)).transpose()?;
        Ok(Self { from: mailbox("mail_from", from)?, reply_to, links: Links::new(public_url) })
    }

    /// Builds a mail: text and HTML of the same words, and what goes with it. The same message gives the same bytes every time.
    ///
    /// # Errors
    /// [`SendError::Permanent`] where the recipient's address does not read or a template is at fault: trying again would not help.
    pub fn compose(&self, envelope: &Envelope<'_>, message: &Message) -> Result<lettre::Message, SendError> {
        let rendered = message.render(&self.links).map_err(|error| SendError::Permanent(format!("a template failed: {error}")))?;
        let recipient = envelope.recipient.parse().map_err(|_| SendError::Permanent("the address does not read".to_owned()))?;
        let mut mail = lettre::Message::builder()
            .message_id(Some(envelope.message_id.to_owned()))
            .date(envelope.written_at.into())
            .from(self.from.clone())
            .to(Mailbox::new(None, recipient))
            .subject(rendered.subject.as_str());
        if let Some(reply_to) = &self.reply_to {
            mail = mail.reply_to(reply_to.clone());
        }
        mail = raw(mail, "Auto-Submitted", "auto-generated");
        if let Some(url) = &rendered.unsubscribe {
            mail = raw(mail, "List-Unsubscribe", &format!("<{url}>"));
            mail = raw(mail, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        let body = body(rendered, &boundary(envelope.message_id))?;
        mail.multipart(body).map_err(|error| SendError::Permanent(format!("the mail could not be built: {error}")))
    }
}

/// All of these are plain ASCII, and must not be folded: some mail readers take only the first line of a List-Unsubscribe.
fn raw(mail: MessageBuilder, name: &'static str, value: &str) -> MessageBuilder {
    let name = HeaderName::new_from_ascii_str(name);
    mail.raw_header(HeaderValue::dangerous_new_pre_encoded(name, value.to_owned(), value.to_owned()))
}

/// Told from the id, so that the same mail has the same boundary.
fn boundary(message_id: &str) -> String {
    let id: String = message_id.chars().filter(char::is_ascii_alphanumeric).take(50).collect();
    format!("part-{id}")
}

fn body(rendered: Rendered, boundary: &str) -> Result<MultiPart, SendError> {
    let alternative = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(format!("{boundary}-a"))
        .singlepart(SinglePart::plain(rendered.text))
        .singlepart(SinglePart::html(rendered.html));
    let Some(file) = rendered.attachment else { return Ok(alternative) };
    let content_type = ContentType::parse(&file.content_type).map_err(|error| SendError::Permanent(format!("attachment: {error}")))?;
    Ok(MultiPart::builder()
        .kind(MultiPartKind::Mixed)
        .boundary(format!("{boundary}-m"))
        .multipart(alternative)
        .singlepart(Attachment::new(file.name.to_owned()).body(file.content, content_type)))
}
