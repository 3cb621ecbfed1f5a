//! Which certificates of a PostgreSQL are trusted: a server that does no more than the handshake.

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
