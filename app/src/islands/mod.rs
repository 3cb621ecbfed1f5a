//! What runs in the browser too. Everything works without it; islands only add.

#[cfg(feature = "hydrate")]
mod start;
