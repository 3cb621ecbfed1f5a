//! Asks a running demo for its main pages, signed out and signed in.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use ureq::{Agent, http::Response};

/// A demo makes its data before it listens.
const PATIENCE: Duration = Duration::from_secs(60);

const SIGNED_OUT: [&str; 2] = ["/", "/sign-in"];
const SIGNED_IN: [&str; 3] = ["/practices", "/reports/deadline", "/demo/mail"];

/// Waits for the demo on `port`, then asks for the pages; the first that is not as it should be is the error.
/// `is_over` tells that waiting is no use any more.
pub fn pages(port: u16, mut is_over: impl FnMut() -> bool) -> Result<()> {
    let site = Site::new(port);
    let started = Instant::now();
    while site.get("/health/ready", "").map_or(true, |answer| answer.status() != 200) {
        if is_over() {
            bail!("the demo stopped by itself");
        }
        if started.elapsed() > PATIENCE {
            bail!("the demo was not ready after {} s", PATIENCE.as_secs());
        }
        thread::sleep(Duration::from_millis(100));
    }
    eprintln!("    /health/ready: 200");
    for page in SIGNED_OUT {
        site.expect_page(page, "")?;
    }
    let cookie = site.sign_in("icb")?;
    for page in SIGNED_IN {
        site.expect_page(page, &cookie)?;
    }
    Ok(())
}

struct Site {
    agent: Agent,
    root: String,
}

impl Site {
    fn new(port: u16) -> Self {
        let settings = Agent::config_builder().max_redirects(0).http_status_as_error(false);
        let settings = settings.timeout_global(Some(Duration::from_secs(20)));
        Self { agent: settings.build().new_agent(), root: format!("http://127.0.0.1:{port}") }
    }

    fn get(&self, page: &str, cookie: &str) -> Result<Response<ureq::Body>> {
        let address = format!("{}{page}", self.root);
        Ok(self.agent.get(&address).header("Cookie", cookie).header("Accept", "text/html").call()?)
    }

    /// The page is there, and is a whole one: a title, and its end.
    fn expect_page(&self, page: &str, cookie: &str) -> Result<()> {
        let started = Instant::now();
        let mut answer = self.get(page, cookie).with_context(|| page.to_owned())?;
        let status = answer.status();
        let body = answer.body_mut().read_to_string().with_context(|| page.to_owned())?;
        if status != 200 || !body.contains("<title>") || !body.contains("</html>") {
            bail!("{page} answered {status} with {} bytes, not a whole page", body.len());
        }
        eprintln!("    {page}: {status}, {} bytes in {} ms", body.len(), started.elapsed().as_millis());
        Ok(())
    }

    /// Signs in as one of the demo's people and gives the session's cookie.
    fn sign_in(&self, persona: &str) -> Result<String> {
        let form = [("persona", persona)];
        let answer = self.agent.post(format!("{}/demo/sign-in", self.root)).send_form(form)?;
        let status = answer.status();
        let cookie = answer.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next());
        match cookie {
            Some(cookie) if status.is_redirection() => Ok(cookie.to_owned()),
            _ => bail!("/demo/sign-in answered {status} without a session"),
        }
    }
}
