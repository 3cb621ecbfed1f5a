//! For whoever runs the service: is it alive, is it ready, what does it count.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use services::Services;
use store::ConnectionTrait;

use crate::faults;

/// `/health/live`: the process answers. `/health/ready`: so does its database.
pub fn routes(services: Services) -> Router {
    Router::new().route("/health/live", get(|| async { "alive\n" })).route("/health/ready", get(ready).with_state(services))
}

/// `/metrics`, in Prometheus's words: for an address of its own, which people do not reach.
pub fn metrics(handle: PrometheusHandle) -> Router {
    Router::new().route("/metrics", get(move || std::future::ready(handle.render())))
}

async fn ready(State(services): State<Services>) -> Response {
    match services.store.read().execute_unprepared("SELECT 1").await {
        Ok(_) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            faults::said(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
