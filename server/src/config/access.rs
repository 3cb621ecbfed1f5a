//! The settings of access, checked.

use anyhow::{Context, ensure};
use chrono::TimeDelta;
use domain::access_requests::RoundPlan;
use domain::accounts::Lifetime;
use services::accounts::Access;

use super::{Limits, Written};

/// The rules that the settings give.
pub(super) fn check(written: &Written) -> anyhow::Result<(Access, Limits)> {
    for (key, value) in [
        ("session_hours", written.session_hours),
        ("session_idle_minutes", written.session_idle_minutes),
        ("card_reminder_days", written.card_reminder_days),
        ("links_per_address", written.links_per_address),
        ("links_per_network", written.links_per_network),
    ] {
        ensure!(value > 0, "{key} must be at least 1");
    }
    let domains = written.invite_domains.split([',', ' ']).map(|domain| domain.trim().trim_start_matches('.').to_lowercase());
    let access = Access {
        lifetime: Lifetime {
            idle: TimeDelta::minutes(written.session_idle_minutes.into()),
            absolute: TimeDelta::hours(written.session_hours.into()),
            ..Lifetime::default()
        },
        invite_domains: domains.filter(|domain| !domain.is_empty()).collect(),
        round: RoundPlan::new(written.access_round_days.iter().map(String::as_str), written.access_round_hour)
            .context("access_round_days and access_round_hour")?,
        card_days: written.card_reminder_days,
        links_per_address: i32::try_from(written.links_per_address).context("links_per_address is too large")?,
    };
    ensure!(!access.invite_domains.is_empty(), "invite_domains must name a domain, like nhs.net");
    let header = written.client_address_header.as_deref().map(str::parse).transpose();
    let client_header = header.ok().context("client_address_header must be the name of a header, like x-forwarded-for")?;
    Ok((access, Limits::new(written.links_per_network, client_header)))
}
