//! What only a demonstration has, beside pages of `app`: signing in as a persona, and the HTML of what was sent.

use app::accounts::actions::{NewId, start};
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use domain::accounts::Method;
use serde::Deserialize;
use services::Services;
use services::demo::{PERSONAS, Persona};
use tower_sessions::Session;

/// The routes; merged in only where the service runs as a demonstration.
pub fn routes(services: Services) -> Router {
    Router::new().route("/demo/sign-in", post(sign_in)).route("/demo/mail/{id}/html", get(mail)).with_state(services)
}

#[derive(Deserialize)]
struct SignIn {
    persona: String,
}

async fn sign_in(
    State(services): State<Services>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    Form(form): Form<SignIn>,
) -> Response {
    let Some(persona) = PERSONAS.iter().find(|persona| persona.key == form.persona) else {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    };
    match become_persona(&services, &session, &headers, persona).await {
        Ok(()) => Redirect::to("/").into_response(),
        Err(error) => {
            tracing::error!(%error, "a persona could not be signed in");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn become_persona(services: &Services, session: &Session, headers: &HeaderMap, persona: &Persona) -> anyhow::Result<()> {
    let id = NewId::random();
    let viewer = services::accounts::sign_in_persona(services, persona, &id.reference()).await?;
    start(services, session, &id, &viewer, Method::Demo, headers).await.map_err(|error| anyhow::anyhow!("{error:?}"))
}

/// The HTML part of a mail, as its reader sees it: only its own style, no script, no pictures.
async fn mail(State(services): State<Services>, Path(id): Path<String>) -> Response {
    // PostgreSQL does not take it, and no id holds it.
    match services::outbox::show(&services, &id.replace('\0', "")).await {
        Ok(mail) => {
            let policy =
                format!("default-src 'none'; style-src '{}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'", mail.style);
            ([(header::CONTENT_SECURITY_POLICY, policy)], Html(mail.html)).into_response()
        }
        Err(services::Error::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a mail could not be shown");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
