//! Whether mail goes out, for whoever runs the service: told from the outbox, so by any process, whichever sends.

use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{DateTime, Utc};
use domain::outbox::Health;
use services::Services;
use services::outbox::{Outlook, outlook};

use super::probe::{Pace, Probe};
use crate::error_pages;

/// The outbox is summed up over several queries, so not for everybody who asks.
const PACE: Pace = Pace { patience: Duration::from_secs(2), fresh: Duration::from_secs(10), given_up: Duration::from_secs(10) };

/// How mail goes; none where the outbox cannot be read.
type Mail = Probe<Option<Outlook>>;

fn probe(services: Services, pace: Pace) -> Mail {
    Probe::new(pace, move || {
        let services = services.clone();
        async move { outlook(&services).await.inspect_err(|error| tracing::error!(%error, "the outbox cannot be read")).ok() }
    })
}

/// `/health/mail`: 200 while mail goes out, 503 where it does not. How much waits and what is in the way is for the command line, the metrics
/// and the log: this address asks nobody who they are.
pub(super) fn routes(services: Services) -> Router {
    paced(services, PACE)
}

fn paced(services: Services, pace: Pace) -> Router {
    Router::new().route("/health/mail", get(mail).with_state(probe(services, pace)))
}

async fn mail(State(mail): State<Mail>) -> Response {
    match mail.newest().await.flatten() {
        Some(Outlook { health: Health::Working, .. }) => "mail goes out\n".into_response(),
        Some(_) => error_pages::said(StatusCode::SERVICE_UNAVAILABLE, "mail does not go out\n"),
        None => error_pages::said(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

/// The same router; before each answer the gauges of mail are set, or said not to be known.
pub fn measured(router: Router, services: Services) -> Router {
    router.layer(from_fn_with_state(probe(services, PACE), measure))
}

async fn measure(State(mail): State<Mail>, request: Request, next: Next) -> Response {
    set_gauges(mail.newest().await.flatten().as_ref());
    next.run(request).await
}

/// Those of mail keep what they were where nothing is known.
fn set_gauges(outlook: Option<&Outlook>) {
    metrics::gauge!("mail_known").set(f64::from(u8::from(outlook.is_some())));
    if let Some(outlook) = outlook {
        set_known(outlook);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a gauge is a float, and counts and seconds stay far below 2^52")]
fn set_known(outlook: &Outlook) {
    let seconds = |at: DateTime<Utc>| at.timestamp() as f64;
    let facts = &outlook.facts;
    metrics::gauge!("mail_waiting").set(facts.waiting as f64);
    metrics::gauge!("mail_given_up").set(facts.given_up as f64);
    metrics::gauge!("mail_oldest_waiting_seconds").set(facts.oldest.map_or(0.0, |since| (outlook.at - since).num_seconds().max(0) as f64));
    metrics::gauge!("mail_working").set(f64::from(u8::from(outlook.health == Health::Working)));
    metrics::gauge!("mail_last_sent_timestamp_seconds").set(facts.last_sent.map_or(0.0, seconds));
    let refusals = [facts.shut_out, facts.in_a_row.fault].into_iter().flatten().map(|(_, at)| at);
    metrics::gauge!("mail_last_refused_timestamp_seconds").set(refusals.max().map_or(0.0, seconds));
    for fault in domain::outbox::Fault::ALL {
        metrics::gauge!("mail_refused", "fault" => fault.key()).set(f64::from(u8::from(outlook.fault() == Some(fault))));
    }
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use domain::clock::Clock;
    use domain::outbox::{Facts, Fault};
    use metrics_exporter_prometheus::PrometheusBuilder;
    use services::Settings;
    use store::Store;
    use tower::ServiceExt;

    use super::*;

    #[test]
    fn the_gauges_say_what_is_refused_and_for_how_long() {
        let at: DateTime<Utc> = "2023-10-01T08:05:00Z".parse().unwrap();
        let facts =
            Facts { waiting: 120, oldest: Some(at - chrono::TimeDelta::hours(2)), shut_out: Some((Fault::SignIn, at)), ..Facts::default() };
        let recorder = PrometheusBuilder::new().build_recorder();
        let outlook = Outlook { health: Health::Refused(Fault::SignIn), facts, at };
        let shown = |outlook| {
            metrics::with_local_recorder(&recorder, || set_gauges(outlook));
            recorder.handle().render()
        };
        let text = shown(Some(&outlook));
        for line in [
            "mail_known 1",
            "mail_waiting 120",
            "mail_given_up 0",
            "mail_oldest_waiting_seconds 7200",
            "mail_working 0",
            "mail_refused{fault=\"sign-in\"} 1",
            "mail_refused{fault=\"connect\"} 0",
            "mail_last_sent_timestamp_seconds 0",
            "mail_last_refused_timestamp_seconds 1696147500",
        ] {
            assert!(text.lines().any(|shown| shown == line), "{line}: {text}");
        }
        let unknown = shown(None);
        assert!(unknown.lines().any(|line| line == "mail_known 0") && unknown.contains("mail_waiting 120"), "{unknown}");
    }

    #[tokio::test]
    async fn a_database_that_does_not_answer_is_said_so() {
        let database = store::testing::sqlite().await;
        let settings = Settings { public_url: "https://tracker.example".to_owned(), demo: false };
        let services = Services::new(database.store.clone(), Clock::system(), settings);
        let ask = async |pace| {
            let request = Request::get("/health/mail").body(Body::empty()).unwrap();
            let answer = paced(services.clone(), pace).oneshot(request).await.unwrap();
            let status = answer.status().as_u16();
            (status, String::from_utf8(to_bytes(answer.into_body(), 1_000).await.unwrap().to_vec()).unwrap())
        };
        assert_eq!(ask(PACE).await, (200, "mail goes out\n".to_owned()));
        // Somebody has every connection that reads.
        let mut held = Vec::new();
        while let Ok(tx) = tokio::time::timeout(Duration::from_millis(50), database.begin_read()).await {
            held.push(tx.unwrap());
        }
        assert_eq!(ask(Pace { patience: Duration::from_millis(50), ..PACE }).await, (503, "the database does not answer\n".to_owned()));
        drop(held);
        let tables = Store::connect(&database.url).await.unwrap();
        store::ConnectionTrait::execute_unprepared(tables.writer(), "DROP TABLE outbox").await.unwrap();
        assert_eq!(ask(PACE).await, (503, "the database does not answer\n".to_owned()));
    }
}
