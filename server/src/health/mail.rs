//! Whether mail goes out, for whoever runs the service: told from the outbox, so by any process, whichever sends.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use chrono::{DateTime, Utc};
use domain::outbox::Health;
use domain::time::format_instant;
use services::Services;
use services::outbox::{Outlook, outlook};

use crate::faults;

/// `/health/mail`: 200 while mail goes out, 503 where it does not, in a line that says why. What the mail server said is for the command line
/// and the log: this address asks nobody who they are.
pub(super) fn routes(services: Services) -> Router {
    Router::new().route("/health/mail", get(mail).with_state(services))
}

async fn mail(State(services): State<Services>) -> Response {
    match outlook(&services).await {
        Ok(outlook) => faults::said(status(&outlook), format!("{}\n", words(&outlook))),
        Err(error) => {
            tracing::error!(%error, "the outbox cannot be read");
            faults::said(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}

fn status(outlook: &Outlook) -> StatusCode {
    if outlook.health == Health::Working { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

/// How mail goes, in one line without a full stop.
#[must_use]
pub fn words(outlook: &Outlook) -> String {
    let how = match outlook.health {
        Health::Working => "mail goes out",
        Health::Refused(fault) => fault.sentence(),
        Health::Late => "nobody sends the messages that are due",
    };
    let facts = &outlook.facts;
    let waiting = match (facts.waiting, facts.oldest) {
        (0, _) | (_, None) => "no message waits".to_owned(),
        (1, Some(since)) => format!("1 message waits, since {}", format_instant(since)),
        (count, Some(since)) => format!("{count} messages wait, the first since {}", format_instant(since)),
    };
    let last = facts
        .last_sent
        .map_or_else(|| "no mail was taken yet".to_owned(), |at| format!("the last mail was taken at {}", format_instant(at)));
    format!("{how}; {waiting}; {last}")
}

/// The same router; before each answer the gauges of mail are set, so that they are as true as the database.
pub fn measured(router: Router, services: Services) -> Router {
    router.layer(from_fn_with_state(services, measure))
}

async fn measure(State(services): State<Services>, request: Request, next: Next) -> Response {
    match outlook(&services).await {
        Ok(outlook) => set_gauges(&outlook),
        Err(error) => tracing::error!(%error, "the outbox cannot be read for the metrics"),
    }
    next.run(request).await
}

#[expect(clippy::cast_precision_loss, reason = "a gauge is a float, and counts and seconds stay far below 2^52")]
fn set_gauges(outlook: &Outlook) {
    let seconds = |at: DateTime<Utc>| at.timestamp() as f64;
    let facts = &outlook.facts;
    metrics::gauge!("mail_waiting").set(facts.waiting as f64);
    metrics::gauge!("mail_oldest_waiting_seconds").set(facts.oldest.map_or(0.0, |since| (outlook.at - since).num_seconds().max(0) as f64));
    metrics::gauge!("mail_working").set(f64::from(u8::from(outlook.health == Health::Working)));
    metrics::gauge!("mail_last_sent_timestamp_seconds").set(facts.last_sent.map_or(0.0, seconds));
    let refusals = [facts.shut_out, facts.refused].into_iter().flatten().map(|(_, at)| at);
    metrics::gauge!("mail_last_refused_timestamp_seconds").set(refusals.max().map_or(0.0, seconds));
    for fault in domain::outbox::Fault::ALL {
        metrics::gauge!("mail_refused", "fault" => fault.key()).set(f64::from(u8::from(outlook.fault() == Some(fault))));
    }
}

#[cfg(test)]
mod tests {
    use domain::outbox::{Facts, Fault};
    use metrics_exporter_prometheus::PrometheusBuilder;

    use super::*;

    #[test]
    fn the_gauges_say_what_is_refused_and_for_how_long() {
        let at: DateTime<Utc> = "2023-10-01T08:05:00Z".parse().unwrap();
        let facts =
            Facts { waiting: 120, oldest: Some(at - chrono::TimeDelta::hours(2)), shut_out: Some((Fault::SignIn, at)), ..Facts::default() };
        let recorder = PrometheusBuilder::new().build_recorder();
        let outlook = Outlook { health: Health::Refused(Fault::SignIn), facts, at };
        metrics::with_local_recorder(&recorder, || set_gauges(&outlook));
        let text = recorder.handle().render();
        for line in [
            "mail_waiting 120",
            "mail_oldest_waiting_seconds 7200",
            "mail_working 0",
            "mail_refused{fault=\"sign-in\"} 1",
            "mail_refused{fault=\"connect\"} 0",
            "mail_last_sent_timestamp_seconds 0",
            "mail_last_refused_timestamp_seconds 1696147500",
        ] {
            assert!(text.lines().any(|shown| shown == line), "{line}: {text}");
        }
    }
}
