//! Somebody who asks a running server for pages, without a browser.

use std::{
    net::{Ipv4Addr, SocketAddr},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use ureq::{Agent, Body, http::Response};

/// A visitor of the server on one port of this machine, with the cookie of a session once signed in.
pub struct Visitor {
    agent: Agent,
    server: SocketAddr,
    cookie: String,
}

impl Visitor {
    pub fn new(port: u16) -> Self {
        let settings = Agent::config_builder().max_redirects(0).http_status_as_error(false);
        let settings = settings.timeout_global(Some(Duration::from_secs(20)));
        Self { agent: settings.build().new_agent(), server: (Ipv4Addr::LOCALHOST, port).into(), cookie: String::new() }
    }

    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Waits until the server says it is ready, for `patience` at most. `is_over` tells that waiting is no use any more.
    pub fn wait(&self, patience: Duration, mut is_over: impl FnMut() -> bool) -> Result<()> {
        let started = Instant::now();
        while self.get("/health/ready", "").map_or(true, |answer| answer.status() != 200) {
            if is_over() {
                bail!("the server stopped by itself");
            }
            if started.elapsed() > patience {
                bail!("the server was not ready after {} s", patience.as_secs());
            }
            thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }

    /// Asks for `path`, taking the body in this encoding (`br`) or as it is.
    pub fn get(&self, path: &str, encoding: &str) -> Result<Response<Body>> {
        let request = self.agent.get(self.address(path)).header("Cookie", &self.cookie).header("Accept", "text/html");
        request.header("Accept-Encoding", encoding).call().with_context(|| path.to_owned())
    }

    /// The page at `path`, which must be there and whole: a title, and its end.
    pub fn page(&self, path: &str) -> Result<String> {
        let mut answer = self.get(path, "")?;
        let status = answer.status();
        let body = answer.body_mut().read_to_string().with_context(|| path.to_owned())?;
        if status != 200 || !body.contains("<title>") || !body.contains("</html>") {
            bail!("{path} answered {status} with {} bytes, not a whole page", body.len());
        }
        Ok(body)
    }

    /// Sends a form; the server must answer with the way to another page, which is returned. A cookie that it sets is kept.
    pub fn send(&mut self, path: &str, form: &[(&str, &str)]) -> Result<String> {
        let request = self.agent.post(self.address(path)).header("Cookie", &self.cookie);
        let answer = request.send_form(form.iter().copied()).with_context(|| path.to_owned())?;
        if !answer.status().is_redirection() {
            bail!("{path} answered {} to its form", answer.status());
        }
        let cookies = answer.headers().get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
        for cookie in cookies.filter_map(|cookie| cookie.split(';').next()) {
            cookie.clone_into(&mut self.cookie);
        }
        let to = answer.headers().get("location").and_then(|to| to.to_str().ok());
        Ok(to.unwrap_or_default().to_owned())
    }

    fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.server)
    }
}
