//! Requests that no page of ours sends, at every address: what is answered are words of ours, never those of a library.

use axum::body::Body;
use axum::http::{Request, header};

use crate::support::{Answer, Who, World};
use crate::walk::addresses;

/// What libraries say of what they could not read.
const LIBRARIES: [&str; 22] = [
    "eserializ",
    "missing field",
    "invalid type",
    "invalid value",
    "unknown field",
    "duplicate field",
    "server function",
    "ServerFn",
    "ServerError",
    "extension of type",
    "Missing request extension",
    "Failed to",
    "Expected request with",
    "length limit",
    "path argument",
    "Invalid UTF-8",
    "Invalid URL",
    "Invalid `boundary`",
    "`multipart",
    "EOF while",
    "Error(",
    "panicked",
];

/// How a path is spoilt, and what stands behind it.
const SPOILT: [&str; 12] = [
    "?q[a]=1&practice[a]=1",
    "?q=a&q=b&practice=a&practice=b&code=a&code=b&state=a&state=b",
    "?q=%ff%fe&practice=%ff&by=%ff&as-at=%ff",
    "?%00=%00&q=%00",
    "?q[a][b][c][d][e][f][g]=1&practice[][][][][][]=1",
    "?by=planet&as-at=never&within=none&page=-1&rag=none",
    "?from[day]=x&to[day]=99&who[]=1",
    "?__path=x&__err=y",
    "?&&==&=&",
    "?q",
    "/",
    "%ff",
];

const KINDS: [&str; 6] =
    ["application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=b", "multipart/form-data", "text/plain", ""];

const BODIES: [&str; 5] =
    ["", "{", "%ff=%ff&ods[a]=1&ods=a&ods=b", "--b\r\ncontent-disposition: form-data\r\n\r\nx", "logout_token=a&logout_token=b"];

#[track_caller]
fn speaks_for_itself(answer: &Answer, what: &str) {
    let (text, kind) = (answer.text(), answer.header("content-type").to_owned());
    for words in LIBRARIES {
        assert!(!text.contains(words), "{words} in {what}: {} {kind}: {text}", answer.status);
    }
    for name in ["location", "refresh"] {
        assert!(answer.header(name).len() < 4_000, "{what}: {name} has {} bytes", answer.header(name).len());
    }
    assert_ne!(answer.status, 500, "{what}: {text}");
    if answer.status.is_client_error() {
        // An issuer is a program, and reads JSON whatever it says.
        if kind.starts_with("application/json") && what.contains("/sign-in/card/") && what.contains("/logout") {
            assert_eq!(text, r#"{"error":"invalid_request"}"#, "{what}");
            return;
        }
        // A browser says that it reads HTML. Whoever says otherwise gets a line.
        assert!(kind.starts_with("text/html") && text.contains("<h1"), "{what}: {} {kind}: {text}", answer.status);
    }
}

#[tokio::test]
async fn no_address_answers_in_the_words_of_a_library() {
    let world = World::demo().await.with_card_holders().await;
    let long = format!("/assets/{}", "a".repeat(1_000));
    let elsewhere =
        [&long, "/assets/none.css", "/assets/%00", "/assets/..%2f..%2fCargo.toml", "/no/such/page", "/api/none", "/health/none"];
    let addresses = addresses().into_iter().chain(elsewhere.map(str::to_owned));
    let request = |method: &str, path: &str| {
        let request = Request::builder().method(method).uri(path).header(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8");
        request.header(header::REFERER, "http://tracker.test/practices").header("sec-fetch-site", "same-origin")
    };
    let mut asked = 0;
    for path in addresses {
        for who in [Who::Nobody, Who::Ada] {
            for spoilt in SPOILT {
                let path = format!("{path}{spoilt}");
                let answer = world.send(who, request("GET", &path).body(Body::empty()).unwrap()).await;
                speaks_for_itself(&answer, &format!("GET {path} as {who:?}"));
            }
            for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD", "NONE"] {
                let answer = world.send(who, request(method, &path).body(Body::empty()).unwrap()).await;
                let no_body = method == "HEAD" && answer.body.is_empty();
                if !no_body {
                    speaks_for_itself(&answer, &format!("{method} {path} as {who:?}"));
                }
            }
            asked += 1;
        }
        for (kind, body) in KINDS.iter().flat_map(|kind| BODIES.map(|body| (kind, body))) {
            let sent = request("POST", &path).header(header::CONTENT_TYPE, *kind).body(Body::from(body)).unwrap();
            speaks_for_itself(&world.send(Who::Ada, sent).await, &format!("POST {path} of {kind}: {body}"));
        }
    }
    assert!(asked >= 186, "{asked}");
}

#[tokio::test]
async fn who_reads_no_html_gets_a_line() {
    let world = World::new().await;
    for (path, status) in [
        ("/api/practices/search?q[a]=1", 400),
        ("/api/slots/places?practice[a]=1", 400),
        ("/assets/none.js", 404),
        ("/sign-in/card/none", 405),
        ("/unsubscribe/%ff", 400),
    ] {
        let method = if path.starts_with("/unsubscribe") { "POST" } else { "GET" };
        let asked = Request::builder().method(method).uri(path).header(header::ACCEPT, "application/json").body(Body::empty());
        let answer = world.send(Who::Ada, asked.unwrap()).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (status, "text/plain; charset=utf-8"), "{path}");
        assert!(answer.text().lines().count() == 1 && answer.text().ends_with(".\n"), "{path}: {}", answer.text());
    }
    let nobody = world.get(Who::Nobody, "/api/practices/search?q=alder").await;
    assert_eq!(nobody.status, 401);
}

#[tokio::test]
async fn a_question_is_asked_for_by_head_too() {
    let world = World::new().await;
    let asked = Request::head("/api/practices/search?q=alder").body(Body::empty()).unwrap();
    assert_eq!(world.send(Who::Ada, asked).await.status, 200);
}

#[tokio::test]
async fn a_form_of_another_site_is_refused_in_words() {
    let world = World::new().await;
    for path in ["/sign-out", "/practices/X10001/checklist/policies", "/admin/imports"] {
        let request = Request::post(path).header("sec-fetch-site", "cross-site").header(header::ACCEPT, "text/html").body(Body::empty());
        let answer = world.send(Who::Mona, request.unwrap()).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (403, "text/html; charset=utf-8"), "{path}");
        let page = answer.text();
        assert!(page.contains("Go back, reload the page and send the form again.") && !page.contains("<script"), "{page}");
        assert!(!answer.header("content-security-policy").is_empty() && answer.header("cache-control") == "no-store", "{path}");
    }
}

#[tokio::test]
async fn no_answer_leads_to_a_long_address() {
    let world = World::new().await;
    let long = "a".repeat(20_000);
    let query = format!("?q={long}&next=/{long}&token={long}");
    for path in
        ["/", "/practices", "/practices/X10001", "/admin/audit", "/reports/deadline", "/reports/deadline.csv", "/agreement", "/sign-in"]
    {
        for who in [Who::Nobody, Who::Nell, Who::Mona, Who::Ada] {
            for path in [format!("{path}{query}"), format!("{path}/{long}")] {
                let answer = world.get(who, &path).await;
                for name in ["location", "refresh"] {
                    assert!(answer.header(name).len() <= 2_000, "{name} of {}… as {who:?}", &path[..40]);
                }
            }
        }
    }
    // What is dropped is what stands behind the path, as long as the path itself is short.
    assert_eq!(world.get(Who::Nobody, &format!("/practices{query}")).await.location(), "/sign-in?next=%2Fpractices");
    assert_eq!(world.get(Who::Nobody, "/practices?q=alder").await.location(), "/sign-in?next=%2Fpractices%3Fq%3Dalder");
    assert!(world.get(Who::Mona, &format!("/practices/X10001{query}")).await.header("refresh").ends_with("next=%2Fpractices%2FX10001"));
    for (path, name) in [
        (format!("/sign-in/{long}"), "x"),
        (format!("/request-access/{long}"), "x"),
        (format!("/agreement?next=/{long}"), "version"),
        (format!("/sign-in?next=/{long}"), "email"),
        (format!("/practices/X10001/slots/{long}/book"), "declared"),
        (format!("/checklist/{long}/several"), "practice"),
    ] {
        for who in [Who::Nobody, Who::Ada] {
            let answer = world.post(who, &path, &[(name, &long)]).await;
            assert!(answer.location().len() <= 2_000, "{}…: {} bytes", &path[..20], answer.location().len());
        }
    }
}
