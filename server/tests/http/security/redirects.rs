//! Open redirects: no answer leads to another site, whatever the address, the form or the header says.

use axum::body::Body;
use axum::http::{Request, header};
use services::accounts::new_link;

use crate::support::{Answer, Who, World};

const ELSEWHERE: [&str; 8] = [
    "https://elsewhere.example",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/\t/elsewhere.example",
    "javascript:alert(1)",
    "https:elsewhere.example",
    "/%0d%0aLocation:%20https://elsewhere.example\r\n",
];

#[track_caller]
fn stays_here(answer: &Answer, what: &str) {
    let location = answer.location();
    let ours = location.is_empty() || (location.starts_with('/') && !location.starts_with("//") && !location.starts_with("/\\"));
    assert!(ours, "{what} leads to {location}");
}

#[tokio::test]
async fn signing_in_leads_to_a_page_of_ours() {
    for next in ELSEWHERE {
        let world = World::new().await;
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        let asked = world.post(Who::Nobody, &format!("/sign-in?{query}"), &[("email", "mona@practice.example")]).await;
        stays_here(&asked, next);
        let tx = world.services.store.begin().await.unwrap();
        let link = new_link(&world.services, &tx, "mona@practice.example").await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let cookie = asked.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        let confirm = Request::post(format!("/sign-in/{}", link.token))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .body(Body::empty());
        let signed_in = world.send(Who::Nobody, confirm.unwrap()).await;
        assert_eq!(signed_in.status, 303, "{next}");
        stays_here(&signed_in, next);
    }
}

#[tokio::test]
async fn the_page_for_signing_in_offers_no_way_elsewhere() {
    let world = World::new().await;
    for next in ELSEWHERE {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        let page = world.get(Who::Nobody, &format!("/sign-in?{query}")).await.text();
        assert!(!page.contains("href=\"https://elsewhere") && !page.contains("href=\"//elsewhere"), "{next}");
    }
}

#[tokio::test]
async fn no_path_is_taken_for_another_site() {
    let world = World::new().await;
    for path in ["//elsewhere.example", "//elsewhere.example/practices", "/\\elsewhere.example", "/practices//elsewhere.example"] {
        for who in [Who::Nobody, Who::Ada] {
            stays_here(&world.get(who, path).await, path);
        }
    }
}

#[tokio::test]
async fn nobody_is_sent_back_to_the_page_of_a_referer() {
    let world = World::new().await;
    for (method, path) in [
        ("POST", "/practices/X10001/slots/none/book"),
        ("POST", "/sign-in"),
        ("POST", "/practices/X10001/checklist/policies"),
        ("GET", "/api/practices/search"),
        ("GET", "/api/practices/search?q=alder"),
        ("GET", "/api/slots/places"),
    ] {
        for kind in ["application/x-www-form-urlencoded", "application/json", "text/plain"] {
            let request = Request::builder()
                .method(method)
                .uri(path)
                .header(header::CONTENT_TYPE, kind)
                .header(header::ACCEPT, "text/html,application/xhtml+xml")
                .header(header::REFERER, "https://elsewhere.example/trap")
                .body(Body::from("{"));
            stays_here(&world.send(Who::Ines, request.unwrap()).await, &format!("{method} {path} as {kind}"));
        }
    }
}
