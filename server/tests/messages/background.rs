//! The loops of a server.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use mail::testing::{Answer, Authority, Encrypted, Sink};
use store::on_both_databases;
use store::testing::TestStore;

use crate::support::*;

/// Kills the server when the test ends before it does.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn serve(store: &TestStore, folder: &Path, sink: &Sink) -> Server {
    std::fs::write(folder.join("manifest.json"), "{}").unwrap();
    let mut command = tracker(store, folder, sink, &["serve"]);
    command.env("TRACKER_LISTEN", "127.0.0.1:0").env("TRACKER_ASSETS", folder);
    tokio::task::spawn_blocking(move || {
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("Serving at") {
            line.clear();
            assert!(lines.read_line(&mut line).unwrap() > 0, "the server ended before it served");
        }
        // Read on, or the server would wait for somebody to read its log.
        std::thread::spawn(move || lines.read_to_string(&mut String::new()));
        Server(child)
    })
    .await
    .unwrap()
}

/// SIGTERM; returns the exit status.
async fn stop(mut server: Server) -> i32 {
    let id = server.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    tokio::task::spawn_blocking(move || server.0.wait().unwrap().code().unwrap()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demonstration_trusts_whom_the_settings_name() {
    let (store, authority, folder) = (store::testing::sqlite().await, Authority::new(), tempfile::tempdir().unwrap());
    let sink = Sink::encrypted(Encrypted::OnRequest, &authority).await;
    std::fs::write(folder.path().join("ca.pem"), authority.pem()).unwrap();
    std::fs::write(folder.path().join("manifest.json"), "{}").unwrap();
    let mut command = tracker(&store, folder.path(), &sink, &["demo", "--smtp-url", &sink.url(), "--database", "demo.sqlite"]);
    command.env("TRACKER_LISTEN", "127.0.0.1:0").env("TRACKER_ASSETS", folder.path()).env("TRACKER_CA_FILE", "ca.pem");
    let demonstration = Server(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    // The clock stands at a day on which practices are reminded.
    until_arrived(&sink, 1).await;
    assert_eq!(stop(demonstration).await, 0);
}

on_both_databases! {
    async fn two_servers_remind_everybody_once(store: TestStore) {
        let (services, sink, folder) = (world(&store), Sink::start().await, tempfile::tempdir().unwrap());
        practices(&services, 40).await;
        let servers = (serve(&store, folder.path(), &sink).await, serve(&store, folder.path(), &sink).await);
        until_arrived(&sink, 40).await;
        // More, for which both look again.
        for n in 0..40 {
            write_mail(&services, &format!("later{n}@practice.example")).await;
        }
        until_arrived(&sink, 80).await;
        // A server that is told to stop finishes what it is at: after that, nothing comes.
        assert_eq!((stop(servers.0).await, stop(servers.1).await), (0, 0));
        let mut recipients: Vec<_> = sink.received().into_iter().map(|mail| mail.to).collect();
        assert_eq!(recipients.len(), 80);
        recipients.sort();
        recipients.dedup();
        assert_eq!(recipients.len(), 80);
    }

    async fn told_to_stop_it_finishes_the_mail_under_way(store: TestStore) {
        let (services, sink, folder) = (world(&store), Sink::start().await, tempfile::tempdir().unwrap());
        sink.answer_always(Answer::AcceptAfter(Duration::from_secs(2)));
        let server = serve(&store, folder.path(), &sink).await;
        write_mail(&services, "sam@practice.example").await;
        until_arrived(&sink, 1).await;
        assert!(rows(&services).await[0].sent_at.is_none(), "still under way");
        assert_eq!(stop(server).await, 0);
        assert!(rows(&services).await[0].sent_at.is_some());
        assert_eq!(sink.count(), 1);
    }
}
