//! A thousand practices want the fifty places of one date, through two server processes on one PostgreSQL.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    process::Command,
    sync::Barrier,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail, ensure};

use super::{
    program,
    table::{Table, milliseconds},
};
use crate::{
    background::{Background, Launch, free_port},
    command::{self, command},
    http_client::Visitor,
    postgres, workspace,
};

const CLIENTS: usize = 1000;
const PLACES: usize = 50;
const SERVERS: usize = 2;
/// So many look at the dates before the rush, as people do: a server at work has its connections to the database open.
const LOOKING: usize = 64;
/// What the slowest of a hundred may wait.
const LIMIT: Duration = Duration::from_millis(500);
/// What a client's thread needs, and not more.
const STACK: usize = 128 * 1024;

/// Exactly fifty get a place; measures how long people wait for their answer when all ask at the same moment.
pub fn run(table: &mut Table) -> Result<()> {
    if env::var_os(postgres::VARIABLE).is_some() {
        bail!("{} is set: the rush brings a PostgreSQL of its own, which it fills", postgres::VARIABLE);
    }
    let database = postgres::start(false)?;
    command::run(tracker(&database.address, 0).arg("migrate"))?;
    let made = history(&database.address, &["rush", &CLIENTS.to_string(), &PLACES.to_string()])?;
    let (slot, clients) = made.split_once('\n').context("nothing was made")?;
    let clients: Vec<_> = clients.lines().filter_map(|line| line.split_once(' ')).collect();
    ensure!(clients.len() == CLIENTS, "{} clients were made", clients.len());
    let servers = (0..SERVERS).map(|_| serve(&database.address)).collect::<Result<Vec<_>>>()?;
    all_at_once(&servers, &clients[..LOOKING], look)?;
    let mut times = all_at_once(&servers, &clients, |client| book(client, slot))?;
    times.sort_unstable();
    let p99 = times[times.len() * 99 / 100];
    let booked = history(&database.address, &["rushed", slot])?;
    ensure!(booked.trim() == format!("{PLACES} {PLACES}"), "places taken and practices booked: {booked}");
    table.add(&format!("{CLIENTS} clients on {PLACES} places, two processes: p99"), milliseconds(p99), (p99, LIMIT));
    table.note("their p50", milliseconds(times[times.len() / 2]));
    Ok(())
}

fn tracker(database: &str, port: u16) -> Command {
    let mut tracker = command(workspace::target().join("deploy/tracker"));
    tracker.env("TRACKER_DATABASE_URL", database).env("TRACKER_LISTEN", format!("127.0.0.1:{port}")).env("TRACKER_LOG", "warn");
    tracker
}

fn history(database: &str, arguments: &[&str]) -> Result<String> {
    command::output(program::history(database).args(arguments))
}

fn serve(database: &str) -> Result<(Background, SocketAddr)> {
    let port = free_port()?;
    let mut program = tracker(database, port);
    program.arg("serve");
    let mut background = Launch::new(program).log_to(&workspace::cache().join(format!("logs/rush-{port}.log"))).start()?;
    Visitor::new(port).wait(Duration::from_secs(30), || background.is_over())?;
    Ok((background, (Ipv4Addr::LOCALHOST, port).into()))
}

/// A practice's manager at one of the servers.
struct Client<'a> {
    server: SocketAddr,
    practice: &'a str,
    cookie: &'a str,
}

/// What a client writes, and the statuses that it may be answered with.
type Asked = (String, &'static [&'static str]);

/// Every client has its connection before any of them asks for what `request` writes; gives how long each waited.
fn all_at_once(
    servers: &[(Background, SocketAddr)],
    clients: &[(&str, &str)],
    request: impl Fn(&Client<'_>) -> Asked + Sync,
) -> Result<Vec<Duration>> {
    let (start, request) = (&Barrier::new(clients.len()), &request);
    thread::scope(|scope| {
        let mut waiting = Vec::new();
        for (number, (practice, cookie)) in clients.iter().enumerate() {
            let client = Client { server: servers[number % servers.len()].1, practice, cookie };
            waiting.push(thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || ask(&client, request, start))?);
        }
        waiting.into_iter().map(|client| client.join().map_err(|_| anyhow!("a client stopped half-way"))?).collect()
    })
}

fn look(client: &Client<'_>) -> Asked {
    (format!("GET /practices/{}/slots HTTP/1.1\r\n{}\r\n", client.practice, headers(client)), &["200"])
}

/// Who gets a place is led on to its date; who comes too late is shown that the date is full.
fn book(client: &Client<'_>, slot: &str) -> Asked {
    let form = "form=book&declared=yes";
    let kind = format!("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n", form.len());
    let path = format!("/practices/{}/slots/{slot}/book", client.practice);
    (format!("POST {path} HTTP/1.1\r\n{}{kind}\r\n{form}", headers(client)), &["303", "409"])
}

fn headers(Client { server, cookie, .. }: &Client<'_>) -> String {
    format!("Host: {server}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\nAccept: text/html\r\nConnection: close\r\n")
}

fn ask(client: &Client<'_>, request: &(impl Fn(&Client<'_>) -> Asked + Sync), start: &Barrier) -> Result<Duration> {
    let connection = TcpStream::connect(client.server);
    let (request, answers) = request(client);
    start.wait();
    let mut connection = connection.context("no connection to the server")?;
    connection.set_nodelay(true)?;
    connection.set_read_timeout(Some(Duration::from_secs(60)))?;
    let asked = Instant::now();
    connection.write_all(request.as_bytes())?;
    let mut status = String::new();
    BufReader::new(connection).read_line(&mut status)?;
    ensure!(status.split(' ').nth(1).is_some_and(|status| answers.contains(&status)), "{} was answered {}", client.practice, status.trim());
    Ok(asked.elapsed())
}
