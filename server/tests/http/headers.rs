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
async fn refusals_are_guarded_like_pages() {
    let world = World::https().await;
    for (who, path, status) in [
        (Who::Nobody, "/none", 404),
        (Who::Nobody, "/practices", 303),
        (Who::Nobody, "/reports/deadline.csv", 303),
        (Who::Nobody, "/api/practices/search?q=alder", 401),
        (Who::Nobody, "/unsubscribe/none", 404),
        (Who::Nobody, "/assets/none.js", 404),
        (Who::Nobody, "/sign-in/card/test", 405),
    ] {
        let answer = world.get(who, path).await;
        assert_eq!(answer.status, status, "{path}");
        for name in [
            "content-security-policy",
            "strict-transport-security",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "permissions-policy",
            "referrer-policy",
            "x-content-type-options",
            "x-frame-options",
        ] {
            assert!(!answer.header(name).is_empty(), "{path}: {name}");
        }
    }
}

#[tokio::test]
async fn the_policies_are_these() {
    let world = World::https().await;
    let page = world.get(Who::Nobody, "/sign-in").await;
    for (name, value) in [
        (
            "content-security-policy",
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; \
             connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(page.header(name), value, "{name}");
    }
    // What is no page may load and send nothing at all.
    let policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    assert_eq!(world.get(Who::Nobody, "/health/live").await.header("content-security-policy"), policy);
}

#[tokio::test]
async fn over_https_browsers_are_held_to_it() {
    let world = World::https().await;
    let answer = world.get(Who::Nobody, "/").await;
    assert!(answer.header("strict-transport-security").starts_with("max-age=31536000"));
    let cookie =
        world.post(Who::Nobody, "/sign-in?next=/practices", &[("email", "mona@practice.example")]).await.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-session=") && cookie.contains("Secure") && cookie.contains("Path=/"), "{cookie}");
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let world = World::new().await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example")] {
        let request = axum::http::Request::post("/sign-out").header(name, value).body(axum::body::Body::empty());
        let answer = world.send(Who::Mona, request.unwrap()).await;
        assert_eq!(answer.status, 403, "{name}: {value}");
    }
}
