//! An issuer that says it is out of order is away, whatever else stands in its answer, and wherever it is asked.

#![cfg(test)]

use cis2::{Answer, ClientAuth, Error, Issuer, Refusal, Settings};
use domain::accounts::card::Limits;
use domain::clock::Clock;
use rstest::rstest;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// An answer as it goes over the wire, after `HTTP/1.1 `.
fn answer(status: &str, kind: &str, body: &str) -> String {
    format!("{status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

async fn serve(mut browser: TcpStream, address: &str, odd: &'static str, says: &str) -> std::io::Result<()> {
    let (mut asked, mut piece) = (Vec::new(), [0; 4096]);
    while !asked.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = browser.read(&mut piece).await?;
        asked.extend_from_slice(&piece[..read]);
    }
    let asked = String::from_utf8_lossy(&asked);
    let path = asked.split_whitespace().nth(1).unwrap_or_default();
    let good = match path {
        "/.well-known/openid-configuration" => json!({
            "issuer": address, "authorization_endpoint": format!("{address}/authorize"), "token_endpoint": format!("{address}/token"),
            "userinfo_endpoint": format!("{address}/userinfo"), "jwks_uri": format!("{address}/jwks"), "response_types_supported": ["code"],
            "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
        }),
        _ => json!({ "keys": [] }),
    };
    let says = if path == odd { says.to_owned() } else { answer("200 OK", "application/json", &good.to_string()) };
    browser.write_all(format!("HTTP/1.1 {says}").as_bytes()).await?;
    // What is left of the request is read, so that the answer is not cut off with it.
    browser.shutdown().await?;
    while browser.read(&mut piece).await? > 0 {}
    Ok(())
}

/// An issuer that answers so where it is `odd`, and works elsewhere.
async fn issuer(odd: &'static str, says: String) -> Issuer {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let name = address.clone();
    tokio::spawn(async move {
        while let Ok((browser, _)) = listener.accept().await {
            let _ = serve(browser, &name, odd, &says).await;
        }
    });
    let settings = Settings {
        key: "test".to_owned(),
        issuer: address,
        client_id: "us".to_owned(),
        auth: ClientAuth::Secret("secret".to_owned().into()),
        scopes: Vec::new(),
        acr_values: None,
        limits: Limits::default(),
        redirect: "https://tracker.example.nhs.uk/back".parse().unwrap(),
        signed_out: "https://tracker.example.nhs.uk/".parse().unwrap(),
    };
    Issuer::new(settings, Clock::system(), &[]).unwrap()
}

async fn sign_in(issuer: &Issuer) -> Error {
    let pending = match issuer.begin().await {
        Ok((_, pending)) => pending,
        Err(error) => return error,
    };
    let answer = Answer { state: pending.state().to_owned(), code: Some("code".to_owned()), ..Answer::default() };
    issuer.finish(pending, answer).await.unwrap_err()
}

#[rstest]
#[tokio::test]
async fn out_of_order_is_away(
    #[values("/.well-known/openid-configuration", "/jwks", "/token")] odd: &'static str,
    #[values("500 Internal Server Error", "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout")] status: &str,
    #[values(("application/json", r#"{"error":"server_error"}"#), ("text/html", "<h1>Oh</h1>"), ("text/plain", ""))] said: (&str, &str),
) {
    let error = sign_in(&issuer(odd, answer(status, said.0, said.1)).await).await;
    assert!(matches!(&error, Error::Unreachable(why) if why.contains(&status[..3])), "{error:?}");
}

#[tokio::test]
async fn a_code_that_is_not_accepted_is_not() {
    let issuer = issuer("/token", answer("400 Bad Request", "application/json", r#"{"error":"invalid_grant"}"#)).await;
    assert_eq!(sign_in(&issuer).await, Error::Refused(Refusal::Code("invalid_grant".to_owned())));
}
