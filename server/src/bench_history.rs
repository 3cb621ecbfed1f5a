//! Tells an invented history of the practices in a database, for `cargo xtask bench`: `bench-history sqlite://FILE`.

use anyhow::Context;
use domain::clock::Clock;
use services::{Services, Settings, demo};
use store::Store;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let url = std::env::args().nth(1).context("say which database: sqlite://FILE")?;
    let settings = Settings { public_url: "http://127.0.0.1".to_owned(), demo: false };
    let services = Services::new(Store::connect(&url).await?, Clock::system(), settings);
    let practices = demo::tell_history(&services).await?;
    services.store.close().await?;
    println!("a history of {practices} practices is told");
    Ok(())
}
