//! Asks a running demo for its main pages, signed out and signed in.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::http_client::Visitor;

/// A demo makes its data before it listens.
const PATIENCE: Duration = Duration::from_secs(60);

const SIGNED_OUT: [&str; 2] = ["/", "/sign-in"];
const SIGNED_IN: [&str; 3] = ["/practices", "/reports/deadline", "/demo/mail"];

/// Waits for the demo on `port`, then asks for the pages; the first that is not as it should be is the error.
/// `is_over` tells that waiting is no use any more.
pub fn pages(port: u16, is_over: impl FnMut() -> bool) -> Result<()> {
    let mut visitor = Visitor::new(port);
    visitor.wait(PATIENCE, is_over)?;
    eprintln!("    /health/ready: 200");
    for path in SIGNED_OUT {
        expect(&visitor, path)?;
    }
    visitor.send("/demo/sign-in", &[("form", "persona"), ("persona", "icb")])?;
    if visitor.cookie().is_empty() {
        bail!("/demo/sign-in gave no session");
    }
    for path in SIGNED_IN {
        expect(&visitor, path)?;
    }
    Ok(())
}

fn expect(visitor: &Visitor, path: &str) -> Result<()> {
    let started = Instant::now();
    let page = visitor.page(path)?;
    eprintln!("    {path}: 200, {} bytes in {} ms", page.len(), started.elapsed().as_millis());
    Ok(())
}
