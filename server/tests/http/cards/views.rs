//! What a card opens, in one view or several, and what its holder is told of it.

use serde_json::json;

use super::{Scene, cookie, issuer};
use crate::sessions::{reference, sessions_in_trail};

#[tokio::test]
async fn several_views_are_chosen_from_and_switched_under_new_session_ids() {
    let scene = Scene::set().await;
    scene.issuer.says(|next| {
        next.info = json!({ "nhsid_nrbac_roles": [{ "org_code": "X10001", "activity_codes": ["B0360"] }, { "org_code": "X1A" }] });
    });
    let answer = scene.sign_in().await;
    assert_eq!(answer.location(), "/sign-in/view");
    let first = cookie(&answer).unwrap();
    assert_eq!(scene.get(&first, "/practices").await.location(), "/sign-in?next=%2Fpractices", "no view, nothing seen");
    assert_eq!(scene.get(&first, "/sign-in").await.location(), "/sign-in/view");
    let page = scene.get(&first, "/sign-in/view").await.text();
    assert!(page.contains("1 practice: X10001") && page.contains("1 sub-ICB location: X1A"), "{page}");
    let chosen = scene.post(&first, "/sign-in/view", "view=1").await;
    assert_eq!((chosen.status.as_u16(), chosen.location()), (303, "/practices"));
    let second = cookie(&chosen).unwrap();
    assert_ne!(first, second);
    let page = scene.get(&second, "/practices").await.text();
    assert!(page.contains("Robin Hollins, ICB sub-group") && page.contains("Birch Surgery") && page.contains("Switch view"), "{page}");
    let switched = scene.post(&second, "/sign-in/view", "view=0").await;
    let third = cookie(&switched).unwrap();
    assert_eq!(sessions_in_trail(&scene.world, "accounts.sign-in").await, [reference(&first)]);
    assert_eq!(sessions_in_trail(&scene.world, "accounts.view").await, [reference(&second), reference(&third)]);
    assert!(!scene.get(&third, "/practices").await.text().contains("Birch Surgery"));
    assert_eq!(scene.get(&second, "/practices").await.status, 303, "the old id is gone");
    assert_eq!(scene.post(&third, "/sign-in/view", "view=2").await.status, 400);
}

#[tokio::test]
async fn the_account_page_says_of_which_practices_reminders_tell_and_until_when() {
    let scene = Scene::set().await;
    let session = cookie(&scene.sign_in().await).unwrap();
    let page = scene.get(&session, "/account").await.text();
    assert!(page.contains("Your smartcard gave no work email address"), "the address is under no domain for work: {page}");

    let Scene { world, issuer } = scene;
    let access = services::accounts::Access { invite_domains: vec!["example".to_owned()], ..Default::default() };
    let scene = Scene { world: world.with_access(access), issuer };
    scene.issuer.says(issuer::Next::refill);
    let session = cookie(&scene.sign_in().await).unwrap();
    let page = scene.get(&session, "/account").await.text();
    let words = "They are about 1 practice on your smartcard, as it was on 18 September 2023. They stop after 17 November 2023";
    assert!(page.contains(words), "{page}");
}
