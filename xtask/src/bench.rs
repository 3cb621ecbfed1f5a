//! How fast and how big the release build is, on the organisation data of England.

mod england;
mod load;
mod memory;
mod program;
mod rush;
mod sink;
mod table;

use std::{path::PathBuf, time::Duration};

use anyhow::{Context, Result};

use self::{
    load::{CONNECTIONS, load},
    program::{Installation, Server},
    sink::Sink,
    table::{Table, megabytes, milliseconds},
};
use crate::{build, step::step};

/// What is wanted of it.
pub struct Wanted {
    /// The folder of the organisation files.
    pub data: PathBuf,
    /// How long each page is asked for.
    pub length: Duration,
}

/// The pages that are asked for by many at once: name, address (`{practice}` stands for one), and what the
/// p99 is to stay under.
const PAGES: [(&str, &str, Option<Duration>); 5] = [
    ("practice page", "/practices/{practice}", Some(Duration::from_millis(20))),
    ("list of practices", "/practices", None),
    ("deadline report by region", "/reports/deadline", None),
    ("deadline report by ICB", BY_ICB, Some(Duration::from_millis(60))),
    ("CSV of all practices", "/reports/deadline.csv?by=practice", None),
];

const BY_ICB: &str = "/reports/deadline?by=icb";

/// Builds for release, imports, serves and measures; ends with the table of it all.
pub fn run(wanted: &Wanted) -> Result<()> {
    let files = england::files(&wanted.data)?;
    build::run(true)?;
    let sink = Sink::start()?;
    let place = Installation::new()?;
    let mut table = Table::default();
    step("import", || import(&place, &files, &mut table))?;
    step("invented history", || place.tell_history())?;
    let practices = place.practices()?;
    let practice = practices.first().context("the import brought no practice")?;
    // Before the server runs, whose loops would write and send them.
    step("reminders", || reminders(&place, &sink, &mut table))?;
    step("pages", || pages(&place, practice, wanted.length, &mut table))?;
    step("rush for places", || rush::run(&mut table))?;
    table.print();
    Ok(())
}

fn import(place: &Installation, files: &[PathBuf], table: &mut Table) -> Result<()> {
    place.run(&["migrate"])?;
    let cost = memory::measure(place.command(&["import"]).args(files))?;
    table.add("import of England: time", milliseconds(cost.time), (cost.time, Duration::from_secs(3)));
    table.add("import of England: most memory", megabytes(cost.peak), (cost.peak, 200_000_000));
    Ok(())
}

fn pages(place: &Installation, practice: &str, length: Duration, table: &mut Table) -> Result<()> {
    let (server, start) = Server::start(place)?;
    table.note("cold start, to ready", milliseconds(start));
    let visitor = server.sign_in(place)?;
    table.note("server memory, signed in", megabytes(server.memory()?));
    for (name, address, limit) in PAGES {
        let path = address.replace("{practice}", practice);
        let compressed = visitor.get(&path, "br")?.body_mut().read_to_vec()?.len();
        let load = load(server.address(), &path, visitor.cookie(), length).with_context(|| path.clone())?;
        let figure = format!("{load}, {} bytes ({compressed} with Brotli)", load.bytes);
        match limit {
            Some(limit) => table.add(&format!("{name}, {CONNECTIONS} connections"), figure, (load.p99, limit)),
            None => table.note(&format!("{name}, {CONNECTIONS} connections"), figure),
        }
    }
    let (written, load) = place.while_writing(|| load(server.address(), BY_ICB, visitor.cookie(), length))?;
    table.note(&format!("deadline report by ICB, {CONNECTIONS} connections, {written} commits beside"), load?.to_string());
    let memory = server.memory()?;
    table.add("server memory, after all that", megabytes(memory), (memory, 80_000_000));
    table.note("WASM, Brotli", place.asset_weight("app_bg.wasm")?);
    table.note("styles, Brotli", place.asset_weight("app.css")?);
    Ok(())
}

/// Every practice has its manager, so that every reminder that is owed is written and sent.
fn reminders(place: &Installation, sink: &Sink, table: &mut Table) -> Result<()> {
    let sweep = memory::measure(&mut place.command(&["remind"]))?;
    table.add("reminder sweep, all practices", milliseconds(sweep.time), (sweep.time, Duration::from_secs(2)));
    let before = sink.taken();
    let send = memory::measure(place.command(&["send"]).env("TRACKER_SMTP_URL", sink.address()))?;
    let taken = sink.taken() - before;
    let speed = taken as f64 / send.time.as_secs_f64();
    table.note("mails to a local server", format!("{speed:.0} a second ({taken} in {})", milliseconds(send.time)));
    Ok(())
}
