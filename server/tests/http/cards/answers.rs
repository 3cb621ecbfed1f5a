//! Answers of an issuer that are not as they should be: too long, late, of another kind, or of no kind at all.

use rstest::rstest;
use serde_json::{Value, json};

use super::issuer::{self, CLIENT};
use super::{Scene, heading};
use crate::support::Who;

const REFUSED: &str = "Your sign-in could not be accepted";
const ONE_MEGABYTE: usize = 1_000_000;

/// What is laid over the ID token, from seconds from now; and whether it is good.
#[rstest]
#[case::azp_of_another(|_| json!({ "azp": "somebody-else" }), false)]
#[case::azp_ours(|_| json!({ "azp": CLIENT }), true)]
#[case::several_without_azp(|_| json!({ "aud": [CLIENT, "somebody-else"] }), false)]
#[case::nbf_to_come(|now| json!({ "nbf": now + 3600 }), false)]
#[case::nbf_about_now(|now| json!({ "nbf": now + 30 }), true)]
#[case::nbf_no_time(|_| json!({ "nbf": "soon" }), false)]
#[case::iat_to_come(|now| json!({ "iat": now + 3600 }), false)]
#[case::iat_about_now(|now| json!({ "iat": now + 30 }), true)]
#[case::iat_old(|now| json!({ "iat": now - 3600 }), false)]
#[case::iat_lately(|now| json!({ "iat": now - 300 }), true)]
#[case::iat_in_1970(|_| json!({ "iat": 0 }), false)]
#[tokio::test]
async fn id_tokens(#[case] over: fn(i64) -> Value, #[case] good: bool) {
    let scene = Scene::set().await;
    let (browser, _) = scene.begin().await;
    let over = over(scene.issuer.now());
    scene.issuer.says(|next| next.token = issuer::laid_over(next.token.clone(), &over));
    let answer = scene.finish(&browser).await;
    if good {
        assert_eq!(answer.status, 303, "{}", heading(&answer));
    } else {
        assert_eq!((answer.status.as_u16(), heading(&answer).as_str()), (403, REFUSED));
        let page = answer.text();
        assert!(page.contains("The answer of the smartcard service could not be accepted") && page.contains("0300 303 5035"), "{page}");
    }
}

#[rstest]
#[case("Bearer", 303)]
#[case("bearer", 303)]
#[case("DPoP", 403)]
#[case("mac", 403)]
#[tokio::test]
async fn access_tokens_are_bearer_tokens(#[case] kind: &'static str, #[case] status: u16) {
    let scene = Scene::set().await;
    scene.issuer.says(|next| next.token_type = kind);
    let answer = scene.sign_in().await;
    assert_eq!(answer.status, status);
    assert!(status == 303 || heading(&answer) == REFUSED);
}

/// RFC 9207: an issuer that says it names itself in its answers does.
#[rstest]
#[case::named(true, true, 303)]
#[case::not_named(true, false, 403)]
#[case::never_said_to(false, false, 303)]
#[tokio::test]
async fn who_answers_is_named_where_that_is_announced(#[case] announced: bool, #[case] named: bool, #[case] status: u16) {
    let scene = Scene::set().await;
    scene.issuer.says(|next| next.announces_iss = announced);
    let (browser, _) = scene.begin().await;
    let iss = if named { format!("&iss={}", scene.issuer.address) } else { String::new() };
    let answer = scene.come_back(&browser, &format!("code=code&state={}{iss}", browser.state)).await;
    assert_eq!(answer.status, status);
    assert!(status == 303 || heading(&answer) == REFUSED);
}

/// Each of the four answers, as long as may be and one byte longer.
#[rstest]
#[tokio::test]
async fn an_answer_has_a_megabyte_at_most(
    #[values("/.well-known/openid-configuration", "/jwks", "/token", "/userinfo")] path: &'static str,
    #[values(true, false)] good: bool,
) {
    let scene = Scene::set().await;
    scene.issuer.says(|next| next.long = Some((path, if good { ONE_MEGABYTE } else { ONE_MEGABYTE + 1 })));
    let mut answer = scene.post("", "/sign-in/card/test", "next=/practices").await;
    if good || ["/token", "/userinfo"].contains(&path) {
        assert_eq!(answer.status, 303, "{}", heading(&answer));
        let (browser, _) = scene.begin().await;
        answer = scene.finish(&browser).await;
    }
    if good {
        assert_eq!((answer.status.as_u16(), answer.location()), (303, "/practices"));
    } else {
        assert_eq!((answer.status.as_u16(), heading(&answer).as_str()), (503, "The smartcard service gave an answer that cannot be used"));
    }
}

#[tokio::test]
async fn an_issuer_that_hangs_is_asked_once_by_all_who_wait() {
    let scene = Scene::set().await;
    scene.issuer.says(|next| next.is_down = true);
    let closed = scene.issuer.gate.write().await;
    let press = || scene.post("", "/sign-in/card/test", "");
    let asked = async {
        // Until the first of them has come through, nobody gets an answer.
        while scene.issuer.next.lock().unwrap().discoveries == 0 {
            tokio::task::yield_now().await;
        }
        drop(closed);
    };
    let (one, two, three, ()) = tokio::join!(press(), press(), press(), asked);
    for answer in [one, two, three] {
        assert_eq!((answer.status.as_u16(), heading(&answer).as_str()), (503, "The smartcard service does not answer"));
    }
    assert_eq!(scene.issuer.next.lock().unwrap().discoveries, 1);
}

/// What a browser brings that no issuer sends: a page of ours, and nothing of a sign-in that is under way is lost.
#[rstest]
#[case::two_codes("code=a&code=b", REFUSED)]
#[case::two_states("code=a&state=a&state=b", REFUSED)]
#[case::no_text("code=%FF&state=%FF", "This sign-in cannot be used")]
#[case::half_a_sequence("code=%&state=%", "This sign-in cannot be used")]
#[case::nothing("", "This sign-in cannot be used")]
#[tokio::test]
async fn what_stands_in_the_address_is_never_a_fault_of_a_library(#[case] query: &str, #[case] expected: &str) {
    let scene = Scene::set().await;
    let (browser, _) = scene.begin().await;
    let answer = scene.come_back(&browser, query).await;
    assert_eq!((answer.status.as_u16(), heading(&answer).as_str()), (403, expected));
    assert!(answer.text().contains("Back to sign in"));
    assert_eq!(scene.finish(&browser).await.status, 303);
}

#[rstest]
#[case("/sign-in/card/%FF/back?code=a")]
#[case("/sign-in/card/other/back")]
#[tokio::test]
async fn an_issuer_that_is_none_is_a_page_that_is_none(#[case] path: &str) {
    let scene = Scene::set().await;
    let answer = scene.world.get(Who::Nobody, path).await;
    assert_eq!((answer.status.as_u16(), heading(&answer).as_str()), (404, "Page not found"));
    assert_eq!(scene.world.post(Who::Nobody, "/sign-in/card/%FF", &[]).await.status, 404);
}
