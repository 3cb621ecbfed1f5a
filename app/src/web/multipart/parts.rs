//! The parts of a form with files, within their limits.

use std::future::poll_fn;
use std::task::Poll;

use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::http::StatusCode;
use futures::{StreamExt, stream};

use crate::web::fields::Fields;

/// The most parts of such a form. The longest has three boxes for a day, and files: a year's, one of each kind a month, are 36.
pub const MOST_PARTS: usize = 60;

/// The most that may be typed beside the files, in bytes: as much as a form of text may hold.
const TEXT_LIMIT: usize = 512 * 1024;

/// How much of a body is looked at at once, in bytes.
const PIECE: usize = 8 * 1024;

/// What is kept of a file's name, in characters.
const NAME_LIMIT: usize = 100;

/// A file that came.
#[derive(Debug)]
pub struct File {
    pub name: String,
    pub content: Bytes,
}

/// Why a form with files was not read to its end.
#[derive(Debug)]
pub enum Unread {
    /// The body is longer than its route takes.
    Files,
    /// It has too many parts, or more is typed than a form may hold.
    TooMuch,
    /// It is no such form, or it broke off.
    Malformed,
}

impl From<MultipartError> for Unread {
    fn from(error: MultipartError) -> Self {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Self::Files } else { Self::Malformed }
    }
}

/// The same body, a little at a time, and its end apart from its last piece. multer 3.1 looks for the first boundary in what is there, then
/// looks at the body once more, and takes a body that ends in that look for one without a boundary. It also takes in all that is there
/// before it gives the first field: so that what stands before a file that is too long is read, the rest comes later.
pub fn unhurried(body: Body) -> Body {
    let pieces = body.into_data_stream().flat_map(|piece| stream::iter(cut(piece)));
    let pieces = pieces.chain(stream::once(async { Ok(Bytes::new()) }));
    Body::from_stream(pieces.then(async |piece| (wait_once().await, piece).1))
}

/// A piece of a body as several.
fn cut<E>(piece: Result<Bytes, E>) -> Vec<Result<Bytes, E>> {
    match piece {
        Ok(bytes) => (0..bytes.len()).step_by(PIECE).map(|at| Ok(bytes.slice(at..bytes.len().min(at + PIECE)))).collect(),
        error => vec![error],
    }
}

/// Lets whoever waits look at what has come.
async fn wait_once() {
    let mut has_waited = false;
    poll_fn(|context| {
        if std::mem::replace(&mut has_waited, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Reads the files, and what was typed beside them. Of a form that is too long, what came before its end is kept: browsers send the fields
/// as they stand on the page, so what is typed stands before the files.
///
/// # Errors
/// [`Unread`]
pub async fn read(mut multipart: Multipart, files: &mut Vec<File>, typed: &mut Fields) -> Result<(), Unread> {
    let (mut parts, mut room) = (0, TEXT_LIMIT);
    while let Some(field) = multipart.next_field().await? {
        parts += 1;
        if parts > MOST_PARTS {
            return Err(Unread::TooMuch);
        }
        match field.file_name().map(plain_name) {
            // A field for files in which nothing was chosen comes without a name.
            Some(name) if name.is_empty() => {}
            Some(name) => files.push(File { name, content: field.bytes().await? }),
            None => {
                let name = field.name().unwrap_or_default().to_owned();
                let value = text(field, &mut room).await?;
                typed.push(name, value).map_err(|_| Unread::TooMuch)?;
            }
        }
    }
    Ok(())
}

/// What was typed, which takes up the `room` that is left for all of it.
async fn text(mut field: Field<'_>, room: &mut usize) -> Result<String, Unread> {
    let mut text = Vec::new();
    while let Some(piece) = field.chunk().await? {
        *room = room.checked_sub(piece.len()).ok_or(Unread::TooMuch)?;
        text.extend_from_slice(&piece);
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// The last part of a path, without control characters.
fn plain_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|letter| !letter.is_control()).take(NAME_LIMIT).collect()
}

#[cfg(test)]
mod tests {
    use axum::extract::FromRequest;
    use axum::http::Request;
    use futures::executor::block_on;
    use rstest::rstest;

    use super::*;

    /// With a line before the first boundary, which no browser sends and the standard allows.
    const FORM: &str = "What stands before the first boundary is for readers that know no forms of several parts at all:\r\n--b\r\nContent-Disposition: form-data; name=\"q\"\r\n\r\nlist\r\n--b\r\n\
        Content-Disposition: form-data; name=\"file\"; filename=\"f.csv\"\r\n\r\n1,2\r\n--b--\r\n";

    #[test]
    fn a_form_reads_the_same_in_whatever_pieces_it_comes() {
        for length in 1..=FORM.len() {
            let pieces = FORM.as_bytes().chunks(length).map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece)));
            let body = unhurried(Body::from_stream(stream::iter(pieces.collect::<Vec<_>>())));
            let request = Request::post("/").header("content-type", "multipart/form-data; boundary=b").body(body).unwrap();
            let (mut files, mut typed) = (Vec::new(), Fields::default());
            let read = block_on(async { read(Multipart::from_request(request, &()).await.unwrap(), &mut files, &mut typed).await });
            read.unwrap_or_else(|why| panic!("in pieces of {length}: {why:?}"));
            let files: Vec<_> = files.iter().map(|file| (file.name.as_str(), &file.content[..])).collect();
            assert_eq!((typed.encode().as_str(), &files[..]), ("q=list", &[("f.csv", &b"1,2"[..])][..]), "in pieces of {length}");
        }
    }

    #[rstest]
    #[case("epraccur.csv", "epraccur.csv")]
    #[case("C:\\Users\\Sam\\epraccur.csv", "epraccur.csv")]
    #[case("../../etc/passwd", "passwd")]
    #[case("", "")]
    #[case("a\u{7}b.csv", "ab.csv")]
    fn names(#[case] sent: &str, #[case] kept: &str) {
        assert_eq!(plain_name(sent), kept);
    }
}
