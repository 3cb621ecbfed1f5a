//! The name of the host: once in each request, so that nobody in between takes another for it.

use super::limits::answer_to;

const PAGE: &str = "<!DOCTYPE html>";

#[tokio::test]
async fn a_request_names_its_host_once() {
    let ask = async |path: &str, version: &str, hosts: &str| {
        answer_to(format!("GET {path} HTTP/{version}\r\n{hosts}accept: text/html\r\nconnection: close\r\n\r\n").as_bytes()).await
    };
    for path in ["/", "/sign-in", "/health/live", "/assets/none.css", "/no/such/page"] {
        for hosts in [
            "",
            "host: tracker.test\r\nhost: tracker.test\r\n",
            "host: tracker.test\r\nhost: elsewhere.example\r\n",
            "host: \r\n",
            "host: a b\r\n",
            "host: tracker.test/path\r\n",
            "host: tracker.test, elsewhere.example\r\n",
        ] {
            let answer = ask(path, "1.1", hosts).await;
            assert!(answer.starts_with("HTTP/1.1 400 Bad Request"), "{path} {hosts:?}: {answer}");
            assert!(answer.contains(PAGE) && answer.contains("x-content-type-options"), "{path} {hosts:?}: {answer}");
        }
    }
    for hosts in ["host: tracker.test\r\n", "host: tracker.test:8080\r\n", "host: 127.0.0.1:3000\r\n", "host: [::1]:3000\r\n"] {
        assert!(ask("/sign-in", "1.1", hosts).await.starts_with("HTTP/1.1 200 OK"), "{hosts}");
    }
    // HTTP/1.0 knows no host. What looks after the process may speak it; people's browsers do not.
    assert!(ask("/health/live", "1.0", "").await.starts_with("HTTP/1.0 200 OK"));
    assert!(ask("/sign-in", "1.0", "").await.starts_with("HTTP/1.0 400 Bad Request"));
}
