//! The demonstration with an issuer of invented smartcards beside it.

use anyhow::Result;

use crate::{
    background::{Launch, free_port},
    command::{self, command},
    demo, npm,
};

/// As in `end2end/support/issuer.mjs`.
const CLIENT: &str = "000000000001.apps.national";
const SECRET: &str = "invented-for-the-demonstration";

/// Builds both halves and serves the demo on `port` with the issuer on a free port, until it is stopped.
pub fn run(port: u16) -> Result<()> {
    npm::END2END.ensure()?;
    demo::build_all(None)?;
    let issuer = free_port()?;
    let mut node = command("node");
    node.current_dir(npm::END2END.folder()).args(["support/issuer.mjs", &issuer.to_string(), &format!("http://127.0.0.1:{port}")]);
    let _issuer = Launch::new(node).start()?;
    eprintln!("==> serving on http://127.0.0.1:{port}; smartcards are shown at http://127.0.0.1:{issuer} (Ctrl-C stops both)");
    command::run(demo::tracker_demo(port).env("TRACKER_ISSUERS", setting(issuer)))
}

/// The setting `issuers`, as the environment holds it.
fn setting(issuer: u16) -> String {
    format!(
        r#"[{{key="cis2",label="a smartcard (invented)",issuer="http://127.0.0.1:{issuer}",client_id="{CLIENT}",client_secret="{SECRET}"}}]"#
    )
}
