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
    let answer = world.post(Who::Nobody, "/sign-in", &[("email", &long)]).await;
    assert_eq!(answer.status, 413);
}

#[tokio::test]
async fn whom_to_ask_is_named_where_the_settings_name_somebody() {
    let world = World::new().await;
    let text = world.get(Who::Mona, "/admin").await.text();
    assert!(text.contains("ask your programme admin.") && !text.contains("For help, ask"), "{text}");
    let [name, email] = ["Programme office", "office@programme.example"].map(|text| Some(text.to_owned()));
    let world = world.with_help(services::Help { contact_name: name, contact_email: email, ..Default::default() });
    let link = "<a href=\"mailto:office@programme.example\" class=\"app-link\">office@programme.example</a>";
    let whom = format!("ask your programme admin, Programme office ({link}).");
    // What the role may not see, what covers nothing yet, and the foot of every page, signed in or not.
    for (who, path, times) in [
        (Who::Mona, "/admin", 2),
        (Who::Rita, "/practices", 2),
        (Who::Mona, "/practices/X10001", 1),
        (Who::Nobody, "/sign-in", 1),
        (Who::Nobody, "/no/such/page", 1),
    ] {
        let text = world.get(who, path).await.text();
        assert_eq!(text.matches(&whom).count(), times, "{who:?} {path}: {text}");
    }
}
