//! `/account`: one's own.

use crate::sessions::{account_of, cookie, sessions_of, sign_in, with_cookie};
use crate::support::{Who, World};

#[tokio::test]
async fn everybody_sees_their_own() {
    let world = World::new().await;
    for (who, status) in world.matrix("/account").await {
        assert_eq!(status, if who == Who::Nobody { 303 } else { 200 }, "{who:?}");
    }
    let mona = world.get(Who::Mona, "/account").await.text();
    for part in
        ["Alder Surgery", "X10002", "By invitation of an admin", "mona@practice.example", "Edge on Windows", "This one", "Version 1"]
    {
        assert!(mona.contains(part), "{part} in {mona}");
    }
    assert!(world.get(Who::Ada, "/account").await.text().contains("All of England"));
}

#[tokio::test]
async fn one_session_or_all_others_can_be_ended() {
    let world = World::new().await;
    let first = cookie(&sign_in(&world, "mona@practice.example", "").await);
    let second = cookie(&sign_in(&world, "mona@practice.example", "").await);
    let hash = |cookie: &str| services::tokens::hash(cookie.trim_start_matches("session="));
    let ended = world.post(Who::Mona, "/account", &[("form", "end-session"), ("session", &hash(&first))]).await;
    assert_eq!(ended.location(), "/account");
    assert_eq!(with_cookie(&world, &first, "/practices").await.status, 303);
    assert_eq!(with_cookie(&world, &second, "/practices").await.status, 200);
    world.post(Who::Mona, "/account", &[("form", "end-other-sessions")]).await;
    assert!(world.get(Who::Mona, "/account").await.text().contains("1 other session ended."));
    assert_eq!(with_cookie(&world, &second, "/practices").await.status, 303);
}

#[tokio::test]
async fn nobody_ends_somebody_elses() {
    let world = World::new().await;
    let adas = sessions_of(&world, "Ada").await[0].id_hash.clone();
    world.post(Who::Mona, "/account", &[("form", "end-session"), ("session", &adas)]).await;
    world.post(Who::Mona, "/account", &[("form", "end-other-sessions")]).await;
    assert_eq!(world.get(Who::Ada, "/admin").await.status, 200);
}

#[tokio::test]
async fn reminders_are_stopped_and_wanted_again() {
    let world = World::new().await;
    for (word, on, shown) in [("off", false, "Send me reminders"), ("on", true, "Stop reminders")] {
        world.post(Who::Mona, "/account", &[("form", "reminders"), ("reminders", word)]).await;
        assert_eq!(account_of(&world, "Mona").await.reminders, on);
        assert!(world.get(Who::Mona, "/account").await.text().contains(shown));
    }
}
