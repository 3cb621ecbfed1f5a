//! Several sign-ins at once in one browser, and answers that come twice.

use rstest::rstest;

use super::{Browser, Scene, cookie, heading, issuer};
use crate::sessions::pass;

/// Back in a browser whose cookie has changed meanwhile.
fn now_with(cookie: &str, browser: &Browser) -> Browser {
    Browser { cookie: cookie.to_owned(), state: browser.state.clone(), nonce: browser.nonce.clone() }
}

async fn finish(scene: &Scene, browser: &Browser) -> crate::support::Answer {
    scene.issuer.says(|next| {
        next.token["nonce"] = serde_json::json!(browser.nonce);
        next.refill();
    });
    scene.finish(browser).await
}

#[rstest]
#[case::the_first_first(false)]
#[case::the_last_first(true)]
#[tokio::test]
async fn of_two_tabs_both_sign_in_and_each_leads_to_its_page(#[case] swapped: bool) {
    let scene = Scene::set().await;
    let (one, _) = scene.begin_in("", "/practices").await;
    let (two, _) = scene.begin_in(&one.cookie, "/reports/deadline").await;
    let mut tabs = [(one, "/practices"), (two, "/reports/deadline")];
    if swapped {
        tabs.reverse();
    }
    let first = finish(&scene, &tabs[0].0).await;
    assert_eq!((first.status.as_u16(), first.location()), (303, tabs[0].1));
    let second = finish(&scene, &now_with(&cookie(&first).unwrap(), &tabs[1].0)).await;
    assert_eq!((second.status.as_u16(), second.location()), (303, tabs[1].1));
    assert_eq!(scene.get(&cookie(&second).unwrap(), "/practices").await.status, 200);
}

#[tokio::test]
async fn who_is_signed_in_is_led_on_by_an_answer_that_was_used_and_by_one_to_nothing() {
    let scene = Scene::set().await;
    let (browser, _) = scene.begin_in("", "/reports/deadline").await;
    let session = cookie(&finish(&scene, &browser).await).unwrap();
    let again = finish(&scene, &now_with(&session, &browser)).await;
    assert_eq!((again.status.as_u16(), again.location(), cookie(&again)), (303, "/reports/deadline", None));
    let unknown = scene.get(&session, "/sign-in/card/test/back?code=code&state=unknown").await;
    assert_eq!((unknown.status.as_u16(), unknown.location(), cookie(&unknown)), (303, "/", None));
    assert_eq!(scene.get(&session, "/practices").await.status, 200, "in the same session as before");
    scene.issuer.says(|next| assert_eq!(next.token_requests, 1, "the code of another's sign-in is never tried"));
}

#[tokio::test]
async fn who_has_still_to_choose_a_view_is_led_there() {
    let scene = Scene::set().await;
    scene.issuer.says(|next| {
        next.info = serde_json::json!({
            "nhsid_nrbac_roles": [{ "org_code": "X10001", "activity_codes": ["B0360"] }, { "org_code": "X1A" }]
        });
    });
    let session = cookie(&scene.sign_in().await).unwrap();
    assert_eq!(scene.get(&session, "/sign-in/card/test/back?code=code&state=unknown").await.location(), "/sign-in/view");
}

#[tokio::test]
async fn of_many_sign_ins_that_were_begun_the_last_five_are_known() {
    let scene = Scene::set().await;
    let (first, _) = scene.begin_in("", "/practices").await;
    let mut later = Vec::new();
    for _ in 0..5 {
        later.push(scene.begin_in(&first.cookie, "/practices").await.0);
    }
    assert_eq!(heading(&finish(&scene, &first).await), "This sign-in cannot be used");
    assert_eq!(finish(&scene, &later[0]).await.status, 303);
}

#[tokio::test]
async fn a_sign_in_is_to_be_finished_within_a_quarter_of_an_hour() {
    let scene = Scene::set().await;
    for (minutes, status) in [(14, 303), (15, 403)] {
        scene.issuer.says(issuer::Next::refill);
        let (browser, _) = scene.begin().await;
        pass(&scene.world, minutes);
        assert_eq!(finish(&scene, &browser).await.status, status, "after {minutes} minutes");
    }
}
