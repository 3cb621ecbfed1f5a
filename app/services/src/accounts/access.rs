//! The settings of access.

use domain::access_requests::RoundPlan;
use domain::accounts::{DOMAINS, Lifetime};
use domain::reminders::CARD_DAYS;

/// How long sessions last, who may be invited, and how often links may be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// How long sessions last.
    pub lifetime: Lifetime,
    /// The domains under which people may be invited; empty: any.
    pub invite_domains: Vec<String>,
    /// When requests for access are worked.
    pub round: RoundPlan,
    /// For how many days after a sign-in by smartcard its holder is reminded of the practices on it.
    pub card_days: u32,
    /// How many links may be asked for an address in an hour.
    pub links_per_address: i32,
}

impl Default for Access {
    fn default() -> Self {
        Self {
            lifetime: Lifetime::default(),
            invite_domains: DOMAINS.map(str::to_owned).to_vec(),
            round: RoundPlan::default(),
            card_days: CARD_DAYS,
            links_per_address: 5,
        }
    }
}
