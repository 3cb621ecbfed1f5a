//! What is logged: ids and reasons, never people or secrets.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Request, header};
use services::accounts::new_link;
use tracing_subscriber::EnvFilter;

use crate::cards::{Scene, cookie};
use crate::support::Who;

/// Where the log goes.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Signs in by card and by link, is refused both ways, and is signed out by the issuer. What must not be logged of that.
async fn come_and_go(scene: &Scene) -> Vec<String> {
    let world = &scene.world;
    let by_card = cookie(&scene.sign_in().await).unwrap();
    assert_eq!(scene.get(&by_card, "/practices").await.status, 200);
    let (browser, to) = scene.begin().await;
    assert_eq!(scene.come_back(&browser, "code=code&state=of-somebody-else").await.status, 403);
    let token = "eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl";
    let logout = Request::post("/sign-in/card/test/logout").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let logout = logout.body(Body::from(format!("logout_token={token}"))).unwrap();
    assert_eq!(world.send(Who::Nobody, logout).await.status, 400);
    world.post(Who::Nobody, "/sign-in", &[("email", "mona@practice.example")]).await;
    let tx = world.services.store.begin().await.unwrap();
    let link = new_link(&world.services, &tx, "mona@practice.example").await.unwrap().unwrap().token;
    tx.commit().await.unwrap();
    let by_link = world.post(Who::Nobody, &format!("/sign-in/{link}"), &[]).await;
    let (by_link, nonce) = (cookie(&by_link).unwrap(), to.query_pairs().find(|(name, _)| name == "nonce").unwrap().1.into_owned());
    assert_eq!(world.post(Who::Nobody, &format!("/sign-in/{link}"), &[]).await.status, 200);
    assert_eq!(world.get(Who::Nobody, "/unsubscribe/a-token-of-nobody").await.status, 404);
    let ids = [by_card, by_link].map(|cookie| cookie.trim_start_matches("session=").to_owned());
    let people = ["Robin Hollins", "robin.hollins@", "555000000001", "session-1", "mona@", "Mona"].map(str::to_owned);
    [&ids[..], &people, &[nonce, link, token.to_owned(), "a-token-of-nobody".to_owned()]].concat()
}

#[tokio::test]
async fn no_line_of_the_log_names_a_person_or_a_secret() {
    let lines = Lines::default();
    let writer = lines.clone();
    let filter = EnvFilter::new("info,server=debug,app=debug,services=debug,store=debug,cis2=debug,sqlx=warn,sea_orm=warn");
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(log);
    let scene = Scene::set().await;
    let secrets = come_and_go(&scene).await;
    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("a smartcard sign-in was refused") && log.contains("a logout token was refused"), "it is the log: {log}");
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret} is in the log:\n{log}");
    }
}
