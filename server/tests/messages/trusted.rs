//! Which certificates of a PostgreSQL and of a smartcard issuer are trusted: a server that does no more than the handshake.

use cis2::{ClientAuth, Issuer, Settings};
use domain::accounts::card::Limits;
use domain::clock::Clock;
use mail::testing::Authority;
use store::Store;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Whether the database's connection takes the certificate of `authority`, with these authorities in the settings.
async fn takes(authority: &Authority, host: &str, authorities: &str) -> bool {
    let listener = TcpListener::bind((host, 0)).await.unwrap();
    let url = format!("postgres://tracker@{host}:{}/tracker?sslmode=verify-full", listener.local_addr().unwrap().port());
    let authorities = authorities.as_bytes().to_vec();
    let connecting = tokio::spawn(async move { Store::connect_with(&url, 2, authorities).await.map(drop) });
    let (mut stream, _) = listener.accept().await.unwrap();
    // The question whether to encrypt is eight bytes, and yes is one.
    stream.read_exact(&mut [0; 8]).await.unwrap();
    stream.write_all(b"S").await.unwrap();
    let taken = authority.acceptor().accept(stream).await.is_ok();
    connecting.abort();
    taken
}

#[tokio::test]
async fn a_database_is_trusted_by_the_authorities_that_the_settings_name() {
    let (ours, other) = (Authority::new(), Authority::new());
    assert!(!takes(&ours, "127.0.0.1", "").await, "an authority that nobody knows");
    assert!(!takes(&ours, "127.0.0.1", &other.pem()).await);
    assert!(takes(&ours, "127.0.0.1", &ours.pem()).await);
    assert!(takes(&ours, "127.0.0.1", &format!("{}{}", other.pem(), ours.pem())).await);
    assert!(!takes(&ours, "127.0.0.2", &ours.pem()).await, "a name that the certificate does not have");
}

/// Whether an issuer is asked anything by who is shown the certificate of `authority`.
async fn asks(authority: &Authority, authorities: &str) -> bool {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let settings = Settings {
        key: "test".to_owned(),
        issuer: format!("https://{}", listener.local_addr().unwrap()),
        client_id: "us".to_owned(),
        auth: ClientAuth::Secret("secret".to_owned().into()),
        scopes: Vec::new(),
        acr_values: None,
        limits: Limits::default(),
        redirect: "https://tracker.test/back".parse().unwrap(),
        signed_out: "https://tracker.test/".parse().unwrap(),
    };
    let issuer = Issuer::new(settings, Clock::system(), authorities.as_bytes()).unwrap();
    let asking = tokio::spawn(async move { issuer.begin().await.map(drop) });
    let (stream, _) = listener.accept().await.unwrap();
    let mut question = [0; 4];
    let asked = match authority.acceptor().accept(stream).await {
        // By the server's side alone a handshake may look well that the other side breaks off.
        Ok(mut stream) => stream.read_exact(&mut question).await.is_ok(),
        Err(_) => false,
    };
    asking.abort();
    asked && &question == b"GET "
}

#[tokio::test]
async fn an_issuer_is_trusted_by_the_authorities_that_the_settings_name() {
    let (ours, other) = (Authority::new(), Authority::new());
    assert!(!asks(&ours, "").await, "an authority that nobody knows");
    assert!(!asks(&ours, &other.pem()).await);
    assert!(asks(&ours, &format!("{}{}", other.pem(), ours.pem())).await);
}
