//! What every answer carries.

use crate::support::{Who, World};

#[tokio::test]
async fn pages_and_everything_else_are_guarded() {
    let world = World::new().await;
    for path in ["/", "/sign-in", "/health/live", "/assets/none.css", "/none"] {
        let answer = world.get(Who::Nobody, path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path}: {name}");
        }
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe-inline"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path} is served over http");
    }
}

#[tokio::test]
async fn over_https_browsers_are_held_to_it() {
    let world = World::https().await;
    let answer = world.get(Who::Nobody, "/").await;
    assert!(answer.header("strict-transport-security").starts_with("max-age=31536000"));
    let cookie = world.post(Who::Nobody, "/api/accounts/request-link", &[("email", "none")]).await.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-session=") && cookie.contains("Secure") && cookie.contains("Path=/"), "{cookie}");
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let world = World::new().await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example")] {
        let request = axum::http::Request::post("/api/accounts/sign-out").header(name, value).body(axum::body::Body::empty());
        let answer = world.send(Who::Mona, request.unwrap()).await;
        assert_eq!(answer.status, 403, "{name}: {value}");
    }
}
