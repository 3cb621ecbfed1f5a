//! `/demo/mail`.

use services::accounts::request_link;
use services::outbox::list;

use crate::support::{Who, World};

#[tokio::test]
async fn what_was_written_is_shown_with_its_links() {
    let world = World::demo().await;
    assert!(world.get(Who::Nobody, "/demo/mail").await.text().contains("Nothing was written yet"));
    request_link(&world.services, "mona@practice.example").await.unwrap();
    let id = list(&world.services, 10).await.unwrap()[0].id.clone();
    let mails = world.get(Who::Nobody, "/demo/mail").await.text();
    assert!(mails.contains(&format!("href=\"/demo/mail/{id}\"")) && mails.contains("mona@practice.example"), "{mails}");
    let mail = world.get(Who::Nobody, &format!("/demo/mail/{id}")).await.text();
    assert!(mail.contains("<a href=\"http://tracker.test/sign-in/"), "{mail}");
    let html = world.get(Who::Nobody, &format!("/demo/mail/{id}/html")).await;
    assert_eq!(html.status, 200);
    assert!(html.header("content-security-policy").contains("style-src 'sha256-"), "{}", html.header("content-security-policy"));
    assert!(!html.header("content-security-policy").contains("unsafe-inline"));
    for path in ["/demo/mail/unknown", "/demo/mail/unknown/html"] {
        assert_eq!(world.get(Who::Nobody, path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn nobody_sees_mails_outside_a_demonstration() {
    let world = World::new().await;
    request_link(&world.services, "mona@practice.example").await.unwrap();
    for path in ["/demo/mail", "/demo/mail/x", "/demo/mail/x/html"] {
        assert_eq!(world.get(Who::Ada, path).await.status, 404, "{path}");
    }
}
