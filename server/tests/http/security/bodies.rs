//! Bodies: too many names, too many parts, nothing that reads, half of what was announced.

use axum::body::Body;
use axum::http::{Request, header};

use super::limits::answer_to;
use crate::support::{Answer, Who, World};

const FORM: &str = "application/x-www-form-urlencoded";
const PARTS: &str = "multipart/form-data; boundary=b";
const UPLOADS: [&str; 2] = ["/admin/imports", "/admin/slots/import"];
const SECTION: &str = "/practices/X10001/checklist/policies";

async fn send(world: &World, who: Who, path: &str, kind: &str, body: impl Into<String>) -> Answer {
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, kind)
        .header(header::ACCEPT, "text/html,application/xhtml+xml")
        .header("sec-fetch-site", "same-origin");
    // In pieces, as it comes over a connection.
    let body = body.into().into_bytes();
    let pieces: Vec<_> = body.chunks(8 * 1024).map(|piece| Ok::<_, std::io::Error>(piece.to_vec())).collect();
    let body = if pieces.is_empty() { Body::empty() } else { Body::from_stream(futures::stream::iter(pieces)) };
    world.send(who, request.body(body).unwrap()).await
}

fn names(count: usize) -> String {
    (0..count).map(|number| format!("{number:x}")).collect::<Vec<_>>().join("&")
}

fn part(name: &str, value: &str) -> String {
    format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}

#[track_caller]
fn says_what_to_do(answer: &Answer, status: u16, what: &str) {
    assert_eq!(answer.status, status, "{what}: {}", answer.text());
    assert!(answer.header("content-type").starts_with("text/html"), "{what}");
    assert!(answer.text().contains("Go back"), "{what}: {}", answer.text());
}

#[tokio::test]
async fn a_form_has_some_hundreds_of_fields() {
    let world = World::new().await;
    let ask = async |body: String| send(&world, Who::Nobody, "/sign-in", FORM, body).await;
    assert_eq!(ask(format!("email=none&{}", names(499))).await.status, 422);
    says_what_to_do(&ask(format!("email=none&{}", names(500))).await, 413, "one more");
    // As many different names as half a megabyte holds, and the same name as often.
    says_what_to_do(&ask(names(131_000)[..512 * 1024].to_owned()).await, 413, "different names");
    says_what_to_do(&ask("a&".repeat(200_000)).await, 413, "one name");
    for who in [Who::Nobody, Who::Mona] {
        says_what_to_do(&send(&world, who, SECTION, FORM, names(100_000)).await, 413, "before anybody is asked who they are");
    }
}

#[tokio::test]
async fn an_address_may_have_any_number_of_names_and_the_first_count() {
    let world = World::new().await;
    let many = names(12_000);
    for path in ["/practices", "/admin/audit", "/reports/deadline.csv", "/api/practices/search"] {
        let page = world.get(Who::Ada, &format!("{path}?q=alder&{many}")).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.body.len() < 300_000, "{path}: {}", page.body.len());
    }
    let found = world.get(Who::Ada, &format!("/api/practices/search?q=alder&q=birch&{many}")).await;
    assert!(found.status == 200 && found.text().contains("Alder") && !found.text().contains("Birch"), "{}", found.text());
}

#[tokio::test]
async fn an_upload_has_some_tens_of_parts() {
    let world = World::new().await;
    for path in UPLOADS {
        let many: String = (0..1_000).map(|number| part(&number.to_string(), "x")).collect();
        says_what_to_do(&send(&world, Who::Ada, path, PARTS, format!("{many}--b--\r\n")).await, 413, path);
        let files: String = (0..200).map(|number| part("files\"; filename=\"a.csv", &number.to_string())).collect();
        says_what_to_do(&send(&world, Who::Ada, path, PARTS, format!("{files}--b--\r\n")).await, 413, path);
        // Nobody's whose it is not: they are refused before it is read.
        assert_eq!(send(&world, Who::Mona, path, PARTS, format!("{many}--b--\r\n")).await.status, 403, "{path}");
    }
    let long = "x".repeat(600 * 1024);
    let text = format!("{}--b--\r\n", part("dated[day]", &long));
    says_what_to_do(&send(&world, Who::Ada, UPLOADS[0], PARTS, text).await, 413, "as much text as a form may hold");
}

#[tokio::test]
async fn what_is_no_form_is_400() {
    let world = World::new().await;
    let whole = format!("{}--b--\r\n", part("dated[day]", "1"));
    for path in UPLOADS {
        for (what, kind, body) in [
            ("nothing", PARTS, ""),
            ("no end", PARTS, whole.trim_end_matches("--b--\r\n")),
            ("half a part", PARTS, &whole[..20]),
            ("another boundary", "multipart/form-data; boundary=c", &whole),
            ("no boundary", "multipart/form-data", &whole),
            ("neither", "text/plain", "dated[day]=1"),
        ] {
            says_what_to_do(&send(&world, Who::Ada, path, kind, body.to_owned()).await, 400, what);
        }
    }
    for kind in ["application/json", "text/plain", PARTS, ""] {
        says_what_to_do(&send(&world, Who::Mona, SECTION, kind, "{\"ods\":\"X10001\"}").await, 400, kind);
    }
    // As browsers have it, no percent sign is a mistake: what is no code stands for itself.
    let odd = send(&world, Who::Mona, SECTION, FORM, "note=100%&%zz=%ff&=&&").await;
    assert_eq!((odd.status.as_u16(), odd.location()), (303, "/practices/X10001"));
}

#[tokio::test]
async fn a_body_that_breaks_off_is_400() {
    for (path, kind) in [("/sign-in", FORM), ("/unsubscribe/none", FORM)] {
        let head = format!("POST {path} HTTP/1.1\r\nhost: tracker.test\r\naccept: text/html\r\ncontent-type: {kind}\r\n");
        let answer = answer_to(format!("{head}content-length: 100\r\n\r\nemail=none").as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 400 Bad Request") && answer.contains("Go back"), "{path}: {answer}");
        let answer = answer_to(format!("{head}transfer-encoding: chunked\r\n\r\n5\r\nemail\r\n").as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 400 Bad Request") && answer.contains("Go back"), "{path}: {answer}");
    }
}

#[tokio::test]
async fn what_is_refused_before_it_was_read_ends_its_connection() {
    let world = World::new().await;
    let long = "x".repeat(600 * 1024);
    let upload = format!("{}--b--\r\n", part("files\"; filename=\"a.csv", &long));
    for (who, path, kind, body, status) in [
        (Who::Nobody, "/sign-in", FORM, format!("email={long}"), 413),
        (Who::Mona, UPLOADS[0], PARTS, upload.clone(), 403),
        (Who::Nobody, UPLOADS[0], PARTS, upload.clone(), 303),
        (Who::Nobody, "/no/such/page", FORM, long.clone(), 404),
        (Who::Nobody, "/practices", FORM, long.clone(), 405),
        (Who::Nobody, "/assets/none.css", FORM, long.clone(), 405),
        (Who::Nobody, "/unsubscribe/none", FORM, long.clone(), 413),
        (Who::Mona, SECTION, "application/json", long.clone(), 400),
    ] {
        let answer = send(&world, who, path, kind, body).await;
        assert_eq!((answer.status.as_u16(), answer.header("connection")), (status, "close"), "{path} as {who:?}");
    }
    for (who, path, kind, body) in [
        (Who::Nobody, "/sign-in", FORM, "email=none".to_owned()),
        (Who::Mona, "/practices/X10003/checklist/policies", FORM, "note=x".to_owned()),
        (Who::Ada, UPLOADS[0], PARTS, upload),
        (Who::Nobody, "/unsubscribe/none", FORM, "confirm=stop".to_owned()),
    ] {
        assert_eq!(send(&world, who, path, kind, body).await.header("connection"), "", "{path} was read whole");
    }
    assert_eq!(world.get(Who::Nobody, "/no/such/page").await.header("connection"), "");
}

#[tokio::test]
async fn a_client_that_asks_first_is_not_told_to_go_on() {
    let head = "POST /admin/imports HTTP/1.1\r\nhost: tracker.test\r\ncontent-type: multipart/form-data; boundary=b\r\n";
    let answer = answer_to(format!("{head}expect: 100-continue\r\ncontent-length: 60000000\r\n\r\n").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 303") && answer.to_lowercase().contains("connection: close"), "{answer}");
}
