//! What a person sees: pages, components, server functions, presenters.
//!
//! With feature `ssr` this is the server half; with `hydrate` only [`islands`] remain, for the browser.

#[cfg(feature = "ssr")]
pub mod assets;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
