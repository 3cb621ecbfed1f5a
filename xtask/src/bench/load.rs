//! Many readers at once, each on a connection it keeps, asking again as soon as it is answered.

use std::{
    fmt,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail};

use super::table::milliseconds;

/// How many ask at once.
pub const CONNECTIONS: usize = 16;

/// What came of asking for one page for a while.
pub struct Load {
    pub per_second: f64,
    pub p50: Duration,
    pub p99: Duration,
    /// The size of one answer's body as it was sent.
    pub bytes: usize,
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} a second, p50 {}, p99 {}", self.per_second, milliseconds(self.p50), milliseconds(self.p99))
    }
}

/// Asks for `path` as long as `length`, after a fifth of it to warm up. Every answer must be 200.
pub fn load(server: SocketAddr, path: &str, cookie: &str, length: Duration) -> Result<Load> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {server}\r\nCookie: {cookie}\r\nAccept: text/html\r\n\r\n");
    for_a_while(server, &request, length / 5)?;
    let started = Instant::now();
    let (bytes, mut times) = for_a_while(server, &request, length)?;
    let took = started.elapsed();
    times.sort_unstable();
    let at = |share: f64| times[nth(times.len(), share)];
    Ok(Load { per_second: times.len() as f64 / took.as_secs_f64(), p50: at(0.5), p99: at(0.99), bytes })
}

/// The place, in a sorted list of `count`, below which `share` of it stands.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length is a length")]
fn nth(count: usize, share: f64) -> usize {
    ((count as f64 * share) as usize).min(count.saturating_sub(1))
}

fn for_a_while(server: SocketAddr, request: &str, length: Duration) -> Result<(usize, Vec<Duration>)> {
    let until = Instant::now() + length;
    thread::scope(|scope| {
        let readers: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(|| one_reader(server, request, until))).collect();
        let mut all = (0, Vec::new());
        for reader in readers {
            let (bytes, times) = reader.join().map_err(|_| anyhow!("a reader stopped half-way"))??;
            all.0 = bytes;
            all.1.extend(times);
        }
        Ok(all)
    })
}

fn one_reader(server: SocketAddr, request: &str, until: Instant) -> Result<(usize, Vec<Duration>)> {
    let mut connection = Connection::open(server)?;
    let mut times = Vec::new();
    let mut bytes = 0;
    while times.is_empty() || Instant::now() < until {
        let started = Instant::now();
        bytes = connection.ask(request)?;
        times.push(started.elapsed());
    }
    Ok((bytes, times))
}

/// As little HTTP as the server's answers need: what this costs is taken from what the server could do.
struct Connection {
    stream: BufReader<TcpStream>,
    line: String,
    body: Vec<u8>,
}

impl Connection {
    fn open(server: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(server).context("no connection to the server")?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self { stream: BufReader::with_capacity(64 * 1024, stream), line: String::new(), body: Vec::new() })
    }

    /// Sends the request and reads the whole answer; gives the size of its body.
    fn ask(&mut self, request: &str) -> Result<usize> {
        self.stream.get_mut().write_all(request.as_bytes())?;
        if !self.read_line()?.starts_with("HTTP/1.1 200") {
            bail!("{} answered {}", request.lines().next().unwrap_or_default(), self.line.trim());
        }
        let mut length = None;
        while !self.read_line()?.is_empty() {
            let (name, value) = self.line.split_once(':').context("a header without a colon")?;
            if name.eq_ignore_ascii_case("content-length") {
                length = Some(value.trim().parse()?);
            }
        }
        self.body.clear();
        match length {
            Some(length) => self.read_body(length)?,
            None => while self.read_chunk()? {},
        }
        Ok(self.body.len())
    }

    fn read_line(&mut self) -> Result<&str> {
        self.line.clear();
        if self.stream.read_line(&mut self.line)? == 0 {
            bail!("the server closed the connection");
        }
        Ok(self.line.trim_end())
    }

    fn read_body(&mut self, length: usize) -> Result<()> {
        let start = self.body.len();
        self.body.resize(start + length, 0);
        Ok(self.stream.read_exact(&mut self.body[start..])?)
    }

    /// Reads one chunk of a body sent in chunks; false at the last.
    fn read_chunk(&mut self) -> Result<bool> {
        let length = usize::from_str_radix(self.read_line()?, 16)?;
        self.read_body(length)?;
        self.read_line()?;
        Ok(length > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::nth;

    #[test]
    fn a_share_of_a_list_stays_inside_it() {
        assert_eq!(nth(100, 0.5), 50);
        assert_eq!(nth(100, 0.99), 99);
        assert_eq!(nth(1, 0.99), 0);
        assert_eq!(nth(200, 1.0), 199);
    }
}
