//! What runs in the browser too. Everything works without it; islands only add.

mod places_left;
mod practice_search;
#[cfg(feature = "hydrate")]
mod start;

pub use places_left::{PlacesLeft, PlacesNow};
pub use practice_search::{FindPractices, Found, PracticeSearch};
