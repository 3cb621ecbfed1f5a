//! One module a format: which columns tell it, and what its rows say.

pub(super) mod counts;
pub(super) mod joined;
pub(super) mod list_sizes;
pub(super) mod lookup;
pub(super) mod map;
pub(super) mod partners;
pub(super) mod pcns;
mod places;
mod reading;
pub(super) mod register;
