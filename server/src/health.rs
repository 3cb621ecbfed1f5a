//! For whoever runs the service: is it alive, is it ready, what does it count.

pub mod mail;
pub mod probe;

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use services::Services;

use self::probe::{Pace, Probe};
use crate::error_pages;

/// A write that hangs is tried again after ten seconds, as long as one waits for a connection or for another's write.
const PACE: Pace = Pace { patience: Duration::from_secs(2), fresh: Duration::from_secs(1), given_up: Duration::from_secs(10) };

/// `/health/live`: the process answers. `/health/ready`: its database takes a write. `/health/mail`: mail goes out.
pub fn routes(services: Services) -> Router {
    paced(services, PACE)
}

fn paced(services: Services, pace: Pace) -> Router {
    let writer = services.clone();
    let probe = Probe::new(pace, move || takes_a_write(writer.clone()));
    let ready = get(ready).with_state(probe);
    Router::new().route("/health/live", get(|| async { "alive\n" })).route("/health/ready", ready).merge(mail::routes(services))
}

/// `/metrics`, in Prometheus's words: for an address of its own, which people do not reach.
pub fn metrics(handle: PrometheusHandle) -> Router {
    Router::new().route("/metrics", get(move || std::future::ready(handle.render())))
}

async fn ready(State(probe): State<Probe<bool>>) -> Response {
    match probe.newest().await {
        Some(true) => "ready\n".into_response(),
        Some(false) => error_pages::said(StatusCode::SERVICE_UNAVAILABLE, "the database takes no writes\n"),
        None => {
            tracing::error!("the database does not answer");
            error_pages::said(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}

/// Whether a small write was committed just now.
async fn takes_a_write(services: Services) -> bool {
    let tried = services::leases::try_one(&services).await;
    tried.inspect_err(|error| tracing::error!(%error, "the database takes no writes")).is_ok()
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use domain::clock::Clock;
    use services::Settings;
    use store::testing::TestStore;
    use store::{ConnectionTrait, Store};
    use tower::ServiceExt;

    use super::*;

    const LONG: Duration = Duration::from_secs(600);

    fn on(database: &TestStore, pace: Pace) -> Router {
        let settings = Settings { public_url: "https://tracker.example".to_owned(), demo: false };
        paced(Services::new(database.store.clone(), Clock::system(), settings), pace)
    }

    async fn ask(router: &Router) -> (u16, String) {
        let answer = router.clone().oneshot(Request::get("/health/ready").body(Body::empty()).unwrap()).await.unwrap();
        let status = answer.status().as_u16();
        (status, String::from_utf8(to_bytes(answer.into_body(), 1_000).await.unwrap().to_vec()).unwrap())
    }

    #[tokio::test]
    async fn not_ready_while_nothing_can_be_written() {
        let database = store::testing::sqlite().await;
        let router = on(&database, Pace { patience: LONG, fresh: Duration::ZERO, given_up: LONG });
        assert_eq!(ask(&router).await, (200, "ready\n".to_owned()));
        let tx = database.begin().await.unwrap();
        tx.execute_unprepared("PRAGMA query_only = 1").await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(ask(&router).await, (503, "the database takes no writes\n".to_owned()));
        assert_eq!(ask(&router).await.0, 200, "by another connection");
    }

    #[tokio::test]
    async fn a_database_that_hangs_is_told_within_the_time_and_asked_once() {
        let database = store::testing::sqlite().await;
        let held = Store::connect(&database.url).await.unwrap().begin().await.unwrap();
        let router = on(&database, Pace { patience: Duration::from_millis(20), fresh: Duration::ZERO, given_up: LONG });
        for _ in 0..3 {
            assert_eq!(ask(&router).await, (503, "the database does not answer\n".to_owned()));
        }
        held.rollback().await.unwrap();
        while ask(&router).await.0 != 200 {}
    }
}
