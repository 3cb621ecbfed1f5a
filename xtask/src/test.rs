//! Everything that has to hold before a change lands. `.ci/run` runs just this.

use anyhow::Result;

use crate::{
    chromium,
    command::{self, cargo},
    demo, lint, npm, oidc, postgres, site,
    step::Steps,
    workspace,
};

/// What of it is wanted.
pub struct Wanted {
    /// Leave out PostgreSQL and the browser.
    pub fast: bool,
    /// System packages that are missing may be installed.
    pub install: bool,
}

pub fn run(wanted: &Wanted) -> Result<()> {
    let mut steps = Steps::default();
    lint::all(&mut steps);
    if wanted.fast {
        steps.run("unit, store and HTTP tests on SQLite", || rust_tests(None));
        steps.leave_out("PostgreSQL and end-to-end tests", "--fast");
        return steps.finish();
    }
    let postgres = steps.run("start PostgreSQL", || postgres::start(wanted.install));
    if let Some(postgres) = &postgres {
        steps.run("unit, store and HTTP tests", || rust_tests(Some(&postgres.address)));
    } else {
        steps.run("unit, store and HTTP tests on SQLite", || rust_tests(None));
    }
    let built = steps.run("site", || site::build(None)).and_then(|()| steps.run("build tracker", demo::build_server));
    if built.is_some() {
        steps.run("demo, main pages", demo::check_pages);
        steps.run("demo --oidc, the way to the issuer", oidc::check_way);
        end_to_end(&mut steps, wanted.install, postgres.as_ref().map(|postgres| postgres.address.as_str()));
    } else {
        steps.leave_out("demo and end-to-end tests", "what they need was not built");
    }
    steps.finish()
}

/// The tests written in Rust; those named `postgres` only where there is an address.
fn rust_tests(postgres: Option<&str>) -> Result<()> {
    let mut tests = cargo();
    if command::succeeds(cargo().args(["nextest", "--version"])) {
        tests.args(["nextest", "run", "--workspace", "--no-fail-fast"]);
        if postgres.is_none() {
            tests.args(["-E", "not test(/(^|::)postgres(_|$)/)"]);
        }
    } else {
        tests.args(["test", "--workspace", "--no-fail-fast"]);
        if postgres.is_none() {
            tests.args(["--", "--skip", "postgres"]);
        }
    }
    match postgres {
        Some(address) => tests.env(postgres::VARIABLE, address),
        None => tests.env_remove(postgres::VARIABLE),
    };
    command::run(&mut tests)
}

fn end_to_end(steps: &mut Steps, install: bool, postgres: Option<&str>) {
    const NAME: &str = "end-to-end tests";
    let Some(chromium) = steps.run("Chromium", || chromium::ensure(install)) else { return };
    steps.run(NAME, || {
        npm::END2END.ensure()?;
        command::run(npm::END2END.program("tsc").current_dir(npm::END2END.folder()).args(["--project", "."]))?;
        let mut playwright = npm::END2END.program("playwright");
        playwright.current_dir(npm::END2END.folder()).arg("test").env("CHROMIUM", chromium);
        playwright.env("E2E_BIN", workspace::tracker("debug")).env("E2E_ASSETS", workspace::site());
        if let Some(address) = postgres {
            playwright.env(postgres::VARIABLE, address);
        }
        command::run(&mut playwright)
    });
}
