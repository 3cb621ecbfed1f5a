//! For whoever runs the service: is it alive, is it ready, what does it count.

pub mod mail;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use services::Services;
use store::ConnectionTrait;

/// `/health/live`: the process answers. `/health/ready`: so does its database. `/health/mail`: mail goes out.
pub fn routes(services: Services) -> Router {
    let mail = mail::routes(services.clone());
    Router::new().route("/health/live", get(|| async { "alive\n" })).route("/health/ready", get(ready).with_state(services)).merge(mail)
}

/// `/metrics`, in Prometheus's words: for an address of its own, which people do not reach.
pub fn metrics(handle: PrometheusHandle) -> Router {
    Router::new().route("/metrics", get(move || std::future::ready(handle.render())))
}

async fn ready(State(services): State<Services>) -> (StatusCode, &'static str) {
    match services.store.read().execute_unprepared("SELECT 1").await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
