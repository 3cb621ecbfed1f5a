//! What the service answers.

use axum::body::Body;
use axum::http::{Response, StatusCode, header};
use http_body_util::BodyExt;

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub(super) async fn read(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        Self { status: parts.status, headers: parts.headers, body: body.collect().await.unwrap().to_bytes().to_vec() }
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body without the seconds until the session ends, which two answers need not share.
    pub fn steady_text(&self) -> String {
        let text = self.text();
        let Some((before, rest)) = text.split_once("data-session-seconds=\"") else { return text };
        format!("{before}{}", rest.split_once('"').unwrap().1)
    }

    /// Where it redirects to.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}
