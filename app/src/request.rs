//! What a page or a server function finds around it: the use cases, the person, the session.

use std::sync::Arc;

use axum::http::request::Parts;
use domain::accounts::Viewer;
use leptos::prelude::{expect_context, use_context};
use services::Services;
use tower_sessions::Session;

use crate::assets::Assets;

/// The key under which a session keeps whose it is.
pub const ACCOUNT_KEY: &str = "account";

/// The person who asks, put into each request's extensions by the server; none when nobody is signed in.
#[derive(Clone, Debug)]
pub struct CurrentViewer(pub Option<Viewer>);

/// What the server hands to every page and server function as context.
#[derive(Clone)]
pub struct Site {
    /// The use cases.
    pub services: Services,
    /// The built assets.
    pub assets: Arc<Assets>,
}

/// The use cases.
#[must_use]
pub fn services() -> Services {
    expect_context::<Site>().services
}

/// The person who asks, if signed in.
#[must_use]
pub fn viewer() -> Option<Viewer> {
    extension::<CurrentViewer>().and_then(|current| current.0)
}

/// The session of this request.
#[must_use]
pub fn session() -> Option<Session> {
    extension()
}

fn extension<T: Clone + Send + Sync + 'static>() -> Option<T> {
    use_context::<Parts>()?.extensions.get::<T>().cloned()
}
