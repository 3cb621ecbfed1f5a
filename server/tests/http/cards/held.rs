//! What a sign-in by smartcard keeps, shows and gives back.

use axum::body::Body;
use axum::http::{Request, header};
use sea_orm::EntityTrait;
use serde_json::json;
use store::entity::{account, session};

use super::{Scene, cookie, issuer};
use crate::sessions::pass;
use crate::support::Who;

const CHECKLIST: &str = "/practices/X10001/checklist/policies";
const MARKUP: &str = "</title><script>alert(1)</script>";

#[tokio::test]
async fn the_account_page_says_what_stands_on_the_card() {
    let scene = Scene::set().await;
    let cookie = cookie(&scene.sign_in().await).unwrap();
    let page = scene.get(&cookie, "/account").await.text();
    assert!(page.contains("Alder Surgery") && page.contains("X10001") && page.contains("It is on the smartcard"), "{page}");
    assert!(page.contains("ask your Registration Authority") && !page.contains("Nothing yet."), "{page}");
}

#[tokio::test]
async fn the_account_page_follows_the_view() {
    let scene = Scene::set().await;
    scene.issuer.says(|next| {
        next.info = json!({ "nhsid_nrbac_roles": [{ "org_code": "X10001", "activity_codes": ["B0360"] }, { "org_code": "X1A" }] });
    });
    let first = cookie(&scene.sign_in().await).unwrap();
    let second = cookie(&scene.post(&first, "/sign-in/view", "view=1").await).unwrap();
    let page = scene.get(&second, "/account").await.text();
    assert!(page.contains("First sub-group") && !page.contains("Alder Surgery"), "{page}");
}

#[tokio::test]
async fn what_was_typed_comes_back_after_the_card_is_shown_again() {
    let scene = Scene::set().await;
    let before = cookie(&scene.sign_in().await).unwrap();
    pass(&scene.world, 31);
    let late = Request::post(CHECKLIST)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, &before)
        .body(Body::from("items[policies-reviewed][note]=A long note"));
    let sent = scene.world.send(Who::Nobody, late.unwrap()).await;
    assert!(sent.status == 303 && sent.location().starts_with("/sign-in?ended=kept"), "{}", sent.location());
    scene.issuer.says(issuer::Next::refill);
    let (browser, _) = scene.begin_in(&cookie(&sent).unwrap(), "").await;
    let back = scene.finish(&browser).await;
    assert_eq!(back.location(), CHECKLIST);
    let page = scene.get(&cookie(&back).unwrap(), CHECKLIST).await.text();
    assert!(page.contains("You were signed out before this was sent") && page.contains("A long note"), "{page}");
}

#[tokio::test]
async fn a_name_is_cleaned_and_cut_and_the_newest_is_kept() {
    let scene = Scene::set().await;
    let names = async || {
        let all = account::Entity::find().all(scene.world.services.store.read()).await.unwrap();
        all.into_iter().filter(|account| account.name.contains("Robin")).map(|account| account.name).collect::<Vec<_>>()
    };
    let long = format!("Robin\r\n\u{0}Hollins {}", "x".repeat(300));
    scene.issuer.says(|next| next.info = json!({ "display_name": long }));
    scene.sign_in().await;
    let kept = names().await;
    assert!(kept.len() == 1 && kept[0].starts_with("Robin Hollins xxx") && kept[0].chars().count() == 200, "{kept:?}");
    scene.issuer.says(|next| {
        next.info = json!({ "display_name": "Robin Ashdown" });
        next.refill();
    });
    let cookie = cookie(&scene.sign_in().await).unwrap();
    assert_eq!(names().await, ["Robin Ashdown"]);
    assert!(scene.get(&cookie, "/practices").await.text().contains("Robin Ashdown, Practice manager"));
}

#[tokio::test]
async fn a_name_on_a_card_is_no_markup() {
    let scene = Scene::set().await;
    scene.issuer.says(|next| next.info = json!({ "display_name": MARKUP }));
    let cookie = cookie(&scene.sign_in().await).unwrap();
    for path in ["/practices", "/account", "/practices/X10001", "/sign-in/view"] {
        let page = scene.get(&cookie, path).await.text();
        assert!(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>alert"), "{path}: {page}");
    }
    for path in ["/admin/audit", "/admin/accounts"] {
        let page = scene.world.get(Who::Ada, path).await.text();
        assert!(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>alert"), "{path}: {page}");
    }
}

#[tokio::test]
async fn no_token_of_the_issuer_is_kept() {
    let scene = Scene::set().await;
    scene.sign_in().await;
    let sessions = session::Entity::find().all(scene.world.services.store.read()).await.unwrap();
    let of_cards: Vec<_> = sessions.into_iter().filter(|session| session.issuer.is_some()).collect();
    assert_eq!(of_cards.len(), 1);
    // The beginning of every JSON object in base64, which each of the three parts of a token but the last is.
    assert!(!of_cards[0].data.contains("eyJ") && of_cards[0].data.contains("/end?"), "{}", of_cards[0].data);
}
