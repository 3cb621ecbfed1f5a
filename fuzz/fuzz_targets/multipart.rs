//! Forms with files, as uploads read them: the same whatever pieces they come in, and never more than their limits.

#![no_main]

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart};
use axum::http::Request;
use futures::executor::block_on;
use libfuzzer_sys::fuzz_target;

// The files themselves: the crate they are part of brings all that pages are made of.
#[path = "../../app/src/web/fields.rs"]
#[expect(dead_code, reason = "uploads only fill them")]
mod fields;
#[path = "../../app/src/web/multipart/parts.rs"]
mod parts;

/// Where the parts look for the fields.
mod web {
    pub(crate) use crate::fields;
}

use fields::Fields;
use parts::{File, MOST_PARTS, Unread};

/// As in the seeds.
const KIND: &str = "multipart/form-data; boundary=b";

type Read = (Option<&'static str>, Vec<(String, Bytes)>, Fields);

fuzz_target!(|body: &[u8]| {
    fuzz::in_time(body.len(), || {
        let whole = read(body, body.len().max(1));
        let (why, files, typed) = &whole;
        assert!(files.len() + typed.encode().split('&').filter(|field| !field.is_empty()).count() <= MOST_PARTS);
        assert!(files.iter().all(|(name, _)| name.chars().count() <= 100 && !name.chars().any(|c| c.is_control() || "/\\".contains(c))));
        assert!(files.iter().map(|(_, content)| content.len()).sum::<usize>() <= body.len());
        assert!(!typed.encode().contains("%00"));
        if why.is_none() {
            assert!(body.windows(5).any(|end| end == b"--b--"), "a form has an end");
        }
        let length = 1 + body.len() / 7;
        assert_eq!(read(body, length), whole, "in pieces of {length} bytes");
    });
});

fn read(body: &[u8], length: usize) -> Read {
    let pieces: Vec<_> = body.chunks(length).map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece))).collect();
    let body = Body::from_stream(futures::stream::iter(pieces));
    block_on(async {
        let request = Request::post("/").header("content-type", KIND).body(parts::unhurried(body)).unwrap();
        let multipart = Multipart::from_request(request, &()).await.unwrap();
        let (mut files, mut typed) = (Vec::new(), Fields::default());
        let why = match parts::read(multipart, &mut files, &mut typed).await {
            Ok(()) => None,
            Err(Unread::Files) => Some("too long"),
            Err(Unread::TooMuch) => Some("too much"),
            Err(Unread::Malformed) => Some("malformed"),
        };
        (why, files.into_iter().map(|File { name, content }| (name, content)).collect(), typed)
    })
}
