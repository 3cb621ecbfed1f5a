//! Limits of what is sent: bodies, headers, addresses.

use axum::body::Body;
use axum::http::{Request, header};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{Who, World};

#[tokio::test]
async fn a_form_may_hold_half_a_megabyte() {
    let world = World::new().await;
    let form = |bytes: usize| {
        Request::post("/practices/X10001/checklist/policies")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(format!("note={}", "x".repeat(bytes))))
            .unwrap()
    };
    assert_eq!(world.send(Who::Mona, form(500 * 1024)).await.status, 303);
    let refused = world.send(Who::Mona, form(513 * 1024)).await;
    assert_eq!(refused.status, 413);
    assert!(refused.text().contains("That is too much"));
}

#[tokio::test]
async fn no_route_takes_a_body_without_an_end() {
    let world = World::demo().await;
    let long = "x".repeat(3 * 1024 * 1024);
    for path in ["/unsubscribe/none", "/demo/sign-in", "/sign-in/none", "/practices/X10001/slots/none/book", "/sign-out"] {
        let answer = world.post(Who::Nobody, path, &[("token", &long)]).await;
        assert_eq!(answer.status, 413, "{path}");
    }
    // Whoever may not upload is told so before a byte is read, whatever they say that they send.
    for kind in ["multipart/form-data; boundary=b", "application/x-www-form-urlencoded"] {
        for (who, status) in [(Who::Mona, 403), (Who::Nobody, 303)] {
            let upload = Request::post("/admin/imports").header(header::CONTENT_TYPE, kind).header("sec-fetch-site", "same-origin");
            let never = Body::from_stream(futures::stream::pending::<Result<Vec<u8>, std::io::Error>>());
            assert_eq!(world.send(who, upload.body(never).unwrap()).await.status, status, "{kind} as {who:?}");
        }
    }
}

/// What a real connection answers to `bytes` and nothing after them.
pub(super) async fn answer_to(bytes: &[u8]) -> String {
    let world = World::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(server::listen::serve(listener, world.router.clone(), std::future::pending()));
    let mut connection = TcpStream::connect(address).await.unwrap();
    // The answer may come before all is sent, and the connection be closed before it is read whole.
    let _ = connection.write_all(bytes).await;
    let _ = connection.shutdown().await;
    let mut answer = Vec::new();
    let _ = connection.read_to_end(&mut answer).await;
    serving.abort();
    String::from_utf8_lossy(&answer).into_owned()
}

async fn first_line(bytes: &[u8]) -> String {
    answer_to(bytes).await.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn headers_have_an_end() {
    let many: String = (0..200).map(|number| format!("x-{number}: 1\r\n")).collect();
    let long = format!("x-long: {}\r\n", "y".repeat(1024 * 1024));
    for (what, headers) in [("many headers", many), ("a long header", long)] {
        let request = format!("GET /health/live HTTP/1.1\r\nhost: tracker.test\r\n{headers}\r\n");
        assert_eq!(first_line(request.as_bytes()).await, "HTTP/1.1 431 Request Header Fields Too Large", "{what}");
    }
    let address = format!("GET /{} HTTP/1.1\r\nhost: tracker.test\r\n\r\n", "a".repeat(1024 * 1024));
    let answer = first_line(address.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 414") || answer.starts_with("HTTP/1.1 431"), "{answer}");
    assert_eq!(first_line(b"GET /health/live HTTP/1.1\r\nhost: tracker.test\r\n\r\n").await, "HTTP/1.1 200 OK");
}

#[tokio::test]
async fn a_header_with_a_line_end_is_no_request() {
    let answer = first_line(b"GET /health/live HTTP/1.1\r\nhost: tracker.test\r\nx-a: b\x00c\r\n\r\n").await;
    assert_eq!(answer, "HTTP/1.1 400 Bad Request");
}
