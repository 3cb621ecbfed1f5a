//! Pages that say what went wrong.

use crate::support::{Who, World};

#[tokio::test]
async fn an_unknown_path_is_a_page_with_status_404() {
    let world = World::new().await;
    for who in [Who::Nobody, Who::Ada] {
        let answer = world.get(who, "/no/such/page").await;
        assert_eq!(answer.status, 404, "{who:?}");
        assert!(answer.text().contains("Page not found"), "{who:?}");
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let world = World::new().await;
    let long = "x".repeat(2 * 1024 * 1024);
    let answer = world.post(Who::Nobody, "/api/accounts/request-link", &[("email", &long)]).await;
    assert_eq!(answer.status, 413);
}
