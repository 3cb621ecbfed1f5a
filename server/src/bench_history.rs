//! Prepares databases for `cargo xtask bench`: `bench-history sqlite://FILE` tells an invented history of the practices in it,
//! `bench-history URL scale TIMES` copies them so often before, `bench-history URL write CODE` writes to the checklist of one ten times a
//! second until it is stopped, `bench-history URL rush CLIENTS PLACES` fills an empty one and prints the date's id, then a practice and its manager's cookie a line, and
//! `bench-history URL rushed DATE` says how many places of a date are taken and how many practices have it.

use anyhow::{Context, bail};
use app::web::session::ROLE_KEY;
use chrono::TimeDelta;
use domain::accounts::{Method, Role};
use domain::clock::Clock;
use server::sessions::{ACCOUNT_KEY, hashed};
use services::{Services, Settings, demo};
use store::Store;
use store::entity::session;
use tower_sessions::session::Id;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (url, rest) = arguments.split_first().context("say which database: sqlite://FILE")?;
    let settings = Settings { public_url: "http://127.0.0.1".to_owned(), demo: false };
    let services = Services::new(Store::connect(url).await?, Clock::system(), settings);
    match rest {
        ["write", practice] => demo::write_on(&services, &practice.parse()?, || println!("written")).await?,
        ["scale", times] => println!("{} practices are there", demo::scale(&services, times.parse()?).await?),
        [] => println!("a history of {} practices is told", demo::tell_history(&services).await?),
        ["rush", clients, places] => rush(&services, clients.parse()?, places.parse()?).await?,
        ["rushed", slot] => {
            let (taken, booked) = demo::rushed(&services, slot).await?;
            println!("{taken} {booked}");
        }
        _ => bail!("nothing is called that"),
    }
    Ok(services.store.close().await?)
}

async fn rush(services: &Services, clients: u32, places: i32) -> anyhow::Result<()> {
    let rush = demo::rush(services, clients, places).await?;
    println!("{}", rush.slot);
    let now = services.clock.now();
    let tx = services.store.begin().await?;
    for (practice, account) in rush.clients {
        let id = Id::default();
        let row = session::Model {
            id_hash: hashed(&id),
            data: serde_json::json!({ ACCOUNT_KEY: account, ROLE_KEY: Role::PracticeManager.key() }).to_string(),
            account_id: Some(account),
            created_at: now,
            expires_at: now + TimeDelta::hours(12),
            last_seen_at: now,
            method: Method::Link.key().to_owned(),
            device: "bench".to_owned(),
            issuer: None,
            subject: None,
            sid: None,
            card_at: None,
        };
        store::sessions::insert(&tx, row).await?;
        println!("{practice} session={id}");
    }
    Ok(tx.commit().await?)
}
