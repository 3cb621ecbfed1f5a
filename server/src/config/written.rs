//! The settings as they are written, in `tracker.toml` and in the environment.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::bail;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

use super::issuers;

/// The settings as written; every key is also `TRACKER_KEY` in the environment.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pub(super) database_url: String,
    pub(super) database_connections: u32,
    pub(super) listen: SocketAddr,
    pub(super) metrics_listen: Option<SocketAddr>,
    pub(super) public_url: Option<String>,
    pub(super) smtp_url: Option<String>,
    pub(super) mail_from: String,
    pub(super) mail_reply_to: Option<String>,
    pub(super) ca_file: Option<PathBuf>,
    pub(super) clock: Option<String>,
    pub(super) assets: Option<PathBuf>,
    pub(super) log: String,
    pub(super) log_format: LogFormat,
    pub(super) session_hours: u32,
    pub(super) session_idle_minutes: u32,
    pub(super) invite_domains: String,
    pub(super) card_reminder_days: u32,
    pub(super) links_per_address: u32,
    pub(super) links_per_network: u32,
    pub(super) client_address_header: Option<String>,
    pub(super) background: bool,
    pub(super) organisation: Option<String>,
    pub(super) issuers: Vec<issuers::Written>,
    pub(super) access_round_days: Vec<String>,
    pub(super) access_round_hour: u32,
    pub(super) tpp_guide_url: Option<String>,
    pub(super) other_supplier_contact: Option<String>,
    pub(super) contact_name: Option<String>,
    pub(super) contact_email: Option<String>,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What holds where nothing is written.
pub(super) fn defaults() -> Written {
    Written {
        database_url: "sqlite://tracker.sqlite".to_owned(),
        database_connections: store::POSTGRES_CONNECTIONS,
        listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
        metrics_listen: None,
        public_url: None,
        smtp_url: None,
        mail_from: "Record access readiness tracker <no-reply@localhost>".to_owned(),
        mail_reply_to: None,
        ca_file: None,
        clock: None,
        assets: None,
        log: "info,sqlx=warn,sea_orm=warn,sea_orm_migration=warn".to_owned(),
        log_format: LogFormat::Text,
        session_hours: 12,
        session_idle_minutes: 30,
        invite_domains: domain::accounts::DOMAINS.join(", "),
        card_reminder_days: domain::reminders::CARD_DAYS,
        links_per_address: 5,
        links_per_network: 20,
        client_address_header: None,
        background: true,
        organisation: None,
        issuers: Vec::new(),
        access_round_days: vec!["tuesday".to_owned(), "friday".to_owned()],
        access_round_hour: 10,
        tpp_guide_url: None,
        other_supplier_contact: None,
        contact_name: None,
        contact_email: None,
    }
}

/// The layers: defaults, then the file, then the environment.
///
/// # Errors
/// When `file` was asked for and is not there.
pub fn figment(file: Option<&Path>) -> anyhow::Result<Figment> {
    let mut figment = Figment::from(Serialized::defaults(defaults()));
    match file {
        Some(path) if !path.is_file() => bail!("the settings file {} is not there", path.display()),
        Some(path) => figment = figment.merge(Toml::file_exact(path)),
        None if Path::new("tracker.toml").is_file() => figment = figment.merge(Toml::file_exact("tracker.toml")),
        None => {}
    }
    Ok(figment.merge(Env::prefixed("TRACKER_")))
}
