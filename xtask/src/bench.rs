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
    /// How many times the practices of England there are.
    pub scale: usize,
}

/// What is wished of a page: how often a second at least, and what the p99 is to stay under.
type Wish = (f64, Duration);

const EVERY_LIST: Option<Wish> = Some((2_700.0, Duration::from_millis(20)));

/// The pages that are asked for by many at once: name, address (`{practice}` and `{place}` stand for one), and what is wished of it.
const PAGES: [(&str, &str, Option<Wish>); 13] = [
    ("practice page", "/practices/{practice}", Some((4_000.0, Duration::from_millis(20)))),
    ("list of practices", "/practices", EVERY_LIST),
    ("list, its last page", "/practices?page=9999", EVERY_LIST),
    ("list of a sub-ICB location", "/practices?sub_icb={place}", EVERY_LIST),
    ("list of a sub-ICB location at a stage", "/practices?sub_icb={place}&stage=checklist_in_progress", EVERY_LIST),
    ("list of a supplier", "/practices?supplier=tpp", EVERY_LIST),
    ("list at a stage", "/practices?stage=checklist_in_progress", EVERY_LIST),
    ("list of those at risk", "/practices?rag=red", EVERY_LIST),
    ("list, those at risk first", "/practices?sort=worst", EVERY_LIST),
    ("list by words of the name", "/practices?q=health+centre", EVERY_LIST),
    ("deadline report by region", "/reports/deadline", None),
    ("deadline report by ICB", BY_ICB, Some((0.0, Duration::from_millis(60)))),
    ("CSV of all practices", "/reports/deadline.csv?by=practice", None),
];

/// The list that is asked for while others write.
const AT_RISK: &str = "/practices?rag=red";

const BY_ICB: &str = "/reports/deadline?by=icb";

/// Builds for release, imports, serves and measures; ends with the table of it all.
pub fn run(wanted: &Wanted) -> Result<()> {
    let files = england::files(&wanted.data)?;
    build::run(true)?;
    let sink = Sink::start()?;
    let place = Installation::new()?;
    let mut table = Table::default();
    step("import", || import(&place, &files, &mut table))?;
    if wanted.scale > 1 {
        step("copies", || place.scale(wanted.scale))?;
    }
    step("invented history", || place.tell_history())?;
    let examples = place.examples()?;
    // Before the server runs, whose loops would write and send them.
    step("reminders", || reminders(&place, &sink, &mut table))?;
    step("pages", || pages(&place, &examples, wanted.length, &mut table))?;
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

fn pages(place: &Installation, (practice, sub_icb): &(String, String), length: Duration, table: &mut Table) -> Result<()> {
    let (server, start) = Server::start(place)?;
    table.note("cold start, to ready", milliseconds(start));
    let visitor = server.sign_in(place)?;
    table.note("server memory, signed in", megabytes(server.memory()?));
    for (name, address, wish) in PAGES {
        let path = address.replace("{practice}", practice).replace("{place}", sub_icb);
        let compressed = visitor.get(&path, "br")?.body_mut().read_to_vec()?.len();
        let load = load(server.address(), &path, visitor.cookie(), length).with_context(|| path.clone())?;
        let figure = format!("{load}, {} bytes ({compressed} with Brotli)", load.bytes);
        let name = format!("{name}, {CONNECTIONS} connections");
        match wish {
            Some((often, limit)) => table.judge(&name, figure, load.per_second >= often && load.p99 <= limit),
            None => table.note(&name, figure),
        }
    }
    for (name, path) in [("deadline report by ICB", BY_ICB), ("list of those at risk", AT_RISK)] {
        let (written, load) = place.while_writing(practice, || load(server.address(), path, visitor.cookie(), length))?;
        table.note(&format!("{name}, {CONNECTIONS} connections, {written} commits about practices beside"), load?.to_string());
    }
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
