//! Connections: what axum's own loop does, with an end to waiting and to headers.
//!
//! `axum::serve` gives hyper no timer, so that a caller who sends half a request is waited for until the process ends.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

/// The most that a request's first line and headers may hold together, in bytes; what one read of the connection brought
/// beyond them is taken too.
const HEADER_BYTES: usize = 64 * 1024;
/// The most headers of a request.
const HEADERS: usize = 100;
/// How long a caller may take to send them; a connection that asks nothing is closed after as long.
const HEADER_TIME: Duration = Duration::from_secs(30);

/// How long what is under way when the process is told to stop may take: whoever reads a download slowly, or not at all, is not waited for.
const DRAIN: Duration = Duration::from_secs(30);

/// Serves `router` to whoever connects, until `stop`; then finishes what is under way, within [`DRAIN`]. A request carries its caller's address as
/// [`ConnectInfo`].
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    serve_within(listener, router, stop, HEADER_TIME, DRAIN).await;
}

async fn serve_within(mut listener: TcpListener, router: Router, stop: impl Future<Output = ()>, patience: Duration, drain: Duration) {
    let connections = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, caller) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = &mut stop => break,
        };
        let connection = connections.watch(connect(stream, caller, router.clone(), patience));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(drain, connections.shutdown()).await.is_err() {
        tracing::warn!("stopped while answers were still being read");
    }
}

fn connect(stream: TcpStream, caller: SocketAddr, router: Router, patience: Duration) -> impl GracefulConnection<Error = hyper::Error> {
    // Answers are whole: waiting for more to send only delays them.
    let _ = stream.set_nodelay(true);
    let service = router.map_request(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(caller));
        request.map(axum::body::Body::new)
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_headers(HEADERS)
        .max_buf_size(HEADER_BYTES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio_util::sync::CancellationToken;

    use super::*;

    async fn served(patience: Duration) -> (TcpStream, CancellationToken, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/", get(async |ConnectInfo(caller): ConnectInfo<SocketAddr>| caller.ip().to_string()));
        // More than the buffers of both ends hold.
        let router = router.route("/long", get(async || vec![b'x'; 64 * 1024 * 1024]));
        let stop = CancellationToken::new();
        let serving = tokio::spawn(serve_within(listener, router, stop.clone().cancelled_owned(), patience, Duration::from_secs(5)));
        (TcpStream::connect(address).await.unwrap(), stop, serving)
    }

    #[tokio::test]
    async fn half_a_request_is_not_waited_for() {
        let (mut connection, _stop, _serving) = served(Duration::from_millis(50)).await;
        connection.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ").await.unwrap();
        let mut answer = String::new();
        // To the end of the connection: without the limit this never returns.
        connection.read_to_string(&mut answer).await.unwrap();
        assert!(!answer.contains("200"), "{answer}");
    }

    #[tokio::test]
    async fn a_request_knows_its_caller_and_stopping_waits_for_nobody_idle() {
        let (mut connection, stop, serving) = served(Duration::from_secs(30)).await;
        connection.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let mut answer = vec![0; 512];
        let read = connection.read(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
        assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("127.0.0.1"), "{answer}");
        stop.cancel();
        serving.await.unwrap();
    }

    #[tokio::test]
    async fn stopping_does_not_wait_for_who_reads_nothing() {
        let (mut connection, stop, serving) = served(Duration::from_secs(30)).await;
        connection.write_all(b"GET /long HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let mut answer = vec![0; 64];
        connection.read_exact(&mut answer).await.unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 200 OK"));
        stop.cancel();
        tokio::time::timeout(Duration::from_secs(10), serving).await.expect("it stops").unwrap();
    }

    #[tokio::test]
    async fn who_reads_on_gets_the_whole_answer_though_it_stops() {
        let (mut connection, stop, serving) = served(Duration::from_secs(30)).await;
        connection.write_all(b"GET /long HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut answer = vec![0; 64];
        connection.read_exact(&mut answer).await.unwrap();
        stop.cancel();
        connection.read_to_end(&mut answer).await.unwrap();
        assert!(answer.len() > 64 * 1024 * 1024);
        serving.await.unwrap();
    }
}
